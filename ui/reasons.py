"""Why a walk ended as it did, in words."""

from __future__ import annotations

from collections.abc import Callable

from engine import Diagnosis, Trajectory, Verdict
from ui import reason_parts as parts
from ui import reasons_of_leaving as leaving
from ui import reasons_of_motion as motion
from ui import reasons_of_rest as rest
from ui.reasons_of_data import of_ground
from ui.reasons_of_decay import held


def reason(walk: Trajectory, found: Diagnosis) -> str:
    """The diagnosis of a walk as one to four sentences, with a remedy where there is one."""
    sentences = WORDS[found.verdict](walk, found)
    more = (parts.jump(found), parts.remedy(walk, found), of_ground(walk, found))
    return " ".join(part for part in (*sentences, *more) if part)


WORDS: dict[Verdict, Callable[[Trajectory, Diagnosis], tuple[str, ...]]] = {
    Verdict.GLOBAL_MINIMUM: rest.minimum,
    Verdict.LOCAL_MINIMUM: rest.minimum,
    Verdict.SADDLE: rest.saddle,
    Verdict.MAXIMUM: rest.maximum,
    Verdict.LEVEL: rest.level,
    Verdict.PLATEAU: rest.plateau,
    Verdict.HELD: held,
    Verdict.STUCK: rest.stuck,
    Verdict.CIRCLING: rest.circling,
    Verdict.HOVERING: rest.hovering,
    Verdict.SWINGING: rest.swinging,
    Verdict.OVERSHOOTING: leaving.overshooting,
    Verdict.EARLY: leaving.early,
    Verdict.OVERSTEPPING: leaving.overstepping,
    Verdict.UNBENT: leaving.unbent,
    Verdict.THROWN: leaving.thrown,
    Verdict.FALLING: leaving.falling,
    Verdict.UNDEFINED: leaving.undefined,
    Verdict.OFF: leaving.off,
    Verdict.DIVERGED: leaving.diverged,
    Verdict.LEAVING: leaving.leaving,
    Verdict.APPROACHING: motion.approaching,
    Verdict.LINGERING: motion.lingering,
    Verdict.CREEPING: motion.creeping,
    Verdict.DESCENDING: motion.descending,
    Verdict.FADING: motion.fading,
    Verdict.MOVING: motion.moving,
    Verdict.NOWHERE: motion.nowhere,
}
