"""What was meant, in a link; the walk itself is in no link and is kept nowhere.

?ground=blog&meant=adam~learning_rate~0.05&schedule=cosine~period~200

`surface` and `walk` of the maps open here alike.
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
            "ground",
            named(*(surface.name for surface in surfaces.SURFACES)),
            "surface_name",
            "check.surface",
            put=lambda settings, name: settings.on_surface(name),
            along=("parameters",),
            also="surface",
        ),
        Row("parameters", _shape_kind, "shape", "check.shape."),
        Row(
            "meant",
            Declaration(optimizers.FIRST_ORDER, meant_choice, always=("learning_rate",)),
            "choice",
            "check.optimizer",
            also="walk",
        ),
        Row("schedule", PACE, "schedule_choice", "check.schedule", unless=CONSTANT),
    ),
)
