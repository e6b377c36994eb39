"""The answer in sentences: whether a walk is right, where it first leaves, and why."""

from __future__ import annotations

import math

from checking import Change, Explanation, Report, meet_wolfe
from ui.check.settings import CheckSettings
from ui.numbers import apart, short
from ui.words import _, translated


def said(change: Change) -> str:
    """The sentence of a change or a hint."""
    places = {
        name: translated(value.title) if _has_title(value) else _number(value)
        for name, value in change.places.items()
    }
    return translated(change.message).format(**places)


class _Number(float):
    """A number that is written as all numbers of the house, whatever a message asks for."""

    def __format__(self, spec: str) -> str:
        return short(float(self)) if spec != ".6g" else f"{float(self):.6g}".replace("-", "−")


def _has_title(value: object) -> bool:
    """Whether it is something of ours; what is only text is a term or a line."""
    return not isinstance(value, str) and hasattr(value, "title")


def _number(value: object) -> object:
    return _Number(value) if isinstance(value, float) else value


def plain_answer(report: Report, settings: CheckSettings) -> str:
    """The first thing that is said."""
    judgement, steps = report.judgement, len(report.walk)
    rule = translated(settings.choice.optimizer_class.title)
    if judgement.agrees and judgement.is_coarse:
        return _(
            "Nothing speaks against it, but the numbers tell little: they were printed so coarsely "
            "that most of the {steps} steps of {rule} are no longer than what rounding hides."
        ).format(steps=steps, rule=rule)
    if judgement.agrees and report.meant.own_lengths:
        return _(
            "Right: every one of the {steps} steps leads along −H·g of {rule}; the largest "
            "difference is {largest}. How far it goes is found by a line search of your own: "
            "{wolfe} of the {steps} lengths meet the strong Wolfe conditions."
        ).format(
            steps=steps,
            rule=rule,
            largest=short(judgement.largest),
            wolfe=meet_wolfe(report.walk, settings.surface),
        )
    if judgement.agrees:
        if report.walk.is_single:
            return _(
                "Right: all {steps} steps agree with {rule}, as closely as single precision or the "
                "printed digits can tell; the largest difference is {largest}."
            ).format(steps=steps, rule=rule, largest=short(judgement.largest))
        return _(
            "Right: all {steps} steps agree with {rule}; the largest difference is {largest}."
        ).format(steps=steps, rule=rule, largest=short(judgement.largest))
    first = judgement.first or 0
    if first == 0:
        return _("The very first of the {steps} steps differs from {rule}.").format(
            steps=steps, rule=rule
        )
    return _(
        "The first {agreeing} of {steps} steps agree with {rule}; step {first} is the first that "
        "does not."
    ).format(agreeing=first, steps=steps, rule=rule, first=first + 1)


def where_it_leaves(report: Report) -> list[str]:
    """By how much x and y moved in the step in which each first differs, and what the rule says."""
    judgement = report.judgement
    lines = []
    for axis, (name, step) in enumerate(zip("xy", judgement.firsts, strict=True)):
        if step is None:
            lines.append(_("{name} agrees in every step.").format(name=name))
            continue
        moved, told = judgement.moved[step, axis], judgement.deltas[step, axis]
        one, other = apart(float(moved), float(told))
        lines.append(
            _("{name}, step {step}: you moved by {moved}, the rule says {told}.").format(
                name=name, step=step + 1, moved=one, told=other
            )
        )
    return lines


def fit(one: Explanation) -> str:
    """How well an explanation fits."""
    left = one.judgement.largest if one.judgement else math.inf
    if not math.isfinite(left):
        return _("gives no number")
    if one.fits:
        return _("{left}, within rounding").format(left=short(left))
    return _("{left}, {times}× what rounding allows").format(
        left=short(left), times=short(one.misfit)
    )
