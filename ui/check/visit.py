"""What was meant, in a link; the walk itself is in no link and is kept nowhere.

?surface=blog&walk=adam~learning_rate~0.05&schedule=cosine~period~200
"""

from __future__ import annotations

from functools import partial

import optimizers
import surfaces
from ui.check.settings import CheckSettings, first_check_settings, meant_choice
from ui.common_kinds import PACE
from ui.declared_kinds import Declaration
from ui.kinds import Reals, named
from ui.settings import CONSTANT
from ui.visit import Row, Visit


def _shape_kind(now: CheckSettings, _around: object) -> Reals:
    count = len(now.surface.parameters)
    return Reals(count, count, make=partial(surfaces.by_name, now.surface_name))


CHECK: Visit[CheckSettings] = Visit(
    "check.link",
    ("check",),
    lambda _around: first_check_settings(),
    (
        Row(
            "surface",
            named(*(surface.name for surface in surfaces.SURFACES)),
            "surface_name",
            "check.surface",
            put=lambda settings, name: settings.on_surface(name),
            along=("shape",),
        ),
        Row("shape", _shape_kind, "shape", "check.shape."),
        Row(
            "walk",
            Declaration(optimizers.FIRST_ORDER, meant_choice, always=("learning_rate",)),
            "choice",
            "check.optimizer",
        ),
        Row("schedule", PACE, "schedule_choice", "check.schedule", unless=CONSTANT),
    ),
)
