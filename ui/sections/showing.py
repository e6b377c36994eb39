"""A section on the page: its sentences, its table, and its pictures two by two."""

from __future__ import annotations

import streamlit as st

from ui.post.still import draw
from ui.report import as_markdown
from ui.sections.section import Section


def show_section(page: str, name: str, section: Section) -> None:
    """The sentences, the table and the pictures of one.

    Args:
        page: How the keys of its pictures begin.
        name: The section's name among those of the page.
        section: What it says.
    """
    if len(section.pictures) == 1:
        # One alone stands beside its words: as wide as the page it would be all line and no shape.
        words, column = st.columns([11, 10], gap="medium")
        with words:
            _say(section)
        columns = [column]
    else:
        _say(section)
        rows = range(0, len(section.pictures), 2)
        columns = [column for _row in rows for column in st.columns(2, gap="medium")]
    for column, picture in zip(columns, section.pictures, strict=False):
        with column:
            draw(picture.figure, f"{page}.{name}.{picture.key}", picture.caption, picture.legend)


def _say(section: Section) -> None:
    st.markdown("\n\n".join(section.sentences))
    if section.table is not None and len(section.table):
        st.markdown(as_markdown(section.table, section.words))
