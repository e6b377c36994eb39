"""The field that is no gradient: beside the true one, what lies between them, and its curl."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.blog_frame import contours, cross, look_at, path, star, still_figure
from figures.palette import HUES, THEME
from published import PUBLISHED, TRUE, curl, field_zero

HEIGHT = 520
PART = (-3.0, 3.5, -6.5, 6.5)  # equal units where the figure is twice as high as wide
COLUMNS, ROWS = 7, 14
LONGEST = 0.85  # of an arrow, in the units of the axes


def _places() -> tuple[np.ndarray, np.ndarray]:
    """Where arrows begin: (ROWS, COLUMNS) each."""
    x_min, x_max, y_min, y_max = PART
    x = np.linspace(x_min, x_max, COLUMNS + 2)[1:-1]
    y = np.linspace(y_min, y_max, ROWS + 2)[1:-1]
    columns, rows = np.meshgrid(x, y)
    return columns, rows


def shortened(dx: Any, dy: Any, most: float) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of the same direction, drawn as long as the fourth root of their length.

    Lengths differ a thousandfold over the map; so both ends of the range are seen. ``most`` is the
    length that is drawn as `LONGEST`.
    """
    length = np.hypot(dx, dy)
    with np.errstate(all="ignore"):
        factor = np.where(length > 0, LONGEST * (length / most) ** 0.25 / length, 0.0)
    return dx * factor, dy * factor


def arrows(dx: Any, dy: Any, most: float, name: str, color: str, width: float = 1.6) -> go.Scatter:
    """One trace of arrows that begin at the places of the grid."""
    x, y = _places()
    u, v = shortened(dx, dy, most)
    gap = np.full(x.size, np.nan)
    return go.Scatter(
        x=np.column_stack([x.ravel(), (x + u).ravel(), gap]).ravel(),
        y=np.column_stack([y.ravel(), (y + v).ravel(), gap]).ravel(),
        mode="lines+markers",
        name=name,
        line={"color": color, "width": width},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": np.tile([0, 6 + width, 0], x.size),
            "color": color,
        },
        hoverinfo="skip",
    )


def _most() -> float:
    x, y = _places()
    return max(float(np.hypot(*field.gradient(x, y)).max()) for field in (TRUE, PUBLISHED))


def two_fields(mode: str, words: Mapping[str, str]) -> go.Figure:
    """Downhill by the published and by the true gradient, over the contours of f."""
    figure = still_figure(mode, "x", "y", HEIGHT)
    figure.add_trace(contours(TRUE, PART, mode))
    most = _most()
    # The wide arrows below the narrow ones, so that both are seen where they agree.
    fields = ((TRUE, "true", "blue", 4.0, 0.55), (PUBLISHED, "published", "orange", 1.6, 1.0))
    for surface, name, hue, width, opacity in fields:
        dx, dy = surface.gradient(*_places())
        trace = arrows(-dx, -dy, most, words[name], HUES[mode][hue], width)
        figure.add_trace(trace.update(opacity=opacity))
    figure.add_trace(star(TRUE.minima[0], words["minimum"], mode))
    figure.add_trace(cross(field_zero(), words["zero"], mode))
    look_at(figure, PART, equal=True)
    return figure


def difference(mode: str, words: Mapping[str, str]) -> go.Figure:
    """What the three slips add to a step: published minus true, both downhill."""
    figure = still_figure(mode, "x", "y", HEIGHT)
    figure.add_trace(contours(TRUE, PART, mode))
    places = _places()
    (px, py), (tx, ty) = PUBLISHED.gradient(*places), TRUE.gradient(*places)
    figure.add_trace(arrows(tx - px, ty - py, _most(), words["difference"], HUES[mode]["red"]))
    figure.add_trace(star(TRUE.minima[0], words["minimum"], mode))
    look_at(figure, PART, equal=True)
    return figure


def curl_map(mode: str, words: Mapping[str, str]) -> go.Figure:
    """The curl over the plane; a gradient's would be 0 everywhere, this one's is 0 on a line."""
    figure = still_figure(mode, "x", "y", HEIGHT)
    x, y = np.linspace(*PART[:2], 81), np.linspace(*PART[2:], 81)
    values = curl(x[None, :], y[:, None])
    most = float(np.abs(values).max())
    hues = HUES[mode]
    figure.add_trace(
        go.Heatmap(
            x=x,
            y=y,
            z=values,
            zmin=-most,
            zmax=most,
            colorscale=[[0, hues["blue"]], [0.5, THEME[mode]["high"]], [1, hues["red"]]],
            opacity=0.85,
            showscale=False,
            hovertemplate="x %{x:.2f}<br>y %{y:.2f}<br>curl %{z:.3f}<extra></extra>",
        )
    )
    ends = np.array(PART[:2])
    # Where −1.2x + 0.5y + 0.1 = 0, from two values of the curl itself: it is linear in y.
    at_zero, per_unit = curl(ends, 0.0), curl(ends, 1.0) - curl(ends, 0.0)
    zero_line = path(ends, -at_zero / per_unit, words["curl 0"], THEME[mode]["text"], dash="dot")
    figure.add_trace(zero_line)
    look_at(figure, PART, equal=True)
    return figure
