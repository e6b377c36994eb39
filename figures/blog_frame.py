"""How the still figures about the post look: the player's axes, colours and quiet ground."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.ground import ground
from figures.palette import HUES, THEME
from surfaces import Surface

FONT = '"Source Sans", "Source Sans Pro", sans-serif'  # as the page around it
Window = tuple[float, float, float, float]


def still_figure(mode: str, x: str, y: str, height: int, legend: bool = False) -> go.Figure:
    """An empty figure with titled axes, for a light or a dark page."""
    theme = THEME[mode]
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "ticks": "outside",
        "ticklen": 4,
        "nticks": 7,
        "linecolor": theme["line"],
        "tickcolor": theme["line"],
        "tickfont": {"size": 11, "color": theme["muted"]},
    }
    title = {"font": {"size": 12, "color": theme["muted"]}, "standoff": 4}
    return go.Figure(
        layout={
            "height": height,
            "margin": {"l": 46, "r": 8, "t": 8, "b": 40},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": theme["text"], "family": FONT},
            "hoverlabel": {
                "bgcolor": theme["card"],
                "bordercolor": theme["line"],
                "font": {"color": theme["text"], "size": 12},
            },
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": legend,
            "legend": {
                "orientation": "h",
                "yanchor": "top",
                "y": -0.14,
                "x": 0,
                "font": {"size": 12, "color": theme["text"]},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "xaxis": {**axis, "title": {"text": x, **title}},
            "yaxis": {**axis, "title": {"text": y, **title}},
        }
    )


def look_at(figure: go.Figure, window: Window, equal: bool = False) -> None:
    """Show this part of the plane, with equal units on both axes if asked; no zoom."""
    x_min, x_max, y_min, y_max = window
    figure.update_xaxes(range=[x_min, x_max], fixedrange=True)
    figure.update_yaxes(range=[y_min, y_max], fixedrange=True)
    if equal:
        figure.update_xaxes(constrain="domain")
        figure.update_yaxes(constrain="domain", scaleanchor="x")


def contours(surface: Surface, window: Window, mode: str) -> go.Contour:
    """The contours of f over a window, as the player draws them."""
    made = ground(surface, 121, window)
    return quiet_contours(
        np.linspace(*window[:2], 121), np.linspace(*window[2:], 121), made.levels, made.bands, mode
    )


def quiet_contours(x: Any, y: Any, levels: np.ndarray, bands: int, mode: str) -> go.Contour:
    """Levels in [0, 1] as quiet bands."""
    theme = THEME[mode]
    return go.Contour(
        x=x,
        y=y,
        z=levels,
        zmin=0,
        zmax=1,
        autocontour=False,
        contours={"start": 0.5 / bands, "end": 1, "size": 1 / bands, "coloring": "fill"},
        colorscale=[[0, theme["deep"]], [1, theme["high"]]],
        line={"width": 0.6, "color": theme["contour"]},
        showscale=False,
        hoverinfo="skip",
        showlegend=False,
    )


def star(point: tuple[float, float], name: str, mode: str) -> go.Scatter:
    """A minimum, as the player marks it."""
    return go.Scatter(
        x=[point[0]],
        y=[point[1]],
        mode="markers",
        name=name,
        hovertemplate=name + "<br>x %{x:.6f}<br>y %{y:.6f}<extra></extra>",
        marker={
            "symbol": "star",
            "size": 14,
            "color": THEME[mode]["star"],
            "line": {"color": THEME[mode]["text"], "width": 1},
        },
    )


def cross(point: tuple[float, float], name: str, mode: str) -> go.Scatter:
    """A place that is marked but is no minimum."""
    return go.Scatter(
        x=[point[0]],
        y=[point[1]],
        mode="markers",
        name=name,
        hovertemplate=name + "<br>x %{x:.6f}<br>y %{y:.6f}<extra></extra>",
        marker={
            "symbol": "x-thin",
            "size": 11,
            "line": {"color": HUES[mode]["red"], "width": 3},
        },
    )


def path(x: Any, y: Any, name: str, color: str, **line: Any) -> go.Scatter:
    """A line that tells its numbers."""
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        name=name,
        line={"color": color, "width": 2.4, **line},
        hovertemplate=name + "<br>%{x:.5~g}<br>%{y:.5~g}<extra></extra>",
    )
