"""The pictures of the laboratory of ensembles."""

from __future__ import annotations

import numpy as np

from figures.data_frame import dots, line
from figures.learned import paths_figure
from networks import Ensemble
from schedules import Cyclic
from ui.network.below.cycles import LOW, RATE, ROWS, Trained, seeds, snapshots
from ui.network.below.settings import CYCLES, MOST_NETS, LabSettings
from ui.sections.section import Picture
from ui.words import _


def along(now: LabSettings, made: Trained, mode: str) -> Picture:
    """The first net's test loss, and that of its snapshots."""
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


def rate(now: LabSettings, mode: str) -> Picture:
    """The learning rate of every update."""
    updates = np.arange(1, 2 * now.ens_half * CYCLES + 1)
    rates = RATE * np.asarray(Cyclic(period=now.ens_half, low=LOW).factor(updates), dtype=float)
    lines = {"η": (updates, np.round(rates, 6), "orange", "solid")}
    figure = paths_figure(lines, mode, {"x": _("updates"), "y": _("learning rate η")}, log=False)
    figure.update_yaxes(rangemode="tozero")
    caption = _(
        "The rate: while it is large the net leaves where it was, while it is small it settles."
    )
    return Picture("rate", figure, caption)


def pairs(now: LabSettings, every: list[Ensemble], mode: str) -> Picture:
    """Every net's last snapshot against several."""
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


def many(made: Trained, mode: str) -> Picture:
    """More and more nets together."""
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
