"""The table of settings: every word of every link, what it can say, and where it is chosen.

    ?surface=typed&formula=x^2%2B2y^2&shape=-5~5~-5~5&start=-4~3
    ?surface=blog&start=0.5~5.8&epochs=300&walk=adam~learning_rate~0.2&walk=momentum~…
    &schedule=cosine~period~200&stop=gradient~0.001&rates=best&axis=evaluations
    ?curve=cubic&from=2.2~0.3~0~-0.01&steps=40&ball=gradient_descent~0.1&flat=0.1&way=down
    ?repair=gradient~bias&updates=300&rate=0.1&start=1.5~0.5&chapter=field

To add a setting: its row here, its field in the settings, and its control on the page, which gets
its arguments from `Visit.turns` or `Visit.controlled`. To add a page: its name in the visit that
it shares, or a visit of its own.

A learning rate is always written, since teaching rates may change with time; other
hyper-parameters only where they differ from torch's defaults, a schedule only where the learning
rate does change, switches only where they are on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import optimizers
import surfaces
from published import RATE, START
from surfaces import typed
from ui import own
from ui.check.visit import CHECK
from ui.common_kinds import EPOCHS, PACE, PLACE
from ui.data.visit import DATA
from ui.declared_kinds import Declaration, Listed
from ui.formula_kinds import FORMULA
from ui.kinds import OneOf, Real, Reals, Several, StopAt, Whole, named
from ui.languages import SPEECH
from ui.lessons.visit import LESSON
from ui.line.visit import LINE
from ui.maps.orders import fields_of
from ui.maps.view import RESOLUTIONS, SETTINGS, STARTS, View, eligible
from ui.network.below.visit import LABS
from ui.network.visit import NETWORK
from ui.post.choice import CHAPTERS, RATES, REPAIRS, Choice
from ui.seen import HIDDEN, IN_SPACE, LOOK_OF_VIEW, STEP_OF_VIEW, seen, step_kind
from ui.settings import (
    CONSTANT,
    LEAST_EPSILON,
    MOST_CHOICES,
    MOST_EPOCHS,
    MOST_EPSILON,
    Settings,
    default_choice,
    first_settings,
    opening_settings,
    taught_choice,
)
from ui.typed_numbers import number_as_text
from ui.typed_numbers import typed as typed_number
from ui.visit import Row, Visit
from ui.words import _

FIRST_LOOKED_AT = "adam"


@dataclass(frozen=True)
class LookedAt:
    """Which optimizer Anatomy shows."""

    name: str


@dataclass(frozen=True)
class Opened:
    """Where the player opens: at which step, or at which learning rate, in the browser's words."""

    step: int = 0
    rate: str = ""


def _first_looked_at(settings: Settings) -> LookedAt:
    names = [choice.name for choice in settings.choices]
    return LookedAt(FIRST_LOOKED_AT if FIRST_LOOKED_AT in names or not names else names[0])


def _shape_of(settings: Settings, by_name: Callable[..., object]) -> Reals:
    count = len(settings.shape)
    parameters = settings.surface.parameters
    ranges = ", ".join(
        _("{name} from {low} to {high}").format(
            name=parameter.name,
            low=typed_number(parameter.low),
            high=number_as_text(parameter.high),
        )
        for parameter in parameters
    )
    return Reals(count, count, make=by_name, ranges=ranges)


def _shaped(settings: Settings, shape: tuple[float, ...]) -> Settings:
    shaped = replace(settings, shape=shape)
    return replace(shaped, start=shaped.surface.start)


WALKS = ("explore", "compare", "rates", "basins", "anatomy")

MAPS: Visit[Settings] = Visit(
    "link",
    WALKS,
    lambda _around: first_settings(),
    (
        Row(
            "surface",
            named(*(surface.name for surface in surfaces.SURFACES), typed.NAME),
            "surface_name",
            "surface.",
            put=lambda _settings, name: own.first(name),
            along=("shape",),
        ),
        # It says itself that the surface is a typed one, whatever stands before it.
        Row(
            "formula",
            FORMULA,
            "formula",
            "own.text",
            unless="",
            put=own.said,
            along=("shape",),
        ),
        Row(
            "shape",
            lambda now, _: _shape_of(
                now, partial(surfaces.by_name, now.surface_name, content=now.formula)
            ),
            "shape",
            "shape.",
            put=_shaped,
        ),
        Row("start", PLACE, "start", "start."),
        Row("epochs", EPOCHS, "epochs", "epochs"),
        Row(
            "schedule",
            PACE,
            "schedule_choice",
            "schedule",
            unless=CONSTANT,
        ),
        Row(
            "walk",
            lambda now, _: Listed(
                Declaration(
                    optimizers.OPTIMIZERS,
                    lambda name: taught_choice(name, now.surface),
                    always=("learning_rate",),
                    plain=default_choice,
                ),
                MOST_CHOICES,
            ),
            "choices",
            ("optimizers", "panel.", "anatomy.optimizer"),
            otherwise=Settings.taught,
        ),
        Row("stop", StopAt(LEAST_EPSILON, MOST_EPSILON), ("stop", "epsilon"), "stop"),
        Row("rates", OneOf({"best": True}), "best_rates", "best_rates", ("compare",)),
        Row("axis", OneOf({"evaluations": True}), "by_evaluations", "by_evaluations", ("compare",)),
    ),
    opening=opening_settings,
)
ETA: Visit[Opened] = Visit(
    "rates.eta",
    ("rates",),
    lambda _around: Opened(),
    (Row("eta", Real(1e-300, 1e6, literally=True), "rate", "rates"),),
    lasting=False,
)
VIEW: Visit[View] = Visit(
    "maps.link",
    ("basins",),
    lambda _around: View(),
    (
        Row("show", named(STARTS, SETTINGS), "show", "maps.show"),
        Row("resolution", OneOf({str(n): n for n in RESOLUTIONS}), "resolution", "maps.resolution"),
        # One that has left takes its wishes with it.
        Row(
            "rule",
            lambda _view, maps: named(*eligible(maps)),
            "rule",
            "maps.rule",
            unless="",
            along=("against",),
        ),
        Row(
            "against",
            lambda _view, maps: named(*(h.name for r in maps.choices for h in fields_of(r))),
            "against",
            "maps.against",
            unless="",
        ),
    ),
    within=MAPS,
)
OF: Visit[LookedAt] = Visit(
    "anatomy.of",
    ("anatomy",),
    _first_looked_at,
    (Row("of", named(*(o.name for o in optimizers.OPTIMIZERS)), "name", "anatomy.optimizer"),),
    within=MAPS,
)
STEP: Visit[Opened] = Visit(
    "anatomy.step",
    ("anatomy",),
    lambda _around: Opened(),
    (Row("step", step_kind, "step", "anatomy"),),
    within=MAPS,
    lasting=False,
)
POST: Visit[Choice] = Visit(
    "post.link",
    ("blog_post",),
    lambda _around: Choice(),
    (
        Row("repair", Several(*REPAIRS), "repaired", "post."),
        Row("updates", Whole(1, MOST_EPOCHS), "updates", "post.updates"),
        Row("rate", Real(*RATES), "rate", "post.rate", unless=RATE),
        Row("start", PLACE, "start", "post", unless=START),
        Row("chapter", named(*CHAPTERS), "chapter", "post.chapter", unless=CHAPTERS[0]),
    ),
)

SEEN = (
    seen("seen", ("explore",), MAPS, STEP_OF_VIEW, LOOK_OF_VIEW, HIDDEN, IN_SPACE),
    seen("seen.panels", ("compare",), MAPS, STEP_OF_VIEW, LOOK_OF_VIEW, HIDDEN),
    seen("seen.rates", ("rates",), MAPS, STEP_OF_VIEW, LOOK_OF_VIEW, HIDDEN, IN_SPACE),
    seen("seen.anatomy", ("anatomy",), MAPS, LOOK_OF_VIEW, IN_SPACE),
    seen("seen.line", ("line",), LINE, STEP_OF_VIEW, LOOK_OF_VIEW, HIDDEN),
    seen("seen.data", ("data",), DATA, STEP_OF_VIEW, LOOK_OF_VIEW, HIDDEN),
    seen("seen.network", ("network",), NETWORK, STEP_OF_VIEW, HIDDEN),
    seen("seen.post", ("blog_post",), POST, STEP_OF_VIEW, LOOK_OF_VIEW, HIDDEN, IN_SPACE),
)

TABLE = (MAPS, ETA, VIEW, OF, STEP, LINE, DATA, NETWORK, LABS, CHECK, POST, LESSON, *SEEN, SPEECH)


def visits_of(page: str) -> list[Visit]:
    """The visits whose words stand in the link of a page, by the name of its file."""
    return [visit for visit in TABLE if page in visit.pages]
