"""Numbers as texts of a link: read, written so that they read back as they were, and as bounds."""

from __future__ import annotations

import math
import re

from ui.settings import Number

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def typed(number: float) -> str:
    """A bound, as one would type it."""
    return f"{number:g}".replace("e-0", "e-").replace("e+0", "e")


def number_from(text: str) -> float | None:
    """A finite number, or None where the text is none."""
    if len(text) > 40 or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def number_as_text(value: Number) -> str:
    """The shortest text that reads back as exactly this number."""
    if isinstance(value, bool):
        return str(int(value))
    return repr(float(value)).removesuffix(".0")
