"""Both walks on the contours: the one that was pasted, and the rule's from the same start."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from checking import Printed
from engine import Trajectory, run
from figures.palette import Style, style_of
from figures.walks import DrawnWalk, Panel, walks_blob
from ui.check.settings import CheckSettings
from ui.numbers import short
from ui.player import player_words
from ui.words import _, translated

REFERENCE = Style("gray", "dot")


def walks_of(settings: CheckSettings, walk: Printed) -> list[DrawnWalk]:
    """The rule's walk beneath, the visitor's above it."""
    x, y = (float(number) for number in walk.points[0])
    own = run(
        settings.surface,
        settings.choice.optimizer(),
        (x, y),
        len(walk),
        schedule=settings.schedule_choice.schedule(),
    )
    rate = short(float(settings.choice.value("learning_rate")))
    rule = translated(settings.choice.optimizer_class.short)
    return [
        DrawnWalk("rule", rule, REFERENCE, rate, own),
        DrawnWalk("yours", _("Yours"), style_of(settings.choice.name), rate, given(own, walk)),
    ]


def given(own: Trajectory, walk: Printed) -> Trajectory:
    """Points that were printed, measured on the surface that was meant."""
    surface, points = own.surface, np.array(walk.points)
    with np.errstate(all="ignore"):
        heights = surface.value(points[:, 0], points[:, 1])  # type: ignore[attr-defined]
        slopes = surface.gradient(points[:, 0], points[:, 1])  # type: ignore[attr-defined]
    gradients = np.stack(slopes, axis=-1)
    bad = ~(np.isfinite(heights) & np.all(np.isfinite(gradients), axis=-1))
    gone = np.cumsum(bad) > 0
    points[gone], heights, gradients[gone] = np.nan, np.where(gone, np.nan, heights), np.nan
    return replace(own, points=points, heights=heights, gradients=gradients)


def blob_of(settings: CheckSettings, walk: Printed, walks: list[DrawnWalk]) -> bytes:
    """The walks as the player takes them."""
    x, y = (float(number) for number in walk.points[0])
    return walks_blob(
        settings.surface,
        walks,
        [Panel((0, 1))],
        (x, y),
        {
            **player_words(translated(settings.surface.title), ""),
            "Click the map to start there.": _("Both begin where your first row says."),
        },
        autoplay=True,
    )
