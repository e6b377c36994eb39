"""What the laboratories call neurons and weights."""

from __future__ import annotations

from networks import Network
from ui.numbers import short
from ui.words import _

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def neuron(network: Network, layer: int, place: int) -> str:
    """A neuron as layer and number from 1, 2.1; x₁ for an input (layer −1); z for the last one."""
    if layer < 0:
        return f"x{str(place + 1).translate(SUBSCRIPTS)}"
    return f"{layer + 1}.{place + 1}" if layer < len(network.hidden) else "z"


def places(network: Network) -> list[tuple[int, int, int]]:
    """Layer, neuron and source of every parameter, in their order in theta."""
    return [
        (layer, to, source)
        for layer, (neurons, fed) in enumerate(network.shapes)
        for to in range(neurons)
        for source in range(fed)
    ]


def parameter(network: Network, layer: int, to: int, source: int) -> str:
    """A weight as the way that it weighs: x₁ → 1.2; a bias has no source."""
    into = neuron(network, layer, to)
    if source == network.shapes[layer][1] - 1:
        return _("bias of {neuron}").format(neuron=into)
    return f"{neuron(network, layer - 1, source)} → {into}"


def brief(value: float) -> str:
    """Two or three digits, for a picture with many numbers; the whole ones are told elsewhere."""
    size = abs(value)
    return short(float(f"{value:.1e}" if 0 < size < 0.0995 else f"{value:.2e}"))
