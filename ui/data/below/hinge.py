"""The section on the hinge loss, example by example, as the post tells it."""

from __future__ import annotations

import numpy as np

from data import Batches, Task
from engine.analysis.margins import Margins, at_right_angle, hinge_loss, hinge_steps
from figures.learned import losses_figure
from ui.data.below.run import DataRun
from ui.numbers import short
from ui.sections.section import Picture, Section, only, place
from ui.words import _

SHOWN = 60  # updates in the picture


def section(run: DataRun, mode: str) -> Section:
    """The first updates of a hinge loss that begins at w = 0 and sees one example at a time."""
    if run.loss.kind.task is not Task.CLASS:
        return only(
            _(
                "The hinge loss tells classes apart: choose data with two classes to see its first "
                "updates."
            )
        )
    signed = run.signed
    updates = max(2, min(SHOWN, run.n))
    one = Batches(1, run.batches.order, run.batches.seed)
    order = one.indices(run.n, updates)[:, 0]
    found = hinge_steps(signed, run.rate, order)
    words = {
        "update": _("update"),
        "loss": _("loss of its example"),
        "moved": _("loss above 0: the weights move"),
        "right": _("loss 0: they stay"),
        "first": _("the first"),
    }
    caption = _("The hinge loss of the example that each update sees, before the update.")
    figure = losses_figure(found.losses, mode, words)
    return Section(_sentences(run, signed, order, found), (Picture("hinge", figure, caption),))


def _sentences(
    run: DataRun, signed: np.ndarray, order: np.ndarray, found: Margins
) -> tuple[str, ...]:
    first, second = signed[order[0]], signed[order[1]]
    sign = 1 if run.targets[order[0]] > 0.5 else -1
    turned = at_right_angle(first)
    numbers = {
        "rate": short(run.rate),
        "number": int(order[0]) + 1,
        "features": place(sign * first + 0.0),
        "sign": "+1" if sign > 0 else "−1",
        "after": place(found.weights[1]),
        "turned": place(turned),
        "loss": short(float(hinge_loss(found.weights[1], turned))),
        "second": int(order[1]) + 1,
        "product": short(float(first @ second)),
        "next": short(float(found.losses[1])),
    }
    return (
        _(
            "One example at a time, from w = 0, with plain descent at η = {rate}: the loss "
            "max(0, 1 − w·φy) of the first is 1, whichever it is, for w·φ = 0."
        ).format(**numbers),
        _(
            "It is example {number}, φ = {features} of class y = {sign}, and the first update is "
            "w = ηφy = {after}."
        ).format(**numbers),
        _(
            "An example at a right angle to it, such as φy = {turned}, has loss {loss} again: what "
            "has been learned says nothing about it."
        ).format(**numbers),
        _(
            "The second that was drawn, example {second}, has φ₁y₁·φ₂y₂ = {product} with the "
            "first, so its loss is max(0, 1 − η · {product}) = {next}."
        ).format(**numbers),
        _("Of {updates} updates {moved} moved the weights.").format(
            updates=len(order), moved=found.mistakes
        ),
    )
