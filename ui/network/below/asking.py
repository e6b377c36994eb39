"""The controls of the laboratories: each sets one of their settings, and explains itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from ui.glossary import explained
from ui.network.below.visit import turns


def ask_name(label: str, term: str, word: str, names: Mapping[Any, str], width: int = 170) -> None:
    """One of a few things that have names.

    Args:
        label: What it is called, in the visitor's language.
        term: Its entry in the glossary.
        word: The setting, as the link calls it.
        names: What is chosen, and what each is called.
        width: In pixels.
    """
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        help=explained(term),
        width=width,
        **turns(word),
    )


def ask_number(label: str, term: str, word: str, low: int, high: int, width: int = 150) -> None:
    """A whole number; the other arguments as of `ask_name`."""
    st.number_input(
        label,
        min_value=low,
        max_value=high,
        step=1,
        help=explained(term),
        width=width,
        **turns(word),
    )


def ask_stop(
    label: str,
    term: str,
    word: str,
    stops: Sequence[Any],
    said: Callable[[Any], str] = str,
    width: int = 240,
) -> None:
    """One of numbers in a row; the other arguments as of `ask_name`."""
    st.select_slider(
        label, stops, format_func=said, help=explained(term), width=width, **turns(word)
    )
