"""What a visitor has answered, for as long as the page stands; the server keeps none of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

KEY = "lessons.given"


@dataclass(frozen=True)
class Given:
    """How far somebody is with what is asked.

    Attributes:
        of: What it is an answer to: see `subject`.
        answer: What was predicted; None while nothing is committed.
        revealed: Whether an answer that was hidden is.
    """

    of: str
    answer: Any = None
    revealed: bool = False

    @property
    def committed(self) -> bool:
        """Whether there is an answer."""
        return self.answer is not None


def given(of: str) -> Given:
    """What is known of this visitor and a question; nothing when they come to it."""
    now = st.session_state.get(KEY)
    return now if isinstance(now, Given) and now.of == of else Given(of)


def keep(now: Given, **changes: Any) -> None:
    """Take an answer."""
    st.session_state[KEY] = replace(now, **changes)


def again(of: str) -> None:
    """Ask anew."""
    st.session_state[KEY] = Given(of)
    for key in [key for key in st.session_state if str(key).startswith("lessons.answer.")]:
        del st.session_state[key]
