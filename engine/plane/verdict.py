"""The verdict on a walk, as data: what it is and the numbers that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.plane.stationary import Place


class Verdict(StrEnum):
    """How a walk stood at its end."""

    GLOBAL_MINIMUM = "global minimum"  # at rest there
    LOCAL_MINIMUM = "local minimum"
    SADDLE = "saddle"
    MAXIMUM = "maximum"
    LEVEL = "level"  # at rest on a stationary point whose kind second derivatives do not tell
    PLATEAU = "plateau"  # on ground so flat that the map is too small to get down
    HELD = "held"  # weight decay holds it where the ground slopes
    STUCK = "stuck"  # stands still on a slope
    CIRCLING = "circling"  # bounded, and not coming closer
    HOVERING = "hovering"  # about a minimum, near it, and not coming closer
    SWINGING = "swinging"  # to and fro across a minimum, and hardly less wide each time
    OVERSHOOTING = "overshooting"  # its steps are too long for the curvature, so they grow
    EARLY = "early"  # the same in the first steps of a rule that is plain at first
    OVERSTEPPING = "overstepping"  # goes more than twice the way to where its model is level
    UNBENT = "unbent"  # the ground bends so little that a step of Newton's leads off the map
    THROWN = "thrown"  # its steps are as long as its learning rate says: longer than the map
    FALLING = "falling"  # left for good, downhill all the way
    UNDEFINED = "undefined"  # its next step is 0/0
    OFF = "off"  # its next step leads to where f, or its slope, has no value
    DIVERGED = "diverged"  # left for good, and no reason is known
    LEAVING = "leaving"  # will have left when it is continued
    APPROACHING = "approaching"  # closing in on a minimum
    LINGERING = "lingering"  # still close to a saddle
    CREEPING = "creeping"  # along the floor of a valley
    DESCENDING = "descending"  # still getting lower
    FADING = "fading"  # slope and curvature fade alike, and steps of Newton's stay as long
    MOVING = "moving"  # nothing else is known
    NOWHERE = "nowhere"  # f has no value at the start


@dataclass(frozen=True)
class Remedy:
    """What to try instead; it was tried.

    Attributes:
        field: The setting.
        bound: What to try.
        below: Whether everything below the bound will do; else the bound itself is meant.
    """

    field: str
    bound: float
    below: bool


@dataclass(frozen=True)
class Jump:
    """A step of the past at which a calm walk was thrown up.

    Attributes:
        step: After which it was.
        before: f − f* at most, in the calm before.
        after: The same at its highest after.
    """

    step: int
    before: float
    after: float


@dataclass(frozen=True)
class Pace:
    """How far a walk has come whose steps have become short.

    Attributes:
        way: From its start to its end.
        whole: From its start to the minimum that it is after.
        first: The longest step of its first tenth.
        last: The last step.
    """

    way: float
    whole: float
    first: float
    last: float


@dataclass(frozen=True)
class Diagnosis:
    """A verdict and its numbers; None where a number does not exist or is not known.

    Attributes:
        verdict: How the walk stood.
        step: The last finite step.
        slope: The length of the gradient there.
        rate: The learning rate in force, η.
        place: The stationary point that the verdict speaks of.
        centre: Where weight decay holds it, or where f has no value.
        distance: From the end to it.
        low: The smaller eigenvalue of the Hessian: at the place if there is one, else at the end;
            for an overshoot, where it began; of a parabola, the curvature along the axis that the
            step goes most.
        high: The larger one.
        condition: high/low where both are positive.
        reach: K in η < K/(λmax + weight decay), 2 for gradient descent.
        sharpness: η (λmax + weight decay), to be compared with the reach.
        factor: By what every step multiplies the error along the steepest direction (overshoots),
            or along the direction that falls (saddles, falls): a real number, signed.
        predicted: The rate of convergence by theory: the factor of the slowest direction, in size.
        observed: The same as it was measured.
        onset: The step at which the learning rate was first too large for the curvature.
        period: Of a cycle, in steps.
        width: Of the circling, the larger side of the box that holds it; of the hovering, and of
            the closing in that ends so, how far away it is at most in the end; of a standstill,
            how long its last step was; where weight decay holds it, how far it is from there.
        more: How many steps the walk was continued before this was said.
        leaves: The step after which, continued, it is no longer where it is said to be.
        around: How many of the surface's own minima it goes round.
        remedy: What to try instead.
        jump: Where it was thrown up on its way.
        pace: How far it has come, where it is too slow.
        span: Over how many steps ``before`` and ``after`` are.
        before: f then, or the distance from the place; of the hovering, how far it comes before it
            keeps its width; of a standstill, how long its longest step was.
        after: The same at the end; of a plateau, how high above f* it is.
    """

    verdict: Verdict
    step: int
    slope: float
    rate: float | None = None
    place: Place | None = None
    centre: tuple[float, float] | None = None
    distance: float | None = None
    low: float | None = None
    high: float | None = None
    condition: float | None = None
    reach: float | None = None
    sharpness: float | None = None
    factor: float | None = None
    predicted: float | None = None
    observed: float | None = None
    onset: int | None = None
    period: int | None = None
    width: float | None = None
    span: int | None = None
    before: float | None = None
    after: float | None = None
    more: int | None = None
    leaves: int | None = None
    around: int = 0
    remedy: Remedy | None = None
    jump: Jump | None = None
    pace: Pace | None = None

    @property
    def limit(self) -> float | None:
        """The largest learning rate that is stable there."""
        if self.reach is None or not self.sharpness or self.rate is None:
            return None
        return self.rate * self.reach / self.sharpness
