"""The settings of One dimension in its link; `ui.table` says how such a link is made.

?curve=cubic&from=2.2~0.3~0~-0.01&steps=40&ball=gradient_descent~0.1&flat=0.1&way=down
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import optimizers
from engine import Stop
from surfaces import curves
from ui.declared_kinds import AtRate, Listed
from ui.kinds import OneOf, Real, Reals, Whole, named
from ui.line import settings as line
from ui.line.settings import LineSettings, first_line_settings
from ui.settings import FIRST_ORDER
from ui.visit import Row, Visit


def _weighted(settings: LineSettings, shape: tuple[float, ...]) -> LineSettings:
    shaped = replace(settings, shape=shape)
    rules = tuple((name, line.first_rate(name, shaped.curve)) for name, _rate in settings.rules)
    return replace(shaped, rules=rules)


LINE: Visit[LineSettings] = Visit(
    "line.link",
    ("line",),
    lambda _around: first_line_settings(),
    (
        Row(
            "curve",
            named(*(curve.name for curve in curves.CURVES)),
            "curve_name",
            "line.curve",
            put=lambda _settings, name: first_line_settings(name),
        ),
        Row(
            "weights",
            lambda now, _: Reals(
                len(now.shape), len(now.shape), make=partial(curves.by_name, now.curve_name)
            ),
            "shape",
            "line.shape.",
            put=_weighted,
        ),
        Row(
            "from",
            Reals(0, line.MOST_STARTS, line.FARTHEST_START),
            "starts",
            "line.from",
            put=lambda now, starts: replace(now, starts=tuple(dict.fromkeys(starts))),
        ),
        Row("steps", Whole(1, line.MOST_STEPS), "steps", "line.steps"),
        Row(
            "ball",
            Listed(
                AtRate([optimizers.by_name(name) for name in FIRST_ORDER]),
                line.MOST_RULES,
                twice=False,
            ),
            "rules",
            "line.rules",
        ),
        Row("flat", Real(*line.EPSILONS), "epsilon", "line.flat"),
        Row("way", OneOf({"down": False, "up": True}), "ascend", "line.way"),
        Row(
            "until",
            OneOf({rule.value: rule for rule in Stop}),
            "stop",
            "line.stop",
            unless=Stop.GRADIENT,
        ),
    ),
)
