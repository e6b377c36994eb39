"""Why a walk is still on its way, in words."""

from __future__ import annotations

from engine import Diagnosis, Trajectory
from ui import reason_parts as parts
from ui.numbers import per_cent, short
from ui.words import _

SLOWLY = 0.1  # of its limit: a learning rate below that could well be larger


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
    return lead, _allowed(found, 1.0), _pace(walk, found)


def _allowed(found: Diagnosis, most: float) -> str:
    if found.limit is None or not found.limit > 0 or found.rate is None:
        return ""
    share = found.rate / found.limit
    if share >= most:
        return ""
    return _("The steep walls allow η < {limit}; it is at {share} of that.").format(
        limit=short(found.limit), share=per_cent(share)
    )


def _pace(walk: Trajectory, found: Diagnosis) -> str:
    if found.pace is None:
        return ""
    lead = (
        _(
            "It has come {way} of the {whole} to the nearest of the lowest places found, and its "
            "steps have shrunk from {first} to {last}."
        )
        if parts.was_found(walk)
        else _(
            "It has come {way} of the {whole} to the nearest global minimum, and its steps have "
            "shrunk from {first} to {last}."
        )
    )
    return lead.format(
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
        _pace(walk, found),
    )


def fading(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Newton's method on ground that fades."""
    lead = _(
        "Goes on where the ground fades: in {span} its slope fell from {before} to {after}, and "
        "the curvature with it, so that a Newton step, η times slope over curvature, is still "
        "{length} long."
    ).format(**parts.from_to(found), span=parts.span(found), length=short(found.width or 0))
    risen = walk.heights[int(walk.last)] > walk.heights[0]
    if (found.low or 0) < 0 and risen:
        return (
            lead,
            _("f has risen: where the ground bends down (λ = {low}), such a step leads up.").format(
                low=short(found.low or 0)
            ),
        )
    return (lead,)


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
