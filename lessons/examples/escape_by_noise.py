"""The ground of a batch is another one: noise may carry a walk over a ridge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Batches
from engine.analysis.fan import Fan, fan
from lessons.lesson import (
    Chapter,
    Claim,
    Diagram,
    DragNumber,
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

RATE, SEEDS, SEED = 0.15, 100, 14
RUN = ExamplesRun(
    *("net_relu", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=20,
    batch=1,
    start=(-0.2, -1.7),
    noise=0.4,
    seed=SEED,
)
WHOLE = replace(RUN, batch=0, epochs=RUN.updates)


def of_seeds(run: ExamplesRun, rate: float) -> Fan:
    """Walks that differ only in their draws."""
    draws = Batches(run.b, run.order).indices(len(run.examples), run.updates, range(SEEDS))
    rule = GradientDescent(learning_rate=rate)
    return fan(run.loss, [rule], run.start, draws)


def over(many: Fan) -> np.ndarray:
    """(SEEDS,) bool; who ends with w₁ above 0, in the better valley."""
    return np.asarray(many.ends[:, 0, 0] > 0)


def find(run: ExamplesRun) -> Finding:
    """How many of many seeds leave the worse valley, at this rate and at half of it."""
    many, calm = of_seeds(run, RATE), of_seeds(run, RATE / 2)
    [whole], [walk] = WHOLE.walks, run.walks
    lowest = float(run.surface.minimum or 0.0)
    out, out_calm = int(over(many).sum()), int(over(calm).sum())
    stuck = float(whole.heights[-1])
    return Finding(
        right=float(out),
        because=(
            Sentence(
                "The ground has two valleys, with w₁ below and above 0. With all examples in every "
                "update the walk stays on the floor of the worse one: the slope is 0 there, the "
                "loss stays at {stuck}, and the lowest loss is {lowest}.",
                stuck=stuck,
                lowest=lowest,
            ),
            Sentence(
                "One example has a ground of its own, and its slope is not 0 there. Some draws in "
                "a row may push the walk over the ridge at w₁ = 0: {out} of {seeds} walks ended "
                "beyond it, after {updates} updates.",
                out=out,
                seeds=SEEDS,
                updates=run.updates,
            ),
            Sentence(
                "At half of the rate the pushes are half as long: {calm} of {seeds} got over.",
                calm=out_calm,
                seeds=SEEDS,
            ),
        ),
        ruling=Ruling.ONLY_IF if 0 < out < SEEDS and out_calm < out else Ruling.HOLDS,
        judged=Sentence(
            "It can, and mostly it does not: {out} of {seeds} walks left the local minimum at "
            "η = {rate}, and {calm} of {seeds} at η = {half}. It takes noise that is large enough "
            "for the ridge.",
            out=out,
            seeds=SEEDS,
            rate=RATE,
            calm=out_calm,
            half=RATE / 2,
        ),
        diagram=Diagram(
            Sentence("seed of the draws"),
            Sentence("loss at the end"),
            (
                Series(
                    Sentence("one example per update"),
                    np.arange(SEEDS, dtype=float),
                    many.losses[-1, 0],
                    True,
                ),
                Series(
                    Sentence("all examples in every update"),
                    np.array([0.0, SEEDS - 1]),
                    np.full(2, stuck),
                ),
            ),
        ),
        seen_right=0 if walk.points[-1, 0] > 0 else 1,
    )


LESSON = Lesson(
    name="escape-by-noise",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Carried out by noise"),
    question=Sentence(
        "A net of two weights, ŷ = w₂ · max(0, w₁x), stands on the floor of the worse of two "
        "valleys. With all examples in every update it stays there. {seeds} walks take one random "
        "example per update, each in another order. How many end in the better valley?",
        seeds=SEEDS,
    ),
    run=RUN,
    predicts=DragNumber(
        Sentence("Walks of {seeds} that end in the better valley", seeds=SEEDS),
        0.0,
        float(SEEDS),
    ),
    find=find,
    saw=Saw(
        Sentence("On which side did the walk that was shown end?"),
        (Sentence("With w₁ above 0"), Sentence("With w₁ below 0")),
    ),
    tries=(
        Next(Sentence("All examples in every update"), replace(RUN, batch=0, epochs=200)),
        Next(
            Sentence("Half of the rate"),
            replace(RUN, rules=(GradientDescent(learning_rate=RATE / 2),)),
        ),
    ),
    claim=Claim(
        4,
        Sentence(
            "Every mini-batch has another objective, so that stochastic descent can leave local "
            "minima."
        ),
    ),
)
