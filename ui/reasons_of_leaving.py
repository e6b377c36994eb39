"""Why a walk has left, in words."""

from __future__ import annotations

import math

from engine import Diagnosis, Trajectory
from ui import reason_parts as parts
from ui.numbers import short
from ui.words import _

TELLING = 1e3  # a larger factor per step says only that numbers overflow


def overshooting(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Steps too long for the curvature."""
    sentence = {
        (True, False, False): _(
            "Diverges: at step {step} its steps became too long for the curvature; there "
            "{stability}."
        ),
        (True, False, True): _(
            "Diverges: at step {step} its steps became too long for the curvature; there "
            "{stability}, so that along the steepest direction each step multiplies the error "
            "by {by}."
        ),
        (True, True, False): _(
            "Diverges: at step {step} its steps became too long for the curvature; there "
            "{product} is {reach}, the limit itself."
        ),
        (True, True, True): _(
            "Diverges: at step {step} its steps became too long for the curvature; there "
            "{product} is {reach}, the limit itself, so that along the steepest direction each "
            "step multiplies the error by {by}."
        ),
        (False, False, False): _(
            "Diverges: its steps are too long for the curvature; at the start {stability}."
        ),
        (False, False, True): _(
            "Diverges: its steps are too long for the curvature; at the start {stability}, so "
            "that along the steepest direction each step multiplies the error by {by}."
        ),
        (False, True, False): _(
            "Diverges: its steps are too long for the curvature; at the start {product} is "
            "{reach}, the limit itself."
        ),
        (False, True, True): _(
            "Diverges: its steps are too long for the curvature; at the start {product} is "
            "{reach}, the limit itself, so that along the steepest direction each step "
            "multiplies the error by {by}."
        ),
    }[bool(found.onset), parts.is_at_limit(found), found.factor is not None]
    lead = sentence.format(
        step=found.onset, by=short(found.factor or 0), **parts.stability(walk, found)
    )
    return lead, parts.gone(walk, found)


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


def unbent(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """A step of Newton's where the ground bends too little for one."""
    slope, bend = short(found.before or 0), short(found.low or 0)
    if found.low == 0:
        lead = (
            _(
                "Has no step at the start: a Newton step is η times slope over curvature, and "
                "along its slope ({slope}) the ground does not bend at all (λ = 0)."
            )
            if not found.onset
            else _(
                "Has no step after step {step}: a Newton step is η times slope over curvature, "
                "and along its slope ({slope}) the ground does not bend at all there (λ = 0)."
            )
        )
        return (lead.format(step=found.onset, slope=slope),)
    lead = (
        _(
            "Its first step is {length} long, and the map {across} across: the ground hardly bends "
            "along the slope there, and a Newton step is η times slope over curvature, {product}."
        )
        if not found.onset
        else _(
            "After step {step} its next is {length} long, and the map {across} across: the ground "
            "hardly bends along the slope there, and a Newton step is η times slope over "
            "curvature, {product}."
        )
    )
    lead = lead.format(
        step=found.onset,
        product=f"{short(found.rate or 0)} · {slope}/{bend}",
        length=short(found.width or 0),
        across=short(walk.surface.domain.diagonal),  # type: ignore[attr-defined]
    )
    return lead, parts.gone(walk, found)


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


def off(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Where f has no value."""
    assert found.centre is not None
    lead = (
        _("Ends after step {step}: the next one leads to {point}, where f has no value.")
        if math.isnan(float(walk.surface.value(*found.centre)))  # type: ignore[attr-defined]
        else _("Ends after step {step}: the next one leads to {point}, where f has no slope.")
    )
    return (lead.format(step=found.step, point=parts.pair(*found.centre)),)


def diverged(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Gone, for no reason that is known."""
    return _("Diverges; why, the numbers at its end do not tell."), parts.gone(walk, found)


def leaving(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Gone when continued."""
    return (_("Does not stay: continued, it is lost after step {step}.").format(step=found.leaves),)
