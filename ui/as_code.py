"""The run as a program to take away: in NumPy, in PyTorch, or in JAX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from figures.walks import DrawnWalk
from listings import Library, Listing, Run, Walker, listing
from listings.sources import NotWritableError
from schedules import Schedule
from surfaces import Surface
from ui.csv_files import link_of_page
from ui.glossary import explained
from ui.visit import touch
from ui.walk_names import names_of
from ui.words import _, translated

TALL = 480  # pixels of a program that is looked at


def run_of(
    surface: Surface,
    start: tuple[float, float],
    walks: Sequence[DrawnWalk],
    schedule: Schedule,
    **more: Any,
) -> Run:
    """The run that walks belong to, as a program makes it; ``more`` as of `listings.Run`."""
    walkers = (
        Walker(name, walk.trajectory.optimizer, walk.trajectory.steps)  # type: ignore[arg-type]
        for name, walk in zip(names_of(walks), walks, strict=True)
    )
    pace = None if schedule.name == "constant" else schedule
    return Run(surface, start, tuple(walkers), pace, **more)


def show_code(name: str, run: Callable[[], Run]) -> None:
    """The programs, for those who ask; the files' names begin with ``name``."""
    asked = st.expander(_("As code"), icon=":material/code:", key="as-code", on_change=touch)
    if asked.open:
        with asked:
            st.caption(explained("As code"))
            made = replace(run(), link=link_of_page())
            for tab, library in zip(st.tabs(list(Library)), Library, strict=True):
                with tab:
                    _show(name, made, library)


def _show(name: str, run: Run, library: Library) -> None:
    try:
        made = listing(run, library)
    except NotWritableError:
        st.info(_("This run cannot be written with {library}.").format(library=library))
        return
    for sentence in said_of(made, library):
        st.caption(sentence)
    st.download_button(
        _("Program as a file"),
        made.text,
        file_name=f"{name}-{library.lower()}.py",
        mime="text/x-python",
        icon=":material/download:",
        on_click="ignore",
        key=f"program.{library}",
        help=explained("Program as a file"),
    )
    st.code(made.text, language="python", height=TALL)


def said_of(made: Listing, library: Library) -> list[str]:
    """What a library cannot do, in sentences."""
    said = []
    if made.own:
        theirs = {Library.TORCH: "torch.optim", Library.JAX: "optax"}[library]
        said.append(
            _(
                "Not in {library}, or there with other steps; written out line by line: {rules}."
            ).format(library=theirs, rules=_listed(made.own))
        )
    if made.missing:
        said.append(
            _("Left out, since only the program in NumPy has more than gradients: {rules}.").format(
                rules=_listed(made.missing)
            )
        )
    return said


def _listed(titles: Sequence[str]) -> str:
    return ", ".join(translated(title) for title in titles)
