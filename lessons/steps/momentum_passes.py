"""What momentum passes, and what it does not."""

from __future__ import annotations

from dataclasses import replace

from lessons.arrivals import distances
from lessons.lesson import Chapter, Claim, Finding, Lesson, Next, PlaceEnd, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Momentum

START, RATE, SMALL, STEPS = (-2.2, 0.0), 0.01, 0.002, 400
RUN = PlaneRun("three_hump_camel", (Momentum(learning_rate=RATE),), steps=STEPS, start=START)
PLAIN = replace(RUN, rules=(GradientDescent(learning_rate=RATE),))
SLOW = replace(RUN, rules=(Momentum(learning_rate=SMALL),))


def find(run: PlaneRun) -> Finding:
    """Three walks from one start."""
    [walk], [plain], [slow] = run.walks, PLAIN.walks, SLOW.walks
    nearest = plain.points[-1]
    place = float(nearest[0]), float(nearest[1])
    pass_at = int(distances(walk, place).argmin())
    lowest = run.surface.minimum
    assert lowest is not None
    above, held = (float(w.heights[-1] - lowest) for w in (walk, slow))
    passes, caught = above < 1e-3, held > 1e-3
    return Finding(
        right=walk.points[-1],
        because=(
            Sentence(
                "Gradient descent with the same rate rests at ({x}, {y}), in the valley beside the "
                "start. The value there is {height}; the lowest is {lowest}.",
                x=place[0],
                y=place[1],
                height=plain.heights[-1],
                lowest=lowest,
            ),
            Sentence(
                "Momentum is nearest to that place at step {step}, when its last step was {length} "
                "long: too fast to stay. It runs up the other side and over the ridge.",
                step=pass_at,
                length=walk.step_lengths[pass_at],
            ),
            Sentence(
                "It ends at ({x}, {y}), {above} above the lowest value.",
                x=walk.points[-1, 0],
                y=walk.points[-1, 1],
                above=above,
            ),
        ),
        ruling=(Ruling.ONLY_IF if passes and caught else Ruling.HOLDS if passes else Ruling.FAILS),
        judged=Sentence(
            "With a rate of {rate} it passes the local minimum and ends {above} above the lowest "
            "value. With a rate of {small} it starts at the same place, is too slow for the ridge, "
            "and stays {held} above it. Momentum may pass a local minimum; it need not.",
            rate=RATE,
            above=above,
            small=SMALL,
            held=held,
        ),
        seen_right=0 if (walk.heights[1:] > walk.heights[:-1] + 1e-9).any() else 1,
    )


LESSON = Lesson(
    name="momentum-passes",
    chapter=Chapter.STEPS,
    title=Sentence("What momentum passes"),
    question=Sentence(
        "This ground has three valleys; the deepest is in the middle, at (0, 0). Momentum starts "
        "at ({x}, {y}) with a learning rate of {rate}. Where is it after {steps} steps?",
        x=START[0],
        y=START[1],
        rate=RATE,
        steps=STEPS,
    ),
    run=RUN,
    predicts=PlaceEnd(),
    find=find,
    saw=Saw(
        Sentence("Did the walk ever go up?"),
        (Sentence("Yes"), Sentence("No, every step led down")),
    ),
    tries=(
        Next(Sentence("The same start without momentum"), PLAIN),
        Next(Sentence("Momentum with a rate of {rate}", rate=SMALL), SLOW),
    ),
    claim=Claim(
        2,
        Sentence(
            "Momentum goes in the direction of its velocity, so it does not stop at local minima."
        ),
    ),
)
