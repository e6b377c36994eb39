"""How the still figures below the page on data look: small, with room for few words."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.blog_frame import still_figure
from figures.palette import HUES, THEME

HEIGHT = 300


def small_figure(mode: str, x: str, y: str, *, legend: bool = True) -> go.Figure:
    """An empty figure with a quiet grid."""
    figure = still_figure(mode, x, y, HEIGHT, legend=legend)
    # Room for the legend below the title of the axis, on as many lines as it takes.
    figure.update_layout(legend={"y": -0.22}, margin={"b": 46})
    grid = THEME[mode]["grid"]
    figure.update_xaxes(fixedrange=True, showgrid=True, gridcolor=grid)
    figure.update_yaxes(fixedrange=True, showgrid=True, gridcolor=grid, automargin=True)
    return figure


def line(x: Any, y: Any, name: str, mode: str, hue: str, **more: Any) -> go.Scatter:
    """A theory, or a walk."""
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        name=name,
        line={"color": HUES[mode][hue], "width": 2.2, **more},
        hovertemplate=f"{name}<br>%{{x:.4~g}}: %{{y:.4~g}}<extra></extra>",
    )


def dots(x: Any, y: Any, name: str, mode: str, hue: str, off: Any = None) -> go.Scatter:
    """What was measured, with its standard error where there is one."""
    bars = None if off is None else {"type": "data", "array": off, "thickness": 1.2, "width": 3}
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        name=name,
        error_y=bars,
        marker={"color": HUES[mode][hue], "size": 8},
        hovertemplate=f"{name}<br>%{{x:.4~g}}: %{{y:.4~g}}<extra></extra>",
    )


def band(x: Any, low: Any, high: Any, name: str, mode: str, hue: str) -> go.Scatter:
    """What lies between two lines, filled."""
    finite = np.isfinite(low) & np.isfinite(high)
    x, low, high = (np.asarray(part, dtype=float)[finite] for part in (x, low, high))
    red, green, blue = (int(HUES[mode][hue][i : i + 2], 16) for i in (1, 3, 5))
    return go.Scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        mode="lines",
        fill="toself",
        name=name,
        line={"width": 0},
        fillcolor=f"rgba({red}, {green}, {blue}, 0.22)",
        hoverinfo="skip",
    )


def ring(x: float, y: float, name: str, mode: str) -> go.Scatter:
    """What belongs to the visitor's own settings."""
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        name=name,
        marker={
            "symbol": "circle-open",
            "size": 15,
            "color": THEME[mode]["text"],
            "line": {"width": 2.2},
        },
        hovertemplate=f"{name}<br>%{{x:.4~g}}: %{{y:.4~g}}<extra></extra>",
    )
