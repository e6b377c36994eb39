"""What a first-order and a second-order method know of the ground: a plane, or a parabola."""

from __future__ import annotations

import numpy as np

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
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Newton

START, RATE, STEPS, LONG = (4.0, 3.0), 0.01, 100, 0.1
RUN = PlaneRun(
    "himmelblau",
    (GradientDescent(learning_rate=RATE), Newton()),
    steps=STEPS,
    start=START,
    apart=True,
)


def find(run: PlaneRun) -> Finding:
    """How far both models are off on the way down, for steps of several lengths."""
    surface, begins = run.surface, np.array(run.begins)
    slope = np.array(surface.gradient(*begins), dtype=float)
    xx, xy, yy = surface.hessian(*begins)
    down = -slope / np.linalg.norm(slope)
    bend = float(down @ np.array([[xx, xy], [xy, yy]], dtype=float) @ down)
    lengths = LONG / 2.0 ** np.arange(6)
    heights = surface.value(*(begins[:, None] + np.outer(down, lengths)))
    plane = surface.value(*begins) + lengths * float(slope @ down)
    off_plane = np.abs(heights - plane)
    off_parabola = np.abs(heights - plane - bend * lengths**2 / 2)
    [descent, newton] = run.walks
    lowest = surface.minimum
    assert lowest is not None
    ends = [float(abs(walk.heights[-1] - lowest)) for walk in (descent, newton)]
    both = max(ends) < 1e-6
    return Finding(
        right=float(off_plane[1] / off_plane[0]),
        because=(
            Sentence(
                "The slope makes a plane that touches the ground. On a step of {long} it is off by "
                "{far}, on a step of {short} by {near}: about a quarter, the square of a half.",
                long=lengths[0],
                far=off_plane[0],
                short=lengths[1],
                near=off_plane[1],
            ),
            Sentence(
                "The bends make a parabola of it. On the same steps it is off by {far} and {near}: "
                "{part} of it is left, about the third power of a half.",
                far=off_parabola[0],
                near=off_parabola[1],
                part=off_parabola[1] / off_parabola[0],
            ),
            Sentence(
                "So a method that knows the plane only must take short steps, and one that knows "
                "the parabola may take longer ones. Neither of them is the ground itself."
            ),
        ),
        ruling=Ruling.FAILS if both else Ruling.HOLDS,
        judged=Sentence(
            "This ground has the degree 4. After {steps} steps gradient descent, which is of first "
            "order, is {descent} above the lowest value, and Newton's method, of second order, "
            "{newton}. The order tells what is known of the ground, not what the ground is.",
            steps=STEPS,
            descent=ends[0],
            newton=ends[1],
        ),
        diagram=Diagram(
            Sentence("length of the step"),
            Sentence("how far the model is off"),
            (
                Series(Sentence("the plane"), lengths, off_plane, dots=True),
                Series(Sentence("the parabola"), lengths, off_parabola, dots=True),
            ),
            x_log=True,
            y_log=True,
        ),
        seen_right=0 if both else 1,
    )


LESSON = Lesson(
    name="plane-or-parabola",
    chapter=Chapter.STEPS,
    title=Sentence("Plane or parabola"),
    question=Sentence(
        "A first-order method takes the ground for a plane that touches it where it stands. For a "
        "step of {length} that is wrong by some height. What part of the error is left for a step "
        "half as long?",
        length=LONG,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("The part of the error that is left"), 0.0, 1.0),
    find=find,
    saw=Saw(
        Sentence("Which of the two walks came to a lowest place?"),
        (Sentence("Both"), Sentence("Not both")),
    ),
    tries=(
        Next(
            Sentence("On x² + 2y², where the parabola is the ground itself"),
            PlaneRun("bowl", (Newton(),), steps=1, start=(-4.0, 3.0)),
        ),
    ),
    claim=Claim(
        2,
        Sentence(
            "First-order methods go with functions of the first degree, second-order methods with "
            "those of the second."
        ),
    ),
)
