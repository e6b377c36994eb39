"""A piece of an optimizer's line in front of its name, drawn by the style sheet.

In the label itself it would be part of the accessible name of the control: ":gray[━━] GD".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from figures.palette import HUES, MARKERS, SAMPLES, Style, sample_of


def with_swatch(style: Style, key: str) -> Any:
    """A container whose control has this style's line in front of its label.

    Args:
        style: Whose line.
        key: A name of its own on the page.
    """
    look = "-".join(filter(None, (style.hue, style.dash, style.marker)))
    return st.container(key=f"swatch-{look}-{key}")


def rules(menus: dict[str, Sequence[Style]]) -> str:
    """The style sheet.

    Args:
        menus: For the key of a row of pills, the style of each of them.
    """
    label = '[data-testid="stWidgetLabel"] p::before'
    lines = [
        *(
            f'[class*="st-key-swatch-{hue}-"] {label} {{ color: {_color(hue)}; }}'
            for hue in HUES["light"]
        ),
        *(
            f'[class*="st-key-swatch-"][class*="-{dash}-"] {label} {{ {_content(dash)} }}'
            for dash in SAMPLES
        ),
        *(
            f'[class*="st-key-swatch-"][class*="-{dash}-{marker}-"] {label} '
            f"{{ {_content(dash, marker)} }}"
            for marker in MARKERS
            if any(style.marker == marker for styles in menus.values() for style in styles)
            for dash in SAMPLES
        ),
    ]
    # Menus offer the same optimizers in the same places, so one line serves them all.
    alike: dict[tuple[int, Style], list[str]] = {}
    for key, styles in menus.items():
        for place, style in enumerate(styles, 1):
            alike.setdefault((place, style), []).append(f".st-key-{key}")
    for (place, style), keys in alike.items():
        pill = f":is({', '.join(keys)}) [role=toolbar] > button:nth-child({place}) p::before"
        lines.append(
            f"{pill} {{ color: {_color(style.hue)}; {_content(style.dash, style.marker)} }}"
        )
    return "\n".join(lines)


def _color(hue: str) -> str:
    return f"light-dark({HUES['light'][hue]}, {HUES['dark'][hue]})"


def _content(dash: str, marker: str = "") -> str:
    # Said as nothing; a browser that does not know how to be silent takes the first.
    sample = f'"{sample_of(dash, marker)}\\00a0"'
    return f'content: {sample}; content: {sample} / "";'
