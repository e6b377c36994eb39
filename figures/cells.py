"""A small picture, cell by cell, and how it is cut into regions."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.blog_frame import still_figure
from figures.palette import HUES, THEME

HEIGHT = 260


def cells_figure(
    values: np.ndarray, mode: str, rows: np.ndarray | None = None, columns: np.ndarray | None = None
) -> go.Figure:
    """The cells with their numbers, from 0, the ground, to 1.

    Args:
        values: (n, m); from 0 to 1.
        mode: Light or dark.
        rows: Borders of the regions, from the top; none are drawn, if None.
        columns: The same from the left.
    """
    figure = still_figure(mode, "", "", HEIGHT)
    theme, hues = THEME[mode], HUES[mode]
    tall, wide = values.shape
    figure.add_trace(
        {
            "type": "heatmap",
            "z": np.round(values, 3),
            "zmin": 0,
            "zmax": 1,
            "showscale": False,
            "colorscale": [
                [0, theme["page"]],
                [1, theme["deep"] if mode == "light" else "#55708f"],
            ],
            "text": [[f"{one:.2f}" for one in row] for row in values],
            "texttemplate": "%{text}",
            "textfont": {"size": 11, "color": theme["text"]},
            "hoverinfo": "skip",
            "xgap": 1,
            "ygap": 1,
        }
    )
    lines: list[dict[str, Any]] = []
    for borders, far, across in ((columns, tall, False), (rows, wide, True)):
        for border in () if borders is None else borders:
            ends = {"x0": border - 0.5, "x1": border - 0.5, "y0": -0.5, "y1": far - 0.5}
            if across:
                ends = {"y0": border - 0.5, "y1": border - 0.5, "x0": -0.5, "x1": far - 0.5}
            lines.append({"type": "line", **ends, "line": {"color": hues["red"], "width": 2.5}})
    quiet = {"showticklabels": False, "ticks": "", "showline": False, "fixedrange": True}
    figure.update_xaxes(**quiet, constrain="domain", range=[-0.6, wide - 0.4])
    figure.update_yaxes(
        **quiet, range=[tall - 0.4, -0.6], scaleanchor="x", scaleratio=1, constrain="domain"
    )
    figure.update_layout(shapes=lines, margin={"l": 4, "r": 4, "t": 4, "b": 4})
    return figure
