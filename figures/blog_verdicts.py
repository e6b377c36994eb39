"""The post's two conclusions as charts: where rate and updates lead, and how many it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from figures.blog_frame import still_figure
from figures.palette import HUES, THEME, Style
from published import BUDGETS, RATES, Repair, distances_by_rate

HEIGHT = 360
FARTHEST, NEAREST = 10.0, 1e-4  # ends of the scale of distances


def reach(
    repair: Repair, mark: tuple[float, int], mode: str, words: Mapping[str, str]
) -> go.Figure:
    """How near to the minimum every pair of learning rate and updates comes.

    Args:
        repair: Which walk.
        mark: The visitor's learning rate and updates.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = still_figure(mode, words["rate"], words["updates"], HEIGHT)
    away = distances_by_rate(repair)
    shown = np.log10(np.clip(away, NEAREST, FARTHEST))
    theme = THEME[mode]
    ticks = np.arange(np.log10(NEAREST), np.log10(FARTHEST) + 1)
    figure.add_trace(
        go.Heatmap(
            x=RATES,
            y=BUDGETS,
            z=shown,
            customdata=away,
            zmin=ticks[0],
            zmax=ticks[-1],
            colorscale=[[0, HUES[mode]["green"]], [0.5, theme["deep"]], [1, theme["high"]]],
            colorbar={
                "thickness": 10,
                "outlinewidth": 0,
                "title": {"text": words["distance"], "side": "right", "font": {"size": 12}},
                "tickvals": ticks,
                "ticktext": [f"{10.0**tick:g}" for tick in ticks],
                "tickfont": {"size": 11, "color": theme["muted"]},
            },
            hovertemplate=(
                f"{words['rate']} %{{x:.4g}}<br>{words['updates']} %{{y}}<br>"
                f"{words['distance']} %{{customdata:.4~g}}<extra></extra>"
            ),
        )
    )
    rate, updates = mark
    figure.add_trace(
        go.Scatter(
            x=[rate],
            y=[updates],
            mode="markers",
            marker={"symbol": "circle-open", "size": 14, "color": theme["text"], "line_width": 2.5},
            hovertemplate=words["yours"] + "<extra></extra>",
        )
    )
    ends = [float(np.log10(RATES[i])) for i in (0, -1)]
    figure.update_xaxes(type="log", range=ends, dtick=1, fixedrange=True)
    ends = [float(np.log10(BUDGETS[i])) for i in (0, -1)]
    figure.update_yaxes(type="log", range=ends, dtick=1, fixedrange=True)
    return figure


def needed(
    counts: Sequence[tuple[str, Style, np.ndarray]],
    rate: float,
    mode: str,
    words: Mapping[str, str],
) -> go.Figure:
    """How many updates it takes to come near the minimum, against the learning rate.

    Args:
        counts: Name, style and updates per rate of `RATES` (-1 where it never comes near).
        rate: The visitor's learning rate.
        mode: Light or dark.
        words: What stands on the chart.
    """
    figure = still_figure(mode, words["rate"], words["updates"], HEIGHT, legend=True)
    for name, style, updates in counts:
        figure.add_trace(
            go.Scatter(
                x=RATES,
                y=np.where(updates > 0, updates.astype(float), np.nan),
                mode="lines+markers" if style.marker else "lines",
                name=name,
                line={"color": HUES[mode][style.hue], "dash": style.dash, "width": 2.4},
                marker={"symbol": style.marker or None, "maxdisplayed": 12},
                hovertemplate=f"{name}<br>η %{{x:.4g}}<br>%{{y}}<extra></extra>",
            )
        )
    muted = THEME[mode]["muted"]
    figure.add_vline(rate, line={"color": muted, "width": 1, "dash": "dot"})
    grid = THEME[mode]["grid"]
    figure.update_xaxes(type="log", dtick=1, fixedrange=True, showgrid=True, gridcolor=grid)
    figure.update_yaxes(type="log", dtick=1, fixedrange=True, showgrid=True, gridcolor=grid)
    return figure
