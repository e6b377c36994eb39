"""What happens on a curve, in sentences computed from the walks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import optimizers
from engine import End, Fate, Stop, fate, remembers, stable_below
from figures.walks import DrawnWalk
from surfaces.curves import Curve, Turn
from ui.line.settings import FIRST_RULE, LineSettings
from ui.numbers import apart, short
from ui.words import _, translated


def fate_of(walk: DrawnWalk, stop: Stop) -> str:
    """What became of a walk, and when the stop rule would have ended it."""
    text = _became(walk, fate(walk.trajectory))
    fired = walk.stopped
    if stop is Stop.BUDGET:
        return text
    if fired < 0:
        nowhere = _("The stop rule does not fire in its {steps} steps.")
        return " ".join((text, nowhere.format(steps=walk.trajectory.steps)))
    x = float(walk.trajectory.points[fired, 0])
    return "{} {}".format(
        text,
        _("The stop rule fires at step {step}, at x = {x}.").format(step=fired, x=short(x)),
    )


def _became(walk: DrawnWalk, what: Fate) -> str:
    x = short(what.x)
    match what.end:
        case End.STAYED:
            sentence = {
                Turn.MINIMUM: _("{walk} stays: its slope is 0, and this is a minimum."),
                Turn.MAXIMUM: _("{walk} stays: its slope is 0, though this is a maximum."),
                Turn.INFLECTION: _(
                    "{walk} stays: its slope is 0, though this is neither top nor bottom."
                ),
            }[Turn(str(what.turn))]
        case End.STUCK:
            sentence = _("{walk} does not move although there is a slope: its steps are too short.")
        case End.SETTLED:
            sentence = {
                Turn.MINIMUM: _(
                    "{walk} settles at the minimum {x} and is near it from step {step} on."
                ),
                Turn.MAXIMUM: _(
                    "{walk} settles at the maximum {x} and is near it from step {step} on."
                ),
                Turn.INFLECTION: _("{walk} gets stuck at {x}, which is neither top nor bottom."),
            }[Turn(str(what.turn))]
        case End.ABOUT:
            sentence = {
                Turn.MINIMUM: _(
                    "{walk} keeps within {width} of the minimum {x} from step {step} on, as far as "
                    "it was followed: for {followed} steps."
                ),
                Turn.MAXIMUM: _(
                    "{walk} keeps within {width} of the maximum {x} from step {step} on, as far as "
                    "it was followed: for {followed} steps."
                ),
                Turn.INFLECTION: _(
                    "{walk} keeps within {width} of {x}, which is neither top nor bottom, from "
                    "step {step} on, as far as it was followed: for {followed} steps."
                ),
            }[Turn(str(what.turn))]
        case End.LEFT:
            sentence = (
                _("{walk} leaves for −∞: it is more than a million away after {step} steps.")
                if what.x < 0
                else _("{walk} leaves for ∞: it is more than a million away after {step} steps.")
            )
        case End.SWUNG:
            sentence = _(
                "{walk} swings ever wider from side to side: it is more than a million away after "
                "{step} steps."
            )
        case End.GONE:
            sentence = _("{walk} is more than a million away after {step} steps.")
        case End.HOPS:
            sentence = _("{walk} hops back and forth between {x} and {other} for ever.")
        case _:
            sentence = _("{walk} is still moving after {step} steps, at {x}.")
    other = ""
    if what.other is not None:
        x, other = apart(what.x, what.other)
    return sentence.format(
        walk=f"**{walk.label}** (η = {walk.rate})",
        x=x,
        other=other,
        step=what.step,
        width=_rounded_up(what.width),
        followed=what.followed,
    )


def _rounded_up(width: float) -> str:
    """A width of two digits that is not less than it is."""
    if width == 0:
        return "0"
    unit = 10.0 ** (math.floor(math.log10(width)) - 1)
    return short(math.ceil(width / unit) * unit)


def limits_of(curve: Curve, rate: float, *, ascend: bool) -> list[str]:
    """For which learning rates gradient descent is drawn to each stationary point."""
    return [_limit(curve, place.x, rate, ascend) for place in curve.stationary]


def _limit(curve: Curve, place: float, rate: float, ascend: bool) -> str:
    bend = float(curve.curvature(place))
    x = short(place)
    if bend != bend:
        slope = _steepness(curve, place)
        return _(
            "At {x} there is no second derivative: however near a ball is, the slope beside it is "
            "{slope} in size, so at η = {rate} its step is {step} long, and it does not come to "
            "rest unless a step ends exactly on {x}."
        ).format(x=x, slope=short(slope), rate=short(rate), step=short(rate * slope))
    if bend == 0:
        return _(
            "At {x} f″ = 0, so to first order a step leaves a small distance as it is: a ball "
            "creeps up to it from one side, ever more slowly, and creeps away on the other."
        ).format(x=x)
    limit = stable_below(curve, place, ascend=ascend)
    # Beside 1, 0 and −1, which would say something else.
    factor = apart(1 + (rate if ascend else -rate) * bend, 1, 0, -1)[0]
    eta, most = (short(rate), "") if limit is None else apart(rate, limit)
    if rate == 0:
        return _("At η = 0 no ball moves.")
    if limit is None:
        sentence = _(
            "At {x} no η holds a ball, since f″ = {bend}: at η = {rate} every step multiplies a "
            "small distance by {factor}, and it leaves unless it stands there exactly."
        )
    elif rate == limit:
        sentence = _(
            "Around {x} only η below {limit} is stable, since f″ = {bend}: η = {rate} is the limit "
            "itself, where every step multiplies a small distance by {factor}."
        )
    elif rate < limit:
        sentence = _(
            "Around {x} η below {limit} is stable, since f″ = {bend}: at η = {rate} every step "
            "multiplies a small distance by {factor}."
        )
    else:
        sentence = _(
            "Around {x} only η below {limit} is stable, since f″ = {bend}: η = {rate} is not; "
            "every step multiplies a small distance by {factor}."
        )
    return sentence.format(
        x=x,
        limit=most,
        bend=short(bend),
        rate=eta,
        factor=factor,
    )


def _steepness(curve: Curve, place: float) -> float:
    """The size of the slope right beside a kink, on the gentler side."""
    beside = 1e-9 * curve.domain.width
    return min(abs(float(curve.slope(place - beside))), abs(float(curve.slope(place + beside))))


def on_the_map(settings: LineSettings) -> list[str]:
    """The stability of gradient descent's map, and why others have none to draw."""
    sentences = []
    for name, rate in settings.rules:
        rule = optimizers.by_name(name)
        if name == FIRST_RULE:
            sentences += limits_of(settings.curve, rate, ascend=settings.ascend)
        elif remembers(rule()):
            sentences.append(
                _(
                    "{name} has no cobweb: its next place depends on what it remembers of earlier "
                    "steps too, so it is no function of x alone."
                ).format(name=translated(rule.title))
            )
    return sentences


def statement(settings: LineSettings, walks: Sequence[DrawnWalk]) -> str:
    """All of it as Markdown."""
    lines = [fate_of(walk, settings.stop) for walk in walks]
    lines += on_the_map(settings)
    return "\n".join(f"- {line}" for line in lines)
