"""The section on noise that is put in on purpose: one draw per update against the mean of all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from data import Task
from data.raw import uniform
from engine import run as walk_on
from engine.analysis import saturation
from engine.analysis.masks import mean_answer
from figures.batch_noise import LEAST
from figures.learned import paths_figure
from surfaces.losses import Average, DataLoss
from ui.data.below.noises import DRAWS, STREAM, USUAL, Noisy, at, forms, lowest_of, noisy
from ui.data.below.run import PLAIN, DataRun, variant
from ui.numbers import apart, short
from ui.sections.section import Picture, Section, only, place
from ui.words import _

WALK = 1000  # updates


def section(run: DataRun, mode: str) -> Section:
    """Dropout, DropConnect and jitter of the run's inputs."""
    if not any(run.loss.kind.inputs):
        return only(
            _(
                "Noise on the inputs has a meaning where the loss sees inputs; the logits of this "
                "one are its weights. Choose another loss."
            )
        )
    bare = variant(run.loss, run.loss.ridge, run.loss.lasso)
    found = [noisy(run, bare, kind) for kind in USUAL]
    chosen = next((one for one in found if one.kind is run.loss.average), found[0])
    sentences = [
        _(
            "An input that stays with probability p is divided by p, so that its mean is what it "
            "was. Noise of this kind is drawn anew for every example of every update; the table "
            "has the mean loss at w = {place} over all draws, and over {draws} of them."
        ).format(place=place(at(run)), draws=f"{DRAWS:,}"),
        *_closed(run, bare),
        *_units(run),
    ]
    picture, lost = _walks(run, bare, chosen, mode)
    if lost:
        sentences.append(
            _(
                "With η = {rate} plain descent is lost on these data: its line ends where it "
                "leaves the finite world. Choose a smaller η to see it settle."
            ).format(rate=short(run.rate))
        )
    if run.loss.kind.root:
        sentences.append(
            _(
                "This loss is the root of a mean: the mean over draws is taken below the root, and "
                "single draws lie below it on average."
            )
        )
    return Section(tuple(sentences), (picture,), _table(run, bare, found))


def names() -> dict[Average, str]:
    """What they are called."""
    return {
        Average.DROPOUT: _("Dropout of inputs, 1 − p = {strength}"),
        Average.DROPCONNECT: _("DropConnect of weights, 1 − p = {strength}"),
        Average.JITTER: _("Jitter of inputs by ±{strength}"),
    }


def _closed(run: DataRun, bare: DataLoss) -> list[str]:
    if bare.kind.squares and not bare.kind.root:
        return [
            _(
                "Of least squares the mean over all masks is f + (1 − p)/p Σ wᵢ² mean(xᵢ²), and "
                "over jitter of ±s it is f + s² Σ wᵢ²: noise on inputs is weight decay."
            )
        ]
    return [
        _(
            "Only for least squares is the mean a loss with a penalty of squares, exactly; for "
            "this loss all draws have to be asked."
        )
    ]


def _units(run: DataRun) -> list[str]:
    """What one answer is on average, and what it is with nothing left out."""
    theta = np.array(at(run))
    inputs = run.signed[0] if run.loss.kind.task is Task.CLASS else run.design[0]
    units: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "linear": lambda s: s,
        "tanh": np.tanh,
        "relu": lambda s: np.maximum(s, 0.0),
        "sigmoid": saturation.sigmoid,
    }
    said = {}
    for name, h in units.items():
        mean, whole = mean_answer(h, theta, inputs, 0.5)
        said[name], said[f"{name}_whole"] = apart(round(mean, 12), round(whole, 12), most=4)
    return [
        _(
            "Where is scaling by p exact? A unit h(w·x) with w = {w} and the first example, "
            "x = {x}, at p = 1/2: the mean over its four masks against nothing left out is "
            "{linear} = {linear_whole} for a linear h, {tanh} against {tanh_whole} for tanh, "
            "{relu} against {relu_whole} for ReLU and {sigmoid} against {sigmoid_whole} for the "
            "sigmoid. It is exact for all w and x only where h is linear."
        ).format(w=place(theta), x=place(inputs), **said)
    ]


def _table(run: DataRun, bare: DataLoss, found: list[Noisy]) -> pd.DataFrame:
    rows = []
    for one in found:
        lowest = "—" if one.lowest is None else place(one.lowest)
        rows.append(
            {
                _("Noise"): names()[one.kind].format(strength=short(one.strength)),
                _("Mean over all draws"): short(one.exact),
                _("f and its penalty"): "—" if one.closed is None else short(one.closed),
                _("Sampled"): f"{short(one.sampled)}\u00a0±\u00a0{short(one.off)}",
                _("Lowest at"): lowest,
            }
        )
    plain = lowest_of(bare)[0]
    rows.append(
        {
            _("Noise"): _("none"),
            _("Mean over all draws"): short(float(bare.value(at(run)))),
            _("f and its penalty"): "—",
            _("Sampled"): "—",
            _("Lowest at"): "—" if plain is None else place(plain),
        }
    )
    return pd.DataFrame(rows)


def _walks(run: DataRun, bare: DataLoss, one: Noisy, mode: str) -> tuple[Picture, bool]:
    """Plain descent on the same batches, one draw or all per update; whether one is lost."""
    steps = max(1, min(run.steps, WALK))
    batches = run.batches.indices(run.n, steps)
    numbers = uniform(run.batches.seed, STREAM + 1, batches.size).reshape(batches.shape)
    single = one.mean.formed(batches, forms(one.mean, numbers))
    rule = run.rule(PLAIN)
    walks = {
        _("one draw per update"): (single, "orange", "solid"),
        _("all draws in every update"): (batches, "blue", "solid"),
    }
    paths, lost = {}, False
    lowest = one.height
    for name, (drawn, hue, dash) in walks.items():
        walk = walk_on(one.mean, rule, run.start, steps, draws=list(drawn), schedule=run.schedule)
        lost |= int(walk.last) < steps
        heights = walk.heights if lowest is None else np.maximum(walk.heights - lowest, LEAST)
        paths[name] = (np.arange(steps + 1), heights, hue, dash)
    words = {
        "x": _("updates"),
        "y": _("mean loss over all draws") if lowest is None else _("above the lowest mean loss"),
    }
    figure = paths_figure(paths, mode, words, log=lowest is not None)
    caption = _("{noise}: plain descent on the same batches, with the noise drawn or averaged.")
    noise = names()[one.kind].format(strength=short(one.strength))
    return Picture("averages", figure, caption.format(noise=noise)), lost
