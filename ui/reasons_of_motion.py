"""Why a walk has left, or is still on its way, in words."""

from __future__ import annotations

from engine import Diagnosis, Trajectory
from ui import reason_parts as parts
from ui.numbers import per_cent, short
from ui.words import _

TELLING = 1e3  # a larger factor per step says only that numbers overflow
SLOWLY = 0.1  # of its limit: a learning rate below that could well be larger


def overshooting(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Steps too long for the curvature."""
    if found.onset:
        lead = _(
            "Diverges: at step {step} its steps became too long for the curvature; there {why}"
        )
    else:
        lead = _("Diverges: its steps are too long for the curvature; at the start {why}")
    why = parts.stability(walk, found)
    if found.factor is not None:
        why += _(", so that along the steepest direction each step multiplies the error by {by}")
        why = why.format(by=short(found.factor))
    return lead.format(step=found.onset, why=why) + ".", parts.gone(walk, found)


def early(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """First steps too long for the curvature."""
    if found.after is not None:
        lead = _(
            "Thrown up, from f = {before} to {after}: its first {span} steps are η·m̂, in "
            "proportion to the slope like plain momentum’s, and there η·λmax = {product}, far "
            "above 2."
        )
        return (
            lead.format(
                **parts.from_to(found),
                span=found.span,
                product=short(found.sharpness or 0),
            ),
        )
    if found.onset:
        lead = _(
            "Diverges: its first {span} steps are η·m̂, in proportion to the slope like plain "
            "momentum’s; at step {step} η·λmax = {product}, far above 2."
        )
    else:
        lead = _(
            "Diverges: its first {span} steps are η·m̂, in proportion to the slope like plain "
            "momentum’s; at the start η·λmax = {product}, far above 2."
        )
    lead = lead.format(span=found.span, step=found.onset, product=short(found.sharpness or 0))
    return lead, parts.gone(walk, found)


def overstepping(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Steps that go too far towards what they aim at."""
    return (
        _(
            "Diverges: each step goes η = {rate} times the way to where its model of the ground is "
            "level, which multiplies the distance from there by {factor}."
        ).format(rate=short(found.rate or 0), factor=short(found.factor or 0)),
        parts.gone(walk, found),
    )


def thrown(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Steps longer than the map."""
    return (
        _(
            "Thrown off the map: its steps are about as long as its learning rate says, however "
            "steep the ground is; the longest was {length}, and the map is {across} across."
        ).format(
            length=short(found.width or 0),
            across=short(walk.surface.domain.diagonal),  # type: ignore[attr-defined]
        ),
        parts.gone(walk, found),
    )


def falling(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Downhill without a floor."""
    if found.factor is not None and found.low is not None and 1 < found.factor < TELLING:
        why = _("The ground bends down there (λ = {low}): each step multiplies the way by {by}.")
        why = why.format(low=short(found.low), by=short(found.factor))
    else:
        why = ""
    return (
        _("Left for good, downhill: f fell from {before} to {after}, and found no floor.").format(
            **parts.from_to(found)
        ),
        why,
        parts.gone(walk, found),
    )


def undefined(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """A step that is 0/0."""
    if found.leaves is not None:
        return (
            _("Its steps come to 0/0 after step {step}, which has no value: there the gradient is "
              "0 along an axis, and so is ε.").format(step=found.leaves),
        )  # fmt: skip
    lead = _(
        "Stops at step {step}: the gradient is 0 along an axis and so is ε, and 0/0 has no value."
    )
    return (lead.format(step=found.step),)


def diverged(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Gone, for no reason that is known."""
    return _("Diverges; why, the numbers at its end do not tell."), parts.gone(walk, found)


def leaving(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Gone when continued."""
    return (_("Does not stay: continued, it is lost after step {step}.").format(step=found.leaves),)


def approaching(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Closing in on a minimum."""
    return (
        _("Closing in on {kind} {point}: {distance} away, down from {before} in {span}.").format(
            kind=parts.kind(found.place),
            point=parts.point(found),
            distance=short(found.distance or 0),
            span=parts.span(found),
            before=short(found.before or 0),
        ),
        parts.rates(walk, found),
        ""
        if found.width is None
        else _("Continued, it hovers within {width} of it.").format(width=short(found.width)),
    )


def lingering(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Still close to a saddle."""
    return (
        _(
            "Still close to a saddle {point}, {distance} away, where the slope ({slope}) is small "
            "for this ground, which falls along one direction (λ = {low})."
        ).format(
            point=parts.point(found),
            distance=short(found.distance or 0),
            slope=short(found.slope),
            low=short(found.low or 0),
        ),
        parts.escape(found),
    )


def creeping(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Along the floor of a valley."""
    if found.condition is not None:
        lead = _(
            "Creeps along a valley with condition number {kappa}: {way} units in {span}, while f "
            "fell from {before} to {after}."
        )
    else:
        lead = _(
            "Creeps along a valley (λ = {bends}): {way} units in {span}, while f fell from "
            "{before} to {after}."
        )
    lead = lead.format(
        kappa=short(found.condition or 0),
        bends=parts.curvatures(found),
        way=short(found.width or 0),
        span=parts.span(found),
        **parts.from_to(found),
    )
    return lead, _allowed(found, 1.0), _pace(found)


def _allowed(found: Diagnosis, most: float) -> str:
    if found.limit is None or not found.limit > 0 or found.rate is None:
        return ""
    share = found.rate / found.limit
    if share >= most:
        return ""
    return _("The steep walls allow η < {limit}; it is at {share} of that.").format(
        limit=short(found.limit), share=per_cent(share)
    )


def _pace(found: Diagnosis) -> str:
    if found.pace is None:
        return ""
    return _(
        "It has come {way} of the {whole} to the nearest global minimum, and its steps have shrunk "
        "from {first} to {last}."
    ).format(
        way=short(found.pace.way),
        whole=short(found.pace.whole),
        first=short(found.pace.first),
        last=short(found.pace.last),
    )


def descending(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Getting lower."""
    return (
        _("Still on its way down: f fell from {before} to {after} in {span}.").format(
            **parts.from_to(found), span=parts.span(found)
        ),
        _allowed(found, SLOWLY),
        _pace(found),
    )


def moving(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Under way."""
    if walk.steps == 0:
        return (_("Has not taken a step."),)
    if found.place is not None:
        return (
            _("Still moving, {distance} away from {kind} {point}.").format(
                distance=short(found.distance or 0),
                kind=parts.kind(found.place),
                point=parts.point(found),
            ),
        )
    two = parts.from_to(found)
    return (
        _("Still moving: in {span} f was between {low} and {high}.").format(
            span=parts.span(found),
            low=two["before"],
            high=two["after"],
        ),
    )


def nowhere(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Without a start."""
    return (_("Cannot start: f or its gradient is not finite there."),)
