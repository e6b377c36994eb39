"""A section on the page: its sentences, its table, and its pictures two by two."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.post.still import draw
from ui.report import as_markdown
from ui.sections.section import Section


def show_section(page: str, name: str, section: Section, before: int | None = None) -> None:
    """The sentences, the table and the pictures of one.

    Args:
        page: How the keys of its pictures begin.
        name: The section's name among those of the page.
        section: What it says.
        before: How many sentences stand above several pictures, the others and the table below
            them; all of them and the table stand above, if None.
    """
    if len(section.pictures) == 1:
        # One alone stands beside its words: as wide as the page it would be all line and no shape.
        words, column = st.columns([11, 10], gap="medium")
        with words:
            _say(section)
        _draw([column], page, name, section)
        return
    above = section if before is None else Section(section.sentences[:before])
    _say(above)
    rows = range(0, len(section.pictures), 2)
    columns = [column for _row in rows for column in st.columns(2, gap="medium")]
    _draw(columns, page, name, section)
    if before is not None:
        _say(replace(section, sentences=section.sentences[before:]))


def _draw(columns: list[DeltaGenerator], page: str, name: str, section: Section) -> None:
    for column, picture in zip(columns, section.pictures, strict=False):
        with column:
            draw(picture.figure, f"{page}.{name}.{picture.key}", picture.caption, picture.legend)


def _say(section: Section) -> None:
    if section.sentences:
        st.markdown("\n\n".join(section.sentences))
    if section.table is not None and len(section.table):
        st.markdown(as_markdown(section.table, section.words))
