"""What data teach as charts: solutions, margins, slopes, ends of walks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.analysis import saturation
from figures.blog_frame import cross, look_at, quiet_contours, star
from figures.data_frame import dots, line, ring, small_figure
from figures.ground import ground
from figures.palette import HUES, THEME, Style
from surfaces import Surface

FINE = 61  # heights along a side of a ground
Window = tuple[float, float, float, float]


def window_of(places: np.ndarray, margin: float = 0.18) -> Window:
    """A part of the plane that holds all of these places (..., 2), wider than none of its sides."""
    flat = np.asarray(places, dtype=float).reshape(-1, 2)
    flat = flat[np.isfinite(flat).all(axis=1)]
    low, high = flat.min(axis=0), flat.max(axis=0)
    least = 0.25 * max(float((high - low).max()), 1e-3 * float(np.abs(flat).max()), 1e-6)
    half = np.maximum((high - low) / 2, least) * (1 + 2 * margin)
    middle = (high + low) / 2
    (x, y), (dx, dy) = middle.tolist(), half.tolist()
    return x - dx, x + dx, y - dy, y + dy


def _square(shown: Window) -> Window:
    x, y = (shown[0] + shown[1]) / 2, (shown[2] + shown[3]) / 2
    half = max(shown[1] - shown[0], shown[3] - shown[2]) / 2
    return x - half, x + half, y - half, y + half


def solutions_figure(
    along: np.ndarray,
    walks: Sequence[tuple[str, np.ndarray, str]],
    shortest: tuple[float, float],
    mode: str,
    words: Mapping[str, str],
) -> go.Figure:
    """All weights that answer as well as any, and two walks that end at different ones.

    Args:
        along: (2,); the direction in which they lie.
        walks: Name, places (T + 1, 2) and hue of each.
        shortest: The shortest of them, from 0.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = small_figure(mode, words["x"], words["y"])
    every = np.concatenate([points for _, points, _ in walks] + [np.array([shortest])])
    shown = _square(window_of(every))
    far = 2 * max(shown[1] - shown[0], shown[3] - shown[2])
    ends = np.array(shortest) + np.outer((-far, far), along)
    figure.add_trace(line(ends[:, 0], ends[:, 1], words["all"], mode, "yellow", dash="dash"))
    for name, points, hue in walks:
        figure.add_trace(line(points[:, 0], points[:, 1], name, mode, hue))
        figure.add_trace(_start(points[0], mode, hue))
    figure.add_trace(star(shortest, words["shortest"], mode))
    look_at(figure, shown, equal=True)  # a right angle looks like one
    return figure


def losses_figure(losses: np.ndarray, mode: str, words: Mapping[str, str]) -> go.Figure:
    """The loss of the example of every update, before it."""
    figure = small_figure(mode, words["update"], words["loss"])
    updates = np.arange(1, len(losses) + 1)
    moved = losses > 0
    figure.add_trace(
        go.Bar(
            x=updates,
            y=losses,
            showlegend=False,
            marker={"color": THEME[mode]["line"], "line_width": 0},
            hoverinfo="skip",
        )
    )
    figure.add_trace(dots(updates[moved], losses[moved], words["moved"], mode, "orange"))
    figure.add_trace(dots(updates[~moved], losses[~moved], words["right"], mode, "green"))
    figure.add_trace(ring(1, float(losses[0]), words["first"], mode))
    figure.update_xaxes(range=[0.3, len(losses) + 0.7])
    figure.update_yaxes(rangemode="tozero")
    return figure


def slopes_figure(z: float, mode: str, words: Mapping[str, str]) -> go.Figure:
    """How steep both losses are for an example of class 1, against its logit; z is marked."""
    figure = small_figure(mode, words["logit"], words["slope"])
    at = np.linspace(-12, 8, 201)
    for kind, hue, dash in (("cross_entropy", "blue", "solid"), ("squares", "orange", "dash")):
        steep = np.abs(saturation.slopes(kind, at))  # type: ignore[arg-type]
        figure.add_trace(line(at, steep, words[kind], mode, hue, dash=dash))
    figure.add_vline(z, line={"color": THEME[mode]["muted"], "width": 1, "dash": "dot"})
    return figure


def paths_figure(
    paths: Mapping[str, tuple[Any, Any, str, str]], mode: str, words: Mapping[str, str], log: bool
) -> go.Figure:
    """Quantities over updates.

    Args:
        paths: Name → x, y, hue, dash.
        mode: Light or dark.
        words: The titles ``x`` and ``y``.
        log: Whether the quantities are drawn by their logarithm.
    """
    figure = small_figure(mode, words["x"], words["y"])
    for name, (x, y, hue, dash) in paths.items():
        figure.add_trace(line(x, y, name, mode, hue, dash=dash))
    if log:
        figure.update_yaxes(type="log", exponentformat="power", nticks=6)
    return figure


def ends_figure(
    surface: Surface,
    walks: Sequence[tuple[str, np.ndarray, Style]],
    stars: Sequence[tuple[str, tuple[float, float]]],
    crosses: Sequence[tuple[str, tuple[float, float]]],
    bound: float,
    mode: str,
    words: Mapping[str, str],
) -> go.Figure:
    """Where walks end on the ground of the data alone.

    Args:
        surface: That ground.
        walks: Name, places and style of each.
        stars: Names and places of minima.
        crosses: Names and places of other ends.
        bound: Half the side of a square about 0 that walks do not leave; ∞ for none.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = small_figure(mode, words["x"], words["y"])
    marked = [np.array([place]) for _, place in (*stars, *crosses)]
    shown = window_of(np.concatenate([*(points for _, points, _ in walks), *marked]))
    figure.add_trace(_contours(surface, shown, mode))
    if np.isfinite(bound):
        corners = bound * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
        x, y = corners.T
        figure.add_trace(line(x, y, words["bound"], mode, "gray", dash="dot"))
    for name, points, style in walks:
        hue = HUES[mode][style.hue]
        figure.add_trace(
            go.Scatter(
                x=points[:, 0],
                y=points[:, 1],
                mode="lines",
                name=name,
                line={"color": hue, "dash": style.dash, "width": 2.4},
                hovertemplate=name + "<br>%{x:.4~g}, %{y:.4~g}<extra></extra>",
            )
        )
    for name, place in stars:
        figure.add_trace(star(place, name, mode))
    for name, place in crosses:
        figure.add_trace(cross(place, name, mode))
    look_at(figure, shown)
    return figure


def _contours(surface: Surface, shown: Window, mode: str) -> go.Contour:
    """Coarser than the player's, and told to three digits: the picture is small."""
    made = ground(surface, FINE, shown)
    x, y = (np.linspace(shown[i], shown[i + 1], FINE) for i in (0, 2))
    return quiet_contours(x, y, np.round(made.levels, 3), made.bands, mode)


def _start(place: np.ndarray, mode: str, hue: str) -> go.Scatter:
    return go.Scatter(
        x=place[:1],
        y=place[1:],
        mode="markers",
        showlegend=False,
        marker={"color": HUES[mode][hue], "size": 8},
        hoverinfo="skip",
    )
