"""What stands on the graph of a net: its numbers as far as they are worked out."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from figures.data_frame import dots
from figures.net_graph import Circle, Edge
from figures.palette import THEME
from networks import ByHand, Network
from ui.network.below.stages import Reached
from ui.network.below.words import brief, neuron
from ui.numbers import short
from ui.words import _

INPUT = -1


def of_record(
    net: Network, record: ByHand, reached: Reached, chosen: tuple[int, int, int]
) -> tuple[list[Circle], list[Edge]]:
    """Neurons and weights with the numbers that are known.

    Args:
        net: The net.
        record: One example forwards and backwards.
        reached: How far it is worked out.
        chosen: Layer, neuron and source of the weight that is looked at.
    """
    widths = (net.inputs, *net.hidden, net.outputs)
    nodes: list[Circle] = []
    at: dict[tuple[int, int], int] = {}
    for column, width in enumerate(widths):
        layer = column - 1
        for k in range(width):
            at[layer, k] = len(nodes)
            nodes.append(_node(net, record, reached, layer, k, (width - 1) / 2 - k))
    nodes.append(
        Circle(
            *(len(widths), 0.0, "ℓ", brief(record.loss) if reached.loss else "", ""),
            _("the loss: {loss}").format(loss=short(record.loss)) if reached.loss else _("loss"),
        )
    )
    edges = []
    for layer, matrix in enumerate(record.weights):
        back = reached.back <= layer
        for (to, source), weight in np.ndenumerate(matrix[:, :-1]):
            derivative = float(record.by_weight[layer][to, source])
            edges.append(
                Edge(
                    *(at[layer - 1, source], at[layer, to], float(weight)),
                    brief(derivative if back else float(weight)),
                    back,
                    (layer, to, source) == chosen,
                )
            )
    edges.append(Edge(at[len(net.hidden), 0], len(nodes) - 1, 0.0, "", False, False))
    return nodes, edges


def _node(
    net: Network, record: ByHand, reached: Reached, layer: int, k: int, height: float
) -> Circle:
    name = neuron(net, layer, k)
    if layer == INPUT:
        value = float(record.inputs[k])
        return Circle(0, height, name, brief(value), "", f"{name} = {short(value)}")
    inside = told = back = ""
    if reached.layers > layer:
        inside = short(float(record.answers[layer][k]))
        numbers = {
            "name": name,
            "z": short(float(record.sums[layer][k])),
            "a": inside,
            "slope": short(float(record.slopes[layer][k])),
        }
        told = (
            _("{name}: z = {z}, a = h(z) = {a}, h′(z) = {slope}").format(**numbers)
            if layer < len(net.hidden)
            else f"z = {inside}"
        )
    if reached.back <= layer:
        back = short(float(record.by_sum[layer][k]))
        told += f"<br>∂ℓ/∂a = {short(float(record.by_answer[layer][k]))}, ∂ℓ/∂z = {back}"
        if layer == len(net.hidden):
            told = f"z = {inside}<br>∂ℓ/∂z = {back}"
    answer, slope = (float(of[layer][k]) for of in (record.answers, record.by_sum))
    ahead, came = (brief(answer) if inside else "", brief(slope) if back else "")
    return Circle(layer + 1, height, name, ahead, came, told or name)


def add_bars(
    figure: go.Figure, x: np.ndarray, heights: np.ndarray, mine: int, name: str, mode: str
) -> None:
    """A bar for each, and a dot on one of them."""
    figure.add_trace(
        go.Bar(
            x=x,
            y=heights,
            showlegend=False,
            marker={"color": THEME[mode]["line"], "line_width": 0},
            hovertemplate="%{x}: %{y:.4~g}<extra></extra>",
        )
    )
    figure.add_trace(dots(x[mine : mine + 1], heights[mine : mine + 1], name, mode, "red"))
