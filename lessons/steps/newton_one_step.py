"""Newton's method on a parabola needs one step; elsewhere a full step may be too long."""

from __future__ import annotations

from dataclasses import replace

from lessons.arrivals import distances
from lessons.lesson import Chapter, Claim, Finding, Lesson, Next, PlaceEnd, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import GradientDescent, Newton

START, RATE = (-4.0, 3.0), 0.1
RUN = PlaneRun("bowl", (Newton(),), steps=1, start=START)
CURVED = PlaneRun("rosenbrock", (Newton(),), steps=8, start=(-1.2, 1.0))


def find(run: PlaneRun) -> Finding:
    """Slope over bend in both coordinates, and where the full step is too long."""
    [walk], [curved] = run.walks, CURVED.walks
    x, y = run.begins
    gx, gy = walk.gradients[0]
    xx, _, yy = run.surface.hessian(x, y)
    left = float(distances(walk)[-1])
    worst = int(curved.heights.argmax())
    once, climbs = left < 1e-9, curved.heights[worst] > 2 * curved.heights[0]
    return Finding(
        right=walk.points[-1],
        because=(
            Sentence(
                "Newton's step is the slope divided by the bend. In x that is {slope} over {bend}, "
                "which is {step}: the way to 0.",
                slope=gx,
                bend=xx,
                step=gx / xx,
            ),
            Sentence(
                "In y it is {slope} over {bend}, which is {step}. Each direction has its own "
                "length, and no learning rate is needed.",
                slope=gy,
                bend=yy,
                step=gy / yy,
            ),
            Sentence(
                "A ground of squares has the same bends everywhere. So the step ends at the lowest "
                "place from any start; here {left} is left.",
                left=left,
            ),
        ),
        ruling=Ruling.ONLY_IF if once and climbs else Ruling.HOLDS if once else Ruling.FAILS,
        judged=Sentence(
            "On x² + 2y² one step leaves {left}. On Rosenbrock's valley, where the bends change, "
            "step {step} climbs to a height of {height}, from {begun} at the start: there a full "
            "step can be too long.",
            left=left,
            step=worst,
            height=curved.heights[worst],
            begun=curved.heights[0],
        ),
        seen_right=0 if once else 1,
    )


LESSON = Lesson(
    name="newton-one-step",
    chapter=Chapter.STEPS,
    title=Sentence("Newton's one step"),
    question=Sentence(
        "Newton's method knows how the ground bends, not only how steep it is. It starts at "
        "({x}, {y}) on x² + 2y². Where is it after a single step?",
        x=START[0],
        y=START[1],
    ),
    run=RUN,
    predicts=PlaceEnd(),
    find=find,
    saw=Saw(
        Sentence("Where did the step end?"),
        (Sentence("At the lowest place"), Sentence("Somewhere on the way")),
    ),
    tries=(
        Next(Sentence("Newton's method in a bent valley"), CURVED),
        Next(
            Sentence("Gradient descent from the same start"),
            replace(RUN, rules=(GradientDescent(learning_rate=RATE),), steps=30),
        ),
    ),
    claim=Claim(2, Sentence("Newton's method needs no learning rate.")),
)
