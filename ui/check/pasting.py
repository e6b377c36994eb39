"""Where a walk is pasted or uploaded. Nothing of it is kept, and nothing of it is in the link."""

from __future__ import annotations

import streamlit as st

import checking
from checking import PastedWalk
from engine import RefusedError
from ui.check.examples import examples
from ui.glossary import explained
from ui.table import CHECK
from ui.visit import touch
from ui.words import _, translated

FIELD, FILE = "check.text", "check.file"
KINDS = ["csv", "tsv", "txt", "json", "log"]


def pasted_walk() -> PastedWalk | None:
    """The fields, and the walk that stands in them; None where there is none, or it is refused."""
    st.text_area(
        _("Your walk: x and y of every step, the start first"),
        key=FIELD,
        height=130,
        max_chars=checking.LONGEST,
        placeholder="0,0.5,5.8\n1,0.45,5.75\n2,0.38,5.68\n…",
        help=explained("Your walk"),
        on_change=touch,
    )
    with st.container(horizontal=True, vertical_alignment="center", key="check-ways"):
        st.caption(_("Or begin with an example:"), width="content")
        words = {
            "post": _("The post’s Adam"),
            "averaged": _("A momentum"),
            "right": _("A right one"),
        }
        for name, label in words.items():
            st.button(label, key=f"check.example.{name}", on_click=_take, args=(name,))
    with st.expander(_("Or a file"), icon=":material/upload_file:", key="check-file"):
        file = st.file_uploader(
            _("CSV, TSV or text"), type=KINDS, key=FILE, help=explained("Your walk")
        )
    text = st.session_state.get(FIELD) or ""
    if file is not None:
        text = file.getvalue().decode("utf-8", errors="replace")
    return _read(text) if text.strip() else None


def _take(name: str) -> None:
    example = examples()[name]
    st.session_state[FIELD] = example.text()
    CHECK.keep(example.settings)


def _read(text: str) -> PastedWalk | None:
    try:
        return checking.read(text)
    except RefusedError as error:
        places = dict(error.places)
        if "given" in places:
            places["given"] = _plain(places["given"])
        st.warning(translated(error.message).format(**places), icon=":material/block:")
        return None


def _plain(given: object) -> str:
    """What was pasted, without signs that Markdown makes something of."""
    return "".join(sign for sign in str(given) if sign.isalnum() or sign in " .,;+-=") or "…"
