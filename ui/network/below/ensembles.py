"""Ensembles: snapshots along a cyclic rate, and nets from several seeds; alone and together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from networks import Ensemble
from ui.network.below import ensemble_pictures
from ui.network.below.asking import ask_number, ask_stop
from ui.network.below.cycles import LOW, RATE, ROWS, TESTED, Trained, seeds, snapshots, trained
from ui.network.below.settings import (
    CYCLES,
    HALF_CYCLES,
    LEARNED_FROM,
    MOST_NETS,
    MOST_SEED,
    LabSettings,
)
from ui.numbers import per_cent, short
from ui.sections.section import Section
from ui.words import _


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
            ensemble_pictures.along(now, made, mode),
            ensemble_pictures.rate(now, mode),
            ensemble_pictures.pairs(now, every, mode),
            ensemble_pictures.many(made, mode),
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
