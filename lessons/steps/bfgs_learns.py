"""BFGS learns the bends from the way, and each update of what it knows has rank 2."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine import quadratic_models
from lessons.arrivals import distances, first_within
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import BFGS, LBFGS, GradientDescent, Newton

START, NEAR, STEPS, RATE, LONG = (-1.2, 1.0), 1e-3, 40, 0.001, 5000
RUN = PlaneRun("rosenbrock", (BFGS(), Newton()), steps=STEPS, start=START, apart=True)
PLAIN = replace(RUN, rules=(GradientDescent(learning_rate=RATE),), steps=LONG, apart=False)


def find(run: PlaneRun) -> Finding:
    """Steps and evaluations of three rules, and the rank of what an update changes."""
    walk, newton = run.walks
    [plain] = PLAIN.walks
    goal = run.surface.minima[0]
    needed, fewer = first_within(walk, NEAR, goal), first_within(newton, NEAR, goal)
    left = float(distances(plain, goal)[-1])
    # The first update also sets the scale, which is no part of the formula.
    known = quadratic_models(walk).hessians[1 : needed + 1]
    changes = np.linalg.inv(known[1:]) - np.linalg.inv(known[:-1])
    sizes = np.linalg.svd(changes, compute_uv=False)
    two = int((sizes[:, 1] > 1e-9 * sizes[:, 0]).sum())
    between = fewer < needed and left > NEAR
    return Finding(
        right=1 if between else 0 if needed <= fewer else 2,
        because=(
            Sentence(
                "BFGS is never told how the ground bends. It compares the gradients before and "
                "after each step, and learns from how they change."
            ),
            Sentence(
                "So it starts like gradient descent and ends like Newton's method: it is within "
                "{near} at step {steps}, after {evaluations} looks at the ground.",
                near=NEAR,
                steps=needed,
                evaluations=int(walk.evaluations_at[needed]),
            ),
            Sentence(
                "Near the end what it has learned is close to the truth: for the bend in x it has "
                "{learned}, and it is {bend}.",
                learned=known[-1][0, 0],
                bend=run.surface.hessian(*walk.points[needed])[0],
            ),
        ),
        reasons=(
            Sentence(
                "Newton's method is there at step {fewer}, and BFGS at step {steps}: it has to "
                "learn first what the other is told.",
                fewer=fewer,
                steps=needed,
            ),
            Sentence(
                "It is there at step {steps}. Newton's method is at step {fewer}, and gradient "
                "descent is still {left} away after {long}.",
                steps=needed,
                fewer=fewer,
                left=left,
                long=LONG,
            ),
            Sentence(
                "Gradient descent is still {left} away after {long} steps; BFGS is there at step "
                "{steps}.",
                left=left,
                long=LONG,
                steps=needed,
            ),
        ),
        ruling=Ruling.FAILS if two else Ruling.HOLDS,
        judged=Sentence(
            "It builds up the inverse, so much is so. But of the {count} updates looked at, {two} "
            "change it by a matrix of rank 2: two directions at once.",
            count=len(sizes),
            two=two,
        ),
        seen_right=1 if fewer < needed else 0,
    )


LESSON = Lesson(
    name="bfgs-learns",
    chapter=Chapter.STEPS,
    title=Sentence("What BFGS learns on the way"),
    question=Sentence(
        "Newton's method is told how the ground bends. BFGS only sees heights and slopes. How "
        "soon does it get to the end of a bent valley?"
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("As soon as Newton's method, or sooner"),
            Sentence("Later than Newton's method, but far sooner than gradient descent"),
            Sentence("About as late as gradient descent"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Which one was first at the lowest place?"),
        (Sentence("BFGS"), Sentence("Newton's method")),
    ),
    tries=(
        Next(
            Sentence("L-BFGS, which keeps only the last steps in memory"),
            replace(RUN, rules=(LBFGS(),), apart=False),
        ),
        Next(Sentence("Gradient descent for {steps} steps", steps=LONG), PLAIN),
    ),
    claim=Claim(2, Sentence("BFGS builds up the inverse by updates of rank 1.")),
)
