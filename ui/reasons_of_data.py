"""What a ground made of examples adds to why a walk ended, in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from engine import Diagnosis, Trajectory, Verdict
from engine.protocols import needs
from surfaces import Surface
from surfaces.losses import KINDS
from ui.words import _

UNSETTLED = frozenset(
    {Verdict.CIRCLING, Verdict.HOVERING, Verdict.SWINGING, Verdict.MOVING, Verdict.APPROACHING}
)
CLOSE, ASIDE, AROUND = 1e-3, 0.1, 32  # of the domain's diagonal; places around
AS_LOW = 1e-9
BESIDE = 1e-7  # of the domain's diagonal: next to a place
FADED = 0.05  # of the slope aside: it has not become less close by


def of_ground(walk: Trajectory, found: Diagnosis) -> str:
    """One more sentence on a loss of data, where its ground explains the walk; else nothing."""
    surface = walk.surface
    if found.verdict is Verdict.STUCK and needs(walk.optimizer) == "probe" and _at_kink(walk):
        return _(
            "At a kink: beside it the slope is another one, and the line search finds no step in "
            "its direction that leads down."
        )
    if not isinstance(surface, Surface) or surface.name not in {kind.name for kind in KINDS}:
        return ""
    if surface.fades is not None:
        return _(
            "There is no minimum: to get as low as f can, the weights would have to grow for ever."
        )
    if found.verdict in UNSETTLED and is_kinked(surface):
        return _(
            "At the minimum is a kink, and the slope does not fade on the way to it: steps in "
            "proportion to the slope do not become short by themselves."
        )
    if found.verdict is Verdict.LEVEL and _is_lowest_of_many(walk, surface):
        return _(
            "f is as low there as it can be: its lowest places are not one, they fill a curve or "
            "an area."
        )
    return ""


def _is_lowest_of_many(walk: Trajectory, surface: Surface) -> bool:
    if surface.minima or surface.minimum is None:
        return False
    height = float(walk.heights[int(walk.last)])
    return abs(height - surface.minimum) <= AS_LOW * (1 + abs(surface.minimum))


def _at_kink(walk: Trajectory) -> bool:
    """Whether the slope is another one next to the end of a walk, as near as can be told."""
    surface: Any = walk.surface
    if surface.smooth:
        return False
    x, y = walk.points[int(walk.last)]
    here = walk.gradients[int(walk.last)]
    turn = 2 * np.pi * np.arange(AROUND) / AROUND
    near = BESIDE * surface.domain.diagonal
    gx, gy = surface.gradient(x + near * np.cos(turn), y + near * np.sin(turn))
    return bool(np.hypot(gx - here[0], gy - here[1]).max() >= FADED * np.hypot(*here))


@lru_cache(maxsize=256)
def is_kinked(surface: Surface) -> bool:
    """Whether f is as steep close to its minimum as farther off, on all sides."""
    if surface.smooth or len(surface.minima) != 1:
        return False
    turn = 2 * np.pi * (np.arange(AROUND) + 0.5) / AROUND
    ring, (x, y) = (
        surface.domain.diagonal * np.stack([np.cos(turn), np.sin(turn)]),
        surface.minima[0],
    )
    near, aside = (
        np.hypot(*surface.gradient(x + share * ring[0], y + share * ring[1]))
        for share in (CLOSE, ASIDE)
    )
    return bool((near >= FADED * aside).all())
