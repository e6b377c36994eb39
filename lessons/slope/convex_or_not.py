"""Is the terrain of the third post convex? One valley is not yet a bowl."""

from __future__ import annotations

import numpy as np

import published
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
from lessons.runs import PlaneRun
from optimizers import GradientDescent
from surfaces import Surface

RATE, STEPS, GRID = 0.05, 300, 401
FARTHEST = 50.0  # in y; beyond it f only rises
# Two points with a hump between them.
ONE, OTHER = (0.75, 6.0), (2.0, 1.652)
RUN = PlaneRun("blog", (GradientDescent(learning_rate=RATE),), steps=STEPS, start=published.START)
BOWL = PlaneRun("bowl", (GradientDescent(learning_rate=RATE),), steps=100, start=(-4.0, 3.0))


def level_places(surface: Surface) -> int:
    """How many places have no slope: f is a parabola in x for every y, so one looks along y."""
    y = np.linspace(-FARTHEST, FARTHEST, 20_000)
    across, bend = surface.gradient(np.zeros_like(y), y)[0], surface.hessian(y, y)[0]
    along = surface.gradient(-across / bend, y)[1]
    return int((np.sign(along[1:]) != np.sign(along[:-1])).sum())


def find(run: PlaneRun) -> Finding:
    """Where the ground bends down, and a chord that runs below it."""
    [walk] = run.walks
    left, right, low, high = published.window()
    x, y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(low, high, GRID))
    xx, xy, yy = run.surface.hessian(x, y)
    share = float((xx * yy < xy**2).mean())
    t = np.linspace(0.0, 1.0, 101)
    points = np.outer(1 - t, ONE) + np.outer(t, OTHER)
    heights = run.surface.value(*points.T)
    chord = (1 - t) * heights[0] + t * heights[-1]
    worst = int((heights - chord).argmax())
    above = float(heights[worst] - chord[worst])
    bx, bxy, by = run.surface.hessian(*walk.points[-1])
    bends = np.linalg.eigvalsh([[bx, bxy], [bxy, by]])
    count = level_places(run.surface)
    convex = share == 0 and above <= 0
    return Finding(
        right=0 if convex else 1,
        because=(
            Sentence(
                "A convex ground lies nowhere above a straight line between two of its points. "
                "Between ({x}, {y}) and ({u}, {v}) this one rises {above} above the line.",
                x=ONE[0],
                y=ONE[1],
                u=OTHER[0],
                v=OTHER[1],
                above=above,
            ),
            Sentence(
                "In {share} % of the window that the post draws the ground bends down in some "
                "direction.",
                share=100 * share,
            ),
            Sentence(
                "It has one valley all the same: places where the slope is 0 were looked for, and "
                "{count} was found. At ({x}, {y}), where the walk ends, it bends up in every "
                "direction, by {least} to {most}.",
                count=count,
                x=walk.points[-1, 0],
                y=walk.points[-1, 1],
                least=bends[0],
                most=bends[1],
            ),
        ),
        reasons=(
            Sentence("One valley is not enough: it rises {above} above a chord.", above=above),
            Sentence(
                "It bends down in {share} % of the window. The number of places where it is level "
                "is {count}.",
                share=100 * share,
                count=count,
            ),
            Sentence(
                "It is not convex, but several valleys need more than one level place, and it has "
                "{count}.",
                count=count,
            ),
        ),
        ruling=Ruling.HOLDS if convex else Ruling.FAILS,
        judged=Sentence(
            "It is not convex: on a chord it rises {above} above the straight line, and it bends "
            "down in {share} % of the post's window. What helps the walk is that there is only one "
            "valley.",
            above=above,
            share=100 * share,
        ),
        diagram=Diagram(
            Sentence("part of the way from one point to the other"),
            Sentence("height"),
            (
                Series(Sentence("the ground"), t, heights),
                Series(Sentence("the straight line"), t, chord),
            ),
        ),
        seen_right=0 if run.surface.distance_to_minimum(*walk.points[-1]) < 0.01 else 1,
    )


LESSON = Lesson(
    name="convex-or-not",
    chapter=Chapter.SLOPE,
    title=Sentence("Convex or not"),
    question=Sentence(
        "A ground is convex if the straight line between any two of its points never runs below "
        "it. Is the terrain of the post on Adam convex?"
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("Yes: there is only one valley, so it is convex"),
            Sentence("No, although there is only one valley"),
            Sentence("No, and there are several valleys"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Did the walk get to the lowest place?"),
        (Sentence("Yes"), Sentence("No")),
    ),
    tries=(Next(Sentence("A ground that is convex, x² + 2y²"), BOWL),),
    claim=Claim(3, Sentence("The terrain on which Adam walks is convex.")),
)
