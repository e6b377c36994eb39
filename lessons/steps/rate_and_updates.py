"""Which of Adam's settings decides where the walk of the post ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

import published
from lessons.lesson import Chapter, Choose, Claim, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import PlaneRun
from optimizers import Adam

RATE, UPDATES = published.RATE, published.UPDATES
FACTORS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
TURNED: dict[str, tuple[float, ...]] = {
    "beta1": (0.0, 0.5, 0.8, 0.95, 0.99),
    "beta2": (0.9, 0.99, 0.9999),
    "epsilon": (1e-10, 1e-6, 1e-4, 1e-2),
}
FIVE = 5
RUN = PlaneRun("blog", (Adam(learning_rate=RATE),), steps=UPDATES, start=published.START)


def _left(run: PlaneRun, fields: Mapping[str, float], steps: int = UPDATES) -> float:
    """How far from the lowest place it ends with some fields changed."""
    [rule] = run.rules
    turned = replace(run, rules=(type(rule)(**{**vars(rule), **fields}),), steps=steps)
    return float(run.surface.distance_to_minimum(*turned.walks[0].points[-1]))


def find(run: PlaneRun) -> Finding:
    """One setting is turned at a time; the others stay."""
    by_rate = [_left(run, {"learning_rate": RATE * factor}) for factor in FACTORS]
    by_updates = [_left(run, {}, round(UPDATES * factor)) for factor in FACTORS]
    others = [[_left(run, {name: to}) for to in values] for name, values in TURNED.items()]
    both = *by_rate, *by_updates
    spans = [max(ends) - min(ends) for ends in (both, *others)]
    begun = float(run.surface.distance_to_minimum(*run.begins))
    right = int(np.argmax(spans))
    least = min(max(ends) - min(ends) for ends in (by_rate, by_updates))
    return Finding(
        right=right,
        because=(
            Sentence(
                "With the settings of the post the walk ends {left} away from the lowest place; it "
                "began {begun} away. It just has not got there.",
                left=_left(run, {}),
                begun=begun,
            ),
            Sentence(
                "Five times the rate ends {by_rate} away, and five times the updates "
                "{by_updates}. While the slopes keep their sign, a step of Adam is about as long "
                "as its rate, so rate times updates is about how far it goes.",
                by_rate=by_rate[FACTORS.index(FIVE)],
                by_updates=by_updates[FACTORS.index(FIVE)],
            ),
            Sentence(
                "The other settings change the end by {beta1}, {beta2} and {epsilon} at most: "
                "they change how slopes are averaged.",
                beta1=spans[1],
                beta2=spans[2],
                epsilon=spans[3],
            ),
        ),
        reasons=(
            Sentence(
                "Turned from a tenth to ten times its value, the rate moves the end by {by_rate}; "
                "the updates move it by {by_updates}.",
                by_rate=max(by_rate) - min(by_rate),
                by_updates=max(by_updates) - min(by_updates),
            ),
            Sentence("From {low} to {high} it moves the end by {span}.", **_span(0, others)),
            Sentence("From {low} to {high} it moves the end by {span}.", **_span(1, others)),
            Sentence("From {low} to {high} it moves the end by {span}.", **_span(2, others)),
        ),
        ruling=Ruling.HOLDS if least > 2 * max(spans[1:]) else Ruling.FAILS,
        judged=Sentence(
            "On this ground, turned one at a time, the rate moves the end by {by_rate} and the "
            "updates by {by_updates}. The largest change by another setting is {other}.",
            by_rate=max(by_rate) - min(by_rate),
            by_updates=max(by_updates) - min(by_updates),
            other=max(spans[1:]),
        ),
        seen_right=0 if _left(run, {}) > 1 else 1,
    )


def _span(which: int, ends: list[list[float]]) -> dict[str, float]:
    values = list(TURNED.values())[which]
    return {
        "low": min(values),
        "high": max(values),
        "span": max(ends[which]) - min(ends[which]),
    }


LESSON = Lesson(
    name="rate-and-updates",
    chapter=Chapter.STEPS,
    title=Sentence("What matters most"),
    question=Sentence(
        "Adam walks {updates} updates on the terrain of the post with a learning rate of {rate}. "
        "Which settings change the most how near to the lowest place it ends?",
        updates=UPDATES,
        rate=RATE,
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("The learning rate and the number of updates"),
            Sentence("β₁, how much of the mean of slopes is kept"),
            Sentence("β₂, how much of the mean of squares is kept"),
            Sentence("ε, which is added to what is divided by"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("Where did the walk end?"),
        (Sentence("Far from the lowest place"), Sentence("At the lowest place")),
    ),
    tries=(
        Next(
            Sentence("Five times the learning rate"),
            replace(RUN, rules=(Adam(learning_rate=FIVE * RATE),)),
        ),
        Next(Sentence("Five times the updates"), replace(RUN, steps=FIVE * UPDATES)),
    ),
    claim=Claim(3, Sentence("The learning rate and the number of epochs matter most.")),
)
