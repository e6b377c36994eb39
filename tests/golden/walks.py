"""What is walked for the golden files, whoever walks it: grounds, rates, settings, and their check.

A walk may be chaotic: an error in the last place then grows until two correct programs part. So
every walk is repeated with its points and gradients moved by a few units in the last place, and a
walk that minds is refused: choose another rate or other settings for it here.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sympy

from optimizers import Hyperparameter, Optimizer

STEPS = 120
RECORDED = (1, 2, 3, 5, 10, 20, 40, 60, 80, 100, 120)
SENSITIVITY = 1e-11  # a hundredth of what the test allows

Point = tuple[float, float]
Case = dict[str, Any]


# -- the grounds: formula and start ---------------------------------------------------------------


def sin(u: Any) -> Any:
    """Of a number of torch or of the computer algebra system."""
    return u.sin() if hasattr(u, "sin") else sympy.sin(u)


def blog(x: Any, y: Any) -> Any:
    squares = 0.4 * x * x * y * y + 0.3 * x * x * y - 0.25 * x * y * y
    return squares + 0.3 * (x * x + y * y) + 0.31 * x * y - 0.2 * x + 2.1 * y


def bowl(x: Any, y: Any) -> Any:
    return x * x + 2 * y * y


def rosenbrock(x: Any, y: Any) -> Any:
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def himmelblau(x: Any, y: Any) -> Any:
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def beale(x: Any, y: Any) -> Any:
    return sum((a - x * (1 - y**k)) ** 2 for k, a in ((1, 1.5), (2, 2.25), (3, 2.625)))


def six_hump_camel(x: Any, y: Any) -> Any:
    return 4 * x**2 - 2.1 * x**4 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4


def styblinski_tang(x: Any, y: Any) -> Any:
    return sum(u**4 - 16 * u**2 + 5 * u for u in (x, y)) / 2


def mccormick(x: Any, y: Any) -> Any:
    return sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


SURFACES: dict[str, tuple[Callable[[Any, Any], Any], Point]] = {
    "blog": (blog, (1.7, 3.1)),
    "bowl": (bowl, (-4.0, 3.0)),
    "rosenbrock": (rosenbrock, (-1.2, 1.0)),
    "himmelblau": (himmelblau, (-0.7, 0.4)),
    "beale": (beale, (0.9, 1.6)),
    "six_hump_camel": (six_hump_camel, (1.9, 1.1)),
    "styblinski_tang": (styblinski_tang, (0.6, -0.9)),
    "mccormick": (mccormick, (2.3, -1.1)),
}


# -- what is walked -------------------------------------------------------------------------------

# Rates at which a hundred steps show something, on each ground where one does not serve them all.
RATES: dict[str, dict[str, float]] = {
    "gradient_descent": {
        "": 0.02,
        "blog": 0.05,
        "bowl": 0.1,
        "rosenbrock": 0.002,
        "himmelblau": 0.01,
        "mccormick": 0.1,
    },
    "momentum": {"": 0.01, "rosenbrock": 0.001, "himmelblau": 0.005, "beale": 0.002},
    "nesterov": {"": 0.01, "rosenbrock": 0.001, "himmelblau": 0.005, "beale": 0.002},
    "adagrad": {"": 0.9},
    "rmsprop": {"": 0.07, "rosenbrock": 0.03},
    "adadelta": {"": 1.0},
    "adam": {"": 0.17},
    "amsgrad": {"": 0.17},
    "adamw": {"": 0.17},
    "nadam": {"": 0.07},
    "radam": {"": 0.03, "rosenbrock": 0.0005, "beale": 0.003},
    "adamax": {"": 0.17},
    "rprop": {"": 0.07},
    "lion": {"": 0.0317},  # an odd number: a multiple of it must not hit a minimum's coordinate
}

# Every hyper-parameter away from its default. A short memory makes a walk that has arrived hop
# about in chaos, so those variants go slower, and are still under way at the end.
ADAM_VARIANTS: tuple[dict[str, float], ...] = (
    {"learning_rate": 0.01, "beta1": 0.5, "beta2": 0.9},
    {"beta1": 0.0},
    {"epsilon": 0.1},
    {"weight_decay": 0.1},
    {
        "learning_rate": 0.01,
        "beta1": 0.8,
        "beta2": 0.95,
        "epsilon": 1e-3,
        "weight_decay": 0.02,
    },
)
VARIANTS: dict[str, tuple[dict[str, float], ...]] = {
    "gradient_descent": ({"weight_decay": 0.1},),
    "momentum": (
        {"momentum": 0.5},
        {"momentum": 0.0},
        {"dampening": 0.4},
        {"weight_decay": 0.1},
        {"momentum": 0.8, "dampening": 0.7, "weight_decay": 0.2},
    ),
    "nesterov": ({"momentum": 0.5}, {"weight_decay": 0.1}),
    "adagrad": (
        {"initial_accumulator": 0.7},
        {"epsilon": 0.5},
        {"weight_decay": 0.1},
        {"initial_accumulator": 2.0, "epsilon": 0.1, "weight_decay": 0.3},
    ),
    "rmsprop": (
        {"learning_rate": 0.02, "decay": 0.9},
        {"epsilon": 0.5},
        {"momentum": 0.6},
        {"centered": True},
        {"weight_decay": 0.1},
        {
            "learning_rate": 0.005,
            "decay": 0.95,
            "momentum": 0.5,
            "centered": True,
            "epsilon": 0.1,
            "weight_decay": 0.05,
        },
    ),
    "adadelta": (
        {"decay": 0.95},
        {"learning_rate": 0.3, "epsilon": 1e-3},
        {"learning_rate": 5.0},
        {"weight_decay": 0.1},
        {"learning_rate": 0.03, "decay": 0.8, "epsilon": 1e-2, "weight_decay": 0.2},
    ),
    "adam": ADAM_VARIANTS,
    "amsgrad": ADAM_VARIANTS,
    "adamw": ({"weight_decay": 0.0}, *ADAM_VARIANTS),
    "nadam": ({"momentum_decay": 0.05}, {"momentum_decay": 0.0}, *ADAM_VARIANTS),
    "radam": (
        {"beta2": 0.5},  # the second moment is never trusted
        {"beta2": 0.6},  # ... and a factor of the unused root is exactly zero
        {"beta2": 0.7},  # trusted at last
        *ADAM_VARIANTS,
    ),
    "adamax": ADAM_VARIANTS,
    "rprop": (
        {"eta_minus": 0.3},
        {"eta_plus": 1.5},
        {"step_min": 0.01},
        {"step_max": 0.1},
        {"eta_minus": 0.7, "eta_plus": 1.1, "step_min": 1e-3, "step_max": 0.3},
    ),
    "lion": (
        {"beta1": 0.5, "beta2": 0.9},
        {"weight_decay": 0.1},
        {"beta1": 0.95, "beta2": 0.98, "weight_decay": 0.02},
    ),
}
# Settings at the ends of their ranges, where a rule may take another branch: without momentum there
# is nothing to dampen, without memory an average is its last value.
AT_THE_ENDS: dict[str, tuple[dict[str, float], ...]] = {
    "momentum": (
        {"momentum": 0.0, "dampening": 0.6},
        {"momentum": 0.0, "dampening": 0.9, "weight_decay": 0.1},
    ),
    "adagrad": ({"epsilon": 0.0},),
    "rmsprop": (
        {"learning_rate": 0.001, "decay": 0.0},
        {"learning_rate": 0.001, "decay": 0.0, "momentum": 0.9},
        {"epsilon": 0.0},
    ),
    "adadelta": ({"learning_rate": 1.0, "decay": 0.0},),
    "adam": (
        {"learning_rate": 0.01, "beta2": 0.0},
        {"learning_rate": 0.001, "beta1": 0.0, "beta2": 0.0},
        {"epsilon": 0.0},
    ),
    "amsgrad": ({"learning_rate": 0.01, "beta2": 0.0}, {"epsilon": 0.0}),
    "adamw": ({"learning_rate": 0.01, "beta2": 0.0}, {"epsilon": 0.0}),
    "nadam": (
        {"learning_rate": 0.005, "beta1": 0.0},
        {"learning_rate": 0.001, "beta2": 0.0},
        {"beta1": 0.0, "momentum_decay": 0.0, "learning_rate": 0.005},
    ),
    "radam": ({"beta2": 0.0}, {"beta1": 0.0, "beta2": 0.0}, {"epsilon": 0.0}),
    "adamax": (
        {"learning_rate": 0.01, "beta2": 0.0},
        {"learning_rate": 0.001, "beta1": 0.0, "beta2": 0.0},
        {"epsilon": 0.0},
    ),
    "rprop": ({"step_min": 0.02, "step_max": 0.02}, {"learning_rate": 9.0, "step_max": 0.1}),
}
VARIED_ON = ("blog", "himmelblau")


def rate_on(rule: type[Optimizer], surface: str) -> float:
    """The learning rate at which a hundred steps of the rule show something there."""
    known = RATES.get(rule.name, {"": {"gradient": 0.002, "length": 0.07}[rule.step_scale]})
    return known.get(surface, known[""])


def variants_of(rule: type[Optimizer]) -> Sequence[dict[str, Any]]:
    """Every hyper-parameter away from its default; one after the other where nobody has chosen."""
    if rule.name in VARIANTS:
        return *VARIANTS[rule.name], *AT_THE_ENDS.get(rule.name, ())
    _, *others = rule.hyperparameters()
    return tuple({hyper.name: _elsewhere(hyper)} for hyper in others)


def _elsewhere(hyper: Hyperparameter) -> Any:
    """A value some way from the default, on the slider."""
    if hyper.flag:
        return not hyper.default
    low, high = hyper.slider
    if hyper.high == 1 and hyper.open_high:
        value = 1 - math.sqrt(1 - hyper.default)  # a memory as long as the root of the usual one
    elif hyper.logarithmic:
        value = math.sqrt(max(hyper.default, low) * high)
    else:
        value = hyper.default + (high - low) / 5
    value = float(f"{min(max(value, low), high):.2g}")
    return float(round(value)) if hyper.whole else value


def cases_of(rules: Sequence[type[Optimizer]]) -> Iterator[Case]:
    """Every rule on every surface, then every variant."""
    for rule in rules:
        for surface in SURFACES:
            yield _case(rule, surface, {})
    for rule in rules:
        for variant in variants_of(rule):
            for surface in VARIED_ON:
                yield _case(rule, surface, variant)


def _case(rule: type[Optimizer], surface: str, variant: dict[str, Any]) -> Case:
    fields = {"learning_rate": rate_on(rule, surface), **variant}
    start = SURFACES[surface][1]
    return {"optimizer": rule.name, "surface": surface, "start": start, "fields": fields}


# -- recording ------------------------------------------------------------------------------------

Noise = Callable[[], float]  # a factor of one, or nearly


def exactly() -> float:
    """No noise."""
    return 1.0


def last_places(seed: int) -> Noise:
    """Factors that are off by up to four units in the last place."""
    dice = random.Random(seed)
    return lambda: 1.0 + dice.randint(-4, 4) * 2.0**-52


Walk = Callable[[Case, int, Noise], list[Point]]


def sensitivity(walk: Walk, case: Case, points: list[Point]) -> float:
    """How far rounding alone can carry the walk away, relative to max(1, |x|)."""
    worst = 0.0
    for seed in range(4):
        moved = walk(case, STEPS, last_places(seed))
        for here, there in zip(points, moved, strict=True):
            for u, v in zip(here, there, strict=True):
                if not (math.isfinite(u) and math.isfinite(v)):
                    return math.inf
                worst = max(worst, abs(u - v) / max(1.0, abs(u)))
    return worst


def record(
    walk: Walk, rules: Sequence[type[Optimizer]], oracle: str, head: dict[str, Any], file: Path
) -> None:
    """Walk, check, write: one walk per line, so that a change shows which."""
    walked, refused = [], []
    for case in cases_of(rules):
        points = walk(case, STEPS, exactly)
        error = sensitivity(walk, case, points)
        if error > SENSITIVITY:
            refused.append(f"{error:.0e} {case}")
        walked.append({**case, "oracle": oracle, "points": [points[step] for step in RECORDED]})
    if refused:
        raise SystemExit("chaotic:\n" + "\n".join(refused))
    lines = ",\n".join(json.dumps(case) for case in walked)
    file.write_text(f'{json.dumps({**head, "steps": RECORDED})[:-1]}, "cases": [\n{lines}\n]}}\n')
    print(f"{len(walked)} walks, {file.stat().st_size} bytes")
