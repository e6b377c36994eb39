"""Dropout, DropConnect and stochastic depth: every draw, their exact mean, and the whole net."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from figures.data_frame import dots
from figures.learned import paths_figure
from networks import Averages, Network, NetworkLoss, activation, initial, over_all, probabilities
from networks.averages import Kind
from ui.network.below.settings import LabSettings
from ui.network.words import activations
from ui.numbers import per_cent, short
from ui.sections.section import Picture, Section, settled
from ui.words import _

KINDS: dict[str, Kind] = {"dropout": "units", "dropconnect": "weights", "depth": "gates"}
HEIGHT = 0.5  # x₂ of the line along which nets are asked
# What one neuron is handed, times its weights.
HANDED = (-1.5, -0.1, 0.5, 0.76)


class Neuron(NamedTuple):
    """One neuron whose inputs are each missing half of the time, and else count twice.

    Attributes:
        mean: The exact mean of h over all draws.
        whole: h of the sum of all.
    """

    mean: float
    whole: float


def one_neuron(name: str) -> Neuron:
    """Of the neuron that is handed `HANDED`."""
    h = activation(name)
    sums = [2 * float(np.dot(stays, HANDED)) for stays in product((0, 1), repeat=len(HANDED))]
    return Neuron(float(h(np.array(sums)).mean()), float(h(sum(HANDED))))


@lru_cache(maxsize=16)
def asked(net: Network, kind: str, seed: int, chance: float) -> Averages:
    """All draws of a net along a line through the plane."""
    x = line()
    theta = initial(net, "large", seed)
    return over_all(NetworkLoss(net, x, np.zeros(len(x))), theta, KINDS[kind], chance)


def line() -> np.ndarray:
    """(N, 2); where nets are asked."""
    x = np.linspace(-2, 2, 81)
    return np.column_stack([x, np.full(len(x), HEIGHT)])


def section(now: LabSettings, mode: str) -> Section:
    """One draw, all draws, the mean, and the net that stands for it."""
    found = asked(now.left_net, now.left_kind, now.left_seed, now.left_chance)
    at = now.left_draw - 1
    return Section(
        (_draw(now, found, at), _mean(found), _ensemble(found), *_neuron()),
        (_lines(now, found, at, mode), _draws(found, at, mode)),
    )


def _draw(now: LabSettings, found: Averages, at: int) -> str:
    stays = found.stays[at]
    numbers = {
        "net": "-".join(map(str, (2, *now.left_net.hidden, 1))),
        "parts": len(stays),
        "draws": len(found.stays),
        "number": at + 1,
        "kept": int(stays.sum()),
        "chance": per_cent(float(found.chances[at])),
        "stay": short(1 - now.left_chance),
    }
    sentence = {
        "dropout": _(
            "A net {net} has {parts} hidden neurons, each of them there or silent: {draws} draws. "
            "Draw {number} keeps {kept} and comes with a probability of {chance}. What stays is "
            "divided by 1 − p = {stay}."
        ),
        "dropconnect": _(
            "A net {net} has {parts} weights, each of them there or missing: {draws} draws. Draw "
            "{number} keeps {kept} and comes with a probability of {chance}. What stays is divided "
            "by 1 − p = {stay}."
        ),
        "depth": _(
            "A net {net} with skips has {parts} layers that add to what they are handed, each "
            "there or passed by: {draws} draws. Draw {number} keeps {kept} and comes with a "
            "probability of {chance}. What stays is divided by 1 − p = {stay}."
        )
        if len(stays) > 1
        else _(
            "A net {net} with skips has one layer that adds to what it is handed, there or passed "
            "by: {draws} draws. Draw {number} keeps {kept} and comes with a probability of "
            "{chance}. What stays is divided by 1 − p = {stay}."
        ),
    }[now.left_kind]
    return sentence.format(**numbers)


def agrees(found: Averages) -> bool:
    """Whether the whole net answers with the exact mean, but for rounding."""
    return found.gap <= 1e-9 * max(1.0, float(np.abs(found.sums).max()))


def _mean(found: Averages) -> str:
    numbers = {"gap": short(found.gap), "size": short(float(np.abs(found.mean).max()))}
    if agrees(found):
        return _(
            "At test nothing is missing and nothing is scaled. That is exact here: along the line "
            "the mean of z over all draws and z of the whole net are the same, for z is a sum of "
            "products in which each part occurs once at most."
        )
    return _(
        "At test nothing is missing and nothing is scaled. That is not the mean here: along the "
        "line the exact mean of z over all draws and z of the whole net differ by up to {gap}, "
        "where the mean itself is {size} at most. A bend lies between what is missing and z."
    ).format(**numbers)


def _ensemble(found: Averages) -> str:
    whole = probabilities(found.scaled)
    gap = float(np.abs(found.mean_probability - whole).max())
    return _(
        "As an ensemble the draws would answer with the mean of their probabilities. From σ(z) of "
        "the whole net this differs by up to {gap}, for σ bends, too."
    ).format(gap=short(settled(gap, 1.0)))


def _neuron() -> tuple[str, ...]:
    both = {name: one_neuron(name) for name in ("identity", "tanh", "relu")}
    numbers = {
        f"{name}_{what}": short(round(value, 3))
        for name, one in both.items()
        for what, value in one._asdict().items()
    }
    return (
        _(
            "A study note behind this app writes that with p = 1/2 the mean of w₁x + w₂y over its "
            "four masks is half of it, so test and training agree once it is doubled. Right of a "
            "sum: of four products {handed}, each missing half of the time and else doubled, the "
            "sum is {identity_whole} and its mean {identity_mean}. Of tanh of it the mean is "
            "{tanh_mean} and not {tanh_whole}, of ReLU {relu_mean} and not {relu_whole}."
        ).format(handed=", ".join(map(short, HANDED)), **numbers),
    )


def _lines(now: LabSettings, found: Averages, at: int, mode: str) -> Picture:
    x = line()[:, 0]
    lines = {
        _("draw {number}").format(number=at + 1): (x, found.sums[at, 0], "gray", "dot"),
        _("mean over all draws"): (x, found.mean[0], "blue", "solid"),
        _("the whole net"): (x, found.scaled[0], "orange", "dash"),
    }
    rounded = {
        name: (np.round(x, 3), np.round(z, 5), *look) for name, (x, z, *look) in lines.items()
    }
    figure = paths_figure(rounded, mode, {"x": "x₁", "y": "z"}, log=False)
    caption = _("What the net answers along x₂ = {height}; {activation}.").format(
        height=short(HEIGHT), activation=activations()[now.left_activation]
    )
    return Picture("lines", figure, caption)


def _draws(found: Averages, at: int, mode: str) -> Picture:
    """Every draw's answer at the right end of the line, and how probable it is."""
    answers = found.sums[:, 0, -1]
    figure = paths_figure({}, mode, {"x": _("z at x₁ = 2"), "y": _("probability")}, log=False)
    figure.add_trace(dots(answers, found.chances, _("draws"), mode, "gray"))
    figure.add_trace(
        dots(answers[at : at + 1], found.chances[at : at + 1], _("this draw"), mode, "red")
    )
    top = float(found.chances.max())
    for value, name, hue, dash in (
        (found.mean[0, -1], _("mean over all draws"), "blue", "solid"),
        (found.scaled[0, -1], _("the whole net"), "orange", "dash"),
    ):
        (trace,) = paths_figure(
            {name: ([value, value], [0, 1.1 * top], hue, dash)}, mode, {"x": "", "y": ""}, False
        ).data
        figure.add_trace(trace)
    figure.update_yaxes(rangemode="tozero")
    return Picture("draws", figure, _("What each draw answers there, and how probable it is."))
