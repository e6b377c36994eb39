"""Ensembles: snapshots along a cyclic rate, and nets from several seeds; alone and together."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

import data
from figures.data_frame import dots, line
from figures.learned import paths_figure
from networks import Ensemble, Network, NetworkLoss, ensemble, initial
from optimizers import Adam
from schedules import Cyclic
from ui.network.below.asking import ask_number, ask_stop
from ui.network.below.settings import (
    CYCLES,
    HALF_CYCLES,
    LEARNED_FROM,
    MOST_NETS,
    MOST_SEED,
    LabSettings,
)
from ui.network.below.training import trained_by
from ui.numbers import per_cent, short
from ui.sections.section import Picture, Section
from ui.words import _

NET = Network((8, 8))
NOISE, TESTED, RATE, LOW = 0.35, 500, 0.03, 0.05
ROWS = 10  # kept of every cycle
TEST = 1000  # what is added to a seed for other examples


class Trained(NamedTuple):
    """Twenty nets, trained side by side along a cyclic rate.

    Attributes:
        steps: (T,) int; the updates after which they were looked at.
        points: (T, M, P).
        losses: (T, M); on held-out examples.
        held_out: The loss on those.
    """

    steps: np.ndarray
    points: np.ndarray
    losses: np.ndarray
    held_out: NetworkLoss


@lru_cache(maxsize=6)
def trained(half: int, count: int, seed: int) -> Trained:
    """All nets on so many noisy moons.

    Args:
        half: Updates of half a cycle.
        count: How many examples.
        seed: Of the examples; the nets' own are 0, 1, 2, ...
    """
    found = data.by_name("moons")
    few, many = found.make(count, NOISE, seed), found.make(TESTED, NOISE, seed + TEST)
    objective = NetworkLoss(NET, few.points, few.targets)
    held_out = NetworkLoss(NET, many.points, many.targets)
    starts = np.array([initial(NET, "xavier", k) for k in range(MOST_NETS)])
    cycle = 2 * half
    made = trained_by(
        Adam(learning_rate=RATE),
        objective,
        starts,
        cycle * CYCLES,
        schedule=Cyclic(period=half, low=LOW),
        every=cycle // ROWS,
    )
    return Trained(made.steps, made.points[:, 0], made.measured(held_out.value)[:, 0], held_out)


def snapshots(made: Trained, net: int, last: int) -> Ensemble:
    """The last so many of one net, each at the end of a cycle."""
    return ensemble(made.held_out, made.points[ROWS::ROWS, net][-last:])


def seeds(made: Trained, count: int) -> Ensemble:
    """The ends of the first so many nets."""
    return ensemble(made.held_out, made.points[-1, :count])


def controls(now: LabSettings) -> None:
    """From how many examples, how long a cycle is, and who answers together."""
    ask_stop(_("Examples"), "Examples of the laboratory", "ens_examples", LEARNED_FROM)
    ask_number(_("Seed of the examples"), "Seed of the examples", "ens_seed", 0, MOST_SEED, 170)
    ask_stop(_("Updates per half cycle"), "Updates per half cycle", "ens_half", HALF_CYCLES)
    ask_stop(_("Snapshots together"), "Snapshots together", "ens_last", range(1, CYCLES + 1))
    ask_stop(_("Nets together"), "Nets together", "ens_nets", range(1, MOST_NETS + 1))


def section(now: LabSettings, mode: str) -> Section:
    """Each one's test loss, that of the mean of their answers, and over twenty nets."""
    made = trained(now.ens_half, now.ens_examples, now.ens_seed)
    mine, others = snapshots(made, 0, now.ens_last), seeds(made, now.ens_nets)
    every = [snapshots(made, net, now.ens_last) for net in range(MOST_NETS)]
    return Section(
        (
            _setting(now),
            *_snapshots(now, mine, every),
            *_seeds(now, others),
            _why(others if now.ens_nets > 1 else mine),
        ),
        (
            _along(now, made, mode),
            _rate(now, mode),
            _pairs(now, every, mode),
            _many(made, mode),
        ),
        _table(now, made, mine, others),
    )


def _setting(now: LabSettings) -> str:
    return _(
        "Nets 2-8-8-1 learn {examples} noisy moons by Adam, whose rate swings between {low} and "
        "{rate}; wherever it is lowest a snapshot is kept. Tested is on {tested} other examples."
    ).format(examples=now.ens_examples, low=short(LOW * RATE), rate=short(RATE), tested=TESTED)


def _snapshots(now: LabSettings, mine: Ensemble, every: list[Ensemble]) -> tuple[str, ...]:
    if now.ens_last == 1:
        return (
            _("One snapshot is the net itself: let several answer together to see what changes."),
        )
    better = sum(one.loss < one.losses[-1] for one in every)
    alone = np.array([(one.losses[-1], one.accuracies[-1]) for one in every]).mean(axis=0)
    both = np.array([(one.loss, one.accuracy) for one in every]).mean(axis=0)
    righter = sum(one.accuracy > one.accuracies[-1] for one in every)
    wronger = sum(one.accuracy < one.accuracies[-1] for one in every)
    return (
        _(
            "The last snapshot of the first net has a test loss of {last}; the mean of the answers "
            "of its last {count} has {loss}."
        ).format(last=short(float(mine.losses[-1])), count=now.ens_last, loss=short(mine.loss)),
        _(
            "Over {nets} nets from different seeds the last snapshot has {last} on average, and "
            "{count} together {loss}: lower in {better} of them. Accuracy is {right} alone and "
            "{together} together: higher in {righter}, lower in {wronger}, the same in {same}."
        ).format(
            nets=len(every),
            count=now.ens_last,
            last=short(float(alone[0])),
            loss=short(float(both[0])),
            better=better,
            right=per_cent(float(alone[1])),
            together=per_cent(float(both[1])),
            righter=righter,
            wronger=wronger,
            same=len(every) - righter - wronger,
        ),
        *_overfitted(mine),
    )


def _overfitted(mine: Ensemble) -> tuple[str, ...]:
    """Where a snapshot is better than all together, the training was too long."""
    if not mine.losses.min() < mine.loss:
        return ()
    return (
        _(
            "Of the first net's snapshots the best alone has {best}, less than all of them "
            "together: an ensemble does not undo that others are worse."
        ).format(best=short(float(mine.losses.min()))),
    )


def _seeds(now: LabSettings, found: Ensemble) -> tuple[str, ...]:
    if now.ens_nets == 1:
        return (_("One net is no ensemble: let several answer together."),)
    numbers = {
        "count": now.ens_nets,
        "mean": short(float(found.losses.mean())),
        "best": short(float(found.losses.min())),
        "loss": short(found.loss),
        "right": per_cent(float(found.accuracies.mean())),
        "most": per_cent(float(found.accuracies.max())),
        "together": per_cent(found.accuracy),
    }
    sentence = (
        _(
            "{count} nets from different seeds have {mean} on average, the best of them {best}; "
            "the mean of their answers has {loss}, less than any alone. Of the examples they tell "
            "{right} on average, {most} at best, and {together} together."
        )
        if found.loss < found.losses.min()
        else _(
            "{count} nets from different seeds have {mean} on average, the best of them {best}; "
            "the mean of their answers has {loss}, more than the best, which nobody knows before "
            "the test. Of the examples they tell {right} on average, {most} at best, and "
            "{together} together."
        )
    )
    return (sentence.format(**numbers),)


def _why(found: Ensemble) -> str:
    gain = float(found.losses.mean()) - found.loss
    return _(
        "The loss of the mean is never above the mean of the losses, for cross-entropy is convex "
        "in the answer; here it is {gain} below. Accuracy has no such law: it sees only on which "
        "side of 1/2 an answer lies, and falls where the nets that are right are outvoted."
    ).format(gain=short(max(0.0, gain)))


def _table(now: LabSettings, made: Trained, mine: Ensemble, others: Ensemble) -> pd.DataFrame:
    rows: list[tuple[str, float, float]] = []
    first = CYCLES - now.ens_last
    for k, (loss, accuracy) in enumerate(zip(mine.losses, mine.accuracies, strict=True)):
        updates = int(made.steps[ROWS * (first + k + 1)])
        name = _("snapshot after {updates} updates").format(updates=updates)
        rows.append((name, float(loss), float(accuracy)))
    rows.append((_("these snapshots together"), mine.loss, mine.accuracy))
    rows.append(
        (
            _("{count} nets, alone, on average").format(count=now.ens_nets),
            float(others.losses.mean()),
            float(others.accuracies.mean()),
        )
    )
    rows.append(
        (_("{count} nets together").format(count=now.ens_nets), others.loss, others.accuracy)
    )
    return pd.DataFrame(
        [
            {
                _("Who answers"): name,
                _("Test loss"): short(loss),
                _("Right"): per_cent(accuracy),
            }
            for name, loss, accuracy in rows
        ]
    )


def _along(now: LabSettings, made: Trained, mode: str) -> Picture:
    words = {"x": _("updates"), "y": _("test loss")}
    lines = {_("first net"): (made.steps, np.round(made.losses[:, 0], 5), "blue", "solid")}
    figure = paths_figure(lines, mode, words, log=False)
    steps, losses = made.steps[ROWS::ROWS], made.losses[ROWS::ROWS, 0]
    last = now.ens_last
    figure.add_trace(dots(steps[-last:], losses[-last:], _("snapshots together"), mode, "red"))
    loss = snapshots(made, 0, last).loss
    figure.add_trace(
        line(
            made.steps[[0, -1]],
            [loss, loss],
            _("mean of their answers"),
            mode,
            "green",
            dash="dash",
        )
    )
    return Picture("along", figure, _("The test loss of the first net, and of its snapshots."))


def _rate(now: LabSettings, mode: str) -> Picture:
    updates = np.arange(1, 2 * now.ens_half * CYCLES + 1)
    rates = RATE * np.asarray(Cyclic(period=now.ens_half, low=LOW).factor(updates), dtype=float)
    lines = {"η": (updates, np.round(rates, 6), "orange", "solid")}
    figure = paths_figure(lines, mode, {"x": _("updates"), "y": _("learning rate η")}, log=False)
    figure.update_yaxes(rangemode="tozero")
    caption = _(
        "The rate: while it is large the net leaves where it was, while it is small it settles."
    )
    return Picture("rate", figure, caption)


def _pairs(now: LabSettings, every: list[Ensemble], mode: str) -> Picture:
    alone = np.array([one.losses[-1] for one in every])
    together = np.array([one.loss for one in every])
    ends = np.array([min(alone.min(), together.min()), max(alone.max(), together.max())])
    words = {"x": _("test loss of the last snapshot"), "y": _("of the mean of answers")}
    figure = paths_figure({_("as good"): (ends, ends, "gray", "dot")}, mode, words, log=False)
    figure.add_trace(dots(alone, together, _("nets"), mode, "blue"))
    caption = _(
        "Every net's last snapshot, and its last {count} together: below the line is better."
    )
    return Picture("pairs", figure, caption.format(count=now.ens_last))


def _many(made: Trained, mode: str) -> Picture:
    counts = np.arange(1, MOST_NETS + 1)
    found = [seeds(made, int(count)) for count in counts]
    lines = {
        _("mean of their losses"): (
            counts,
            [float(one.losses.mean()) for one in found],
            "gray",
            "dash",
        ),
        _("loss of the mean of their answers"): (
            counts,
            [one.loss for one in found],
            "blue",
            "solid",
        ),
    }
    words = {"x": _("nets from different seeds"), "y": _("test loss")}
    figure = paths_figure(lines, mode, words, log=False)
    return Picture("many", figure, _("The first so many nets, alone on average and together."))
