"""Adam's first step with and without the correction of its means."""

from __future__ import annotations

from dataclasses import replace

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
from optimizers import Adam

START, RATE, TENTH, STEPS = (-4.0, 3.0), 0.1, 0.01, 100
RULE = Adam(learning_rate=RATE)
RUN = PlaneRun("bowl", (RULE,), steps=STEPS, start=START)


def find(run: PlaneRun) -> Finding:
    """The first step from the definition of both means; they start at 0."""
    [walk] = run.walks
    slope = float(walk.gradients[0, 0])
    m, v = (1 - RULE.beta1) * slope, (1 - RULE.beta2) * slope**2
    bare = float(-RATE * m / (np.sqrt(v) + RULE.epsilon))
    moved = float(walk.points[1, 0] - walk.points[0, 0])
    ratio = bare / moved
    across, along = np.abs(walk.points[1] - walk.points[0])
    # On a slope that stays, the corrected step is η, and this is the other one in parts of it.
    t = np.arange(1.0, STEPS + 1)
    parts = (1 - RULE.beta1**t) / np.sqrt(1 - RULE.beta2**t)
    peak = int(parts.argmax())
    return Finding(
        right=ratio,
        because=(
            Sentence(
                "The slope in x is {slope}. The mean of slopes starts at 0 and is {m} after one "
                "step; the mean of squares is {v}, and its root {root}.",
                slope=slope,
                m=m,
                v=v,
                root=np.sqrt(v),
            ),
            Sentence(
                "Both are too small. But the step is the mean over the root, and the root is less "
                "so: {m} over {root} is {ratio} in size, where 1 would be right.",
                m=abs(m),
                root=np.sqrt(v),
                ratio=abs(m) / np.sqrt(v),
            ),
            Sentence(
                "The correction divides by 1 − β₁ and 1 − β₂, and the step becomes {moved} long: "
                "the learning rate, whatever the slope is.",
                moved=abs(moved),
            ),
            Sentence(
                "Without it, on a slope that stays the same, the steps go on growing: step {step} "
                "is the longest, with {most} times the learning rate.",
                step=int(t[peak]),
                most=parts[peak],
            ),
        ),
        ruling=Ruling.FAILS if ratio > 1 else Ruling.HOLDS,
        judged=Sentence(
            "Starting from 0 makes the first step longer, not shorter: {bare} instead of {moved}. "
            "The correction is what keeps the walk from moving a lot at first.",
            bare=abs(bare),
            moved=abs(moved),
        ),
        diagram=Diagram(
            Sentence("step"),
            Sentence("length in learning rates, on a slope that stays"),
            (
                Series(Sentence("without correction"), t, parts),
                Series(Sentence("with correction"), t, np.ones_like(t)),
            ),
        ),
        seen_right=0 if 1 / 1.001 < across / along < 1.001 else 1,
    )


LESSON = Lesson(
    name="adam-first-step",
    chapter=Chapter.STEPS,
    title=Sentence("Adam's first step"),
    question=Sentence(
        "Adam keeps a mean of slopes (β₁ = {beta1}) and a mean of squared slopes (β₂ = {beta2}), "
        "both 0 at first, and corrects them for that. How long would its first step be without the "
        "correction, compared to the step with it?",
        beta1=RULE.beta1,
        beta2=RULE.beta2,
    ),
    run=RUN,
    predicts=DragNumber(
        Sentence("Times as long as with the correction"), 0.05, 20.0, logarithmic=True
    ),
    find=find,
    saw=Saw(
        Sentence("How long was the first step in x, compared to the one in y?"),
        (Sentence("As long"), Sentence("Much shorter or much longer")),
    ),
    tries=(
        Next(
            Sentence("A rate of {rate}: the first step is as long as that", rate=TENTH),
            replace(RUN, rules=(Adam(learning_rate=TENTH),)),
        ),
    ),
    claim=Claim(
        2,
        Sentence(
            "Adam sets its two variables to 0 so that the walk does not move a lot at the start."
        ),
    ),
)
