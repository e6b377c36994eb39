"""What has become of the walks that have left the map, for the caption beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import Verdict
from figures.ground import window
from figures.walks import DrawnWalk, exit_from
from surfaces import Surface
from ui import reason_parts as parts
from ui.words import _


def fates(walks: Sequence[DrawnWalk], surface: Surface) -> list[dict[str, Any]]:
    """One entry per walk that has left for good: its key, the step, and a sentence or two.

    Plain words come first, then the numbers, then a remedy if one has been tried and helps.
    """
    told = []
    for walk in walks:
        left = exit_from(walk.trajectory.points, window(surface))
        if left is None:
            continue
        text = " ".join(part for part in (_lead(walk, int(left["step"])), _remedy(walk)) if part)
        told.append({"key": walk.key, "step": int(left["step"]), "text": text})
    return told


def _lead(walk: DrawnWalk, step: int) -> str:
    found = walk.diagnosis
    if found.verdict is Verdict.OVERSHOOTING:
        why = parts.stability(walk.trajectory, found)["stability"]
        if why:
            return _(
                "{name} left the map at step {step}: its steps are too long for so curved a "
                "ground ({why})."
            ).format(name=walk.label, step=step, why=why)
        return _(
            "{name} left the map at step {step}: its steps are too long for so curved a ground."
        ).format(name=walk.label, step=step)
    if found.verdict is Verdict.THROWN:
        return _(
            "{name} left the map at step {step}: its steps are about as long as its learning "
            "rate says, which is too far for this map."
        ).format(name=walk.label, step=step)
    if found.verdict is Verdict.OFF:
        return _("{name} ends before step {step}, which leads to where f has no value.").format(
            name=walk.label, step=step
        )
    if found.verdict is Verdict.FALLING:
        return _("{name} left the map at step {step}, downhill: there is no floor.").format(
            name=walk.label, step=step
        )
    return _("{name} left the map at step {step}.").format(name=walk.label, step=step)


def _remedy(walk: DrawnWalk) -> str:
    return parts.remedy(walk.trajectory, walk.diagnosis)
