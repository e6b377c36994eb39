"""Newton's method goes to where its parabola is level, and that may be a summit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Claim, Finding, Lesson, Next, PlaceEnd, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Newton

START, RATE, STEPS = (-0.3, -0.9), 0.01, 8
RUN = PlaneRun("himmelblau", (Newton(),), steps=STEPS, start=START)
SADDLE = PlaneRun("beale", (Newton(),), steps=STEPS, start=(1.0, 1.5))
GOOD = PlaneRun("himmelblau", (Newton(),), steps=STEPS, start=(4.0, 3.0))


def _bends(run: PlaneRun) -> np.ndarray:
    """The least and the most that the ground bends where the walk ends."""
    xx, xy, yy = run.surface.hessian(*run.walks[0].points[-1])
    return np.linalg.eigvalsh([[xx, xy], [xy, yy]])


def find(run: PlaneRun) -> Finding:
    """The bends at the ends of three walks."""
    [walk], [good] = run.walks, GOOD.walks
    ends, at_saddle, at_good = _bends(run), _bends(SADDLE), _bends(GOOD)
    elsewhere = bool(ends[1] < 0 or at_saddle[0] < 0 < at_saddle[1])
    there = bool(at_good[0] > 0 and good.gradient_norms[-1] < 1e-6)
    return Finding(
        right=walk.points[-1],
        because=(
            Sentence(
                "It ends at ({x}, {y}), where the gradient is {slope} long: the ground is level "
                "there.",
                x=walk.points[-1, 0],
                y=walk.points[-1, 1],
                slope=walk.gradient_norms[-1],
            ),
            Sentence(
                "The ground bends by {least} and {most} there, both below 0: it is a summit, "
                "{rise} higher than the start.",
                least=ends[0],
                most=ends[1],
                rise=walk.heights[-1] - walk.heights[0],
            ),
            Sentence(
                "A step leads to where the parabola that touches the ground is level. Whether that "
                "is its lowest or its highest point does not come into it."
            ),
        ),
        ruling=(Ruling.ONLY_IF if elsewhere and there else Ruling.HOLDS if there else Ruling.FAILS),
        judged=Sentence(
            "From ({x}, {y}) it ends at a summit. On Beale's ground it ends at a saddle, with "
            "bends of {down} and {up}. From ({good_x}, {good_y}) it does end at a minimum, with "
            "bends of {least} and {most}. How the ground bends decides.",
            x=run.begins[0],
            y=run.begins[1],
            down=at_saddle[0],
            up=at_saddle[1],
            good_x=GOOD.begins[0],
            good_y=GOOD.begins[1],
            least=at_good[0],
            most=at_good[1],
        ),
        seen_right=1 if walk.heights[-1] > walk.heights[0] else 0,
    )


LESSON = Lesson(
    name="newton-elsewhere",
    chapter=Chapter.STEPS,
    title=Sentence("Where else Newton goes"),
    question=Sentence(
        "Himmelblau's ground has four lowest places. Newton's method starts between them, at "
        "({x}, {y}). Where does it end?",
        x=START[0],
        y=START[1],
    ),
    run=RUN,
    predicts=PlaceEnd(),
    find=find,
    saw=Saw(
        Sentence("Is the end higher or lower than the start?"),
        (Sentence("Lower"), Sentence("Higher")),
    ),
    tries=(
        Next(Sentence("A start from which it ends at a minimum"), GOOD),
        Next(Sentence("Beale's ground, where it ends at a saddle"), SADDLE),
        Next(
            Sentence("Gradient descent from the same start"),
            replace(RUN, rules=(GradientDescent(learning_rate=RATE),), steps=100),
        ),
    ),
    claim=Claim(2, Sentence("Each step of Newton's method moves to the minimum.")),
)
