"""Subtracting the slope leads down, if the step is not too long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import LineRun
from optimizers import GradientDescent

START, RATE, SMALL, STEPS = 0.0, 1.1, 0.2, 8
RUN = LineRun("parabola", (GradientDescent(learning_rate=RATE),), (START,), steps=STEPS)
DOWN = replace(RUN, rules=(GradientDescent(learning_rate=SMALL),))
UP = replace(DOWN, ascend=True)


def find(run: LineRun) -> Finding:
    """Heights of three walks, and the factor of the distance."""
    heights, down, up = (one.walks[0].heights[:, 0] for one in (run, DOWN, UP))
    points = run.walks[0].points[:, 0, 0]
    lowest = run.surface.stationary[0].x
    bend = float(run.surface.curvature(START))
    rises, falls = bool((np.diff(heights) > 0).all()), bool((np.diff(down) < 0).all())
    grows = bool((np.diff(up) > 0).all())
    return Finding(
        right=2 if rises else 0,
        because=(
            Sentence(
                "The first step is right in its direction and too long: from {start} it goes to "
                "{once}, past the lowest place at {lowest} and up the other side.",
                start=points[0],
                once=points[1],
                lowest=lowest,
            ),
            Sentence(
                "Every step multiplies the distance to the lowest place by 1 − {rate} · {bend} = "
                "{factor}. Beyond −1 it grows.",
                rate=RATE,
                bend=bend,
                factor=1 - RATE * bend,
            ),
            Sentence(
                "The value is {first} at the start and {last} after {steps} steps.",
                first=heights[0],
                last=heights[-1],
                steps=STEPS,
            ),
        ),
        reasons=(
            Sentence(
                "It would with a rate below {limit}, 2 over the bend; {rate} is above.",
                limit=2 / bend,
                rate=RATE,
            ),
            Sentence("It would with a rate of exactly {limit}.", limit=2 / bend),
            Sentence(
                "After the first step it is {once}, after the last {last}; it began at {first}.",
                once=heights[1],
                last=heights[-1],
                first=heights[0],
            ),
        ),
        ruling=(
            Ruling.FAILS if not (falls and grows) else Ruling.ONLY_IF if rises else Ruling.HOLDS
        ),
        judged=Sentence(
            "With a rate of {small} subtracting leads from {first} down to {down} in {steps} "
            "steps, and adding leads up to {up}. With {rate} subtracting leads up to {last}: the "
            "slope only tells what a step does that is short enough.",
            small=SMALL,
            first=heights[0],
            down=down[-1],
            steps=STEPS,
            up=up[-1],
            rate=RATE,
            last=heights[-1],
        ),
        seen_right=1
        if (np.sign(np.diff(points)[1:]) != np.sign(np.diff(points)[:-1])).all()
        else 0,
    )


LESSON = Lesson(
    name="down-or-up",
    chapter=Chapter.SLOPE,
    title=Sentence("Does a step down lead down?"),
    question=Sentence(
        "On x² + 2x + 3 every step takes {rate} times the slope off x, from x = {start}. The slope "
        "points up, so this is the way down. What does the value do?",
        rate=RATE,
        start=START,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("It falls"),
            Sentence("It stays as it is"),
            Sentence("It rises with every step"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("How did the ball move?"),
        (Sentence("In one direction"), Sentence("From side to side")),
    ),
    tries=(
        Next(Sentence("A rate of {rate}: now it leads down", rate=SMALL), DOWN),
        Next(Sentence("The slope added instead of subtracted"), UP),
    ),
    claim=Claim(
        4,
        Sentence(
            "Adding the derivative makes the value of the function larger, subtracting it makes it "
            "smaller."
        ),
    ),
)
