"""The noise of batches as charts: its size, who was drawn, and where walks come to hover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.analysis.batch_error import BatchError
from engine.analysis.fan import Fan
from figures.data_frame import band, dots, line, ring, small_figure
from figures.palette import THEME

ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # sizes that are written on an axis
LEAST = 1e-12  # f − f* below which a logarithm shows rounding alone


def error_figure(
    measured: Sequence[BatchError],
    sizes: np.ndarray,
    theory: Mapping[str, np.ndarray],
    mark: tuple[float, float],
    mode: str,
    words: Mapping[str, str],
) -> go.Figure:
    """The error of a batch's gradient against its size.

    Args:
        measured: Of some sizes.
        sizes: b of the theory.
        theory: A name and the expected errors each; the first is that of the run.
        mark: The run's own size and its measured error.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = small_figure(mode, words["size"], words["error"])
    hues = ("gray", "blue")
    for (name, errors), hue, dash in zip(theory.items(), hues, ("solid", "dot"), strict=False):
        figure.add_trace(line(sizes, errors, name, mode, hue, dash=dash))
    x, y, off = zip(*((one.size, one.error, one.uncertainty) for one in measured), strict=True)
    figure.add_trace(dots(x, y, words["measured"], mode, "orange", off))
    figure.add_trace(ring(*mark, words["yours"], mode))
    _told(figure, [b for b in ROUND if b < 0.8 * sizes[-1]] + [float(round(sizes[-1]))])
    # Linear, so that an error of 0 has its place.
    figure.update_yaxes(rangemode="tozero")
    return figure


def _told(figure: go.Figure, ticks: Any) -> None:
    """A logarithmic axis on which these numbers are written out."""
    figure.update_xaxes(type="log", tickvals=ticks, ticktext=[f"{tick:.4g}" for tick in ticks])


def visits_figure(counts: np.ndarray, expected: float, mode: str, words: Mapping[str, str]) -> Any:
    """How often every example was drawn: a bar each, and how often on average."""
    figure = small_figure(mode, words["example"], words["draws"])
    figure.add_trace(
        go.Bar(
            x=np.arange(1, len(counts) + 1),
            y=counts,
            name=words["drawn"],
            marker={"color": THEME[mode]["deep" if mode == "light" else "line"], "line_width": 0},
            hovertemplate=f"{words['example']} %{{x}}: %{{y}}<extra></extra>",
        )
    )
    never = np.flatnonzero(counts == 0) + 1
    if len(never):
        figure.add_trace(dots(never, np.zeros(len(never)), words["never"], mode, "red"))
    ends = [0.5, len(counts) + 0.5]
    figure.add_trace(line(ends, [expected] * 2, words["mean"], mode, "orange", dash="dash"))
    figure.update_layout(bargap=0.15)
    figure.update_xaxes(range=ends, showgrid=False)
    figure.update_yaxes(rangemode="tozero")
    return figure


def gaps_figure(
    found: Fan,
    expected: np.ndarray,
    floor: float,
    mode: str,
    words: Mapping[str, str],
) -> go.Figure:
    """How high seeds stand above the minimum after every update, and how high they should.

    Args:
        found: Of one rule, on f − f*.
        expected: (steps + 1,); the mean of f − f* from theory.
        floor: Where it ends in the long run; may be ∞.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = small_figure(mode, words["updates"], words["gap"])
    low, mean, high = (
        np.maximum(part[:, 0], LEAST) for part in (found.low, found.mean, found.high)
    )
    figure.add_trace(band(found.steps, low, high, words["band"], mode, "gray"))
    figure.add_trace(line(found.steps, mean, words["measured"], mode, "gray"))
    shown = np.maximum(expected, LEAST)
    figure.add_trace(
        line(np.arange(len(shown)), shown, words["theory"], mode, "orange", dash="dot")
    )
    if np.isfinite(floor) and floor > LEAST:
        ends = [0, len(shown) - 1]
        figure.add_trace(line(ends, [floor] * 2, words["floor"], mode, "orange", width=1.2))
    figure.update_yaxes(type="log", exponentformat="power", nticks=6)
    return figure


def floors_figure(
    fine: np.ndarray,
    theory: np.ndarray,
    small: np.ndarray,
    rates: np.ndarray,
    measured: Mapping[str, tuple[np.ndarray, np.ndarray]],
    mode: str,
    words: Mapping[str, str],
) -> go.Figure:
    """The floor against the learning rate, with replacement and without.

    Args:
        fine: (k,); η of the theory.
        theory: (k,); exact, with replacement.
        small: (k,); what it tends to.
        rates: (m,); η at which it was measured.
        measured: For each way to draw, its heights and their standard errors, (m,) each.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = small_figure(mode, words["rate"], words["floor"])
    figure.add_trace(line(fine, theory, words["theory"], mode, "gray"))
    figure.add_trace(line(fine, small, words["small"], mode, "gray", dash="dot"))
    for (name, (heights, off)), hue in zip(measured.items(), ("orange", "blue"), strict=True):
        figure.add_trace(dots(rates, np.maximum(heights, LEAST), name, mode, hue, off))
    _told(figure, rates)
    heights = np.concatenate([theory, small, *(part for part, _ in measured.values())])
    heights = np.log10(heights[np.isfinite(heights) & (heights > LEAST)])
    if len(heights):  # whole decades, each of them written out
        decades = [float(np.floor(heights.min())), float(np.ceil(heights.max()))]
        figure.update_yaxes(range=decades)
    figure.update_yaxes(type="log", dtick=1, exponentformat="power")
    return figure
