"""The fair comparison of Compare: its switches, its walks and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pandas as pd
import streamlit as st

from engine import BestRate, best_rate, ranked, tied, within_budget
from engine.analysis.fair import ALIKE, EQUAL, FINER, RATES
from figures.walks import DrawnWalk, counted
from optimizers import Optimizer
from schedules import Schedule
from surfaces import Surface
from ui import scene
from ui.numbers import apart, short
from ui.player.words import player_words
from ui.report import ARRIVED_BELOW, as_markdown
from ui.settings import MOST_PANELS, Settings
from ui.state import turns
from ui.words import _


def fair_controls() -> None:
    """The two switches."""
    st.toggle(
        _("Each at its own best learning rate"),
        help=_("Same start, same budget of evaluations; the sliders keep your own rates."),
        **turns("rates"),
    )
    st.toggle(
        _("Loss chart over evaluations"),
        help=_("What a walk has measured instead of how many steps it has taken."),
        **turns("axis"),
    )


def best_rates_of(settings: Settings) -> list[BestRate]:
    """The best learning rate of everybody who has a panel; one epoch pays for one evaluation."""
    bests = []
    for choice in settings.choices[:MOST_PANELS]:
        hyper = choice.optimizer_class.hyperparameters()[0]
        # Whatever the visitor's own rate is, the answer is the same, and known if it was asked for.
        rule = choice.with_value(hyper.name, hyper.default).optimizer()
        schedule = settings.schedule_choice.schedule()
        between, budget = hyper.slider, settings.epochs
        bests.append(_best(settings.surface, rule, between, settings.start, budget, schedule))
    return bests


@lru_cache(maxsize=512)
def _best(
    surface: Surface,
    rule: Optimizer,
    between: tuple[float, float],
    start: tuple[float, float],
    budget: int,
    schedule: Schedule,
) -> BestRate:
    return best_rate(surface, rule, between, start, budget, near=ARRIVED_BELOW, schedule=schedule)


def paid_walks(settings: Settings) -> list[DrawnWalk]:
    """The walks as far as the budget pays for them."""
    return [
        replace(walk, trajectory=within_budget(walk.trajectory, settings.epochs))
        for walk in scene.walks_of(settings)
    ]


def panel_title(walk: DrawnWalk, best: BestRate | None) -> str:
    """Who walks, and at which learning rate."""
    if best is None:
        return f"{walk.label} · η = {walk.rate}"
    if best.diverges:
        title = _("{name} · every η diverges, here {rate}")
    else:
        title = _("{name} · best η = {rate}")
    return title.format(name=walk.label, rate=walk.rate)


def show_ranks(settings: Settings, walks: Sequence[DrawnWalk], bests: Sequence[BestRate]) -> None:
    """Everybody at its best, the best one first, and what was held equal."""
    if not walks:
        return
    st.header(_("Each at its own best learning rate"), anchor=False)
    st.markdown(as_markdown(ranks_table(settings, walks, bests)))
    st.caption(_what_is_fair(settings, walks))


def ranks_table(
    settings: Settings, walks: Sequence[DrawnWalk], bests: Sequence[BestRate]
) -> pd.DataFrame:
    """One row per walk, the best one first; equals share a place."""
    rows: list[dict[str, str]] = []
    last: BestRate | None = None
    place = 0
    order = ranked(bests)
    known = settings.surface.minimum is not None
    heights = told_apart([_height(bests[i], settings.surface.minimum) for i in order])
    for count, (i, height) in enumerate(zip(order, heights, strict=True), start=1):
        best = bests[i]
        if last is None or not tied(last, best):
            place = count
        last = best
        rows.append(
            {
                _("Place"): str(place),
                _("Optimizer"): walks[i].label,
                _("Best η"): "—" if best.diverges else short(best.rate),
                "f − f*" if known else "f": _("diverges") if best.diverges else height,
                _("Evaluations to f − f* < 1e−4"): (
                    str(best.evaluations) if best.evaluations >= 0 else "—"
                ),
                _("Rates that end within {n}× of it").format(n=short(ALIKE)): _alike(best),
            }
        )
    return pd.DataFrame(rows)


def _height(best: BestRate, minimum: float | None) -> float:
    """F − f* or f; what is below f* by rounding is 0, and nothing else is made so."""
    if minimum is not None and -EQUAL * max(1.0, abs(minimum)) <= best.height < 0:
        return 0.0
    return best.height


def told_apart(heights: Sequence[float]) -> list[str]:
    """A column of numbers, in order: neighbours that differ are written so, to seven digits."""
    texts = [short(height) for height in heights]
    for i, pair in enumerate(pairwise(heights)):
        for k, text in enumerate(apart(*pair, most=7)):
            texts[i + k] = max(texts[i + k], text, key=len)
    return texts


def _alike(best: BestRate) -> str:
    """How much the rate matters: 0.02 … 0.3, a factor of 15."""
    if not best.low < best.high:
        return _("this one alone") if best.low == best.high else "—"
    decades = best.width >= 1000
    sentence = {
        (False, False): _("{low} … {high}, a factor of {n}"),
        (False, True): _("{low} … {high}, at least a factor of {n}"),
        (True, False): _("{low} … {high}, {n} decades"),
        (True, True): _("{low} … {high}, at least {n} decades"),
    }[decades, best.at_border]
    number = f"{best.decades:.1f}".removesuffix(".0") if decades else f"{best.width:.3g}"
    text = sentence.format(low=short(best.low), high=short(best.high), n=number)
    # On a narrow screen it breaks at most once, behind the range: else every row would be five
    # lines high.
    parts = (part.replace(" ", "\N{NO-BREAK SPACE}") for part in text.split(", "))
    return ", ".join(parts)


def _what_is_fair(settings: Settings, walks: Sequence[DrawnWalk]) -> str:
    """What was held equal, and what best means."""
    equal = _(
        "Held equal: the start, the budget ({evaluations}: {budget}), and every setting but the "
        "learning rate. There each optimizer has the best of {rates} rates over the range of its "
        "slider and of {finer} more around the best of these."
    ).format(
        budget=settings.epochs, evaluations=player_words()[counted(walks)], rates=RATES, finer=FINER
    )
    if settings.surface.found and settings.surface.minimum is None:
        best = _(
            "Best is the lowest f at the end of the budget: no lowest value of f was found on this "
            "surface, so there is no f*; a walk more than a million units away does not count."
        )
    elif settings.surface.fades is not None:
        best = _(
            "Best is the lowest f at the end of the budget: f has no minimum on this surface and "
            "falls for ever towards a value that it never takes, so there is no f*; a walk more "
            "than a million units away does not count."
        )
    elif settings.surface.minimum is None:
        best = _(
            "Best is the lowest f at the end of the budget: f falls without end on this surface, "
            "so there is no f*; a walk more than a million units away does not count."
        )
    else:
        floor = EQUAL * max(1.0, abs(settings.surface.minimum))
        best = _(
            "Best is the lowest f − f* at the end of the budget. Below {floor} it is rounding, and "
            "all count as equal: then fewer evaluations to f − f* < 1e−4 are better. The narrower "
            "the range in the last column, the more a place hangs on the rate."
        ).format(floor=short(floor))
    return f"{equal} {best}"
