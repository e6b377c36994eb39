"""What was meant, in a link; the walk itself is in no link and is kept nowhere.

?ground=blog&meant=adam~learning_rate~0.05&schedule=cosine~period~200
?ground=typed&formula=x^2%2B2y^2&parameters=-5~5~-5~5&meant=adam~learning_rate~0.05

`surface`, `shape` and `walk` of the maps open here alike.
"""

from __future__ import annotations

from functools import partial

import optimizers
import surfaces
from surfaces.typed import NAME
from ui.check.settings import CheckSettings, first_check_settings, meant_choice
from ui.common_kinds import PACE
from ui.declared_kinds import Declaration
from ui.formula_kinds import FORMULA
from ui.kinds import Reals, named
from ui.settings import CONSTANT
from ui.visit import Row, Visit


def _shape_kind(now: CheckSettings, _around: object) -> Reals:
    count = len(now.surface.parameters)
    made = partial(surfaces.by_name, now.surface_name, content=now.formula)
    return Reals(count, count, make=made)


CHECK: Visit[CheckSettings] = Visit(
    "check.link",
    ("check",),
    lambda _around: first_check_settings(),
    (
        Row(
            "ground",
            named(*(surface.name for surface in surfaces.SURFACES), NAME),
            "surface_name",
            "check.surface",
            put=lambda settings, name: settings.named(name),
            along=("parameters",),
            also="surface",
        ),
        # It says itself that the surface is a typed one, whatever stands before it.
        Row(
            "formula",
            FORMULA,
            "formula",
            "check.own.text",
            unless="",
            put=lambda settings, text: settings.on_surface(NAME, formula=text),
            along=("parameters",),
        ),
        Row("parameters", _shape_kind, "shape", "check.shape.", also="shape"),
        Row(
            "meant",
            Declaration(optimizers.OPTIMIZERS, meant_choice, always=("learning_rate",)),
            "choice",
            "check.optimizer",
            also="walk",
        ),
        Row("schedule", PACE, "schedule_choice", "check.schedule", unless=CONSTANT),
    ),
)
