"""The section on cross-entropy against squares: the slope that is left where a model is wrong."""

from __future__ import annotations

import numpy as np

from data import Task
from engine.analysis import saturation
from figures.learned import paths_figure, slopes_figure
from ui.data.below.run import DataRun
from ui.numbers import short
from ui.sections.section import Picture, Section, only, place
from ui.words import _

FROM, GOAL = -8.0, 0.9
MOST = 20_000  # updates that are waited for
LEAST, WALK = 100, 1000  # updates of the walks on the data
KINDS: tuple[saturation.Kind, ...] = ("cross_entropy", "squares")


def section(run: DataRun, mode: str) -> Section:
    """One wrong example, the data of the run, and the last layer's gradient."""
    if run.loss.kind.task is not Task.CLASS:
        return only(
            _(
                "Cross-entropy and squares behind a sigmoid are two losses of classes: choose data "
                "with two classes to compare them."
            )
        )
    rate = run.rate
    steps = min(max(run.steps, LEAST), WALK)
    means = {
        kind: saturation.right_by_step(kind, run.signed, run.start, rate, steps) for kind in KINDS
    }
    names = {"cross_entropy": _("cross-entropy"), "squares": _("squares")}
    slopes = slopes_figure(
        FROM,
        mode,
        {**names, "logit": _("logit of the right class, z"), "slope": _("slope of the loss")},
    )
    look = {"cross_entropy": ("blue", "solid"), "squares": ("orange", "dash")}
    paths = paths_figure(
        {names[kind]: (np.arange(steps + 1), means[kind], *look[kind]) for kind in KINDS},
        mode,
        {"x": _("updates"), "y": _("mean probability of the right class")},
        log=False,
    )
    pictures = (
        Picture(
            "slopes",
            slopes,
            _("How steep both losses of one example are; the dotted line is z = {z}.").format(
                z=short(FROM)
            ),
        ),
        Picture(
            "both",
            paths,
            _("Plain descent on either loss of these data, from the start, all in every update."),
        ),
    )
    sentences = (_one(rate), _slope(), _data(run, means, steps), *_layer(run, steps))
    return Section(sentences, pictures)


def _counts(rate: float) -> list[str]:
    counts = [saturation.updates_to(kind, FROM, rate, GOAL, MOST) for kind in KINDS]
    return [
        _("more than {most}").format(most=f"{MOST:,}") if count is None else f"{count:,}"
        for count in counts
    ]


def _one(rate: float) -> str:
    said = _counts(rate)
    sentence = _(
        "An example whose right class has the logit z = {z} is taken for wrong with great "
        "confidence. Plain descent on z with η = {rate} needs {first} updates until p > {goal} "
        "with cross-entropy, and {second} with squares."
    ).format(z=short(FROM), rate=short(rate), goal=short(GOAL), first=said[0], second=said[1])
    if rate == 1:
        return sentence
    first, second = _counts(1.0)
    more = _("With η = 1 it would be {first} and {second}.").format(first=first, second=second)
    return " ".join((sentence, more))


def _slope() -> str:
    first, second = (short(abs(float(saturation.slopes(kind, FROM)))) for kind in KINDS)
    return _(
        "There the slope 1 − p of cross-entropy is {first}, that of squares, 2 (1 − p)² p, only "
        "{second}: it is small where the answer is right and where it is most wrong."
    ).format(first=first, second=second)


def _data(run: DataRun, means: dict[saturation.Kind, np.ndarray], steps: int) -> str:
    first, second = (means[kind] for kind in KINDS)
    return _(
        "On these data, from w = {start}, the mean probability of the right class goes from "
        "{begin} to {first} in {steps} updates with cross-entropy, and to {second} with squares."
    ).format(
        start=place(run.start),
        steps=steps,
        begin=short(float(first[0])),
        first=short(float(first[-1])),
        second=short(float(second[-1])),
    )


def _layer(run: DataRun, steps: int) -> tuple[str, ...]:
    """The gradient by the weights of an example's class: as the post writes it, and as it is."""
    x = run.signed[0]  # signed, so that its class is the one with the logit w·x
    before = np.stack([np.zeros(2), np.asarray(run.start, dtype=float)])
    walked = saturation.walk("cross_entropy", run.signed, run.start, run.rate, steps)[-1]
    after = np.stack([np.zeros(2), walked])
    true = [saturation.last_layer(weights, x, 1)[1] for weights in (before, after)]
    written = saturation.last_layer_as_published(before, x, 1)[1]
    chances = [float(saturation.softmax(weights @ x)[1]) for weights in (before, after)]
    numbers = {
        "x": place(x),
        "written": place(written),
        "length": short(float(np.linalg.norm(written))),
        "steps": steps,
    }
    for name, gradient, chance in zip(("first", "last"), true, chances, strict=True):
        numbers[name] = place(gradient)
        numbers[f"{name}_length"] = short(float(np.linalg.norm(gradient)))
        numbers[f"{name}_p"] = short(chance)
    return (
        _(
            "A study note behind this app writes the last layer's gradient as −x, here {written}, "
            "of length {length} at every step. What it is, is (p − y) x: for the first example "
            "{first} of length {first_length} at the start, where p = {first_p}, and {last} of "
            "length {last_length} after {steps} updates of cross-entropy, where p = {last_p}."
        ).format(**numbers),
        _(
            "With −x no walk would ever slow down: the part that was dropped, px, is what ends the "
            "learning of an example that is told right."
        ),
    )
