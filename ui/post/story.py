"""The sentence below the picture: where the walk stands, and what to make of it."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from engine import Outcome, Trajectory
from figures.walks import DrawnWalk
from published import NEAR, RING_STEP, START, TRUE, distance, field_zero
from ui.numbers import short
from ui.post.choice import Choice
from ui.words import _

CUT = 0.05  # of a walk: this near to its end, a smallest distance is where it was cut


def point(xy: Iterable[float], digits: int = 7) -> str:
    """(x, y) with a fixed number of decimals and true minus signs."""
    parts = [f"{part:.{digits}f}" if math.isfinite(part) else short(part) for part in xy]
    return f"({', '.join(parts)})".replace("-", "−")


def story(choice: Choice, walks: list[DrawnWalk]) -> str:
    """What has come of the choice, in Markdown; the chosen walk is the last."""
    walk = walks[-1].trajectory
    sentences = [_where(choice, walk), _what(choice, walk)]
    if len(walks) > 1 and walks[0].trajectory.outcome is not Outcome.DIVERGED:
        sentences.append(
            _("As published, it would stand at {point} by now.").format(
                point=point(walks[0].trajectory.points[-1], 4)
            )
        )
    return " ".join(sentences)


def _where(choice: Choice, walk: Trajectory) -> str:
    last = int(walk.last)
    end = walk.points[last]
    away = float(TRUE.distance_to_minimum(*end))
    words = {
        "updates": f"{last:,}",
        "start": point(choice.start, 4),
        "point": point(end),
        "f": short(float(walk.heights[last])),
        "minimum": point(TRUE.minima[0], 4),
        "away": short(away),
    }
    if choice.start != START:
        sentence = _(
            "**After {updates} updates** from {start} the walk stands at **{point}**, where "
            "f = {f}; the minimum of f, at {minimum}, is {away} away."
        )
    else:
        sentence = _(
            "**After {updates} updates** the walk stands at **{point}**, where f = {f}; "
            "the minimum of f, at {minimum}, is {away} away."
        )
    return sentence.format(**words)


def _what(choice: Choice, walk: Trajectory) -> str:
    """What the numbers mean: arrived, at rest elsewhere, cut short, or under way."""
    last = int(walk.last)
    if walk.outcome is Outcome.DIVERGED:
        if last < walk.steps:
            return _("It has diverged: the next update has no finite numbers.")
        return _("It is lost: more than a million units away.")
    end = walk.points[last]
    if TRUE.distance_to_minimum(*end) < NEAR:
        return _("It has arrived.")
    zero = field_zero()
    if not choice.repair.gradient and math.dist(end, zero) < NEAR:
        return _(
            "It has come to rest where the published field is zero, at {zero}. That is no "
            "stationary point of f, whose gradient there is {gradient}."
        ).format(zero=point(zero), gradient=point(map(float, TRUE.gradient(*zero)), 3))
    step = short(float(walk.step_lengths[last]))
    away = distance(*walk.points[: last + 1].T)
    closest = int(np.argmin(away))
    if not choice.of_f and last - closest <= CUT * last and away[closest] < RING_STEP:
        return _(
            "It looks as if it had arrived, because it is cut where it passes the middle of the "
            "circles: at update {closest} it was {away} from it. Its last step was {step} long; "
            "let it play on, and it walks away."
        ).format(closest=closest, away=short(float(away[closest])), step=step)
    return _("It is still under way: its last step was {step} long.").format(step=step)
