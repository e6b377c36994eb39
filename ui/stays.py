"""How the walks stand that are on the map when their steps are over, in a few plain words.

The words rest on the diagnosis that the table of ends tells in full (`ui.reasons`); here walks of
which the same is true share a line, and numbers are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine import Diagnosis, Verdict
from figures.walks import DrawnWalk
from ui import reason_parts as parts
from ui.words import _

RESTING = {
    Verdict.GLOBAL_MINIMUM,
    Verdict.LOCAL_MINIMUM,
    Verdict.SADDLE,
    Verdict.MAXIMUM,
    Verdict.LEVEL,
}
GOING = {
    Verdict.OVERSHOOTING,
    Verdict.EARLY,
    Verdict.OVERSTEPPING,
    Verdict.UNBENT,
    Verdict.THROWN,
    Verdict.FALLING,
    Verdict.DIVERGED,
    Verdict.LEAVING,
    Verdict.UNDEFINED,
}


def stays(walks: Sequence[DrawnWalk], told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One line for all walks of which it is true: their keys, and a text with a place for names.

    Args:
        walks: All of them.
        told: What `ui.fates` says of those that have left.
    """
    gone = {fate["key"] for fate in told}
    lines: dict[str, list[str]] = {}
    for walk in walks:
        text = "" if walk.key in gone else standing(walk)
        if text:
            lines.setdefault(text, []).append(walk.key)
    return [{"keys": keys, "text": text} for text, keys in lines.items()]


def standing(walk: DrawnWalk) -> str:
    """How a walk stands at its end; ``{names}`` is left open. Nothing where nothing is sure."""
    found = walk.diagnosis
    if found.verdict in GOING:
        if found.leaves is not None:
            return _("{names}: still here, but not for good.")
        return ""
    if found.verdict in RESTING and _cannot_stay(found):
        return _("{names}: at rest, but not for good.")
    if found.verdict is Verdict.HELD:
        return _held(walk, found)
    if found.verdict is Verdict.MOVING and walk.trajectory.steps == 0:
        return _("{names}: no step taken yet.")
    texts = {
        Verdict.GLOBAL_MINIMUM: _("{names}: at rest at {kind}."),
        Verdict.LOCAL_MINIMUM: _("{names}: at rest at {kind}."),
        Verdict.SADDLE: _("{names}: at rest at a saddle, not at a minimum."),
        Verdict.MAXIMUM: _("{names}: at rest on a maximum."),
        Verdict.LEVEL: _("{names}: at rest where there is no slope."),
        Verdict.PLATEAU: _("{names}: on a plateau, with hardly a slope to follow."),
        Verdict.STUCK: _("{names}: hardly moving, although the ground slopes."),
        Verdict.CIRCLING: _("{names}: going round without coming closer."),
        Verdict.HOVERING: _("{names}: not settling at {kind}."),
        Verdict.SWINGING: _("{names}: swinging to and fro across {kind}."),
        Verdict.APPROACHING: _("{names}: still closing in on {kind}."),
        Verdict.LINGERING: _("{names}: still close to a saddle."),
        Verdict.CREEPING: _("{names}: creeping along a valley."),
        Verdict.DESCENDING: _("{names}: still on the way down."),
        Verdict.FADING: _("{names}: still moving."),
        Verdict.MOVING: _("{names}: still moving."),
        Verdict.OFF: _("{names}: stopped, since f has no value where the next step leads."),
        Verdict.NOWHERE: _("{names}: cannot start here."),
    }
    return texts[found.verdict].replace("{kind}", parts.kind(found.place))


def _cannot_stay(found: Diagnosis) -> bool:
    return found.leaves is not None or (found.predicted is not None and found.predicted > 1)


def _held(walk: DrawnWalk, found: Diagnosis) -> str:
    near = 1e-3 * walk.trajectory.surface.domain.diagonal  # type: ignore[attr-defined]
    if (found.width or 0.0) <= near:
        return _("{names}: held by weight decay, where the ground still slopes.")
    return _("{names}: on the way to where weight decay will hold it.")
