"""The settings of the page on data in its link; `ui.table` says how such a link is made.

?loss=least_squares&data=line&n=40&noise=0.4&sample=1&point=3~0.5~-1.2&batch=8&seed=0&epochs=20
&start=-1~2&learner=adam~learning_rate~0.1~beta1~0.8

`walk`, as the maps say, is read as `learner` where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import optimizers
from data import Order
from surfaces.losses import KINDS
from ui.common_kinds import EPOCHS, PACE, PLACE
from ui.data import settings as chosen
from ui.data.below.names import CLOSED, NAMES
from ui.data.edits import UNTOUCHED, EditsKind
from ui.data.losses import taught
from ui.data.settings import DataSettings, first_data_settings, sources_of
from ui.declared_kinds import Declaration, Listed
from ui.kinds import REFUSED, Kind, OneOf, OneText, Real, Whole, named
from ui.learning import LARGEST_SEED, MOST_RULES
from ui.settings import CONSTANT, FIRST_ORDER, default_choice
from ui.visit import Row, Visit
from ui.words import _


def _sourced(settings: DataSettings, name: str) -> DataSettings:
    """Other examples; who walks, and from where, is said by what follows in the link."""
    return settings.on_source(name)


class OfNoTable(OneText):
    """What can only be said of examples that are made here; in a table they are what they are."""

    def value(self, text: str) -> Any:
        """None that would do."""
        return REFUSED

    def write(self, value: Any) -> list[str]:
        """Nothing."""
        return []

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        return _(
            "`{word}` in the link is for examples that are made here; a table has those that it "
            "has, and it is left out."
        ).format(word=word)


def _made(kind: Kind) -> Callable[[DataSettings, Any], Kind]:
    return lambda now, _around: OfNoTable() if now.is_table else kind


def _walks(now: DataSettings) -> Listed:
    rules = [optimizers.by_name(name) for name in FIRST_ORDER]
    each = Declaration(rules, partial(_taught, now), ("learning_rate",), default_choice)
    return Listed(each, MOST_RULES, twice=False)


def _taught(now: DataSettings, name: str) -> chosen.OptimizerChoice:
    return taught(name, now.loss)


DATA: Visit[DataSettings] = Visit(
    "data.link",
    ("data",),
    lambda _around: first_data_settings(),
    (
        Row(
            "loss",
            named(*(one.name for one in KINDS)),
            "loss_name",
            "data.loss",
            put=lambda _settings, name: first_data_settings(name),
        ),
        Row(
            "data",
            lambda now, _: named(*sources_of(now.task)),
            "source_name",
            "data.source",
            put=_sourced,
        ),
        Row(
            "n",
            _made(Whole(chosen.LEAST_N, chosen.MOST_N)),
            "n",
            "data.n",
            put=lambda now, n: now.changed(n=n),
        ),
        Row("noise", _made(Real(0, chosen.MOST_NOISE)), "noise", "data.noise"),
        Row("sample", _made(Whole(0, LARGEST_SEED)), "sample", "data.sample"),
        Row(
            "point",
            lambda now, _: EditsKind(len(now.untouched), now.task),
            "edits",
            "data",
            unless=UNTOUCHED,
            put=lambda now, edits: now.with_edits(edits),
        ),
        Row("batch", lambda now, _: Whole(1, now.count), "batch", "data.batch"),
        Row("order", OneOf({str(order): order for order in Order}), "order", "data.order"),
        Row("seed", Whole(0, LARGEST_SEED), "seed", "data.seed"),
        Row("seeds", Whole(1, chosen.MOST_SEEDS), "seeds", "data.seeds", unless=1),
        Row("decay", Real(0, chosen.MOST_DECAY), "decay", "data.decay"),
        Row("start", PLACE, "start", "data"),
        Row("epochs", EPOCHS, "epochs", "data.epochs"),
        Row(
            "schedule",
            PACE,
            "schedule_choice",
            "data.schedule",
            unless=CONSTANT,
        ),
        Row("learner", lambda now, _: _walks(now), "choices", "data.rules", also="walk"),
        Row(
            "slopes",
            lambda now, _: named(*(choice.name for choice in now.choices)),
            "slopes_of",
            "data.slopes",
            unless="",
        ),
        Row("contours", OneOf({"batch": True}), "batch_lines", "data.contours", unless=False),
        Row("over", named(*chosen.OVERS), "over", "data.over", unless=chosen.OVERS[0]),
        Row("below", named(*NAMES, CLOSED), "below", "data.below", unless=CLOSED),
    ),
)
