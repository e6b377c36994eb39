"""The settings of the laboratories in the link of their page; `ui.table` says how links are made.

?lab=backprop&chain_net=2-2-2&chain_activation=sigmoid&chain_example=7
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from networks import ACTIVATIONS, INITIALIZERS
from ui.kinds import Kind, OneOf, Whole, named
from ui.network.below.names import CLOSED, NAMES
from ui.network.below.settings import (
    ANGLES,
    CHANCES,
    CURVES,
    CYCLES,
    FEWS,
    FOLDS,
    HALF_CYCLES,
    LEARNED_FROM,
    MOST_NETS,
    MOST_SEED,
    NETS,
    NEURONS,
    NOISES,
    TIMES,
    WIDTHS,
    LabSettings,
)
from ui.visit import Row, Visit

EXAMPLES = 40  # of back-propagation
USUAL = LabSettings()
SEED = Whole(0, MOST_SEED)


def _row(
    word: str,
    kind: Kind | Callable[[LabSettings, Any], Kind],
    put: Callable[[LabSettings, Any], LabSettings] | None = None,
) -> Row:
    """A setting; a link has it only where it is not the usual one, for most are of closed ones."""
    return Row(word, kind, word, "labs.", unless=getattr(USUAL, word), put=put)


LABS: Visit[LabSettings] = Visit(
    "labs.link",
    ("network",),
    lambda _around: USUAL,
    (
        Row("lab", named(*NAMES), "opened", "labs.opened", unless=CLOSED),
        _row("chain_net", named(*NETS), put=LabSettings.on_net),
        _row("chain_activation", named(*(one.name for one in ACTIVATIONS))),
        _row("chain_start", named(*(one.name for one in INITIALIZERS))),
        _row("chain_seed", SEED),
        _row("chain_times", OneOf({str(times): times for times in TIMES})),
        _row("chain_example", Whole(1, EXAMPLES)),
        _row("chain_weight", lambda now, _: Whole(0, now.chained.dimension - 1)),
        _row("chain_stage", lambda now, _: Whole(0, now.stages)),
        _row("deep_activation", named(*(one.name for one in ACTIVATIONS))),
        _row("deep_start", named(*(one.name for one in INITIALIZERS))),
        _row("deep_seed", SEED),
        _row("equal_width", OneOf({str(width): width for width in WIDTHS})),
        _row("bend_activation", named(*(one.name for one in ACTIVATIONS))),
        _row("bend_seed", SEED),
        _row("bend_curve", named(*CURVES)),
        _row("bend_neurons", Whole(NEURONS[0], NEURONS[-1])),
        _row("bend_folds", Whole(FOLDS[0], FOLDS[-1])),
        _row("left_kind", named(*NOISES), put=LabSettings.leaving),
        _row("left_seed", SEED),
        _row("left_activation", named(*(one.name for one in ACTIVATIONS))),
        _row("left_layers", OneOf({"1": 1, "2": 2}), put=LabSettings.behind),
        _row("left_chance", OneOf({f"{chance:g}": chance for chance in CHANCES})),
        _row("left_draw", lambda now, _: Whole(1, now.draws)),
        _row("ens_examples", OneOf({str(count): count for count in LEARNED_FROM})),
        _row("ens_seed", SEED),
        _row("ens_half", OneOf({str(half): half for half in HALF_CYCLES})),
        _row("ens_last", Whole(1, CYCLES)),
        _row("ens_nets", Whole(1, MOST_NETS)),
        _row("turn_angle", OneOf({str(angle): angle for angle in ANGLES})),
        _row("turn_few", OneOf({str(few): few for few in FEWS})),
        _row("turn_frozen", OneOf({"1": 1, "2": 2})),
        _row("turn_seed", SEED),
    ),
)


def turns(word: str) -> dict[str, Any]:
    """Arguments for a widget that shows a setting of the laboratories and sets it."""
    row = next(row for row in LABS.rows if row.word == word)
    return LABS.controlled(
        f"labs.{word}",
        row.value(LABS.current()),
        lambda value: None if value is None else row.into(LABS.current(), value),
    )
