"""(p − ỹ) x, and not −x: what ends the learning of an example that is told right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.saturation import last_layer, last_layer_as_published, softmax
from lessons.examples.rows import seen
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
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

RATE, CHANGE = 0.5, 1e-5
RUN = ExamplesRun(
    *("logistic", "clouds", (GradientDescent(learning_rate=RATE),)),
    epochs=100,
    noise=0.5,
    below="saturation",
)


def measured(weights: np.ndarray, x: np.ndarray, label: int) -> np.ndarray:
    """(h,); the slope of −ln p by the weights of the class, from values of the loss alone."""

    def loss(row: np.ndarray) -> float:
        changed = weights.copy()
        changed[label] = row
        return -float(np.log(softmax(changed @ x)[label]))

    at, one = weights[label], np.eye(len(x)) * CHANGE
    return np.array([(loss(at + e) - loss(at - e)) / (2 * CHANGE) for e in one])


def find(run: ExamplesRun) -> Finding:
    """Both formulas for the first example along the walk, and the slope as it is measured."""
    [walk] = run.walks
    x = seen(run)[0][0]  # signed, so that class 1 is its own
    layers = np.stack([np.zeros_like(walk.points), walk.points], axis=1)
    chances = np.array([softmax(layer @ x)[1] for layer in layers])
    lengths = np.array([np.linalg.norm(last_layer(layer, x, 1)[1]) for layer in layers])
    written = float(np.linalg.norm(last_layer_as_published(layers[-1], x, 1)))
    truth = float(np.linalg.norm(measured(layers[-1], x, 1)))
    off = abs(truth - lengths[-1]), abs(truth - written)
    steps = np.arange(walk.steps + 1.0)
    return Finding(
        right=1 if lengths[-1] < written / 2 and lengths[-1] > 0 else 0,
        because=(
            Sentence(
                "Let p be the probability that is given to the example's class, and x what the "
                "last layer is handed. The gradient for the weights of that class is (p − 1)·x: "
                "it is as long as x times what p lacks."
            ),
            Sentence(
                "For the first example x has a length of {length}. At the start p = {first}, and "
                "the gradient is {begin} long. After {steps} updates p = {last}, and it is {end} "
                "long.",
                length=written,
                first=chances[0],
                begin=lengths[0],
                steps=walk.steps,
                last=chances[-1],
                end=lengths[-1],
            ),
            Sentence(
                "Measured by changing the weights a little and looking at the loss it is {truth} "
                "there: the formula (p − 1)·x is off by {off}.",
                truth=truth,
                off=off[0],
            ),
        ),
        ruling=Ruling.FAILS if off[1] > 100 * off[0] else Ruling.HOLDS,
        judged=Sentence(
            "−x is {written} long at every step; the slope of the loss was {truth} long at the "
            "end. The note has lost the sum in the softmax, and with it the part p·x: what "
            "ends the learning.",
            written=written,
            truth=truth,
        ),
        reasons=(
            Sentence(
                "That would be −x, {written} long at every step, and no walk would ever slow down. "
                "It was {end} long.",
                written=written,
                end=lengths[-1],
            ),
            Sentence(
                "With p = {p} it is 1 − p = {rest} times the length of x, which is {end}.",
                p=chances[-1],
                rest=1 - chances[-1],
                end=lengths[-1],
            ),
            Sentence(
                "p comes near to 1 and never gets there: with p = {p} the gradient was still {end} "
                "long.",
                p=chances[-1],
                end=lengths[-1],
            ),
        ),
        diagram=Diagram(
            Sentence("updates"),
            Sentence("length of the gradient"),
            (
                Series(Sentence("(p − 1)·x"), steps, lengths),
                Series(Sentence("−x, as in the note"), steps, np.full(len(steps), written)),
            ),
            y_log=True,
        ),
        seen_right=1 if walk.step_lengths[-1] < walk.step_lengths[1] / 2 else 0,
    )


LESSON = Lesson(
    name="last-layer-gradient",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Told right: what is left to learn"),
    question=Sentence(
        "A model learns classes with cross-entropy. The last layer is handed the numbers x and "
        "gives the right class a probability p that comes near to 1. How long is the gradient for "
        "the weights of that class by then?"
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("As long as x, as at every step."),
            Sentence("Short: the length of x times 1 − p."),
            Sentence("Exactly 0: the example is told right."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("How did the steps on the map change?"),
        (Sentence("They stayed as long as at first"), Sentence("They became shorter")),
    ),
    tries=(
        Next(
            Sentence("Clouds that overlap: some examples stay wrong"),
            replace(RUN, source_name="overlapping", noise=1.0),
        ),
        Next(Sentence("Ten times as many updates"), replace(RUN, epochs=1000)),
    ),
    claim=Claim(
        1,
        Sentence("The gradient of cross-entropy by the last layer's weights is −x."),
    ),
)
