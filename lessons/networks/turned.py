"""A second task: moons that are turned, learned in several ways by nets from several starts."""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np

import data
from engine import train, transfer
from engine.protocols import VectorObjective
from lessons.lesson import Diagram, Sentence, Series
from lessons.runs import NetRun
from networks import NetworkLoss, initial

NETS, TESTED, UPDATES, TEST, SECOND = 8, 500, 100, 1000, 2000


class SecondTask(NamedTuple):
    """Held-out losses (updates + 1, nets) on the second task, by the way it was learned.

    Attributes:
        scratch: From where the first training began.
        tuned: From where it ended; everything moves.
        frozen: From there, too; the first layer stays.
        top: From there; only the last layer moves.
    """

    scratch: np.ndarray
    tuned: np.ndarray
    frozen: np.ndarray
    top: np.ndarray

    @property
    def ends(self) -> np.ndarray:
        """(4,); means over the nets."""
        return np.array([losses[-1].mean() for losses in self])

    @property
    def helped(self) -> int:
        """How many nets end lower fine-tuned than from scratch."""
        return int((self.tuned[-1] < self.scratch[-1]).sum())


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """Places (N, 2), turned about 0."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(points @ turn)


def case(run: NetRun, degrees: float, few: int) -> SecondTask:
    """The run's task first, then the same turned.

    Args:
        run: The first task, and who trains on it.
        degrees: By how much the second is turned.
        few: How many examples that has.
    """
    source, net = data.by_name(run.source_name), run.network
    examples = source.make(few, run.noise, run.sample + SECOND)
    others = source.make(TESTED, run.noise, run.sample + TEST)
    second, held_out = (
        cast(VectorObjective, NetworkLoss(net, turned(one.points, degrees), one.targets))
        for one in (examples, others)
    )
    [rule] = run.rules
    starts = np.array([initial(net, run.initializer, seed) for seed in range(NETS)])
    steps = (run.epochs, UPDATES)
    first = cast(VectorObjective, run.loss)
    made = transfer(first, second, rule, starts, steps, net.layers_from(1))
    last = net.layers_from(len(net.hidden))
    top = train(second, [rule], made.before.ends[0], UPDATES, free=last)
    losses = made.held_out(held_out)
    return SecondTask(**losses, top=top.measured(held_out.value)[:, 0])


def diagram(found: SecondTask) -> Diagram:
    """The means over the nets, over the updates."""
    updates = np.arange(UPDATES + 1.0)
    names = (
        Sentence("from scratch"),
        Sentence("fine-tuned"),
        Sentence("first layer frozen"),
        Sentence("only the last layer"),
    )
    return Diagram(
        Sentence("updates on the second task"),
        Sentence("test loss, mean of {nets} nets", nets=NETS),
        tuple(
            Series(name, updates, losses.mean(axis=1))
            for name, losses in zip(names, found, strict=True)
        ),
        y_log=True,
    )
