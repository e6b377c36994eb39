"""Distributions side by side: one ridge per layer."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from figures.data_frame import small_figure
from figures.palette import HUES

WIDE = 0.85  # of the distance between two ridges


def ridges_figure(
    counts: np.ndarray, edges: np.ndarray, mode: str, layer: str, value: str
) -> go.Figure:
    """The distribution of every layer, standing on its number, as wide as the root of its counts.

    Of half the answers of a ReLU, which are 0, the others would not be seen beside them.

    Args:
        counts: (L, bins); how many lie in each bin.
        edges: (L, bins + 1).
        mode: Light or dark.
        layer: The title of the axis of the layers.
        value: That of the values.
    """
    figure = small_figure(mode, layer, value, legend=False)
    color = HUES[mode]["blue"]
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    ridges = []
    for number, (bars, bounds) in enumerate(zip(counts, edges, strict=True), 1):
        middles = (bounds[1:] + bounds[:-1]) / 2
        wide = number + WIDE * np.sqrt(bars / max(1, bars.max()))
        ridges.append(
            {
                "type": "scatter",
                "x": np.round(np.concatenate([[number], wide, [number]]), 3),
                "y": np.concatenate([middles[:1], middles, middles[-1:]]),
                "mode": "lines",
                "fill": "toself",
                "line": {"color": color, "width": 1},
                "fillcolor": f"rgba({red}, {green}, {blue}, 0.3)",
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    figure.add_traces(ridges)
    figure.update_xaxes(range=[0.7, len(counts) + 1], tickvals=list(range(1, len(counts) + 1)))
    return figure
