"""What stands below the picture: where each walk ended, the files to take away, the formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine import Stop, steps_to
from figures.walks import DrawnWalk
from optimizers import Optimizer
from surfaces import Surface
from ui.as_code import run_of, show_code
from ui.coordinates import coordinates, explained_symbols, symbols
from ui.csv_files import head_of_page, offer_csv, walks_csv
from ui.numbers import short
from ui.reasons import reason
from ui.settings import ARRIVED_BELOW, CONSTANT, Settings
from ui.visit import touch
from ui.words import _, language, speaking, translated


def ends(walks: Sequence[DrawnWalk], *, stop_rule: bool = False) -> list[dict[str, str]]:
    """One row per walk: how it ended, and why; with a stop rule, where that fires, too."""
    return [_end(walk, stop_rule) for walk in walks]


def as_markdown(table: pd.DataFrame, words: int = 2) -> str:
    """A table of short texts as Markdown: columns of ``words``, then numbers, to the right."""
    return _markdown(table.columns, table.values, words)


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 2) -> str:
    ruler = [*["---"] * words, *["---:"] * (len(heads) - words)]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "∣") for cell in row) + " |"
        for row in (heads, ruler, *rows)
    )


def _end(walk: DrawnWalk, stop_rule: bool) -> dict[str, str]:
    trajectory = walk.trajectory
    stop = {_("Stop rule fires at step"): str(walk.stopped) if walk.stopped >= 0 else "—"}
    surface = trajectory.surface
    last = max(int(trajectory.last), 0)
    first, second = coordinates(surface) if isinstance(surface, Surface) else ("x", "y")
    x, y = trajectory.points[last]
    arrived = int(steps_to(trajectory, ARRIVED_BELOW)) if surface.minimum is not None else -1
    distance = np.inf
    if isinstance(surface, Surface) and surface.minima:
        distance = float(surface.distance_to_minimum(x, y))
    return {
        _("Optimizer"): walk.label,
        _("How it ended, and why"): reason(trajectory, walk.diagnosis),
        first: short(x),
        second: short(y),
        "f": short(float(trajectory.heights[last])),
        "|∇f|": short(float(trajectory.gradient_norms[last])),
        _("Distance to a\u00a0minimum"): short(distance) if surface.minima else "—",
        _("Steps to f\u00a0−\u00a0f*\u00a0<\u00a01e−4"): str(arrived) if arrived >= 0 else "—",
        _("Evaluations"): str(int(trajectory.evaluations)),
        **(stop if stop_rule else {}),
    }


def show_ends(settings: Settings, walks: Sequence[DrawnWalk], page: Callable[[], str]) -> None:
    """Where each walk ended, and the files to take away.

    Args:
        settings: What was chosen.
        walks: What came of it.
        page: Makes the player as a page of its own, when it is asked for.
    """
    if not walks:
        return
    st.header(_("Where each walk ended"), anchor=False)
    # As text: the interactive table takes a fifth of a second to draw itself anew. And without a
    # table of pandas, which takes as long as a walk.
    rows = ends(walks, stop_rule=settings.stop is not Stop.BUDGET)
    with st.container(key="ends"):
        st.markdown(_markdown([*rows[0]], ([*row.values()] for row in rows)))
    show_downloads(settings.surface_name, walks, page)
    schedule = settings.schedule_choice.schedule()
    show_code(
        settings.surface_name, lambda: run_of(settings.surface, settings.start, walks, schedule)
    )


def show_formulas(settings: Settings) -> None:
    """The surface and the rules in LaTeX, for those who ask: typesetting takes half a second."""
    formulas = st.expander(
        _("The surface and the rules, as formulas"),
        icon=":material/function:",
        key="formulas",
        on_change=touch,
    )
    if formulas.open:
        with formulas:
            _typeset(settings)


def show_downloads(
    name: str,
    walks: Sequence[DrawnWalk] | Callable[[], Sequence[DrawnWalk]],
    page: Callable[[], str],
) -> None:
    """The walks as files to take away, whose names begin with ``name``.

    Walks that the page has no need of may be made when they are asked for, as the page is.
    """
    spoken = language()  # the files are made by a thread that knows of no visitor
    head = head_of_page()

    def saved() -> bytes:
        with speaking(spoken):
            return page().encode()

    def table(commas: bool) -> bytes:
        with speaking(spoken):
            return walks_csv(walks() if callable(walks) else walks, head, commas=commas)

    with st.container(horizontal=True):
        offer_csv(_("Walks as CSV"), table, f"{name}-walks")
        st.download_button(
            _("Animation as a web page"),
            saved,
            file_name=f"{name}-walks.html",
            mime="text/html",
            icon=":material/movie:",
            on_click="ignore",
            help=_("One file that plays without a network, for slides and lessons."),
        )


def _typeset(settings: Settings) -> None:
    """The surface and the rules in LaTeX, in the symbols of the sliders."""
    surface = settings.surface
    st.header(_("The surface"), anchor=False)
    st.latex(f"f({symbols(surface)}) = {surface.formula}")
    letters = explained_symbols(surface)
    st.caption(" ".join(filter(None, [letters, with_source(surface.note, surface.source)])))
    rules = list(dict.fromkeys(choice.optimizer_class for choice in settings.choices))
    if not rules:
        return
    st.header(_("The rules"), anchor=False)
    # One element per column, without the values of the sliders: it is set once, not at every
    # change of one of them.
    for column, mine in zip(st.columns(2, gap="large"), (rules[::2], rules[1::2]), strict=True):
        column.markdown("\n\n".join(_rule(rule) for rule in mine))
    st.caption(
        _(
            "g is the gradient at θ = ({coordinates}); squares, roots, signs and quotients are "
            "taken coordinate by coordinate. H, I, V and Λ are matrices."
        ).format(coordinates=", ".join(coordinates(surface)))
    )
    if settings.schedule_choice != CONSTANT:
        st.header(_("The schedule"), anchor=False)
        schedule = settings.schedule_choice.schedule_class
        st.markdown(
            f"{_headed(schedule.title, schedule.note)}\n\n$$\n{schedule.formula}\n$$\n\n"
            f"{_source(schedule.source)}"
        )


def _rule(rule: type[Optimizer]) -> str:
    """A rule as Markdown: what to watch for, its recurrence, its source."""
    lines = r" \\[4pt] ".join(f"&{translated(recurrence)}" for recurrence in rule.recurrence)
    return (
        f"{_headed(rule.title, rule.note)}\n\n"
        f"$$\n\\begin{{aligned}}{lines}\\end{{aligned}}\n$$\n\n"
        f"{_source(rule.source)}"
    )


def with_source(note: str, source: str) -> str:
    """A declared note in the visitor's language, and where its subject comes from."""
    if not source:
        return translated(note)
    return _("{note} Source: {source}").format(note=translated(note), source=source)


def _headed(title: str, note: str) -> str:
    return _("**{title}** — {note}").format(title=translated(title), note=translated(note))


def _source(source: str) -> str:
    text = _("Source: {source}").format(source=source)
    return f":gray[:small[{text}]]"
