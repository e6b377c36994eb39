"""Forward and backward through many networks of one shape at once.

Arrays hold channels first: the answers of a layer are (W, h + 1, n), W networks with n examples
each, and the last channel is 1, so that a bias is a weight like others. A layer is one product of
matrices per network. Their sizes do not depend on W, so that a network's numbers are the same to
the bit whoever is asked for beside it.

David Rumelhart, Geoffrey Hinton, Ronald Williams, Learning representations by back-propagating
errors, 1986. https://doi.org/10.1038/323533a0
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import numpy as np

from networks.draws import Draw
from networks.network import Network

KEPT = 6  # sets of arrays per thread
_here = threading.local()


def passes(network: Network, walkers: int, examples: int) -> Passes:
    """The arrays of this thread for W networks with n examples; valid until they are asked again.

    Nothing that is handed out may keep them: another call in this thread writes there.
    """
    known: OrderedDict[Any, Passes] = _here.__dict__.setdefault("known", OrderedDict())
    key = network, walkers, examples
    if key not in known:
        while len(known) >= KEPT:
            known.popitem(last=False)
        known[key] = Passes(*key)
    known.move_to_end(key)
    return known[key]


class Passes:
    """Arrays for W networks with n examples each, written anew by every call.

    Attributes:
        answers: One (W, h + 1, n) per hidden layer: what it hands on, with a row of ones.
        active: One (W, h, n) per hidden layer: h(z), before anything is left out or added.
        sums: (W, K, n); the last layer's.
    """

    def __init__(self, network: Network, walkers: int, examples: int) -> None:
        self._network = network
        self.answers = [np.ones((walkers, width + 1, examples)) for width in network.hidden]
        self.active = [np.empty((walkers, width, examples)) for width in network.hidden]
        self._delta = [np.empty_like(active) for active in self.active]
        self._slope = [np.empty_like(active) for active in self.active]
        self.sums = np.empty((walkers, network.outputs, examples))

    def forward(self, theta: np.ndarray, inputs: np.ndarray, draw: Draw) -> np.ndarray:
        """The last layer's sums (W, K, n).

        Args:
            theta: (W, P).
            inputs: ([W,] d + 1, n); the examples, with a row of ones.
            draw: What is left out; its arrays broadcast against (W, ...).
        """
        network, into = self._network, inputs
        self._weights = network.layers(theta if draw.weights is None else theta * draw.weights)
        for layer, answers in enumerate(self.answers):
            mine = answers[:, :-1]
            plain = self._plain(layer, draw)
            active = mine if plain else self.active[layer]
            np.matmul(self._weights[layer], into, out=active)
            network.h.apply(active)
            if not plain:
                self._finish(layer, active, into, mine, draw)
            into = answers
        return np.matmul(self._weights[-1], into, out=self.sums)

    def backward(self, delta: np.ndarray, inputs: np.ndarray, draw: Draw) -> np.ndarray:
        """The gradient (W, P), a new array, after `forward` with the same inputs and draw.

        Args:
            delta: (W, K, n); the derivative of the mean loss by the last layer's sums.
            inputs: As in `forward`.
            draw: As in `forward`.
        """
        network = self._network
        gradient = np.empty((len(delta), network.dimension))
        slopes = network.layers(gradient)  # views
        skipped: np.ndarray | None = None  # what comes back beside the layer that is left
        for layer in reversed(range(len(slopes))):
            into = self.answers[layer - 1] if layer else inputs
            np.matmul(delta, into.swapaxes(-1, -2), out=slopes[layer])
            if layer:
                below = self._delta[layer - 1]
                np.matmul(self._weights[layer][..., :-1].swapaxes(-1, -2), delta, out=below)
                if skipped is not None:
                    np.add(below, skipped, out=below)
                skipped = self._through(layer - 1, below, draw)
                delta = below
        if draw.weights is not None:
            np.multiply(gradient, draw.weights, out=gradient)
        return gradient

    def _plain(self, layer: int, draw: Draw) -> bool:
        """Whether a layer hands on h(z) as it is."""
        return draw.units is None and not self._network.added[layer]

    def _finish(
        self, layer: int, active: np.ndarray, into: np.ndarray, mine: np.ndarray, draw: Draw
    ) -> None:
        """What a layer hands on, from h(z)."""
        made: Any = active
        if draw.units is not None:
            made = np.multiply(active, draw.units[layer], out=mine)
        if self._network.added[layer]:
            if draw.gates is not None:
                made = np.multiply(made, draw.gates[..., layer, None, None], out=mine)
            made = np.add(made, into[..., :-1, :], out=mine)

    def _through(self, layer: int, delta: np.ndarray, draw: Draw) -> np.ndarray | None:
        """Turn ∂/∂a of a hidden layer's answers to ∂/∂z; what passes beside it, if anything."""
        added = self._network.added[layer]
        beside = delta.copy() if added else None
        if draw.units is not None:
            np.multiply(delta, draw.units[layer], out=delta)
        if added and draw.gates is not None:
            np.multiply(delta, draw.gates[..., layer, None, None], out=delta)
        active = self.answers[layer][:, :-1] if self._plain(layer, draw) else self.active[layer]
        np.multiply(delta, self._network.h.slope(active, self._slope[layer]), out=delta)
        return beside
