"""Colours of maps of starts: a hue for every minimum, from quick (bright) to far away (dark).

The same in light and dark pages: a map is an area of data, and its colours are what they are. The
hues were searched for so that any shade of one looks unlike any shade of another to the four kinds
of eyes of tests/colour.py; lightness does half of that work, so brightness tells steps and
nearness within a hue only. Ends that are no minimum are grey and wear a pattern.
"""

from __future__ import annotations

# Quick and slow, for each hue.
HUES: tuple[tuple[str, str], ...] = (
    ("#4a62f5", "#2729bd"),
    ("#e48f62", "#af5e31"),
    ("#b7ffea", "#76cdb5"),
    ("#9667a9", "#663977"),
    ("#fff881", "#cec300"),
    ("#aa2025", "#65010b"),
    ("#c2daff", "#7ea7e5"),
)

# Where all ends are one minimum no hue is needed, and steps have a scale from end to end: viridis
# by Nathaniel Smith and Stéfan van der Walt, 2015, from its bright end.
# https://bids.github.io/colormap/
STEPS: tuple[str, ...] = (
    *("#fde725", "#b5de2b", "#6ece58", "#35b779", "#1f9e89"),
    *("#26828e", "#31688e", "#3e4989", "#482878", "#440154"),
)

# What is no minimum: paper, ink, pattern.
PLAIN: dict[str, tuple[str, str, str]] = {
    "saddle": ("#ffffff", "#b3b9c2", "cross"),
    "maximum": ("#ffffff", "#2a2f38", "checks"),
    "flat": ("#e4e7ec", "#a7adb7", "falling"),
    "under_way": ("#99a0aa", "#747b86", "dots"),
    "diverged": ("#454b56", "#20242b", "rising"),
}
