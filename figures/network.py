"""The payload of the player for the training of a network.

It is a blob of weights (`figures.weights`), and with it the examples, the shape of the network, and
what tells the rules from each other. What the network answers is computed in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data import Dataset
from figures.blob import pack, single, unpack
from figures.data import window_of
from figures.palette import Style, colors
from networks import Network, loss


@dataclass(frozen=True, eq=False)
class NetworkFacts:
    """What is trained, and from what.

    Attributes:
        examples: All of them.
        held: (N,) bool; those that are held out.
        network: The shape.
        loss: What is minimized; a name of `networks.LOSSES`.
        middle: From where the network measures each input.
        unit: In which unit.
    """

    examples: Dataset
    held: np.ndarray
    network: Network
    loss: str
    middle: tuple[float, ...]
    unit: tuple[float, ...]


def network_blob(
    weights: bytes,
    facts: NetworkFacts,
    walks: Sequence[tuple[str, str, Style, str]],
    words: Mapping[str, str],
) -> bytes:
    """The player's payload.

    Args:
        weights: From `figures.weights.weights_blob`, with arrays ``train_loss``, ``train_right``
            and, where examples are held out, ``held_loss`` and ``held_right``, (R, T) each.
        facts: What is trained.
        walks: Of every rule its key, its label, its style and its learning rate as text.
        words: What the player says.
    """
    sent, arrays = unpack(weights)
    rows = sent["rows"]
    steps = arrays["steps"]
    count = len(walks)
    network, examples = facts.network, facts.examples
    shown = np.column_stack([examples.points, examples.targets, facts.held])
    x0, x1, y0, y1 = window_of(shown)
    header: dict[str, Any] = {
        "kind": "network",
        "ground": "network",
        "window": [x0, x1, y0, y1],
        "minima": [],
        "minimum": None,
        "level": None,
        "solid": False,
        "start": None,
        "look": None,
        "steps": len(steps) - 1,
        "fates": [],
        "stays": [],
        "autoplay": False,
        "opensAtStart": False,
        "abscissa": "update",
        "heightName": "loss",
        "walks": [
            {
                "key": key,
                "label": label,
                "hue": style.hue,
                "dash": style.dash,
                "marker": style.marker,
                "rate": rate,
                "listed": True,
                "outcome": "",
                "last": max(0, rows[i] - 1),
                "left": None if rows[i] == len(steps) else {"step": rows[i]},
                "stopped": -1,
                "bend": None,
                "inside": max(0, rows[i] - 1),
            }
            for i, (key, label, style, rate) in enumerate(walks)
        ],
        "panels": [
            {"kind": "answers", "walks": [i], "title": label}
            for i, (_key, label, _style, _rate) in enumerate(walks)
        ],
        "colors": colors(),
        "words": dict(words),
        "network": {
            "widths": [network.inputs, *network.hidden, network.outputs],
            "activation": network.activation,
            "added": list(network.added),
            "classifies": loss(facts.loss).classifies,
            "loss": facts.loss,
            "middle": list(facts.middle),
            "unit": list(facts.unit),
            "axes": list(examples.axes),
            "n": len(examples),
            "held": int(facts.held.sum()),
        },
    }
    parts = {name: arrays[name] for name in ("low", "unit")}
    parts |= {f"weights{i}": arrays[f"weights{i}"] for i in range(count)}
    for i in range(count):
        here = slice(i * len(steps), i * len(steps) + max(1, rows[i]))
        parts[f"gap{i}"] = single(arrays["train_loss"][here])
        parts[f"right{i}"] = single(arrays["train_right"][here])
        if facts.held.any():
            parts[f"heldLoss{i}"] = single(arrays["held_loss"][here])
            parts[f"heldRight{i}"] = single(arrays["held_right"][here])
    return pack(header, {**parts, "updates": steps, "examples": shown.ravel()})
