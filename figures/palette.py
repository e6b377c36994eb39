"""Colours: one per optimizer in the whole house, on a ground that stays quiet.

Seven hues, named as Streamlit names its own so that a pill can wear them, each with a shade for
light and one for dark pages that stands out from both ends of the ground by at least 3 : 1 (WCAG
2.2, contrast of graphical objects). Where two hues look alike to colour-blind people the pattern
of the line tells the walks apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HUES: dict[str, dict[str, str]] = {
    "light": {
        "blue": "#1d5fd1",
        "red": "#c2264b",
        "green": "#1a7a45",
        "violet": "#7b3fc4",
        "orange": "#b04a00",
        "yellow": "#7a6400",
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
        "high": "#f5f7fa",
        "deep": "#b9c5d5",
        "contour": "rgba(70, 88, 112, 0.30)",
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
        "high": "#2a3442",
        "deep": "#0b0f15",
        "contour": "rgba(150, 170, 200, 0.22)",
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


@dataclass(frozen=True)
class Style:
    """How a walk is drawn wherever it is drawn."""

    hue: str
    dash: str


# In the order of the optimizers' menu. Hues that colour-blind eyes may take for each other never
# share a pattern.
STYLES = (
    Style("gray", "solid"),
    Style("blue", "solid"),
    Style("violet", "dash"),
    Style("green", "dash"),
    Style("red", "dot"),
    Style("yellow", "dashdot"),
    Style("orange", "solid"),
    Style("orange", "longdash"),
    Style("gray", "dash"),
    Style("blue", "dot"),
    Style("violet", "longdash"),
    Style("green", "longdashdot"),
    Style("gray", "dashdot"),
    Style("blue", "dashdot"),
    Style("gray", "longdash"),
    Style("violet", "longdashdot"),
    Style("gray", "longdashdot"),
)


def style_of(name: str, menu: Sequence[str]) -> Style:
    """The style of an optimizer, from its place in the menu."""
    return STYLES[menu.index(name) % len(STYLES)]


def again(style: Style) -> Style:
    """The style of one more walk of the same optimizer: its hue, the next pattern."""
    return Style(style.hue, DASHES[(DASHES.index(style.dash) + 1) % len(DASHES)])


def colors() -> dict[str, dict[str, object]]:
    """Everything that the player paints with, for light and dark pages."""
    return {mode: {**THEME[mode], "hues": HUES[mode]} for mode in THEME}
