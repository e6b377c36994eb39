"""Why a walk is at rest, stands still, or keeps going round, in words."""

from __future__ import annotations

from engine import Diagnosis, Trajectory
from ui import reason_parts as parts
from ui.numbers import per_cent, short
from ui.words import _

FELT = 1e-8  # of the diagonal: nearer than this is there
WIDER = 1.25  # times as far away as in the end: then the way there is told
HALF = 0.5


def minimum(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """At rest at a minimum, or as good as."""
    away, diagonal = found.distance or 0.0, walk.surface.domain.diagonal  # type: ignore[attr-defined]
    bends = parts.curvatures(found)
    if away > FELT * diagonal and found.slope >= walk.tolerance:
        lead = _(
            "As good as at rest at {kind} {point}: {away} away, and its steps are {length} long."
        )
    elif bends:
        lead = _(
            "At rest at {kind} {point}: no slope, and the ground rises all around (λ = {bends})."
        )
    else:
        lead = _("At rest at {kind} {point}.")
    lead = lead.format(
        kind=parts.kind(found.place),
        point=parts.point(found),
        bends=bends,
        away=short(away),
        length=short(found.width or 0.0),
    )
    rates = parts.rates(walk, found)
    unstable = found.predicted is not None and found.predicted > 1 and bool(rates)
    return lead, parts.height(walk, found), rates, "" if unstable else _for_now(found)


def _for_now(found: Diagnosis) -> str:
    """That it does not stay, if it does not."""
    if found.leaves is None:
        return ""
    return _("Continued, it is off again after step {step}.").format(step=found.leaves)


def saddle(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """At rest at a saddle."""
    return (
        _(
            "At rest at a saddle {point}, not at a minimum: no slope, but the ground rises along "
            "one direction (λ = {high}) and falls along another (λ = {low})."
        ).format(point=parts.point(found), high=short(found.high or 0), low=short(found.low or 0)),
        parts.escape(found),
        _for_now(found),
    )


def maximum(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """At rest on a maximum."""
    return (
        _("At rest on a maximum {point}: no slope, and the ground falls all around (λ = {bends}).")
        .format(point=parts.point(found), bends=parts.curvatures(found)),
        _for_now(found),
    )  # fmt: skip


def level(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """At rest where second derivatives do not tell what it is."""
    if found.place is None:
        return (
            _("At rest where the slope is below 1e−6; what kind of place it is stays open."),
            _for_now(found),
        )
    return (
        _(
            "At rest at {point}: no slope, and along at least one direction no curvature either "
            "(λ = {bends}), so second derivatives do not tell what kind of place it is."
        ).format(point=parts.point(found), bends=parts.curvatures(parts.cleaned(found))),
        _for_now(found),
    )


def plateau(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """On a plateau."""
    return (
        _(
            "On a plateau: slope ({slope}) and curvature are so small that they would not make up "
            "5 % of the {above} left to the minimum, all across the map."
        ).format(slope=short(found.slope), above=short(found.after or 0)),
    )


def stuck(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Standing still on a slope."""
    if found.rate == 0:
        if found.before is not None:
            return (_("Stands still: its schedule has brought the learning rate down to 0."),)
        return (_("Does not move: its learning rate is 0."),)
    if found.before is not None:
        lead = _(
            "Stands still although the ground slopes ({slope}): its steps have shrunk from "
            "{before} to {length}."
        )
    else:
        lead = _("Hardly moves although the ground slopes ({slope}): its steps are {length} long.")
    return (
        lead.format(
            slope=short(found.slope),
            length=short(found.width or 0.0),
            before=short(found.before or 0.0),
        ),
    )


def circling(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Going round."""
    if found.around > 1 and parts.was_found(walk):
        lead = (
            _("Goes round {around} of the lowest places found, again where it was every {period} "
              "steps, in a box {width} wide.")
            if found.period is not None
            else _("Goes round {around} of the lowest places found: after {more} more steps its "
                   "box is still about {width} wide.")
        )  # fmt: skip
    elif found.around > 1:
        lead = (
            _("Goes round {around} global minima, again where it was every {period} steps, in a "
              "box {width} wide.")
            if found.period is not None
            else _("Goes round {around} global minima: after {more} more steps its box is still "
                   "about {width} wide.")
        )  # fmt: skip
    elif found.place is not None:
        lead = (
            _("Goes round {kind} {point}: every {period} steps it is where it was, in a box "
              "{width} wide.")
            if found.period is not None
            else _("Goes round {kind} {point} without coming closer: after {more} more steps "
                   "its box is still about {width} wide.")
        )  # fmt: skip
    elif walk.surface.minimum is not None and not walk.surface.minima:
        # The lowest places fill a curve, and nobody knows whether it goes round them.
        lead = (
            _("Goes round: every {period} steps it is where it was, in a box {width} wide.")
            if found.period is not None
            else _("Goes round: after {more} more steps its box is still about {width} wide.")
        )
    else:
        lead = (
            _("Goes round in a place without a minimum: every {period} steps it is where it was, "
              "in a box {width} wide.")
            if found.period is not None
            else _("Goes round in a place without a minimum: after {more} more steps its box is "
                   "still about {width} wide.")
        )  # fmt: skip
    why = ""
    if parts.is_over(found) and found.place is not None:
        why = (
            _("It cannot come to rest there: {product} is {reach}, the limit itself.")
            if parts.is_at_limit(found)
            else _("It cannot come to rest there: {stability}.")
        ).format(**parts.stability(walk, found))
    return (
        lead.format(
            around=found.around,
            kind=parts.kind(found.place),
            point=parts.point(found) if found.place else "",
            period=found.period,
            more=parts.more(found),
            width=short(found.width or 0),
        ),
        why,
    )


def hovering(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Hovering about a minimum."""
    width, most, away = found.width or 0.0, found.before or 0.0, found.distance or 0.0
    if most > WIDER * width and away < HALF * most:
        lead = _(
            "Does not stay at {kind} {point}, {away} away: in {more} more steps it is thrown as "
            "far as {most}, and then hovers within {width}."
        )
    elif away > WIDER * width:
        lead = _(
            "Still {away} away from {kind} {point}; continued for {more} steps, it hovers within "
            "{width} of it."
        )
    else:
        lead = _(
            "Hovers within {width} of {kind} {point}: after {more} more steps it has not settled."
        )
    lead = lead.format(
        kind=parts.kind(found.place),
        point=parts.point(found),
        away=short(away),
        more=parts.more(found),
        most=short(most),
        width=short(width),
    )
    return lead, parts.height(walk, found)


def swinging(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Swinging across a minimum."""
    return (
        _(
            "Swings to and fro across {kind} {point}, {before} to {after} away in {span}: each "
            "step takes only {share} off its swings."
        ).format(
            kind=parts.kind(found.place),
            point=parts.point(found),
            **parts.from_to(found),
            span=parts.span(found),
            share=per_cent(1 - (found.factor or 0), 2),
        ),
    )
