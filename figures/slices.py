"""The ground of one training: the loss on the plane of its start and its end, with its walk.

The walk is coloured by the loss that it truly had, on the scale of the ground: where it does not
look like what is below it, it lies beside the plane.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine import Slice
from figures.blob import single
from figures.data_frame import small_figure
from figures.palette import HUES, THEME

SIDE = 61
HEIGHT = 300
MOST_DOTS = 200
MOST_DRAWN = 0.95  # of the ground: what is higher has the colour of that quantile


def slice_figure(cut: Slice, mode: str, words: Mapping[str, str]) -> go.Figure:
    """The ground as contours, the walk on it, its start and its end.

    Args:
        cut: From `engine.sliced`.
        mode: Light or dark.
        words: ``along``, ``across``, ``loss``, ``start`` and ``end`` as they are called.
    """
    theme, window = THEME[mode], cut.domain
    x = np.linspace(window.x_min, window.x_max, SIDE)
    y = np.linspace(window.y_min, window.y_max, SIDE)
    ground = cut.value(*np.meshgrid(x, y))
    finite = ground[np.isfinite(ground)]
    low = float(min(finite.min(initial=np.inf), cut.losses.min()))
    with np.errstate(all="ignore"):  # a walk that diverges stands on heights of any size
        high = float(np.quantile(finite, MOST_DRAWN)) if finite.size else low
    high = high if low + 1e-12 < high < np.inf else low + max(1e-12, abs(low))
    scale = [[0.0, theme["deep"]], [1.0, theme["high"]]]
    figure = small_figure(mode, words["along"], words["across"])
    figure.add_trace(
        go.Contour(
            x=x,
            y=y,
            z=np.minimum(ground, high),
            zmin=low,
            zmax=high,
            ncontours=16,
            colorscale=scale,
            line={"width": 0.8, "color": theme["contour"]},
            showscale=False,
            hovertemplate=f"{words['loss']} %{{z:.4~g}}<extra></extra>",
        )
    )
    shown = dotted(cut)
    figure.add_trace(
        go.Scatter(
            x=cut.path[shown, 0],
            y=cut.path[shown, 1],
            mode="lines+markers",
            line={"width": 1, "color": theme["text"], "simplify": False},
            marker={
                "size": 7,
                "color": np.minimum(cut.losses[shown], high),
                "cmin": low,
                "cmax": high,
                "colorscale": scale,
                "line": {"width": 1, "color": theme["text"]},
            },
            customdata=cut.losses[shown],
            showlegend=False,
            hovertemplate=f"{words['loss']} %{{customdata:.4~g}}<extra></extra>",
        )
    )
    for place, name, above in ((0, words["start"], "top"), (-1, words["end"], "bottom")):
        figure.add_annotation(
            x=cut.path[place, 0],
            y=cut.path[place, 1],
            text=name,
            showarrow=False,
            yshift=12 if above == "top" else -12,
            font={"size": 12, "color": theme["text"]},
        )
    figure.update_layout(height=HEIGHT)
    return figure


def dotted(cut: Slice) -> np.ndarray:
    """The rows (m,) of a walk that have a dot: its first, its last and at most so many in all."""
    return np.unique(np.linspace(0, len(cut.path) - 1, MOST_DOTS).round().astype(int))


def walk_facts(cut: Slice, mode: str, hue: str) -> dict[str, Any]:
    """What the browser needs to know to let the walk of `slice_figure` follow a clock.

    Args:
        cut: As for the figure.
        mode: Light or dark.
        hue: Of the walk, a name of `figures.palette.HUES`.

    Returns:
        ``path``: x and y of every row, float32 in base64; ``shown``: the rows that have a dot;
        ``here`` and ``edge``: the colours of the mark.
    """
    return {
        "path": base64.b64encode(single(cut.path).astype("<f4").tobytes()).decode(),
        "shown": dotted(cut).tolist(),
        "here": HUES[mode][hue],
        "edge": THEME[mode]["text"],
    }
