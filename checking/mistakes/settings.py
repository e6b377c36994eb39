"""Other settings than were meant: exchanged, of another library, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import optimizers
from checking.mistakes.mistake import Change, Mistake, Variant

DIRECTION = (
    Mistake(
        "ascent",
        "The step goes up: its sign is wrong.",
        (("-self.learning_rate", "self.learning_rate"),),
    ),
    Mistake(
        "ascent_of_signs", "The step goes up: its sign is wrong.", (("-np.sign(g)", "np.sign(g)"),)
    ),
)
EXCHANGED = (
    Mistake(
        "betas_exchanged",
        "β₁ and β₂ have changed places.",
        fields=("beta1", "beta2"),
        other=lambda rule: {"beta1": rule.beta2, "beta2": rule.beta1},
    ),
    Mistake(
        "etas_exchanged",
        "The factors for growing and shrinking are turned around.",
        fields=("eta_plus", "eta_minus"),
        other=lambda rule: {"eta_plus": 1 / rule.eta_minus, "eta_minus": 1 / rule.eta_plus},
    ),
)
# What other libraries, papers and lessons take.
USUAL = {
    "beta1": (0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "beta2": (0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999),
    "momentum": (0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "decay": (0.9, 0.95, 0.99, 0.999),
    "epsilon": (1e-16, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1),
    "initial_accumulator": (0.0, 0.1, 1.0),
    "weight_decay": (0.0, 1e-4, 1e-3, 1e-2, 1e-1),
    "eta_plus": (1.1, 1.2, 1.3, 1.5, 2.0),
    "eta_minus": (0.3, 0.5, 0.7, 0.8, 0.9),
    "momentum_decay": (0.0, 4e-3, 4e-2),
    "damping": (0.0, 1e-6, 1e-3, 1e-2, 0.1, 1.0, 10.0),
    "memory": (1.0, 2.0, 3.0, 5.0, 10.0, 20.0),
    "step_max": (0.1, 0.5, 1.0, 10.0, 50.0),
}
MESSAGE = "{field} is {used:g} instead of {meant:g}."
BETWEEN = "{field} is between {low:.3g} and {high:.3g} instead of {meant:g}."
SWITCHED_ON, SWITCHED_OFF = "{field} is on.", "{field} is off."
OTHER_RULE = "The steps are those of {rule}."
# Every sentence that these families say.
SAID: tuple[Change, ...] = (
    Change("setting", MESSAGE),
    Change("setting between", BETWEEN),
    Change("switched on", SWITCHED_ON),
    Change("switched off", SWITCHED_OFF),
    Change("rule", OTHER_RULE),
)


def other_settings(variant: Variant) -> Iterator[Variant]:
    """One setting at a time at a value that is usual elsewhere."""
    rule: Any = variant.rule
    for hyper in rule.hyperparameters():
        meant = getattr(rule, hyper.name)
        if hyper.flag:
            message = SWITCHED_OFF if meant else SWITCHED_ON
            change = Change(f"{hyper.name}_switched", message, {"field": hyper})
            yield _changed(variant, hyper.name, not meant, change)
            continue
        for used in USUAL.get(hyper.name, ()):
            if used != meant:
                places = {"field": hyper, "used": used, "meant": meant}
                change = Change(f"{hyper.name}_{used:g}", MESSAGE, places, weight=1.2)
                yield _changed(variant, hyper.name, used, change)


def _changed(variant: Variant, name: str, value: Any, change: Change) -> Variant:
    return replace(
        variant,
        rule=replace(variant.rule, **{name: value}),
        changes=(*variant.changes, change),
    )


def other_rules(variant: Variant) -> Iterator[Variant]:
    """Every other rule with those of its settings that have the same name."""
    meant: Any = variant.rule
    # x and y are explained apart, unless the rule that was meant mixes them itself.
    apart = meant.needs == "gradient"
    for kind in optimizers.FIRST_ORDER if apart else optimizers.OPTIMIZERS:
        if kind.name == meant.name:
            continue
        names = [hyper.name for hyper in kind.hyperparameters()]
        shared = {name: getattr(meant, name) for name in names if hasattr(meant, name)}
        change = Change(
            f"rule_{kind.name}",
            OTHER_RULE,
            {"rule": kind},
            weight=1.3,
        )
        yield replace(variant, rule=kind(**shared), changes=(*variant.changes, change))
