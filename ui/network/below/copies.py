"""Augmentation: learning from every example and its mirror images, where that helps and hurts."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

import data
from figures.learned import paths_figure
from networks import Network, NetworkLoss, augmented, ensemble, initial
from optimizers import Adam
from ui.network.below.settings import LabSettings
from ui.network.below.training import trained_by
from ui.numbers import per_cent, short
from ui.sections.section import Picture, Section
from ui.words import _

FEW, MANY, UPDATES, RATE = 20, 500, 400, 0.02
FLIPS = np.array([np.diag([a, b]) for a in (1.0, -1.0) for b in (1.0, -1.0)])
SETS = ("circle", "moons")
TEST = 1000  # what is added to a seed for other examples
Examples = tuple[np.ndarray, np.ndarray]


class Copied(NamedTuple):
    """One data set, learned from plain and with its mirror images.

    Attributes:
        plain: Held-out losses (T,) of the net that saw the examples alone.
        copied: Of the one that saw every copy.
        singles: (4,); the last net's loss on the examples of training, by how they are mirrored.
        whole: The loss that it was trained on.
        alone: What the net answers to held-out examples: loss, and share that is right.
        together: The same of the mean of its answers to all copies of an example.
    """

    plain: np.ndarray
    copied: np.ndarray
    singles: np.ndarray
    whole: float
    alone: tuple[float, float]
    together: tuple[float, float]


@lru_cache(maxsize=16)
def learned(source: str, seed: int) -> Copied:
    """Both trainings on a data set."""
    net = Network((8, 8))
    found = data.by_name(source)
    few, many = found.make(FEW, 0.2, seed), found.make(MANY, 0.2, seed + TEST)
    objective = NetworkLoss(net, few.points, few.targets)
    held_out = NetworkLoss(net, many.points, many.targets)
    every = augmented(objective, FLIPS)
    rule = Adam(learning_rate=RATE)
    start = initial(net, "xavier", seed)
    plain, copied = (trained_by(rule, one, start, UPDATES) for one in (objective, every))
    end = copied.ends[0]
    singles = [NetworkLoss(net, few.points @ flip, few.targets).value(end) for flip in FLIPS]
    mirrored = [NetworkLoss(net, many.points @ flip, many.targets) for flip in FLIPS]
    answers = np.mean([one.answers(end) for one in mirrored], axis=0)
    alone = ensemble(held_out, end[None])
    return Copied(
        plain.measured(held_out.value)[:, 0],
        copied.measured(held_out.value)[:, 0],
        np.array(singles),
        float(every.value(end)),
        (alone.loss, alone.accuracy),
        (float(held_out.of_answers(answers)), float(held_out.right(answers))),
    )


def section(now: LabSettings, mode: str) -> Section:
    """A data set whose classes survive a mirror, and one whose classes do not."""
    both = {source: learned(source, now.left_seed) for source in SETS}
    disc, moons = (both[source] for source in SETS)
    numbers = {
        "few": FEW,
        "all": len(FLIPS) * FEW,
        "many": MANY,
        "updates": UPDATES,
        "disc_plain": short(float(disc.plain[-1])),
        "disc_copied": short(float(disc.copied[-1])),
        "moons_plain": short(float(moons.plain[-1])),
        "moons_copied": short(float(moons.copied[-1])),
        "singles": ", ".join(short(float(one)) for one in disc.singles),
        "mean": short(disc.whole),
        "alone": short(disc.alone[0]),
        "together": short(disc.together[0]),
    }
    helped = disc.copied[-1] < disc.plain[-1]
    hurt = moons.copied[-1] > moons.plain[-1]
    sentences = (
        _(
            "A disc in a ring keeps its classes when it is mirrored, left to right or top to "
            "bottom: {few} examples become {all}. After {updates} updates of Adam the loss on "
            "{many} others is {disc_copied} with the copies, and {disc_plain} without: they help."
        ).format(**numbers)
        if helped
        else _(
            "A disc in a ring keeps its classes when it is mirrored, left to right or top to "
            "bottom: {few} examples become {all}. After {updates} updates of Adam the loss on "
            "{many} others is {disc_copied} with the copies, and {disc_plain} without: here they "
            "do not help."
        ).format(**numbers),
        _(
            "Two moons do not: a mirror puts one where the other was. There the loss is "
            "{moons_copied} with the copies, and {moons_plain} without: the copies are false, and "
            "they hurt."
        ).format(**numbers)
        if hurt
        else _(
            "Two moons do not: a mirror puts one where the other was. There the loss is "
            "{moons_copied} with the copies, and {moons_plain} without: the copies are false, and "
            "by chance it is no worse."
        ).format(**numbers),
        _(
            "Nothing is drawn here that could not be asked for as a whole: the loss over all "
            "copies is the exact mean of the losses of the four ways to mirror, for the disc "
            "({singles}), which is {mean}. A draw per step has that mean."
        ).format(**numbers),
        _(
            "At test a net may answer for all copies of an example, and the mean is taken. For the "
            "disc that changes the loss from {alone} to {together}. The loss of a mean is never "
            "above the mean of the losses, but may be above the one of the plain example."
        ).format(**numbers),
    )
    return Section(
        sentences, tuple(_picture(source, both[source], mode) for source in SETS), _table(both)
    )


def _table(both: dict[str, Copied]) -> pd.DataFrame:
    names = _names()
    return pd.DataFrame(
        [
            {
                _("Data set"): names[source],
                _("Held-out loss, plain"): short(float(one.plain[-1])),
                _("With copies"): short(float(one.copied[-1])),
                _("Mean of answers to copies"): short(one.together[0]),
                _("Right, with copies"): per_cent(one.alone[1]),
                _("Right, mean of answers"): per_cent(one.together[1]),
            }
            for source, one in both.items()
        ]
    )


def _names() -> dict[str, str]:
    return {"circle": _("A disc in a ring"), "moons": _("Two moons")}


def _picture(source: str, found: Copied, mode: str) -> Picture:
    steps = np.arange(UPDATES + 1)[::4]
    lines = {
        _("examples alone"): (steps, np.round(found.plain[::4], 5), "gray", "dash"),
        _("with mirror images"): (steps, np.round(found.copied[::4], 5), "blue", "solid"),
    }
    words = {"x": _("updates"), "y": _("held-out loss")}
    figure = paths_figure(lines, mode, words, log=False)
    figure.update_yaxes(rangemode="tozero")
    return Picture(
        source, figure, _("{name}: learned with and without.").format(name=_names()[source])
    )
