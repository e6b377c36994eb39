"""Walks as CSV: a file that says from which settings it came, for programs and for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from figures.walks import DrawnWalk
from optimizers import Optimizer
from ui import state
from ui.glossary import explained
from ui.kinds import SEPARATOR
from ui.table import visits_of
from ui.walk_names import names_of, settings_of, typed
from ui.words import _, translated

COMMENT = "# "


def head_of_page() -> list[str]:
    """The link of the page at hand, and every setting by its word in the link.

    Settings that a link leaves away, since they are as they are at first, are told as well.
    """
    lines = [f"link: {link_of_page()}"]
    for visit in visits_of(st.session_state[state.PAGE]):
        if visit.lasting:
            around = visit.within.current() if visit.within else None
            told = visit.write(visit.current(), around, whole=True)
            lines += [f"{word}: {text}" for word, texts in told.items() for text in texts]
    return lines


def link_of_page() -> str:
    """The address that opens the page at hand as it is; without host where no browser asks."""
    visits = visits_of(st.session_state[state.PAGE])
    query = {word: texts for visit in visits for word, texts in visit.shown().items()}
    address = st.context.url or ""
    if address.count("/") == 2:  # a host alone
        address += "/"
    return f"{address}?{urlencode(query, doseq=True, safe=SEPARATOR)}"


def walks_csv(
    walks: Sequence[DrawnWalk], head: Sequence[str] = (), *, commas: bool = False
) -> bytes:
    """All walks as CSV.

    Lines that begin with ``#`` say what they are; then walk, optimizer, learning_rate, step, x, y,
    f, gradient_norm and step_length, every number in the fewest digits that tell it from all
    others. The learning rate of a row is the one in force in the step from it, in the last row the
    last.

    Args:
        walks: What is written.
        head: What is said of the settings, one line each.
        commas: Whether decimals are written with commas, and columns parted by semicolons.
    """
    frames, said = [], list(head)
    for name, walk in zip(names_of(walks), walks, strict=True):
        frame = walk.trajectory.to_frame().drop(columns="walker")
        frame.insert(0, "walk", name)
        frame.insert(1, "optimizer", _rule_of(walk))
        rates = walk.trajectory.learning_rates
        frame.insert(2, "learning_rate", rates[np.minimum(frame["step"], len(rates) - 1)])
        frames.append(frame)
        settings = ", ".join(f"{key}={typed(value)}" for key, value in settings_of(walk).items())
        said.append(f"{name}: {settings}" if settings else name)
    return written(pd.concat(frames), said, commas=commas)


def written(table: pd.DataFrame, head: Sequence[str], *, commas: bool = False) -> bytes:
    """A table as CSV below lines that begin with ``#``."""
    # What a visitor has typed is one line, whatever it holds.
    lines = [f"{COMMENT}{' '.join(line.split())}\n" for line in head]
    how = {"sep": ";", "decimal": ","} if commas else {}
    text = "".join(lines) + table.to_csv(index=False, **how)
    # By its mark a spreadsheet knows that η is a letter.
    return text.encode("utf-8-sig" if commas else "utf-8")


def offer_csv(
    label: str, what: Callable[[bool], bytes], file: str, help: str | None = None
) -> None:
    """Two buttons: a file for programs, and the same for spreadsheets with decimal commas."""
    st.download_button(
        label,
        lambda: what(False),
        file_name=f"{file}.csv",
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        help=help or explained("Walks as CSV"),
    )
    st.download_button(
        _("CSV with decimal commas"),
        lambda: what(True),
        file_name=f"{file}-decimal-commas.csv",
        mime="text/csv",
        icon=":material/table_view:",
        on_click="ignore",
        help=explained("CSV with decimal commas"),
    )


def _rule_of(walk: DrawnWalk) -> str:
    rule = walk.trajectory.optimizer
    return translated(rule.short) if isinstance(rule, Optimizer) else walk.label
