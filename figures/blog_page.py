"""What the post's picture shows: a page of circles, not the map of f, and a walk cut short."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from engine import Trajectory
from figures.blog_frame import contours, look_at, path, quiet_contours, star, still_figure
from figures.blog_rings import rings
from figures.palette import HUES, THEME
from published import TRUE, UPDATES, distance, line, window

HEIGHT = 400
WHOLE = (-3.3, 3.7, -6.5, 6.5)


def page(mode: str, words: Mapping[str, str]) -> go.Figure:
    """The plane (x, f) with its circles, and the only values of f that were computed for it."""
    made = rings(window())
    rows, columns = made.levels.shape
    x_min, x_max, y_min, y_max = made.window
    figure = still_figure(mode, "x", "f(x, x − 1)", HEIGHT)
    figure.add_trace(
        quiet_contours(
            np.linspace(x_min, x_max, columns),
            np.linspace(y_min, y_max, rows),
            made.levels,
            made.bands,
            mode,
        )
    )
    x, _, f = line()
    figure.add_trace(path(x, f, words["line"], HUES[mode]["violet"]))
    look_at(figure, made.window)
    return figure


def true_map(walk: Trajectory, mode: str, words: Mapping[str, str]) -> go.Figure:
    """The contours of f with the line on which the post asks for it, its window, and its walk."""
    figure = still_figure(mode, "x", "y", HEIGHT)
    figure.add_trace(contours(TRUE, WHOLE, mode))
    x_min, x_max, y_min, y_max = window()
    figure.add_shape(
        type="rect",
        x0=x_min,
        x1=x_max,
        y0=y_min,
        y1=y_max,
        line={"color": THEME[mode]["text"], "width": 1.5, "dash": "dot"},
    )
    x, y, _ = line()
    figure.add_trace(path(x, y, words["line"], HUES[mode]["violet"]))
    points = walk.points
    figure.add_trace(path(points[:, 0], points[:, 1], words["walk"], HUES[mode]["orange"]))
    figure.add_trace(star(TRUE.minima[0], words["minimum"], mode))
    look_at(figure, WHOLE, equal=True)
    return figure


def closest(walk: Trajectory, mode: str, words: Mapping[str, str]) -> go.Figure:
    """How far the published walk is from the middle of the circles, past the place of the cut."""
    away = distance(walk.points[:, 0], walk.points[:, 1])
    figure = still_figure(mode, words["update"], words["distance"], HEIGHT)
    color = HUES[mode]["orange"]
    shown, rest = slice(0, UPDATES + 1), slice(UPDATES, None)
    steps = np.arange(len(away))
    figure.add_trace(path(steps[shown], away[shown], words["shown"], color))
    figure.add_trace(path(steps[rest], away[rest], words["rest"], color, dash="dot"))
    figure.add_vline(UPDATES, line={"color": THEME[mode]["muted"], "width": 1, "dash": "dot"})
    look_at(figure, (0, float(steps[-1]), 0, 1.05 * float(away.max())))
    return figure
