"""The section on weight decay: Adam with a penalty and AdamW, and where each of them ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

import optimizers
from engine import Outcome, Trajectory
from engine import run as walk_on
from engine.analysis.decay import lowest_on_box, parts
from figures.learned import ends_figure
from figures.palette import style_of
from surfaces.losses import DataLoss
from ui.data.below.run import CONVEX, DataRun, variant
from ui.data.words import weights
from ui.numbers import short
from ui.sections.section import Picture, Section, only, place, settled
from ui.words import _

USUAL = 0.5  # ω where the run has none
RATE = 0.01  # η where nobody of them walks
LONG, ROWS = 30_000, 3_000  # updates where moments say everything, and where examples are asked
MANY = 100  # examples; of more of them a third of the updates
SHOWN = 400  # places of a walk in the picture


@dataclass(frozen=True, eq=False)
class Decayed:
    """One of the two: its walk, and where theory says that it ends."""

    name: str
    rate: float
    walk: Trajectory
    expected: tuple[float, float] | None

    @property
    def end(self) -> np.ndarray:
        """(2,); the last finite place."""
        return np.asarray(self.walk.points[max(int(self.walk.last), 0)])


def section(run: DataRun, mode: str) -> Section:
    """Two ways to decay the weights of the run's loss, both from its start on all examples."""
    if run.loss.kind.name not in CONVEX:
        return only(
            _(
                "Where Adam with a penalty and AdamW end is known for losses with one valley: "
                "choose another loss than a net, or than squares behind a squashed answer."
            )
        )
    decay = run.loss.ridge or USUAL
    bare = variant(run.loss)
    found = both(bare, decay, *rates(run), run.start)
    return Section(
        _sentences(run, bare, decay, found),
        (_picture(bare, decay, found, mode),),
        _table(bare, decay, found),
    )


def rates(run: DataRun) -> tuple[float, float]:
    """η of Adam and of AdamW: if only one of them walks, the other's is the same."""
    walking = {rule.name: rule for rule in run.rules}
    one: Any = walking.get("adam") or walking.get("adamw")
    other: Any = walking.get("adamw") or walking.get("adam")
    return (float(one.learning_rate), float(other.learning_rate)) if one else (RATE, RATE)


@lru_cache(maxsize=16)
def both(
    bare: DataLoss, decay: float, adam: float, adamw: float, start: tuple[float, float]
) -> tuple[Decayed, Decayed]:
    """The two walks on all examples, with the same ω, and their ends by theory."""
    steps = ROWS if len(bare) <= MANY else ROWS // 3
    if bare.kind.squares and not bare.kind.root:
        steps = LONG
    ridge = variant(bare, decay)
    walked = []
    for name, rate, expected in (
        ("adam", adam, _first(ridge)),
        ("adamw", adamw, _in_box(bare, 1 / decay)),
    ):
        kind: Any = optimizers.by_name(name)
        rule = kind(learning_rate=rate, weight_decay=decay)
        walk = walk_on(bare.surface, rule, start, steps)
        walked.append(Decayed(name, rate, walk, expected))
    return walked[0], walked[1]


def _first(loss: DataLoss) -> tuple[float, float] | None:
    if not loss.minima:
        return None
    x, y = loss.minima[0]
    return float(x), float(y)


def _in_box(bare: DataLoss, bound: float) -> tuple[float, float] | None:
    """The lowest place with no weight beyond ±1/ω."""
    inside = _first(bare)
    if inside is not None and max(map(abs, inside)) <= bound:
        return inside
    if inside is None and bare.unbounded is None:
        return None  # the lowest places fill a curve
    x, y = lowest_on_box(bare.value, bare.gradient, bound)
    return float(x), float(y)


def _sentences(
    run: DataRun, bare: DataLoss, decay: float, found: tuple[Decayed, Decayed]
) -> tuple[str, ...]:
    bound = 1 / decay
    said = [
        _(
            "The same ω = {decay} in two places. Adam + L2 adds ωθ to the gradient, so it rests at "
            "the minimum of f + ω/2 |θ|². AdamW takes ηωθ off the weights beside Adam's step, "
            "which is about η long however small the gradient: it goes to the minimum of f itself, "
            "if no weight there is beyond 1/ω = {bound}, and else to the lowest place within."
        ).format(decay=short(decay), bound=short(bound))
    ]
    if run.loss.ridge:
        said.append(_("This ω is the penalty of your loss."))
    else:
        said.append(_("Your loss has no penalty; this ω is an example."))
    said += [_end(one) for one in found]
    inside = _first(bare)
    if inside is not None and max(map(abs, inside)) > bound:
        said.append(
            _(
                "The minimum of f, {place}, has a weight beyond 1/ω: AdamW does not get there."
            ).format(place=place(inside))
        )
    elif bare.unbounded is not None:
        said.append(
            _(
                "The loss of the data has no minimum, its weights would grow for ever; either kind "
                "of decay stops them."
            )
        )
    if not bare.kind.smooth:
        said.append(
            _(
                "The loss has kinks, where a slope does not fade: walks of constant η keep "
                "swinging about them."
            )
        )
    return tuple(said)


def _end(one: Decayed) -> str:
    numbers = {
        "name": _names()[one.name],
        "rate": short(one.rate),
        "steps": f"{one.walk.steps:,}",
        "end": place(one.end),
    }
    if one.walk.outcome is Outcome.DIVERGED:
        return _("{name} with η = {rate} is lost within {steps} updates.").format(**numbers)
    if one.expected is None:
        return _(
            "{name} with η = {rate} stands at {end} after {steps} updates; the lowest places fill "
            "a curve."
        ).format(**numbers)
    away = float(np.linalg.norm(one.end - one.expected))
    return _(
        "{name} with η = {rate} stands at {end} after {steps} updates, {away} from the place that "
        "theory gives, {expected}; its last step was {step} long."
    ).format(
        **numbers,
        away=short(settled(away, float(np.abs(one.end).max()))),
        expected=place(one.expected),
        step=short(float(np.linalg.norm(one.walk.points[-1] - one.walk.points[-2]))),
    )


def _names() -> dict[str, str]:
    return {"adam": _("Adam + L2"), "adamw": "AdamW"}


def _table(bare: DataLoss, decay: float, found: tuple[Decayed, Decayed]) -> pd.DataFrame:
    """The loss apart: what the data ask for, and the penalty, at the ends."""
    rows = [(_names()[one.name], one.end) for one in found]
    inside = _first(bare)
    if inside is not None:
        rows.append((_("minimum of f"), np.array(inside)))
    table = []
    for name, theta in rows:
        own, penalty = parts(bare.value(theta), theta, decay)
        own = np.asarray(settled(float(own), float(bare.value(np.zeros(2)))))
        table.append(
            {
                _("At the end of"): name,
                _("Weights"): place(theta),
                _("f, the data"): short(float(own)),
                "ω/2 |θ|²": short(float(penalty)),
                _("Sum"): short(float(own + penalty)),
            }
        )
    return pd.DataFrame(table)


def _picture(bare: DataLoss, decay: float, found: tuple[Decayed, Decayed], mode: str) -> Picture:
    walks = []
    for one in found:
        points = one.walk.points[: int(one.walk.last) + 1]
        rows = np.unique(np.geomspace(1, len(points), SHOWN).astype(int) - 1)
        walks.append((_names()[one.name], points[rows], style_of(one.name)))
    inside, ridge = _first(bare), found[0].expected
    figure = ends_figure(
        bare.surface,
        walks,
        [] if inside is None else [(_("minimum of f"), inside)],
        [] if ridge is None else [(_("minimum of f + ω/2 |θ|²"), ridge)],
        1 / decay,
        mode,
        {
            **dict(zip("xy", weights(bare), strict=True)),
            "bound": "θ₁ or θ₂ = ±1/ω",
        },
    )
    caption = _("Both walks on the ground of f, the loss of the data alone.")
    return Picture("decay", figure, caption)
