"""What happens on a curve, in sentences computed from the walks."""

from __future__ import annotations

from collections.abc import Sequence

import optimizers
from engine import End, Fate, Stop, fate, remembers, stable_below
from figures.walks import DrawnWalk
from surfaces.curves import Curve, Turn
from ui.line.settings import FIRST_RULE, LineSettings
from ui.numbers import short
from ui.words import _, translated


def fate_of(walk: DrawnWalk, stop: Stop) -> str:
    """What became of a walk, and when the stop rule would have ended it."""
    text = f"**{walk.label}** (η = {walk.rate}) {_became(walk, fate(walk.trajectory))}"
    fired = walk.stopped
    if stop is Stop.BUDGET:
        return text
    if fired < 0:
        return " ".join((text, _("The stop rule never fires.")))
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
                Turn.MINIMUM: _("stays: its slope is 0, and this is a minimum."),
                Turn.MAXIMUM: _("stays: its slope is 0, though this is a maximum."),
                Turn.INFLECTION: _("stays: its slope is 0, though this is neither top nor bottom."),
            }[Turn(str(what.turn))]
        case End.SETTLED:
            sentence = {
                Turn.MINIMUM: _("settles at the minimum {x} and is near it from step {step} on."),
                Turn.MAXIMUM: _("settles at the maximum {x} and is near it from step {step} on."),
                Turn.INFLECTION: _("gets stuck at {x}, which is neither top nor bottom."),
            }[Turn(str(what.turn))]
        case End.LEFT:
            sentence = (
                _("leaves for −∞: it is more than a million away after {step} steps.")
                if what.x < 0
                else _("leaves for ∞: it is more than a million away after {step} steps.")
            )
        case End.SWUNG:
            sentence = _(
                "swings ever wider from side to side: it is more than a million away after "
                "{step} steps."
            )
        case End.HOPS:
            sentence = _("hops back and forth between {x} and {other} for ever.")
        case _:
            sentence = _("is still moving after {step} steps, at {x}.")
    other = "" if what.other is None else short(what.other)
    return sentence.format(x=x, other=other, step=what.step)


def limits_of(curve: Curve, rate: float, *, ascend: bool) -> list[str]:
    """For which learning rates gradient descent is drawn to each stationary point."""
    return [_limit(curve, place.x, rate, ascend) for place in curve.stationary]


def _limit(curve: Curve, place: float, rate: float, ascend: bool) -> str:
    bend = float(curve.curvature(place))
    x = short(place)
    if bend != bend:
        return _(
            "At {x} there is no second derivative: a step there is always as long as the slope "
            "beside it says, so only η → 0 comes to rest."
        ).format(x=x)
    if bend == 0:
        return _(
            "At {x} f″ = 0, so to first order a step leaves a small distance as it is: a ball "
            "creeps up to it from one side, ever more slowly, and creeps away on the other."
        ).format(x=x)
    limit = stable_below(curve, place, ascend=ascend)
    factor = short(1 + (rate if ascend else -rate) * bend)
    if limit is None:
        sentence = _(
            "At {x} no η holds a ball, since f″ = {bend}: at η = {rate} every step multiplies a "
            "small distance by {factor}, and it leaves unless it stands there exactly."
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
        limit="" if limit is None else short(limit),
        bend=short(bend),
        rate=short(rate),
        factor=factor,
    )


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
