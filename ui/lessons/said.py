"""Sentences of lessons as a page says them: in the visitor's language, with its numbers."""

from __future__ import annotations

import numbers
import re
from typing import Any

import streamlit as st

from lessons.lesson import Chapter, Ruling, Sentence
from ui.numbers import short
from ui.words import _, translated

MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:])")


def said(sentence: Sentence, **others: str) -> str:
    """A whole sentence, with what stands in its places.

    Args:
        sentence: What is said.
        **others: What stands in some of its places instead.
    """
    places = {name: written(value) for name, value in sentence.places.items()}
    return translated(sentence.message).format(**{**places, **others})


def written(value: Any) -> str:
    """What stands in a place: whole numbers whole, others in four digits, a thing by its title."""
    if isinstance(value, Sentence):
        return said(value)
    if isinstance(value, numbers.Integral):
        return str(int(value)).replace("-", "−")
    if isinstance(value, numbers.Real):
        return short(float(value))
    if isinstance(value, str):
        return value
    return said(value.title) if isinstance(value.title, Sentence) else translated(value.title)


def as_text(text: str) -> str:
    """A text for where Streamlit reads Markdown: every sign of it stands for itself."""
    return MARKS.sub(r"\\\1", text)


def show_text(*texts: str, kind: str = "", listed: bool = False) -> None:
    """Texts as they are, a paragraph each; nothing in them is markup.

    Args:
        texts: What is said.
        kind: What the style sheet knows it by; there is one of a kind on a page.
        listed: Whether they are the items of a list.
    """
    paragraphs = [f"- {as_text(text)}" if listed else as_text(text) for text in texts]
    with st.container(key=kind or None):
        st.markdown("\n\n".join(paragraphs))


def chapters() -> dict[Chapter, str]:
    """What the chapters are called."""
    return {
        Chapter.SLOPE: _("Down a slope"),
        Chapter.STEPS: _("Better steps"),
        Chapter.EXAMPLES: _("Learning from data"),
        Chapter.NETWORKS: _("Networks"),
    }


def rulings() -> dict[Ruling, str]:
    """What became of a claim, as sentences."""
    return {
        Ruling.HOLDS: _("The claim holds."),
        Ruling.ONLY_IF: _("The claim holds only under a condition."),
        Ruling.FAILS: _("The claim does not hold."),
    }
