"""Back-propagation step by step: which numbers are known, and how the newest came about."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from networks import ByHand, Network
from ui.network.below.words import neuron
from ui.numbers import short
from ui.sections.section import place
from ui.words import _


class Reached(NamedTuple):
    """How far it is worked out.

    Attributes:
        layers: Of so many layers what they hand on is known, the last one included.
        loss: Whether the loss is.
        back: From this layer on, counted from 0, the derivatives are known.
    """

    layers: int
    loss: bool
    back: int


def reached(net: Network, stage: int) -> Reached:
    """What is known at a stage: 1 is the example, then every layer, the loss, every layer back.

    Stage 0 is all of it at once.
    """
    count = len(net.shapes)
    if stage == 0:
        return Reached(count, True, 0)
    layers = min(stage - 1, count)
    back = count - max(0, stage - 2 - count)
    return Reached(layers, stage >= count + 2, back)


def title(net: Network, stage: int) -> str:
    """What the slider calls a stage."""
    count = len(net.shapes)
    if stage == 0:
        return _("all at once")
    if stage == 1:
        return _("the example")
    if stage <= count:
        return _("forwards, layer {number}").format(number=stage - 1)
    if stage == count + 1:
        return _("forwards, last layer")
    if stage == count + 2:
        return _("the loss")
    if stage == count + 3:
        return _("backwards, last layer")
    return _("backwards, layer {number}").format(number=2 * count + 3 - stage)


def sentences(net: Network, record: ByHand, stage: int) -> tuple[str, ...]:
    """How the numbers that a stage adds come about, with those of one neuron."""
    count = len(net.shapes)
    if stage == 1:
        return (
            _(
                "The example is x = {x}, of class y = {y}. Weights and biases are where training "
                "would begin; nothing has been asked of them yet."
            ).format(x=place(record.inputs), y=short(record.target)),
        )
    if stage <= count + 1:
        return _forwards(net, record, stage - 2)
    if stage == count + 2:
        return (_loss(record),)
    return _backwards(net, record, 2 * count + 2 - stage)


def _products(pairs: list[tuple[float, float]]) -> str:
    return " + ".join(f"({short(a)} · {short(b)})" for a, b in pairs)


def _forwards(net: Network, record: ByHand, layer: int) -> tuple[str, ...]:
    handed = record.inputs if layer == 0 else record.answers[layer - 1]
    weights = record.weights[layer][0]
    numbers = {
        "name": neuron(net, layer, 0),
        "sum": _products(list(zip(weights[:-1].tolist(), handed.tolist(), strict=True))),
        "bias": short(float(weights[-1])),
        "z": short(float(record.sums[layer][0])),
        "a": short(float(record.answers[layer][0])),
        "slope": short(float(record.slopes[layer][0])),
    }
    if layer == len(net.hidden):
        return (
            _(
                "The last layer adds up and bends nothing: z = {sum} + {bias} = {z}. Through the "
                "sigmoid this is how sure the net is of class 1."
            ).format(**numbers),
        )
    return (
        _(
            "Every neuron multiplies what it is handed by its weights, and adds up, its bias as "
            "well: for neuron {name} z = {sum} + {bias} = {z}."
        ).format(**numbers),
        _(
            "What it hands on is a = h(z) = {a}. Its slope h′(z) = {slope} is kept for the way "
            "back: that is why training needs more memory than answering."
        ).format(**numbers),
    )


def _loss(record: ByHand) -> str:
    z = float(record.sums[-1][0])
    p = float(np.exp(-np.logaddexp(0.0, -z)))
    chance = p if record.target == 1 else float(np.exp(-np.logaddexp(0.0, z)))
    return _(
        "σ(z) = {p} is the probability that the net gives class 1. The right class is {y}: it gets "
        "{chance}, and the loss is ℓ = −ln {chance} = {loss}."
    ).format(p=short(p), y=short(record.target), chance=short(chance), loss=short(record.loss))


def _backwards(net: Network, record: ByHand, layer: int) -> tuple[str, ...]:
    by_sum = float(record.by_sum[layer][0])
    handed = float((record.inputs if layer == 0 else record.answers[layer - 1])[0])
    numbers = {
        "name": neuron(net, layer, 0),
        "source": neuron(net, layer - 1, 0),
        "by_sum": short(by_sum),
        "handed": short(handed),
        "by_weight": short(float(record.by_weight[layer][0, 0])),
    }
    weights = _(
        "Times what each weight is handed, this is its derivative: by {source} → {name} it is "
        "{handed} · {by_sum} = {by_weight}, and by the bias {by_sum} itself."
    ).format(**numbers)
    if layer == len(net.hidden):
        p = by_sum + record.target
        return (
            _("The loss hands back ∂ℓ/∂z = p − y = {p} − {y} = {by_sum}.").format(
                **numbers, p=short(p), y=short(record.target)
            ),
            weights,
        )
    after = record.weights[layer + 1][:, 0]
    pairs = list(zip(after.tolist(), record.by_sum[layer + 1].tolist(), strict=True))
    numbers |= {
        "sum": _products(pairs),
        "by_answer": short(float(record.by_answer[layer][0])),
        "slope": short(float(record.slopes[layer][0])),
    }
    return (
        _(
            "What neuron {name} hands on reaches the loss through all that it feeds: ∂ℓ/∂a = {sum} "
            "= {by_answer}."
        ).format(**numbers),
        _("Through its slope, ∂ℓ/∂z = h′(z) · ∂ℓ/∂a = {slope} · {by_answer} = {by_sum}.").format(
            **numbers
        ),
        weights,
    )
