"""Start: what the size of the first weights does to a deep net, and two starts that never learn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from figures.learned import paths_figure
from figures.ridges import ridges_figure
from networks import Signals, signals
from networks.depth import DEPTH, WIDTH
from ui.network.below import stuck
from ui.network.below.asking import ask_name, ask_number
from ui.network.below.settings import MOST_SEED, WIDTHS, LabSettings
from ui.network.words import activations, starts
from ui.numbers import per_cent, short
from ui.sections.section import Picture, Section
from ui.words import _

BESIDE = ("small", "large", "xavier", "he")
LOOKS = {
    "small": ("orange", "dash"),
    "large": ("red", "dot"),
    "xavier": ("blue", "solid"),
    "he": ("green", "dashdot"),
    "zeros": ("gray", "longdash"),
    "equal": ("violet", "longdashdot"),
}
HEALTHY = (0.01, 100.0)  # a deviation of what began at 1 that is neither faded nor grown

HOLDING = ("sigmoid", "tanh")  # their answers cannot grow

kept_signals = lru_cache(maxsize=64)(signals)


def controls(now: LabSettings) -> None:
    """Which activation, and whose answers are drawn."""
    ask_name(_("Activation"), "Activation of the laboratory", "deep_activation", activations(), 160)
    ask_name(_("Weights begin"), "Weights begin", "deep_start", starts(), 180)
    ask_number(_("Seed of the weights"), "Seed of the weights", "deep_seed", 0, MOST_SEED)
    widths = {width: str(width) for width in WIDTHS}
    ask_name(_("Neurons that start equal"), "Neurons that start equal", "equal_width", widths)


def compared(now: LabSettings) -> dict[str, Signals]:
    """The signals of the four starts, and of the visitor's own."""
    names = (*BESIDE, *(() if now.deep_start in BESIDE else (now.deep_start,)))
    return {name: kept_signals(now.deep_activation, name, now.deep_seed) for name in names}


def section(now: LabSettings, mode: str) -> Section:
    """Ten layers of 64 from several starts, then neurons that start equal, and one that is dead."""
    found = compared(now)
    mine = found[now.deep_start]
    title = starts()[now.deep_start]
    layers = np.arange(1, DEPTH + 1)
    names = starts()
    forward = {
        names[name]: (layers, _positive(s.answers), *LOOKS[name]) for name, s in found.items()
    }
    backward = {
        names[name]: (np.arange(DEPTH + 1), _positive(s.gradients), *LOOKS[name])
        for name, s in found.items()
    }
    pictures = (
        Picture(
            "answers",
            paths_figure(forward, mode, {"x": _("layer"), "y": _("deviation of answers")}, True),
            _("How far the answers of a layer are spread; the inputs have a deviation of 1."),
        ),
        Picture(
            "gradients",
            paths_figure(
                backward,
                mode,
                {"x": _("layer, 0 for the inputs"), "y": _("deviation of gradients")},
                True,
            ),
            _(
                "How large the gradient is that comes back to a layer's answers; read from right "
                "to left, from a deviation of 1 behind layer {depth}."
            ).format(depth=DEPTH),
        ),
        Picture(
            "spread",
            ridges_figure(mine.counts, mine.edges, mode, _("layer"), _("answer")),
            _(
                "What the neurons of every layer answer, as distributions as wide as the root of "
                "how many there are: {start}."
            ).format(start=title),
        ),
        stuck.picture(now.equal_width, mode),
    )
    return Section(
        (
            _signals_said(now, mine),
            _note(now),
            *stuck.sentences(now.equal_width),
        ),
        pictures,
        _table(found),
    )


def _positive(numbers: np.ndarray) -> np.ndarray:
    """What a logarithm can draw; 0 is drawn as nothing, and the table says it."""
    return np.where(numbers > 0, numbers, np.nan)


def _signals_said(now: LabSettings, mine: Signals) -> str:
    low, high = HEALTHY
    ends = float(mine.answers[-1]), float(mine.gradients[0])
    numbers = {
        "start": starts()[now.deep_start],
        "activation": activations()[now.deep_activation],
        "depth": DEPTH,
        "width": WIDTH,
        "answers": short(ends[0]),
        "gradients": short(ends[1]),
        "saturated": per_cent(float(mine.saturated[-1]), 0),
    }
    if max(ends) < low:
        sentence = _(
            "{depth} layers of {width}, {activation}, {start}: examples of deviation 1 leave the "
            "last layer with {answers}, and a gradient of 1 comes back as {gradients}: both vanish."
        )
    elif min(ends) > high or not np.isfinite(ends).all():
        sentence = _(
            "{depth} layers of {width}, {activation}, {start}: examples of deviation 1 leave the "
            "last layer with {answers}, and a gradient of 1 comes back as {gradients}: both "
            "explode."
        )
    elif ends[1] > high and low <= ends[0] <= high and now.deep_activation in HOLDING:
        sentence = _(
            "{depth} layers of {width}, {activation}, {start}: the last layer answers with a "
            "deviation of {answers}, for the activation holds it, and {saturated} of its answers "
            "are saturated; a gradient of 1 comes back as {gradients}: it explodes."
        )
    elif ends[1] < low <= ends[0] <= high:
        sentence = _(
            "{depth} layers of {width}, {activation}, {start}: the last layer answers with a "
            "deviation of {answers}, but a gradient of 1 comes back as {gradients}: it vanishes."
        )
    elif low <= min(ends) and max(ends) <= high:
        sentence = _(
            "{depth} layers of {width}, {activation}, {start}: examples of deviation 1 leave the "
            "last layer with {answers}, and a gradient of 1 comes back as {gradients}: learning "
            "can begin in every layer."
        )
    else:
        sentence = _(
            "{depth} layers of {width}, {activation}, {start}: examples of deviation 1 leave the "
            "last layer with {answers}, and a gradient of 1 comes back as {gradients}."
        )
    return sentence.format(**numbers)


def _note(now: LabSettings) -> str:
    small, xavier = (
        float(kept_signals("tanh", name, now.deep_seed).answers[-1]) for name in ("small", "xavier")
    )
    xavier_relu, he_relu = (
        float(kept_signals("relu", name, now.deep_seed).answers[-1]) for name in ("xavier", "he")
    )
    return _(
        "A study note behind this app lets a Gaussian start mend vanishing gradients. It is the "
        "size that does: with tanh, σ = 0.01 leaves {small} in layer {depth}, and Xavier, "
        "σ = 1/√{width}, {xavier}. ReLU lets half of a signal through: with Xavier {xavier_relu} "
        "is left, and with He, √2 times as large, {he_relu}."
    ).format(
        small=short(small),
        xavier=short(xavier),
        depth=DEPTH,
        width=WIDTH,
        xavier_relu=short(xavier_relu),
        he_relu=short(he_relu),
    )


def _table(found: dict[str, Signals]) -> pd.DataFrame:
    names = starts()
    rows = [
        {
            _("Weights begin"): names[name],
            _("Answers of the last layer"): short(float(one.answers[-1])),
            _("Gradient at the inputs"): short(float(one.gradients[0])),
            _("Saturated or silent"): per_cent(float(one.saturated[-1]), 0),
            _("Silent for all"): per_cent(float(one.silent[-1]), 0),
        }
        for name, one in found.items()
    ]
    return pd.DataFrame(rows)
