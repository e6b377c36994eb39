"""Gradient descent goes down, and stays in the valley in which it is."""

from __future__ import annotations

from dataclasses import replace

from engine import Outcome
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent

START, OTHER, RATE, STEPS = (-1.8, 1.2), (-0.8, 1.2), 0.05, 200
RUN = PlaneRun("three_hump_camel", (GradientDescent(learning_rate=RATE),), steps=STEPS, start=START)


def find(run: PlaneRun) -> Finding:
    """Where it ends, and what the ground is like there."""
    [walk], [other] = run.walks, replace(run, start=OTHER).walks
    x, y = walk.points[-1]
    xx, xy, yy = run.surface.hessian(x, y)
    lowest = run.surface.minimum
    assert lowest is not None
    bent_up = bool(xx > 0 and xx * yy > xy**2)
    rests = walk.outcome == Outcome.CONVERGED and bent_up
    above = float(walk.heights[-1] - lowest)
    trapped = rests and above > 1e-3
    return Finding(
        right=1 if trapped else 0,
        because=(
            Sentence(
                "It comes to rest at ({x}, {y}). The gradient is 0 there but for {slope}, and the "
                "ground bends up in all directions: it is a valley of its own.",
                x=x,
                y=y,
                slope=walk.gradient_norms[-1],
            ),
            Sentence(
                "The value there is {height}; the lowest of all is {lowest}. A step only knows the "
                "slope under its feet.",
                height=walk.heights[-1],
                lowest=lowest,
            ),
            Sentence(
                "From ({x}, {y}) the same rule ends {above} above the lowest value.",
                x=OTHER[0],
                y=OTHER[1],
                above=abs(other.heights[-1] - lowest),
            ),
        ),
        reasons=(
            Sentence("It ends {above} above the lowest value.", above=above),
            Sentence(
                "It rests at ({x}, {y}), in the valley in which it started.",
                x=x,
                y=y,
            ),
            Sentence(
                "The gradient was {first} long at the start and is {last} at the end: it does come "
                "to rest.",
                first=walk.gradient_norms[0],
                last=walk.gradient_norms[-1],
            ),
        ),
        ruling=Ruling.HOLDS if trapped else Ruling.FAILS,
        judged=Sentence(
            "From ({x}, {y}) it ends {above} above the lowest value, from ({other_x}, {other_y}) "
            "it ends {less} above it. What it finds depends on the start.",
            x=START[0],
            y=START[1],
            above=above,
            other_x=OTHER[0],
            other_y=OTHER[1],
            less=abs(other.heights[-1] - lowest),
        ),
        seen_right=1 if (walk.heights[1:] > walk.heights[:-1] + 1e-12).any() else 0,
    )


LESSON = Lesson(
    name="nearest-valley",
    chapter=Chapter.SLOPE,
    title=Sentence("Down, but how far down?"),
    question=Sentence(
        "This ground has three valleys; the deepest is in the middle, at (0, 0). Gradient descent "
        "starts at ({x}, {y}) with small steps. Where does it end?",
        x=START[0],
        y=START[1],
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("In the deepest valley"),
            Sentence("In the valley where it started"),
            Sentence("Nowhere: it goes to and fro"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Did the walk ever go up?"),
        (Sentence("No, every step led down"), Sentence("Yes, at times")),
    ),
    tries=(Next(Sentence("A start that is nearer to the middle"), replace(RUN, start=OTHER)),),
    claim=Claim(
        0, Sentence("Gradient descent finds a local optimum, which need not be the best one.")
    ),
)
