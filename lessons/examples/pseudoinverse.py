"""Least squares solved at once, and the walk that comes to the same place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analysis.pseudoinverse import solution
from lessons.examples.rows import seen
from lessons.lesson import Chapter, Claim, Finding, Lesson, Next, PlaceEnd, Ruling, Saw, Sentence
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

START, RATE, STEPS, EARLY = (-1.0, 1.5), 0.1, 60, 10
SAME = 1e-4  # how near two places are that a map shows as one
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=RATE),)),
    epochs=STEPS,
    start=START,
    noise=0.4,
    below="solution",
)


def find(run: ExamplesRun) -> Finding:
    """The pseudoinverse's answer, the factors of every step, and how far the walk is from it."""
    [walk] = run.walks
    solved = solution(*seen(run))
    away = np.linalg.norm(walk.points - solved.answer, axis=-1)
    slowest = max(abs(1 - RATE * bend) for bend in solved.curvatures)
    same = bool(away[-1] < SAME) and solved.rank == 2
    return Finding(
        right=(float(walk.points[-1, 0]), float(walk.points[-1, 1])),
        because=(
            Sentence(
                "The squares of a line are lowest at one place, which can be calculated at once "
                "from all {n} examples: slope {slope}, intercept {intercept}.",
                n=len(run.examples),
                slope=solved.answer[0],
                intercept=solved.answer[1],
            ),
            Sentence(
                "Descent does not know that place. Every step multiplies what is left of the way "
                "to it by {slowest} in the flatter direction, and by less in the other.",
                slowest=slowest,
            ),
            Sentence(
                "So it comes to the same place from any start: after {steps} steps it is {away} "
                "away, and it began {first} away.",
                steps=walk.steps,
                away=away[-1],
                first=away[0],
            ),
        ),
        ruling=Ruling.HOLDS if same else Ruling.FAILS,
        judged=Sentence(
            "The pseudoinverse gives slope {slope} and intercept {intercept}; the walk ends {away} "
            "from there after {steps} steps. The examples bend the loss in both directions "
            "(curvatures {most} and {least}), so there is only one best line.",
            slope=solved.answer[0],
            intercept=solved.answer[1],
            away=away[-1],
            steps=walk.steps,
            most=solved.curvatures[0],
            least=solved.curvatures[-1],
        ),
        seen_right=0 if away[EARLY] < away[0] / 2 else 1,
    )


LESSON = Lesson(
    name="pseudoinverse",
    chapter=Chapter.EXAMPLES,
    title=Sentence("Solved at once, or step by step"),
    question=Sentence(
        "Every place on the map is a line, with its slope and its intercept; the height is its "
        "mean squared error on the examples. Descent starts at slope {slope}, intercept "
        "{intercept}. Where does it end?",
        slope=START[0],
        intercept=START[1],
    ),
    run=RUN,
    predicts=PlaceEnd(),
    find=find,
    saw=Saw(
        Sentence("How far had it come after {early} of its steps?", early=EARLY),
        (Sentence("More than half of the way"), Sentence("Less than half of the way")),
    ),
    tries=(
        Next(Sentence("From another start"), replace(RUN, start=(2.5, -0.5))),
        Next(Sentence("With an example that lies far off"), replace(RUN, source_name="outlier")),
    ),
    claim=Claim(
        4,
        Sentence(
            "A linear model is solved by the pseudoinverse; descent finds the same coefficients "
            "step by step."
        ),
    ),
)
