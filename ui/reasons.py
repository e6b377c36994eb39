"""Why a walk ended as it did, in words."""

from __future__ import annotations

from collections.abc import Callable

from engine import Diagnosis, Trajectory, Verdict
from ui import reason_parts as parts
from ui.numbers import short
from ui.words import _

TELLING = 1e3  # a larger factor per step says only that numbers overflow
FELT = 1e-8  # of the diagonal: nearer than this is there
SLOWLY = 0.1  # of its limit: a learning rate below that could well be larger


def reason(walk: Trajectory, found: Diagnosis) -> str:
    """The diagnosis of a walk as one to three sentences, with a remedy where there is one."""
    sentences = WORDS[found.verdict](walk, found)
    return " ".join(
        part for part in (*sentences, parts.jump(found), parts.remedy(walk, found)) if part
    )


# -- at rest -------------------------------------------------------------------------------------


def _minimum(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
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


def _saddle(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "At rest at a saddle {point}, not at a minimum: no slope, but the ground rises along "
            "one direction (λ = {high}) and falls along another (λ = {low})."
        ).format(
            point=parts.point(found), high=short(found.high or 0), low=short(found.low or 0)
        ),
        parts.escape(found),
        _for_now(found),
    )


def _maximum(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("At rest on a maximum {point}: no slope, and the ground falls all around (λ = {bends}).")
        .format(point=parts.point(found), bends=parts.curvatures(found)),
        _for_now(found),
    )  # fmt: skip


def _level(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
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


def _plateau(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "On a plateau: slope ({slope}) and curvature are so small that they would not make up "
            "5 % of the {above} left to the minimum, all across the map."
        ).format(slope=short(found.slope), above=short(found.after or 0)),
    )


def _held(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    assert found.centre is not None
    there = (found.width or 0.0) <= 1e-3 * walk.surface.domain.diagonal  # type: ignore[attr-defined]
    if found.distance is None:
        lead = _("Weight decay holds it at {centre}, where the ground still slopes ({slope}).")
    elif there:
        lead = _(
            "Weight decay holds it at {centre}, {away} from the nearest global minimum: it pulls "
            "towards the origin as hard as the ground slopes ({slope})."
        )
    else:
        lead = _(
            "Weight decay keeps it off: it will come to rest at {centre}, {away} from the nearest "
            "global minimum, where it pulls towards the origin as hard as the ground slopes "
            "({slope})."
        )
    return (
        lead.format(
            centre=parts.pair(*found.centre), away=short(found.distance or 0), slope=short(found.slope)
        ),
    )


def _stuck(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.rate == 0:
        if found.before is not None:
            return (_("Stands still: its schedule has brought the learning rate down to 0."),)
        return (_("Does not move: its learning rate is 0."),)
    if found.before is not None:
        lead = _(
            "Stands still although the ground slopes ({slope}): its steps have shrunk from {before} "
            "to {length}."
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


# -- bounded -------------------------------------------------------------------------------------


def _circling(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.around > 1:
        lead = (
            _("Goes round {around} global minima, again where it was every {period} steps, in a box "
              "{width} wide.")
            if found.period is not None
            else _("Goes round {around} global minima: for {more} more steps, too, its box is about "
                   "{width} wide.")
        )  # fmt: skip
    elif found.place is not None:
        lead = (
            _("Goes round {kind} {point}: every {period} steps it is where it was, in a box {width} "
              "wide.")
            if found.period is not None
            else _("Goes round {kind} {point} without coming closer: for {more} more steps, too, its "
                   "box is about {width} wide.")
        )  # fmt: skip
    else:
        lead = (
            _("Goes round in a place without a minimum: every {period} steps it is where it was, in "
              "a box {width} wide.")
            if found.period is not None
            else _("Goes round in a place without a minimum: for {more} more steps, too, its box is "
                   "about {width} wide.")
        )  # fmt: skip
    why = ""
    if parts.is_over(found) and found.place is not None:
        why = _("It cannot come to rest there: {stability}.").format(
            stability=parts.stability(walk, found)
        )
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


def _hovering(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("Hovers within {width} of {kind} {point}: in {more} more steps it comes no closer.").format(
            width=short(found.width or 0),
            kind=parts.kind(found.place),
            point=parts.point(found),
            more=parts.more(found),
        ),
        parts.height(walk, found),
    )


def _swinging(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "Swings to and fro across {kind} {point}, {before} to {after} away in {span}: each step "
            "takes only {share} % off its swings."
        ).format(
            kind=parts.kind(found.place),
            point=parts.point(found),
            before=short(found.before or 0),
            after=short(found.after or 0),
            span=parts.span(found),
            share=short(100 * (1 - (found.factor or 0))),
        ),
    )


# -- gone ----------------------------------------------------------------------------------------


def _overshooting(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
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


def _early(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
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


def _thrown(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
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
        parts.gone(walk, found),
    )


def _undefined(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.leaves is not None:
        return (
            _("Its steps come to 0/0 after step {step}, which has no value: there the gradient is 0 "
              "along an axis, and so is ε.").format(step=found.leaves),
        )  # fmt: skip
    return (
        _("Stops at step {step}: the gradient is 0 along an axis and so is ε, and 0/0 has no value.")
        .format(step=found.step),
    )  # fmt: skip


def _diverged(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return _("Diverges; why, the numbers at its end do not tell."), parts.gone(walk, found)


def _leaving(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("Does not stay: continued, it is lost after step {step}.").format(step=found.leaves),
    )


# -- on its way ----------------------------------------------------------------------------------


def _approaching(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("Closing in on {kind} {point}: {distance} away, down from {before} in {span}.").format(
            kind=parts.kind(found.place),
            point=parts.point(found),
            distance=short(found.distance or 0),
            span=parts.span(found),
            before=short(found.before or 0),
        ),
        parts.rates(walk, found),
    )


def _lingering(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _(
            "Still close to a saddle {point}, {distance} away, where there is hardly a slope "
            "({slope}); the ground falls along one direction (λ = {low})."
        ).format(
            point=parts.point(found),
            distance=short(found.distance or 0),
            slope=short(found.slope),
            low=short(found.low or 0),
        ),
        parts.escape(found),
    )


def _creeping(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    if found.condition is not None:
        lead = _(
            "Creeps along a valley with condition number {kappa}: {way} units in {span}, while f "
            "fell from {before} to {after}."
        )
    else:
        lead = _(
            "Creeps along a valley (λ = {bends}): {way} units in {span}, while f fell from {before} "
            "to {after}."
        )
    lead = lead.format(
        kappa=short(found.condition or 0),
        bends=parts.curvatures(found),
        way=short(found.width or 0),
        span=parts.span(found),
        before=short(found.before or 0),
        after=short(found.after or 0),
    )
    return lead, _allowed(found, 1.0), _pace(found)


def _allowed(found: Diagnosis, most: float) -> str:
    if found.limit is None or not found.limit > 0 or found.rate is None:
        return ""
    share = found.rate / found.limit
    if share >= most:
        return ""
    return _("The steep walls allow η < {limit}; it is at {share} % of that.").format(
        limit=short(found.limit), share=short(float(f"{100 * share:.2g}"))
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


def _descending(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    return (
        _("Still on its way down: f fell from {before} to {after} in {span}.").format(
            before=short(found.before or 0), after=short(found.after or 0), span=parts.span(found)
        ),
        _allowed(found, SLOWLY),
        _pace(found),
    )


def _moving(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
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
    return (
        _("Still moving: in {span} f was between {low} and {high}.").format(
            span=parts.span(found), low=short(found.before or 0), high=short(found.after or 0)
        ),
    )


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
    Verdict.HOVERING: _hovering,
    Verdict.SWINGING: _swinging,
    Verdict.OVERSHOOTING: _overshooting,
    Verdict.EARLY: _early,
    Verdict.THROWN: _thrown,
    Verdict.FALLING: _falling,
    Verdict.UNDEFINED: _undefined,
    Verdict.DIVERGED: _diverged,
    Verdict.LEAVING: _leaving,
    Verdict.APPROACHING: _approaching,
    Verdict.LINGERING: _lingering,
    Verdict.CREEPING: _creeping,
    Verdict.DESCENDING: _descending,
    Verdict.MOVING: _moving,
    Verdict.NOWHERE: _nowhere,
}
