"""Two starts from which a net cannot learn what it could: equal neurons, and a dead one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

import data
from engine.drive.training_record import Training
from figures.learned import paths_figure
from networks import Network, NetworkLoss, dead, initial
from optimizers import GradientDescent
from ui.network.below.training import trained_by
from ui.numbers import short
from ui.sections.section import Picture
from ui.words import _

UPDATES, RATE = 400, 0.5
DEAD_START, DEAD_RATE, ALIVE_RATE, DEAD_UPDATES = (1.0, 3.0), 0.05, 0.02, 200


@lru_cache(maxsize=8)
def trained(width: int, start: str) -> Training:
    """Plain descent of a net 2-w-1 on exclusive or."""
    net = Network((width,))
    found = data.by_name("xor").make(40)
    objective = NetworkLoss(net, found.points, found.targets)
    rule = GradientDescent(learning_rate=RATE)
    return trained_by(rule, objective, initial(net, start, 1), UPDATES)


def apart(training: Training, width: int) -> np.ndarray:
    """(T,); how far the neurons' weights are apart at most, along a training."""
    first = Network((width,)).layers(training.points[:, 0])[0]
    return np.asarray((first.max(axis=1) - first.min(axis=1)).max(axis=1))


@lru_cache(maxsize=2)
def two_weights(rate: float) -> Training:
    """w₂ ReLU(w₁ x) on a line through 0 with all x above it; the biases are held at 0."""
    x = np.linspace(0.5, 2, 8)
    objective = NetworkLoss(Network((1,), "relu", inputs=1), x[:, None], x, "squares")
    rule = GradientDescent(learning_rate=rate)
    theta = np.array([DEAD_START[0], 0.0, DEAD_START[1], 0.0])
    free = np.array([True, False, True, False])
    return trained_by(rule, objective, theta, DEAD_UPDATES, free=free)


def picture(width: int, mode: str) -> Picture:
    """How far neurons are apart, from an equal start and from Xavier's."""
    steps = np.arange(UPDATES + 1)
    looks = {"equal": ("violet", "longdashdot"), "xavier": ("blue", "solid")}
    names = {"equal": _("all equal"), "xavier": "Xavier"}
    lines = {
        names[start]: (steps, apart(trained(width, start), width), *look)
        for start, look in looks.items()
    }
    words = {"x": _("updates"), "y": _("weights of neurons differ by")}
    caption = _("How far the weights of {width} neurons of one layer are apart at most.")
    return Picture(
        "equal", paths_figure(lines, mode, words, log=False), caption.format(width=width)
    )


def sentences(width: int) -> tuple[str, ...]:
    """What becomes of either."""
    equal, xavier = trained(width, "equal"), trained(width, "xavier")
    lost, alive = two_weights(DEAD_RATE), two_weights(ALIVE_RATE)
    after = lost.points[1, 0]
    silent = all(bool(layer.all()) for layer in dead(lost.objective, after))  # type: ignore[arg-type]
    steps = np.abs(np.diff(lost.points[1:, 0], axis=0)).max()
    numbers = {
        "width": width,
        "updates": UPDATES,
        "apart": short(float(apart(equal, width)[-1])),
        "equal": short(float(equal.losses[-1, 0])),
        "xavier": short(float(xavier.losses[-1, 0])),
        "known": short(float(np.log(2))),
        "rate": short(DEAD_RATE),
        "first": short(float(after[0])),
        "end": short(float(lost.losses[-1, 0])),
        "smaller": short(ALIVE_RATE),
        "alive": short(float(alive.losses[-1, 0])),
        "later": DEAD_UPDATES,
    }
    said = [
        _(
            "Neurons that start equal get equal gradients, and stay equal: after {updates} updates "
            "on exclusive or the weights of {width} of them differ by {apart}. They are one neuron "
            "{width} times, whose loss is {equal}; from Xavier it is {xavier}. Who knows nothing "
            "has ln 2 = {known}."
        ).format(**numbers)
    ]
    zeros = trained(width, "zeros")
    weights = zeros.points[:, 0][:, Network((width,)).are_weights()]
    if not weights.any():
        said.append(
            _(
                "From zeros they learn nothing at all: with tanh every answer is 0 and hands "
                "nothing back, the derivative by each weight is exactly 0, and after {updates} "
                "updates all weights still are. Only the last bias can move, and the loss is "
                "{zeros}."
            ).format(updates=UPDATES, zeros=short(float(zeros.losses[-1, 0])))
        )
    if silent and not steps:
        said.append(
            _(
                "A ReLU can die in one step. w₂ · max(w₁x, 0) on a line with all x above 0, from "
                "w₁ = 1, w₂ = 3: with η = {rate} the first step takes w₁ to {first}. Now w₁x is "
                "below 0 for every example, the gradient is exactly 0, and nothing moves any "
                "more: the loss stays {end}. With η = {smaller} it is {alive} after {later} "
                "updates."
            ).format(**numbers)
        )
    return tuple(said)
