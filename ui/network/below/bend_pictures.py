"""The pictures of the laboratory of activations."""

from __future__ import annotations

import numpy as np

from figures.data_frame import ring
from figures.learned import paths_figure
from networks import activation, hinges, zigzag
from ui.network.below.fits import TARGETS, along, bound, fit_error
from ui.network.below.settings import NEURONS, LabSettings
from ui.network.words import activations
from ui.sections.section import Picture
from ui.words import _


def curve(now: LabSettings, mode: str) -> Picture:
    """The activation, its slope, and where it saturates."""
    h = activation(now.bend_activation)
    z = np.linspace(-8, 8, 321)
    lines = {
        "h(z)": (z, np.round(h(z), 6), "blue", "solid"),
        "h′(z)": (z, np.round(h.derivative(z), 6), "orange", "dash"),
    }
    figure = paths_figure(lines, mode, {"x": "z", "y": ""}, log=False)
    if now.bend_activation in ("identity", "relu"):
        figure.update_yaxes(range=[-2.2, 3.2])
    if np.isfinite(h.saturates):
        for edge in (-h.saturates, h.saturates):
            figure.add_vline(edge, line={"width": 1, "dash": "dot", "color": "gray"})
    caption = (
        _("What {name} makes of a sum, and its slope; it is saturated beyond the dotted lines.")
        if np.isfinite(h.saturates)
        else _("What a neuron makes of its sum, and the slope of that: {name}.")
    )
    return Picture("curve", figure, caption.format(name=activations()[now.bend_activation]))


def fitted(now: LabSettings, mode: str) -> Picture:
    """A curve and its polygon."""
    target, n = TARGETS[now.bend_curve], now.bend_neurons
    x = np.linspace(target.low, target.high, 181)
    knots = np.linspace(target.low, target.high, n + 1)
    net, theta = hinges(target.f, target.low, target.high, n)
    lines = {
        target.formula: (x, np.round(target.f(x), 5), "gray", "dash"),
        _("{n} ReLUs").format(n=n): (knots, np.round(along(net, theta, knots), 5), "blue", "solid"),
    }
    figure = paths_figure(lines, mode, {"x": "x", "y": ""}, log=False)
    caption = _("A curve, and the sum of ReLUs that meets it at places in equal distances.")
    return Picture("fit", figure, caption)


def errors(now: LabSettings, mode: str) -> Picture:
    """How far they are apart, by the number of neurons."""
    target = TARGETS[now.bend_curve]
    counts = np.array(NEURONS)
    off = np.array([fit_error(target, n) for n in NEURONS])
    lines = {
        _("error"): (counts, off, "blue", "solid"),
        _("at most, by theory"): (
            counts,
            [bound(target, n) for n in NEURONS],
            "orange",
            "dash",
        ),
    }
    words = {"x": _("ReLUs in the layer"), "y": _("largest error")}
    figure = paths_figure(lines, mode, words, log=True)
    figure.update_xaxes(type="log", tickvals=[1, 2, 4, 8, 16], ticktext=["1", "2", "4", "8", "16"])
    figure.add_trace(ring(now.bend_neurons, off[now.bend_neurons - 1], _("chosen"), mode))
    return Picture("errors", figure, _("How far the sum is off its curve, by how many ReLUs."))


def folded(width: int, mode: str) -> Picture:
    """Two layers that fold, and one of as many neurons."""
    net, theta = zigzag(width, 2)
    pieces, knots = width**2, 2 * width
    x, few = np.arange(pieces + 1) / pieces, np.arange(knots + 1) / knots
    one, other = hinges(lambda at: along(net, theta, at), 0.0, 1.0, knots)
    lines = {
        _("two layers of {width}").format(width=width): (
            x,
            np.round(along(net, theta, x), 6),
            "blue",
            "solid",
        ),
        _("one layer of {count}").format(count=knots): (
            few,
            np.round(along(one, other, few), 6),
            "orange",
            "dash",
        ),
    }
    figure = paths_figure(lines, mode, {"x": "x", "y": _("answer")}, log=False)
    caption = _("As many ReLUs, behind each other and side by side.")
    return Picture("folds", figure, caption)
