"""The section on noise that is put in on purpose: one draw per update against the mean of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data import Task
from data.raw import uniform
from engine import run as walk_on
from engine.analysis import saturation
from engine.analysis.masks import dropout_penalty, jitter_penalty, mean_answer
from figures.batch_noise import LEAST
from figures.learned import paths_figure
from surfaces.losses import Average, DataLoss
from ui.data.below.run import CONVEX, PLAIN, DataRun, variant
from ui.data.below.section import Picture, Section, only, place
from ui.numbers import apart, short
from ui.words import _

STREAM = 11  # of random words; those of batches and data are others
DRAWS = 2000  # of the loss at the start
USUAL = {Average.DROPOUT: 0.5, Average.DROPCONNECT: 0.5, Average.JITTER: 0.5}
WALK = 1000  # updates


@dataclass(frozen=True, eq=False)
class Noisy:
    """One kind of noise: the exact mean over all its draws, and the mean of some of them.

    Attributes:
        kind: Which.
        strength: The share that is left out, or how far inputs are moved.
        mean: The loss that is the mean over all its draws.
        lowest: Where that is lowest, None where there is no such place or it is not known.
        height: How low it is there.
        exact: The mean at one place.
        closed: The same by its closed form, None where there is none.
        sampled: The mean of some draws there.
        off: The standard error of that.
    """

    kind: Average
    strength: float
    mean: DataLoss
    lowest: tuple[float, float] | None
    height: float | None
    exact: float
    closed: float | None
    sampled: float
    off: float


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
    if run.loss.kind.root:
        sentences.append(
            _(
                "This loss is the root of a mean: the mean over draws is taken below the root, and "
                "single draws lie below it on average."
            )
        )
    return Section(tuple(sentences), (_walks(run, bare, chosen, mode),), _table(run, bare, found))


def at(run: DataRun) -> tuple[float, float]:
    """The start, or a place beside 0, where nothing can be left out."""
    return run.start if any(run.start) else (1.0, -1.0)


def noisy(run: DataRun, bare: DataLoss, kind: Average) -> Noisy:
    """The loss at the start under one kind of noise, exact and sampled."""
    strength = run.loss.strength if run.loss.average is kind else USUAL[kind]
    mean = variant(bare, bare.ridge, bare.lasso, kind, strength)
    where = np.array(at(run))
    n = run.n
    numbers = uniform(run.batches.seed, STREAM, 2 * DRAWS).reshape(2, DRAWS)
    examples = np.minimum((numbers[0] * n).astype(int), n - 1)
    drawn = mean.formed(examples, forms(mean, numbers[1]))
    values = mean.value(np.broadcast_to(where, (DRAWS, 2)), drawn[:, None])
    return Noisy(
        kind,
        strength,
        mean,
        *lowest_of(mean),
        float(mean.value(where)),
        penalty(bare, kind, strength, where, run.design),
        float(values.mean()),
        float(values.std() / np.sqrt(DRAWS)),
    )


def lowest_of(loss: DataLoss) -> tuple[tuple[float, float] | None, float | None]:
    """Where it is lowest and how low, if that is known; of nets it would be a long search."""
    if loss.kind.name not in CONVEX or not loss.minima:
        return None, None
    return loss.minima[0], loss.minimum


def forms(loss: DataLoss, numbers: np.ndarray) -> np.ndarray:
    """Which form is seen, for numbers from [0, 1): each as often as it is probable."""
    edges = np.cumsum(loss.chances)[:-1]
    return np.searchsorted(edges, numbers, side="right")


def penalty(
    bare: DataLoss, kind: Average, strength: float, theta: np.ndarray, design: np.ndarray
) -> float | None:
    """The mean loss in closed form, where there is one: least squares with a penalty."""
    if not bare.kind.squares or bare.kind.root:
        return None
    plain = float(bare.value(theta))
    inputs = np.array(bare.kind.inputs)
    if kind is Average.JITTER:
        return plain + float(jitter_penalty(theta[inputs], strength))
    masked = inputs if kind is Average.DROPOUT else np.array(bare.kind.masked)
    return plain + float(dropout_penalty(design[:, masked], theta[masked], 1 - strength))


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


def _walks(run: DataRun, bare: DataLoss, one: Noisy, mode: str) -> Picture:
    """Plain descent on the same batches: one draw per update, and all of them in each."""
    steps = max(1, min(run.steps, WALK))
    batches = run.batches.indices(run.n, steps)
    numbers = uniform(run.batches.seed, STREAM + 1, batches.size).reshape(batches.shape)
    single = one.mean.formed(batches, forms(one.mean, numbers))
    rule = run.rule(PLAIN)
    walks = {
        _("one draw per update"): (single, "orange", "solid"),
        _("all draws in every update"): (batches, "blue", "solid"),
    }
    paths = {}
    lowest = one.height
    for name, (drawn, hue, dash) in walks.items():
        walk = walk_on(one.mean, rule, run.start, steps, draws=list(drawn), schedule=run.schedule)
        heights = walk.heights if lowest is None else np.maximum(walk.heights - lowest, LEAST)
        paths[name] = (np.arange(steps + 1), heights, hue, dash)
    words = {
        "x": _("updates"),
        "y": _("mean loss over all draws") if lowest is None else _("above the lowest mean loss"),
    }
    figure = paths_figure(paths, mode, words, log=lowest is not None)
    caption = _("{noise}: plain descent on the same batches, with the noise drawn or averaged.")
    noise = names()[one.kind].format(strength=short(one.strength))
    return Picture("averages", figure, caption.format(noise=noise))
