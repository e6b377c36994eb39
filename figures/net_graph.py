"""A small net as a graph: neurons with numbers beside them, edges as strong as their weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from figures.blog_frame import still_figure
from figures.palette import HUES, THEME

HEIGHT = 330
ROOM = 0.55  # beside the first and the last column, in columns
THIN, THICK = 1.0, 4.5  # of edges, in pixels


@dataclass(frozen=True)
class Circle:
    """A neuron, an input or the loss.

    Attributes:
        column: From the left, counted from 0.
        height: Above the middle, in distances of neighbours.
        name: What stands in it.
        ahead: What it hands on; empty while that is not known.
        back: What comes back to it; empty while that is not known.
        told: What is said of it on pointing.
    """

    column: int
    height: float
    name: str
    ahead: str
    back: str
    told: str


@dataclass(frozen=True)
class Edge:
    """A weight.

    Attributes:
        start: The place of its source among the nodes.
        end: That of the neuron that it feeds.
        weight: How thick it is, and of which colour.
        label: What stands on it.
        back: Whether that is a derivative, and no weight.
        chosen: Whether it is the one that is looked at.
    """

    start: int
    end: int
    weight: float
    label: str
    back: bool
    chosen: bool


def net_graph(nodes: Sequence[Circle], edges: Sequence[Edge], mode: str) -> go.Figure:
    """The graph, from left to right."""
    figure = still_figure(mode, "", "", HEIGHT)
    theme, hues = THEME[mode], HUES[mode]
    most = max((abs(edge.weight) for edge in edges), default=0.0) or 1.0
    strokes = []
    for edge in edges:
        a, b = nodes[edge.start], nodes[edge.end]
        width = THIN + (THICK - THIN) * abs(edge.weight) / most
        hue = hues["blue"] if edge.weight >= 0 else hues["orange"]
        if edge.chosen:
            strokes.append(_stroke(a, b, hues["violet"], width + 6, 0.35))
        strokes.append(_stroke(a, b, hue, width, 0.75))
    drawn = {
        "type": "scatter",
        "x": [node.column for node in nodes],
        "y": [node.height for node in nodes],
        "mode": "markers+text",
        "text": [node.name for node in nodes],
        "textfont": {"size": 11, "color": theme["text"]},
        "marker": {
            "size": 28,
            "color": theme["card"],
            "line": {"width": 1.5, "color": theme["muted"]},
        },
        "hovertext": [node.told for node in nodes],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }
    figure.add_traces([*strokes, drawn])
    said = [_label(nodes, edge, mode) for edge in edges if edge.label]
    for node in nodes:
        said += _beside(node, node.ahead, 23, theme["text"])
        said += _beside(node, node.back, 37, hues["red"])
    columns = max(node.column for node in nodes)
    tallest = max(abs(node.height) for node in nodes)
    quiet = {"showticklabels": False, "ticks": "", "showline": False, "fixedrange": True}
    figure.update_xaxes(**quiet, range=[-ROOM, columns + ROOM])
    figure.update_yaxes(**quiet, range=[-tallest - 0.35, tallest + 0.35])
    figure.update_layout(annotations=said, margin={"l": 4, "r": 4, "t": 4, "b": 4})
    return figure


def _stroke(a: Circle, b: Circle, color: str, width: float, opacity: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [a.column, b.column],
        "y": [a.height, b.height],
        "mode": "lines",
        "opacity": opacity,
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _label(nodes: Sequence[Circle], edge: Edge, mode: str) -> dict[str, Any]:
    """Nearer to the source, where edges to different neurons have parted and none has crossed."""
    a, b = nodes[edge.start], nodes[edge.end]
    fan = sum(other.column == b.column for other in nodes)
    along = 0.5 if fan == 1 or a.height == b.height else 0.28
    return {
        "x": a.column + along * (b.column - a.column),
        "y": a.height + along * (b.height - a.height),
        # A level line is as short as two circles leave it: its label stands above it.
        "yshift": 10 if a.height == b.height else 0,
        "text": edge.label,
        "showarrow": False,
        "font": {"size": 10.5, "color": HUES[mode]["red"] if edge.back else THEME[mode]["text"]},
        "bgcolor": THEME[mode]["page"],
        "borderpad": 0,
    }


def _beside(node: Circle, text: str, pixels: int, color: str) -> list[dict[str, Any]]:
    """Away from the middle, where the edges are."""
    if not text:
        return []
    return [
        {
            "x": node.column,
            "y": node.height,
            "yshift": pixels if node.height > 0 else -pixels,
            "text": text,
            "showarrow": False,
            "font": {"size": 11, "color": color},
        }
    ]
