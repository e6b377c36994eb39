"""Activations: their curves, what a net is without one, and what sums of ReLUs can fit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from networks import Network, NetworkLoss, activation, initial, multiplied_out
from ui.network.below import bend_pictures
from ui.network.below.asking import ask_name, ask_number, ask_stop
from ui.network.below.fits import TARGETS, bound, fit_error, fold_error
from ui.network.below.settings import FOLDS, MOST_SEED, NEURONS, LabSettings
from ui.network.below.words import neuron
from ui.network.words import activations
from ui.numbers import per_cent, short
from ui.sections.section import Section, settled
from ui.words import _

LINEAR = Network((2, 2), "identity")
DEPTH = 10  # layers over which slopes are multiplied


def controls(now: LabSettings) -> None:
    """Which activation, which curve, how many neurons."""
    ask_name(_("Activation"), "Activation of the laboratory", "bend_activation", activations(), 160)
    ask_number(_("Seed of the weights"), "Seed of the weights", "bend_seed", 0, MOST_SEED)
    curves = {name: target.formula for name, target in TARGETS.items()}
    ask_name(_("Curve to fit"), "Curve to fit", "bend_curve", curves, 150)
    ask_stop(_("ReLUs in the layer"), "ReLUs in the layer", "bend_neurons", NEURONS)
    ask_stop(_("Neurons per folding layer"), "Neurons per folding layer", "bend_folds", FOLDS)


def section(now: LabSettings, mode: str) -> Section:
    """Curve and slope; one line for a net without any; fits by kinks, and by folds."""
    return Section(
        (_slope(now.bend_activation), *_line(now), _fit(now), _deep(now.bend_folds)),
        (
            bend_pictures.curve(now, mode),
            bend_pictures.fitted(now, mode),
            bend_pictures.errors(now, mode),
            bend_pictures.folded(now.bend_folds, mode),
        ),
        _products(now),
        words=2,
    )


def _slope(name: str) -> str:
    h = activation(name)
    most = float(h.derivative(0.0)) if name != "relu" else 1.0
    numbers = {
        "name": activations()[name],
        "most": short(most),
        "beyond": short(h.saturates),
        "depth": DEPTH,
        "product": short(most**DEPTH),
    }
    if name == "identity":
        sentence = _(
            "Without an activation every slope is 1: nothing saturates, and nothing bends."
        )
    elif name == "relu":
        sentence = _(
            "ReLU has the slope 1 above 0 and 0 below: it never saturates on the right, and is "
            "silent on the left. It is continuous, but at 0 it has no derivative, against what a "
            "study note behind this app says of all continuous functions; 0 is taken."
        )
    elif most < 1:
        sentence = _(
            "The slope of {name} is {most} at most. Beyond |z| = {beyond} it is under a hundredth "
            "of that: there a neuron is saturated. Even without that, {depth} layers of it let "
            "{product} of a derivative through at most, times their weights."
        )
    else:
        sentence = _(
            "The slope of {name} is {most} at most, at z = 0. Beyond |z| = {beyond} it is under a "
            "hundredth of that: there a neuron is saturated, and little of a derivative comes "
            "through."
        )
    return sentence.format(**numbers)


def linear_net(seed: int) -> np.ndarray:
    """(P,); weights and biases of the net without activations."""
    theta = initial(LINEAR, "xavier", seed)
    biases = ~LINEAR.are_weights()
    theta[biases] = np.random.default_rng(seed).normal(size=int(biases.sum()))
    return theta


def _line(now: LabSettings) -> tuple[str, ...]:
    theta = linear_net(now.bend_seed)
    places = np.random.default_rng(now.bend_seed).normal(size=(40, 2))
    (row,) = multiplied_out(LINEAR, theta)
    line = places @ row[:2] + row[2]
    found = NetworkLoss(LINEAR, places, np.zeros(40), "squares").sums(theta)[0]
    bent = Network(LINEAR.hidden, "tanh")
    other = NetworkLoss(bent, places, np.zeros(40), "squares").sums(theta)[0]
    design = np.column_stack([places, np.ones(40)])
    rest = other - design @ np.linalg.lstsq(design, other, rcond=None)[0]
    numbers = {
        "count": LINEAR.dimension,
        "a": short(float(row[0])),
        "b": short(float(row[1])),
        "c": short(float(row[2])),
        "off": short(settled(float(np.abs(line - found).max()), float(np.abs(line).max()))),
        "part": per_cent(float(rest.var() / other.var())),
    }
    return (
        _(
            "A net 2-2-2-1 without activations has {count} parameters, and is a plane of three: "
            "its matrices multiplied out are z = ({a}) x₁ + ({b}) x₂ + ({c}). At 40 places the two "
            "differ by {off} but for rounding: however deep, it draws a straight border."
        ).format(**numbers),
        _(
            "With tanh between the same matrices, {part} of the variance of its answers at these "
            "places is beside every plane."
        ).format(**numbers),
    )


def _products(now: LabSettings) -> pd.DataFrame:
    """The first layer, the second times the first, all three."""
    whole, rows = np.eye(3), []
    for layer, matrix in enumerate(LINEAR.layers(linear_net(now.bend_seed))):
        whole = np.vstack([matrix @ whole, np.eye(3)[-1:]])
        name = " ".join(f"W{'₁₂₃'[at]}" for at in range(layer, -1, -1))
        for place, row in enumerate(whole[:-1]):
            rows.append(
                {
                    _("Matrices"): name,
                    _("Neuron"): neuron(LINEAR, layer, place),
                    "x₁": short(float(row[0])),
                    "x₂": short(float(row[1])),
                    _("Bias"): short(float(row[2])),
                }
            )
    return pd.DataFrame(rows)


def _fit(now: LabSettings) -> str:
    target, n = TARGETS[now.bend_curve], now.bend_neurons
    numbers = {
        "n": n,
        "places": n + 1,
        "curve": target.formula,
        "off": short(fit_error(target, n)),
        "bound": short(bound(target, n)),
        "one": short(fit_error(target, 1)),
        "most": NEURONS[-1],
        "least": short(fit_error(target, NEURONS[-1])),
    }
    sentence = (
        _(
            "One ReLU in one layer is a straight piece here, which meets {curve} at both ends; it "
            "is off by {off} at most. With {most} of them it is {least}."
        )
        if n == 1
        else _(
            "A sum of {n} ReLUs has a kink for each: it meets {curve} at {places} places and is "
            "off by {off} at most, {one} with one neuron and {least} with {most}. In theory the "
            "error is at most max|f″| (b − a)² / 8n² = {bound}: twice the neurons, a quarter of "
            "it. The weights are worked out, not trained; a training need not find them."
        )
    )
    return sentence.format(**numbers)


def _deep(width: int) -> str:
    off = fold_error(width)
    numbers = {
        "width": width,
        "all": 2 * width,
        "pieces": width**2,
        "most": 2 * width + 1,
        "least": width**2 - 1,
        "off": short(settled(off, 1e3)),
    }
    sentence = (
        _(
            "Layers fold: two layers of {width} ReLUs go up and down in {pieces} straight pieces. "
            "One layer of the same {all} neurons has {most} pieces at most, which is enough here: "
            "it is off by {off}."
        )
        if 2 * width + 1 >= width**2
        else _(
            "Layers fold: two layers of {width} ReLUs go up and down in {pieces} straight pieces. "
            "One layer of the same {all} neurons has {most} pieces at most. With fewer than "
            "{least} neurons a layer is off by 0.5 somewhere, no better than a level line; the one "
            "drawn is off by {off}. Deeper nets need fewer neurons for this, which does not make "
            "them easier to train."
        )
    )
    return sentence.format(**numbers)
