"""Colours: one per optimizer in the whole house, on a ground that stays quiet.

Seven hues, named as Streamlit names its own so that a pill can wear them, each with a shade for
light and one for dark pages that stands out from both ends of the ground by at least 3 : 1 (WCAG
2.2, contrast of graphical objects). The ends of the ground are 2 : 1, and every contour stands out
from either of them by as much, so that a weak projector shows both. Where two hues look alike to
colour-blind people the pattern of the line tells the walks apart, or the marks on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from zlib import crc32

from optimizers import OPTIMIZERS

HUES: dict[str, dict[str, str]] = {
    "light": {
        "blue": "#1b5ac6",
        "red": "#b62346",
        "green": "#166d3d",
        "violet": "#7a3fc3",
        "orange": "#a14300",
        "yellow": "#735e00",
        "gray": "#3d4756",
    },
    "dark": {
        "blue": "#5b9dff",
        "red": "#ff6b81",
        "green": "#3ecf8e",
        "violet": "#b98cff",
        "orange": "#ff9a3d",
        "yellow": "#e8d44d",
        "gray": "#c3ccd9",
    },
}

THEME: dict[str, dict[str, str]] = {
    "light": {
        "page": "#ffffff",
        "card": "#ffffff",
        "text": "#1b2430",
        "muted": "#5a6675",
        "line": "#b6c0cc",
        "grid": "#e6eaf0",
        "track": "#d4dbe4",
        "hover": "#eef2f7",
        "high": "#fafbfd",
        "deep": "#a8b6c9",
        "contour": "rgba(40, 56, 82, 0.46)",
        "star": "#ffd43b",
    },
    "dark": {
        "page": "#0f141b",
        "card": "#1a212c",
        "text": "#e8edf4",
        "muted": "#9aa7b8",
        "line": "#3a4656",
        "grid": "#232c38",
        "track": "#2d3846",
        "hover": "#222b37",
        "high": "#3d4b5f",
        "deep": "#0b0f15",
        "contour": "rgba(184, 204, 232, 0.42)",
        "star": "#ffd43b",
    },
}

# Plotly's names for the pattern of a line, and a piece of it in letters.
SAMPLES = {
    "solid": "━━",
    "dash": "╍╍",
    "dot": "┉┉",
    "longdash": "━ ━",
    "dashdot": "━ •",
    "longdashdot": "━━•",
}
DASHES = tuple(SAMPLES)

# Plotly's names for the marks on a line and for its head, which is round without; and in letters.
MARKERS = {"diamond": "◆", "square": "■", "triangle-up": "▲", "cross": "✚", "x": "✖"}


@dataclass(frozen=True)
class Style:
    """How a walk is drawn wherever it is drawn.

    Attributes:
        hue: A name in `HUES`.
        dash: A name in `SAMPLES`.
        marker: A name in `MARKERS`, or nothing for a line without marks.
    """

    hue: str
    dash: str
    marker: str = ""


def sample_of(dash: str, marker: str = "") -> str:
    """A piece of such a line in letters."""
    return SAMPLES[dash] + MARKERS.get(marker, "")


# Hues that colour-blind eyes may take for each other never share both pattern and marks.
STYLES = {
    "gradient_descent": Style("gray", "solid"),
    "momentum": Style("blue", "solid"),
    "nesterov": Style("violet", "dash"),
    "adagrad": Style("green", "dash"),
    "rmsprop": Style("red", "dot"),
    "adadelta": Style("yellow", "dashdot"),
    "adam": Style("orange", "solid"),
    "amsgrad": Style("orange", "longdash"),
    "adamw": Style("gray", "dash"),
    "nadam": Style("blue", "dot"),
    "radam": Style("violet", "longdash"),
    "adamax": Style("green", "longdashdot"),
    "rprop": Style("gray", "dashdot"),
    "lion": Style("blue", "dashdot"),
    "newton": Style("gray", "longdash"),
    "bfgs": Style("violet", "longdashdot"),
    "lbfgs": Style("gray", "longdashdot"),
    "adabelief": Style("green", "dash", "diamond"),
}
# Hue and pattern are used up; with marks every pair of them can be worn again.
SPARE = tuple(
    marked
    for marker in MARKERS
    for worn in STYLES.values()
    if not worn.marker
    if (marked := replace(worn, marker=marker)) not in STYLES.values()
)


def styles_of(names: Iterable[str]) -> dict[str, Style]:
    """A style of its own for each of these names.

    Names that have none in `STYLES` find theirs by their letters, so that a rule that comes or
    goes anywhere in the menu restyles nobody else; only where two of them find the same one does
    the later one move on.
    """
    styles: dict[str, Style] = {}
    for name in names:
        place = crc32(name.encode())
        free = (SPARE[(place + i) % len(SPARE)] for i in range(len(SPARE)))
        unworn = (style for style in free if style not in styles.values())
        styles[name] = STYLES.get(name) or next(unworn, SPARE[place % len(SPARE)])
    return styles


def style_of(name: str) -> Style:
    """The style of an optimizer."""
    return _menu().get(name) or styles_of([name])[name]


@lru_cache(maxsize=1)
def _menu() -> dict[str, Style]:
    return styles_of(optimizer.name for optimizer in OPTIMIZERS)


def again(style: Style) -> Style:
    """The style of one more walk of the same optimizer: its hue and marks, the next pattern."""
    return replace(style, dash=DASHES[(DASHES.index(style.dash) + 1) % len(DASHES)])


def colors() -> dict[str, dict[str, object]]:
    """Everything that the player paints with, for light and dark pages."""
    return {mode: {**THEME[mode], "hues": HUES[mode]} for mode in THEME}
