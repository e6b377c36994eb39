"""Parts of which the reasons in `ui.reasons` are made: kinds of places, limits, rates, remedies."""

from __future__ import annotations

from dataclasses import replace

from engine import FAR, Diagnosis, Place, PointKind, Trajectory
from ui.numbers import apart, compared, short
from ui.words import _

# What K in η < K/λmax is made of, per rule; others show the number alone.
REACHES = {"momentum": "2(1 + μ)", "nesterov": "2(1 + μ)/(1 + 2μ)"}


def kind(place: Place | None) -> str:
    """What a stationary point is."""
    if place is None:
        return ""
    if place.ground is PointKind.MINIMUM:
        if not place.lowest:
            return _("a local minimum")
        return _("the lowest minimum found") if place.found else _("the global minimum")
    return {
        PointKind.SADDLE: _("a saddle"),
        PointKind.MAXIMUM: _("a maximum"),
        PointKind.FLAT: _("the floor of a trough"),
    }[place.ground]


def point(found: Diagnosis) -> str:
    """Where it is, as (x, y)."""
    assert found.place is not None
    return pair(found.place.x, found.place.y)


def pair(x: float, y: float) -> str:
    """(x, y); what is 0 but for rounding is shown as 0."""
    x, y = (value if abs(value) > 1e-12 else 0.0 for value in (x, y))
    return f"({short(x)}, {short(y)})"


def curvatures(found: Diagnosis) -> str:
    """Both of them."""
    if found.low is None or found.high is None:
        return ""
    return f"{short(found.low)}, {short(found.high)}"


def cleaned(found: Diagnosis) -> Diagnosis:
    """Curvatures that count as 0, shown as 0."""
    size = max(abs(found.low or 0), abs(found.high or 0))
    zero = max(1e-8, 1e-10 * size)
    low, high = (0.0 if abs(v or 0) <= zero else v for v in (found.low, found.high))
    return replace(found, low=low, high=high)


def height(walk: Trajectory, found: Diagnosis) -> str:
    """How a local minimum lies beside the global one."""
    floor, place = walk.surface.minimum, found.place
    if place is None or place.lowest:
        return ""
    if floor is None:
        listed = getattr(walk.surface, "lowest_of_map", None)
        return _beside_the_map(listed, place.height, was_found(walk))
    gap = place.height - floor
    if was_found(walk):
        return (
            _("It is {gap} lower than the lowest place that was found by looking.")
            if gap < 0
            else _("It is {gap} higher than the lowest place found.")
        ).format(gap=short(abs(gap)))
    if gap < 0:
        return _("It is {gap} lower than the lowest point of the map.").format(gap=short(-gap))
    return _("It is {gap} higher than the global minimum.").format(gap=short(gap))


def was_found(walk: Trajectory) -> bool:
    """Whether what is taken for the lowest places was found by looking, and is not known."""
    return bool(getattr(walk.surface, "found", False))


def _beside_the_map(listed: float | None, height: float, found: bool) -> str:
    """The same where f falls without end, so that no minimum is the global one."""
    if listed is None:
        return ""
    gap = height - listed
    if abs(gap) <= 1e-9 * (1 + abs(listed)):
        if found:
            return _("It is the lowest one found on this map, but f has lower values elsewhere.")
        return _("It is the lowest of this map, but outside f falls without end.")
    if gap < 0:
        return _("It is {gap} lower than the lowest one of the map.").format(gap=short(-gap))
    return _("It is {gap} higher than the lowest one of the map.").format(gap=short(gap))


def rates(walk: Trajectory, found: Diagnosis) -> str:
    """Predicted and observed rate of convergence, where they exist."""
    if found.predicted is not None and found.predicted > 1:
        # It came along the one direction that contracts, and has no error along the other so far.
        sentence = {
            (False, False): _(
                "It cannot stay: {stability}, so in the steepest direction any error grows by "
                "{predicted} a step."
            ),
            (False, True): _(
                "It cannot stay: {stability}, so in the steepest direction any error grows by "
                "{predicted} a step; continued, it is off again after step {step}."
            ),
            (True, False): _(
                "It cannot stay: {product} is {reach}, the limit itself, so in the steepest "
                "direction any error grows by {predicted} a step."
            ),
            (True, True): _(
                "It cannot stay: {product} is {reach}, the limit itself, so in the steepest "
                "direction any error grows by {predicted} a step; continued, it is off again "
                "after step {step}."
            ),
        }[is_at_limit(found), found.leaves is not None]
        return sentence.format(
            **stability(walk, found),
            predicted=factor(found.predicted),
            step=found.leaves,
        )
    if found.predicted is None or found.observed is None:
        return ""
    observed, predicted, _one = apart(found.observed, found.predicted, 1.0, most=6)
    return _("Each step multiplies the distance by {observed}; theory says {predicted}.").format(
        observed=observed, predicted=predicted
    )


def factor(number: float) -> str:
    """A factor per step with the digits that tell it from 1, where it is none."""
    return apart(number, 1.0)[0]


def from_to(found: Diagnosis) -> dict[str, str]:
    """What a number was before and after, with the digits that tell the two apart."""
    before, after = apart(found.before or 0, found.after or 0)
    return {"before": before, "after": after}


def stability(walk: Trajectory, found: Diagnosis) -> dict[str, str]:
    """The product of rate and curvature beside its limit, η·λmax = 2.4 > 2; and each of the two."""
    if found.sharpness is None or found.reach is None:
        return {"stability": "", "product": "", "reach": ""}
    name = walk.optimizer.name
    plain = not getattr(walk.optimizer, "dampening", 0.0)
    formula = f" = {REACHES[name]}" if name in REACHES and plain else ""
    decay = getattr(walk.optimizer, "weight_decay", 0.0)
    product = "η·(λmax + ω)" if decay else "η·λmax"
    return {
        "stability": f"{product} = {compared(found.sharpness, found.reach, most=7)}{formula}",
        "product": product,
        "reach": f"{short(found.reach)}{formula}",
    }


def is_at_limit(found: Diagnosis) -> bool:
    """Whether the learning rate is the limit itself, as far as can be told."""
    if found.sharpness is None or found.reach is None:
        return False
    return abs(found.sharpness - found.reach) <= 1e-9 * found.reach


def is_over(found: Diagnosis) -> bool:
    """Whether the learning rate is at its limit or above."""
    if found.sharpness is None or found.reach is None:
        return False
    return found.sharpness >= found.reach * (1 - 1e-9)


def gone(walk: Trajectory, found: Diagnosis) -> str:
    """How far a walk that has left is gone, or when it will be."""
    if found.leaves is not None:
        return _("Continued, it is lost after step {step}.").format(step=found.leaves)
    if found.step < walk.steps:
        return _("Its numbers overflowed after step {step}.").format(step=found.step)
    if max(abs(float(value)) for value in walk.points[-1]) > FAR / 2:
        return _("It is more than a million units away.")
    return ""


def escape(found: Diagnosis) -> str:
    """How fast a saddle lets go."""
    if found.factor is None or not found.factor > 1:
        return ""
    return _("Each step multiplies the error along the falling one by {factor}.").format(
        factor=factor(found.factor)
    )


def span(found: Diagnosis) -> str:
    """Over how many steps something is said."""
    if found.span == 1:
        return _("the last step")
    return _("the last {span} steps").format(span=found.span)


def more(found: Diagnosis) -> str:
    """How long the walk was continued."""
    return f"{found.more or 0:,}"


def remedy(walk: Trajectory, found: Diagnosis) -> str:
    """What to try instead."""
    what = found.remedy
    if what is None:
        return ""
    sentence = {
        ("learning_rate", True): _("Try a learning rate below {bound}."),
        ("learning_rate", False): _("Try a learning rate of {bound}."),
        ("momentum", True): _("Try a momentum below {bound}."),
        ("weight_decay", False): _("Try it without weight decay."),
        ("epsilon", False): _("Try ε = {bound}."),
        ("damping", False): _("Try a damping of δ = {bound}."),
    }[what.field, what.below]
    if what.field == "learning_rate" and getattr(walk.optimizer, "step_scale", "") == "curvature":
        sentence = _("Try a step factor below {bound}.")
    return sentence.format(bound=short(what.bound))


def jump(found: Diagnosis) -> str:
    """Where a calm walk was thrown up."""
    if found.jump is None:
        return ""
    return _(
        "At step {step} it was thrown up, f − f* from {before} to {after}: what its steps are "
        "divided by had faded."
    ).format(step=found.jump.step, before=short(found.jump.before), after=short(found.jump.after))
