"""A step that is too long takes a ReLU to where it has no slope any more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

RATE, LESS, START, STEPS = 0.01, 0.002, (1.0, 1.5), 60
RUN = ExamplesRun(
    *("net_relu", "anscombe1", (GradientDescent(learning_rate=RATE),)),
    epochs=STEPS,
    start=START,
)
ALIVE = replace(RUN, rules=(GradientDescent(learning_rate=LESS),))


def find(run: ExamplesRun) -> Finding:
    """The first step, what comes after it, and the same with a smaller rate."""
    [walk], [alive] = run.walks, ALIVE.walks
    x = run.examples.points[:, 0]
    first = walk.points[1]
    moved = float(np.abs(np.diff(walk.points[1:], axis=0)).max())
    slope = float(np.abs(walk.gradients[1:]).max())
    dead = bool((first[0] * x < 0).all() and slope == 0)
    other = np.array([first[0] > 0, dead])
    return Finding(
        right=1 if dead and moved == 0 else 0 if walk.points[-1, 0] > 0 else 2,
        because=(
            Sentence(
                "All {n} inputs x lie between {least} and {most}, above 0. The first step, with "
                "η = {rate}, takes w₁ from {begin} to {after}, so w₁x is below 0 for each of them.",
                n=len(x),
                least=x.min(),
                most=x.max(),
                rate=RATE,
                begin=START[0],
                after=first[0],
            ),
            Sentence(
                "There max(0, w₁x) is 0 and has the slope 0 for each example. The gradient is "
                "exactly {slope}, in both weights, and the loss stays at {loss} for ever: the "
                "neuron is dead.",
                slope=slope,
                loss=walk.heights[-1],
            ),
            Sentence(
                "With η = {rate} the first step ends at w₁ = {after}, still above 0, and the loss "
                "comes down to {loss}.",
                rate=LESS,
                after=alive.points[1, 0],
                loss=alive.heights[-1],
            ),
        ),
        ruling=Ruling.ONLY_IF if dead and alive.points[-1, 0] > 0 else Ruling.HOLDS,
        judged=Sentence(
            "Where it is active its slope is 1, which hands gradients on as they are. But a step "
            "with η = {rate} kills it for good, at a loss of {dead}; with η = {less} the loss "
            "comes to {alive}.",
            rate=RATE,
            dead=walk.heights[-1],
            less=LESS,
            alive=alive.heights[-1],
        ),
        reasons=(
            Sentence(
                "There is nothing to bring it back: the gradient was {slope} from the first step "
                "on, and w₁ stayed at {after}.",
                slope=slope,
                after=first[0],
            ),
            Sentence(
                "In the {steps} steps after the first no weight moved: the largest change was "
                "{moved}.",
                steps=run.updates - 1,
                moved=moved,
            ),
            Sentence(
                "On that side there is no slope at all, whatever the weights are: the gradient was "
                "{slope}.",
                slope=slope,
            ),
        ),
        seen_right=0 if not other[0] and moved == 0 else 1,
    )


LESSON = Lesson(
    name="dead-relu",
    chapter=Chapter.NETWORKS,
    title=Sentence("A ReLU that dies"),
    question=Sentence(
        "A net of two weights answers ŷ = w₂ · max(0, w₁x), and all its inputs x are above 0. A "
        "step that is a little too long takes w₁ below 0. What happens in the steps after it?"
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("They bring w₁ back above 0."),
            Sentence("Nothing moves any more."),
            Sentence("w₁ goes on to the minimum on that side."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("How many steps were to be seen on the map?"),
        (Sentence("One"), Sentence("Several")),
    ),
    tries=(
        Next(Sentence("The same start with η = {rate}", rate=LESS), ALIVE),
        Next(
            Sentence("Inputs on both sides of 0"),
            replace(ALIVE, source_name="line", noise=0.4),
        ),
    ),
    claim=Claim(4, Sentence("ReLU has good properties as an activation and is used most.")),
)
