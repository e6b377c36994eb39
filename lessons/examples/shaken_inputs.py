"""Copies with shaken inputs are a penalty for squares in a linear model.

Christopher Bishop, Training with noise is equivalent to Tikhonov regularization, 1995.
https://doi.org/10.1162/neco.1995.7.1.108
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.masks import jitter_penalty
from lessons.lesson import (
    Chapter,
    Choose,
    Claim,
    Diagram,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import ExamplesRun, PlaneRun
from optimizers import GradientDescent
from surfaces.losses import Average, DataLoss, kind
from surfaces.losses.menu import AVERAGES

SHIFT, FEW, SAMPLES, TESTED, TEST = 0.5, 4, 200, 500, 1000
ROUNDING = 1e-12
RULE = GradientDescent(learning_rate=0.1)
RUN = ExamplesRun(
    *("least_squares", "line", (RULE,)),
    epochs=60,
    start=(-1.0, 1.5),
    noise=1.0,
    below="averages",
)


JITTER = AVERAGES.index(Average.JITTER)


def shaken(run: ExamplesRun) -> DataLoss:
    """The mean loss over copies whose inputs are moved by ± the shift."""
    return DataLoss(kind(run.loss_name), run.examples, average=Average.JITTER, strength=SHIFT)


def tested(run: ExamplesRun, n: int) -> tuple[float, float]:
    """Mean loss on other examples of the best lines of many samples: plain, and with copies."""
    others = replace(run, n=TESTED, sample=TEST).loss
    ends = []
    for sample in range(SAMPLES):
        learned = replace(run, n=n, sample=sample)
        lines = (learned.loss.minima[0], shaken(learned).minima[0])
        ends.append([float(others.value(np.array(line))) for line in lines])
    plain, copied = np.mean(ends, axis=0)
    return float(plain), float(copied)


def find(run: ExamplesRun) -> Finding:
    """The best lines with copies and without, the penalty between them, and what it is worth."""
    plain, copied = run.loss, shaken(run)
    best, flat = (np.array(one.minima[0]) for one in (plain, copied))
    slopes = np.linspace(min(0.0, flat[0]), 2 * best[0], 81)
    x, y = run.examples.points[:, 0], run.examples.targets
    lines = np.column_stack([slopes, y.mean() - slopes * x.mean()])  # each with its best intercept
    apart = copied.value(lines) - plain.value(lines)
    is_penalty = np.allclose(apart, jitter_penalty(slopes[:, None], SHIFT), atol=ROUNDING)
    turned = float(flat[0] / best[0])
    bare, low = float(plain.value(best)), float(copied.value(best))
    many, few = tested(run, run.n), tested(run, FEW)
    helps = few[1] < few[0], many[1] < many[0]
    return Finding(
        right=0 if abs(turned - 1) < ROUNDING else 1 if turned < 1 else 2,
        because=(
            Sentence(
                "A line of slope w and error e is off by e + w·s and e − w·s at the two copies "
                "of an example. The mean of the squares is e² + w²·s²: what the copies add does "
                "not depend on the example."
            ),
            Sentence(
                "At the best line without copies, of slope {slope}, the loss is {plain}, and over "
                "the copies {copied}. That is {more} more, and s²·w² = {penalty}.",
                slope=best[0],
                plain=bare,
                copied=low,
                more=low - bare,
                penalty=SHIFT**2 * best[0] ** 2,
            ),
            Sentence(
                "So the copies cost as much as a penalty for the square of the slope, and the best "
                "line over them is flatter: {flat} instead of {slope}. The variance of the inputs "
                "is {variance}, and {variance}/({variance} + s²) is {ratio}.",
                flat=flat[0],
                slope=best[0],
                variance=x.var(),
                ratio=x.var() / (x.var() + SHIFT**2),
            ),
        ),
        ruling=(
            Ruling.FAILS
            if not is_penalty or not any(helps)
            else Ruling.HOLDS
            if all(helps)
            else Ruling.ONLY_IF
        ),
        judged=Sentence(
            "They do constrain it: exactly as a penalty does. It helps only where examples are few "
            "for their noise. Over {samples} samples, the mean loss on {tested} other examples "
            "goes from {few_plain} to {few_copied} with {few} examples, and from {many_plain} to "
            "{many_copied} with {many}.",
            samples=SAMPLES,
            tested=TESTED,
            few=FEW,
            few_plain=few[0],
            few_copied=few[1],
            many=run.n,
            many_plain=many[0],
            many_copied=many[1],
        ),
        reasons=(
            Sentence(
                "Right and left cancel out in the errors, but not in their squares: w²·s² is left, "
                "and the slope is {flat} instead of {slope}.",
                flat=flat[0],
                slope=best[0],
            ),
            Sentence(
                "It is {flat} instead of {slope}, {ratio} times as large.",
                flat=flat[0],
                slope=best[0],
                ratio=turned,
            ),
            Sentence(
                "A steeper line is further off at the copies, since it turns a shift s of the "
                "input into an error of w·s. The slope is {flat} instead of {slope}.",
                flat=flat[0],
                slope=best[0],
            ),
        ),
        diagram=Diagram(
            Sentence("slope w, each with its best intercept"),
            Sentence("loss"),
            (
                Series(Sentence("examples"), slopes, plain.value(lines)),
                Series(Sentence("copies, moved by ±s"), slopes, copied.value(lines)),
            ),
        ),
        seen_right=0 if abs(run.walks[0].points[-1, 0] - best[0]) < abs(flat[0] - best[0]) else 1,
    )


LESSON = Lesson(
    name="shaken-inputs",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Shaken inputs"),
    question=Sentence(
        "A line is learned from {n} examples with least squares. Now two copies of each example "
        "are learned instead: its input is moved by s = {shift} to the right in one and to the "
        "left in the other, and its target stays. What becomes of the slope of the best line?",
        n=RUN.n,
        shift=SHIFT,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It stays: right and left cancel out."),
            Sentence("The line becomes flatter."),
            Sentence("The line becomes steeper."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("The walk learns the examples as they are. To which slope does it go?"),
        (
            Sentence("To where the loss of the examples is lowest in the diagram"),
            Sentence("To where the loss of the copies is lowest"),
        ),
    ),
    tries=(
        Next(
            Sentence("The loss over the copies as a surface"),
            PlaneRun(
                RUN.loss_name,
                RUN.rules,
                RUN.epochs,
                RUN.start,
                (0, RUN.n, RUN.noise, RUN.sample, 0, 0, JITTER, SHIFT),
            ),
        ),
        Next(Sentence("Only {few} examples", few=FEW), replace(RUN, n=FEW)),
    ),
    claim=Claim(
        2,
        Sentence(
            "To learn from changed copies is a regularization: it constrains the model, against "
            "overfitting."
        ),
    ),
)
