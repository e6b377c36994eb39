"""Why a walk ended as it did, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine import FAR, Diagnosis, Ground, Place, Trajectory, Verdict
from ui.numbers import short
from ui.words import _

TELLING = 1e3  # a larger factor per step says only that numbers overflow

# What K in η < K/λmax is made of, per rule; others show the number alone.
REACHES = {"momentum": "2(1 + μ)", "nesterov": "2(1 + μ)/(1 + 2μ)"}


def reason(walk: Trajectory, found: Diagnosis) -> str:
    """The diagnosis of a walk as one to three sentences."""
    return " ".join(part for part in WORDS[found.verdict](walk, found) if part)


# -- parts ---------------------------------------------------------------------------------------


def _kind(place: Place) -> str:
    if place.ground is Ground.MINIMUM:
        return _("the global minimum") if place.lowest else _("a local minimum")
    return {
        Ground.SADDLE: _("a saddle"),
        Ground.MAXIMUM: _("a maximum"),
        Ground.FLAT: _("a level place"),
    }[place.ground]


def _point(found: Diagnosis) -> str:
    assert found.place is not None
    # What is 0 but for rounding is shown as 0.
    x, y = (value if abs(value) > 1e-12 else 0.0 for value in (found.place.x, found.place.y))
    return f"({short(x)}, {short(y)})"


def _curvatures(found: Diagnosis) -> str:
    if found.low is None or found.high is None:
        return ""
    return f"{short(found.low)}, {short(found.high)}"


def _height(walk: Trajectory, found: Diagnosis) -> str:
    """How a local minimum lies beside the global one."""
    floor, place = walk.surface.minimum, found.place
    if floor is None or place is None or place.lowest:
        return ""
    gap = place.height - floor
    if gap < 0:
        return _("It is {gap} lower than the lowest point of the map.").format(gap=short(-gap))
    return _("It is {gap} higher than the global minimum.").format(gap=short(gap))


def _rates(walk: Trajectory, found: Diagnosis) -> str:
    """Predicted and observed rate of convergence, where they exist."""
    if found.predicted is None or found.observed is None:
        return ""
    if found.predicted > 1 > found.observed:
        # It came along the one direction that contracts, and has no error along the other so far.
        return _(
            "Each step multiplied the distance by {observed}, but it cannot stay: {stability}, so "
            "in the steepest direction any error grows by {predicted} a step, and with more epochs "
            "it leaves again."
        ).format(
            observed=short(round(found.observed, 4)),
            stability=_stability(walk, found),
            predicted=short(round(found.predicted, 4)),
        )
    return _("Each step multiplies the distance by {observed}; theory says {predicted}.").format(
        observed=short(round(found.observed, 4)), predicted=short(round(found.predicted, 4))
    )


def _stability(walk: Trajectory, found: Diagnosis) -> str:
    """The product of rate and curvature beside its limit: η·λmax = 2.4 > 2."""
    if found.sharpness is None or found.reach is None:
        return ""
    name = walk.optimizer.name
    plain = not getattr(walk.optimizer, "dampening", 0.0)
    formula = f" = {REACHES[name]}" if name in REACHES and plain else ""
    decay = getattr(walk.optimizer, "weight_decay", 0.0)
    product = "η·(λmax + λ)" if decay else "η·λmax"
    if abs(found.sharpness - found.reach) <= 1e-9 * found.reach:
        return _("{product} is {reach}{formula}, the limit itself").format(
            product=product, reach=short(found.reach), formula=formula
        )
    sign = ">" if found.sharpness > found.reach else "<"
    return f"{product} = {short(found.sharpness)} {sign} {short(found.reach)}{formula}"


def _gone(walk: Trajectory, found: Diagnosis) -> str:
    """How far a walk that has left is gone."""
    if found.step < walk.steps:
        return _("Its numbers overflowed after step {step}.").format(step=found.step)
    if max(abs(float(value)) for value in walk.points[-1]) > FAR / 2:
        return _("It is more than a million units away.")
    return ""


# -- verdicts ------------------------------------------------------------------------------------


def _minimum(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    bends = _curvatures(found)
    where = _("At rest at {kind} {point}").format(
        kind=_kind(found.place) if found.place else "", point=_point(found)
    )
    proof = _(": no slope, and the ground rises all around (λ = {bends}).").format(bends=bends)
    return where + (proof if bends else "."), _height(walk, found), _rates(walk, found)


def _saddle(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "At rest at a saddle {point}, not at a minimum: no slope, but the ground rises along "
            "one direction (λ = {high}) and falls along another (λ = {low})."
        ).format(point=_point(found), high=short(found.high or 0), low=short(found.low or 0)),
        _escape(found),
    )


def _escape(found: Diagnosis) -> str:
    if found.factor is None or not found.factor > 1:
        return ""
    return _("Each step multiplies the error along the falling one by {factor}.").format(
        factor=short(found.factor)
    )


def _maximum(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("At rest on a maximum {point}: no slope, and the ground falls all around (λ = {bends}).")
        .format(point=_point(found), bends=_curvatures(found)),
    )  # fmt: skip


def _level(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.place is None:
        return (_("At rest where the slope is below 1e−6; what kind of place it is stays open."),)
    return (
        _(
            "At rest at {point}: no slope, and along at least one direction no curvature either "
            "(λ = {bends}), so second derivatives do not tell what kind of place it is."
        ).format(point=_point(found), bends=_curvatures(_cleaned(found))),
    )


def _cleaned(found: Diagnosis) -> Diagnosis:
    """Curvatures that count as 0, shown as 0."""
    size = max(abs(found.low or 0), abs(found.high or 0))
    zero = max(1e-8, 1e-10 * size)
    low, high = (0.0 if abs(v or 0) <= zero else v for v in (found.low, found.high))
    return replace(found, low=low, high=high)


def _plateau(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "On a plateau: slope ({slope}) and curvature are so small that they would not make up "
            "5 % of the {above} left to the minimum, all across the map."
        ).format(slope=short(found.slope), above=short(found.after or 0)),
    )


def _held(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "Stands still although the ground slopes ({slope}): weight decay, which pulls towards "
            "the origin, holds it there."
        ).format(slope=short(found.slope)),
    )


def _stuck(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.rate == 0:
        return (_("Does not move: its learning rate is 0."),)
    return (
        _("Stands still although the ground slopes ({slope}): its steps have shrunk to nothing.")
        .format(slope=short(found.slope)),
    )  # fmt: skip


def _circling(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    width = short(found.width or 0)
    about = _("Goes round {kind} {point}").format(
        kind=_kind(found.place), point=_point(found)
    ) if found.place else _("Goes round in a place without a minimum")  # fmt: skip
    if found.period is not None:
        how = _(": every {period} steps it is where it was, in a box {width} wide.").format(
            period=found.period, width=width
        )
    else:
        how = _(" without coming closer: in the last {span} steps its box stayed {width} wide.")
        how = how.format(span=found.span, width=width)
    too_long = (
        found.sharpness is not None
        and found.reach is not None
        and found.sharpness >= found.reach * (1 - 1e-9)
    )
    why = (
        _("It cannot come to rest there: {stability}.").format(stability=_stability(walk, found))
        if too_long and found.place
        else ""
    )
    return about + how, why


def _overshooting(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.onset:
        lead = _(
            "Diverges: at step {step} its steps became too long for the curvature; there {why}"
        )
    else:
        lead = _("Diverges: its steps are too long for the curvature; at the start {why}")
    why = _stability(walk, found)
    if found.factor is not None:
        why += _(", so that along the steepest direction each step multiplies the error by {by}")
        why = why.format(by=short(found.factor))
    return lead.format(step=found.onset, why=why) + ".", _gone(walk, found)


def _falling(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.factor is not None and found.low is not None and 1 < found.factor < TELLING:
        why = _("The ground bends down there (λ = {low}): each step multiplies the way by {by}.")
        why = why.format(low=short(found.low), by=short(found.factor))
    else:
        why = ""
    return (
        _("Left for good, downhill: f fell from {before} to {after}, and found no floor.").format(
            before=short(found.before or 0), after=short(found.after or 0)
        ),
        why,
        _gone(walk, found),
    )


def _diverged(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return _("Diverges; why, the numbers at its end do not tell."), _gone(walk, found)


def _span(found: Diagnosis) -> str:
    if found.span == 1:
        return _("the last step")
    return _("the last {span} steps").format(span=found.span)


def _approaching(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("Closing in on {kind} {point}: {distance} away, down from {before} in {span}.").format(
            kind=_kind(found.place) if found.place else "",
            point=_point(found),
            distance=short(found.distance or 0),
            span=_span(found),
            before=short(found.before or 0),
        ),
        _rates(walk, found),
    )


def _lingering(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "Still close to a saddle {point}, {distance} away, where there is hardly a slope; "
            "the ground falls along one direction (λ = {low})."
        ).format(
            point=_point(found), distance=short(found.distance or 0), low=short(found.low or 0)
        ),
        _escape(found),
    )


def _creeping(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.condition is not None:
        valley = _("Creeps along a valley with condition number {kappa}")
        valley = valley.format(kappa=short(found.condition))
    else:
        valley = _("Creeps along a valley (λ = {bends})").format(bends=_curvatures(found))
    return (
        valley
        + _(": {way} units in {span}, while f fell from {before} to {after}.").format(
            way=short(found.width or 0),
            span=_span(found),
            before=short(found.before or 0),
            after=short(found.after or 0),
        ),
        _allowed(found),
    )


def _allowed(found: Diagnosis) -> str:
    if found.limit is None or not found.limit > 0 or found.rate is None:
        return ""
    share = found.rate / found.limit
    if share >= 1:
        return ""
    return _("The steep walls allow η < {limit}; it is at {share} % of that.").format(
        limit=short(found.limit), share=f"{100 * share:.2g}"
    )


def _descending(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("Still on its way down: f fell from {before} to {after} in {span}.").format(
            before=short(found.before or 0), after=short(found.after or 0), span=_span(found)
        ),
    )


def _moving(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if walk.steps == 0:
        return (_("Has not taken a step."),)
    if found.place is not None:
        return (
            _("Still moving, {distance} away from {kind} {point}.").format(
                distance=short(found.distance or 0), kind=_kind(found.place), point=_point(found)
            ),
        )
    return (_("Still moving when its steps were used up."),)


def _nowhere(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (_("Cannot start: f or its gradient is not finite there."),)


WORDS: dict[Verdict, Callable[[Trajectory, Diagnosis], tuple[str, ...]]] = {
    Verdict.GLOBAL_MINIMUM: _minimum,
    Verdict.LOCAL_MINIMUM: _minimum,
    Verdict.SADDLE: _saddle,
    Verdict.MAXIMUM: _maximum,
    Verdict.LEVEL: _level,
    Verdict.PLATEAU: _plateau,
    Verdict.HELD: _held,
    Verdict.STUCK: _stuck,
    Verdict.CIRCLING: _circling,
    Verdict.OVERSHOOTING: _overshooting,
    Verdict.FALLING: _falling,
    Verdict.DIVERGED: _diverged,
    Verdict.APPROACHING: _approaching,
    Verdict.LINGERING: _lingering,
    Verdict.CREEPING: _creeping,
    Verdict.DESCENDING: _descending,
    Verdict.MOVING: _moving,
    Verdict.NOWHERE: _nowhere,
}
