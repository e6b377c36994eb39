"""Why weight decay holds a walk, in words."""

from __future__ import annotations

from engine import Diagnosis, Trajectory
from ui import reason_parts as parts
from ui.numbers import short
from ui.words import _


def held(walk: Trajectory, found: Diagnosis) -> tuple[str, ...]:
    """Held by weight decay."""
    assert found.centre is not None
    there = (found.width or 0.0) <= 1e-3 * walk.surface.domain.diagonal  # type: ignore[attr-defined]
    if found.distance is None:
        lead = _("Weight decay holds it at {centre}, where the ground still slopes ({slope}).")
    elif parts.was_found(walk):
        lead = (
            _(
                "Weight decay holds it at {centre}, {away} from the nearest of the lowest places "
                "found: it pulls towards the origin as hard as the ground slopes ({slope})."
            )
            if there
            else _(
                "Weight decay keeps it off: it will come to rest at {centre}, {away} from the "
                "nearest of the lowest places found, where it pulls towards the origin as hard as "
                "the ground slopes ({slope})."
            )
        )
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
            centre=parts.pair(*found.centre),
            away=short(found.distance or 0),
            slope=short(found.slope),
        ),
    )
