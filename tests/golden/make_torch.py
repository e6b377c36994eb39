"""Writes torch.json beside this file: where the optimizers of torch go, step by step.

    python tests/golden/make_torch.py

Run by hand, with torch installed; the tests then need the numbers only. Everything here is written
apart from what it judges: the formulas are differentiated by torch's autograd and the steps are
taken by torch.optim in float64. Lion, which torch does not have, is written out in plain Python
numbers from its paper.

A walk may be chaotic: an error in the last place then grows until two correct programs part. So
every walk is repeated with its points and gradients moved by a few units in the last place, and a
walk that minds is refused: choose another rate or start for it.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

FILE = Path(__file__).with_name("torch.json")
STEPS = 120
RECORDED = (1, 2, 3, 5, 10, 20, 40, 60, 80, 100, 120)
SENSITIVITY = 1e-11  # a hundredth of what the test allows

Point = tuple[float, float]
Case = dict[str, Any]


# -- the grounds: formula and start ---------------------------------------------------------------


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
    return torch.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


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


# -- the rules: our names for the arguments of torch ----------------------------------------------


RENAMED = {
    "learning_rate": "lr",
    "epsilon": "eps",
    "initial_accumulator": "initial_accumulator_value",
}
PAIRS = (
    ("betas", ("beta1", "beta2"), (0.9, 0.999)),
    ("etas", ("eta_minus", "eta_plus"), (0.5, 1.2)),
    ("step_sizes", ("step_min", "step_max"), (1e-6, 50.0)),
)
DECAY = {torch.optim.RMSprop: "alpha", torch.optim.Adadelta: "rho"}


def _sgd(parameters: Any, **our: float) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, foreach=False, **_renamed(our))


def _momentum(parameters: Any, **our: float) -> torch.optim.Optimizer:
    return _sgd(parameters, **{"momentum": 0.9, **our})


def _nesterov(parameters: Any, **our: float) -> torch.optim.Optimizer:
    return _momentum(parameters, nesterov=True, **our)


def _plain(kind: Any, **always: Any) -> Callable[..., torch.optim.Optimizer]:
    def make(parameters: Any, **our: float) -> torch.optim.Optimizer:
        return kind(parameters, foreach=False, **always, **_renamed(our, DECAY.get(kind, "")))

    return make


def _renamed(our: dict[str, Any], decay: str = "") -> dict[str, Any]:
    """Our fields as arguments of torch; what is not given stays torch's own default."""
    theirs = {**RENAMED, "decay": decay}
    arguments = {theirs.get(name, name): value for name, value in our.items()}
    for pair, names, defaults in PAIRS:
        given = [arguments.pop(name, None) for name in names]
        if given != [None, None]:
            filled = zip(given, defaults, strict=True)
            arguments[pair] = tuple(default if own is None else own for own, default in filled)
    return arguments


RULES: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "gradient_descent": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _plain(torch.optim.Adagrad),
    "rmsprop": _plain(torch.optim.RMSprop),
    "adadelta": _plain(torch.optim.Adadelta),
    "adam": _plain(torch.optim.Adam),
    "amsgrad": _plain(torch.optim.Adam, amsgrad=True),
    "adamw": _plain(torch.optim.AdamW),
    "nadam": _plain(torch.optim.NAdam),
    "radam": _plain(torch.optim.RAdam),
    "adamax": _plain(torch.optim.Adamax),
    "rprop": _plain(torch.optim.Rprop),
}


def defaults(name: str) -> dict[str, Any]:
    """The defaults of torch under our names; of Lion's authors for Lion."""
    if name == "lion":
        return {"learning_rate": 1e-4, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0}
    theirs = RULES[name]([torch.zeros(2, requires_grad=True)]).defaults
    ours = {our: theirs[their] for our, their in RENAMED.items() if their in theirs}
    for pair, names, _ in PAIRS:
        ours.update(zip(names, theirs.get(pair, ()), strict=False))
    for our in ("momentum", "dampening", "weight_decay", "centered", "momentum_decay"):
        if our in theirs:
            ours[our] = theirs[our]
    for decay in DECAY.values():
        if decay in theirs:
            ours["decay"] = theirs[decay]
    if name in ("momentum", "nesterov"):
        del ours["momentum"]  # 0 in torch, where they are no rules of their own
    return ours


# -- walking --------------------------------------------------------------------------------------

Noise = Callable[[], float]  # a factor of one, or nearly


def exactly() -> float:
    """No noise."""
    return 1.0


def last_places(seed: int) -> Noise:
    """Factors that are off by up to four units in the last place."""
    dice = random.Random(seed)
    return lambda: 1.0 + dice.randint(-4, 4) * 2.0**-52


@contextmanager
def double_precision() -> Iterator[None]:
    """Parts of torch's states (NAdam's product) follow the default type, whatever theta's is."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def gradient(formula: Callable[[Any, Any], Any], theta: torch.Tensor) -> torch.Tensor:
    """By autograd."""
    (slope,) = torch.autograd.grad(formula(theta[0], theta[1]), theta)
    return slope


def walk(case: Case, steps: int = STEPS, noise: Noise = exactly) -> list[Point]:
    """All points of the walk, the start first."""
    with double_precision():
        if case["optimizer"] == "lion":
            return _walk_lion(case, steps, noise)
        return _walk_torch(case, steps, noise)


def _walk_torch(case: Case, steps: int, noise: Noise) -> list[Point]:
    formula = SURFACES[case["surface"]][0]
    theta = torch.tensor([u * noise() for u in case["start"]], requires_grad=True)
    rule = RULES[case["optimizer"]]([theta], **case["fields"])
    points = [tuple(case["start"])]
    for _ in range(steps):
        slope = gradient(formula, theta)
        theta.grad = slope * torch.tensor([noise(), noise()])
        rule.step()
        points.append(tuple(theta.tolist()))
        with torch.no_grad():
            theta *= torch.tensor([noise(), noise()])
    return points


def _walk_lion(case: Case, steps: int, noise: Noise) -> list[Point]:
    """Algorithm 2 of Chen et al., Symbolic discovery of optimization algorithms, 2023."""
    formula = SURFACES[case["surface"]][0]
    our = {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0, **case["fields"]}
    eta, decay = our["learning_rate"], our["weight_decay"]
    beta1, beta2 = our["beta1"], our["beta2"]
    theta = [u * noise() for u in case["start"]]
    moment = [0.0, 0.0]
    points = [tuple(case["start"])]
    for _ in range(steps):
        slope = gradient(formula, torch.tensor(theta, requires_grad=True)).tolist()
        for i in (0, 1):
            g = slope[i] * noise()
            c = beta1 * moment[i] + (1 - beta1) * g
            theta[i] -= eta * ((c > 0) - (c < 0) + decay * theta[i])
            moment[i] = beta2 * moment[i] + (1 - beta2) * g
        points.append(tuple(theta))
        theta = [u * noise() for u in theta]
    return points


def sensitivity(case: Case, points: list[Point]) -> float:
    """How far rounding alone can carry the walk away, relative to max(1, |x|)."""
    worst = 0.0
    for seed in range(4):
        moved = walk(case, noise=last_places(seed))
        for here, there in zip(points, moved, strict=True):
            for u, v in zip(here, there, strict=True):
                if not (math.isfinite(u) and math.isfinite(v)):
                    return math.inf
                worst = max(worst, abs(u - v) / max(1.0, abs(u)))
    return worst


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


def cases() -> Iterator[Case]:
    """Every optimizer on every surface, then every variant."""
    for optimizer, rates in RATES.items():
        for surface, (_, start) in SURFACES.items():
            rate = {"learning_rate": rates.get(surface, rates[""])}
            yield _case(optimizer, surface, start, rate)
    for optimizer, variants in VARIANTS.items():
        for variant in (*variants, *AT_THE_ENDS.get(optimizer, ())):
            for surface in VARIED_ON:
                rate = {"learning_rate": RATES[optimizer].get(surface, RATES[optimizer][""])}
                yield _case(optimizer, surface, SURFACES[surface][1], {**rate, **variant})


def _case(optimizer: str, surface: str, start: Point, fields: dict[str, float]) -> Case:
    return {"optimizer": optimizer, "surface": surface, "start": start, "fields": fields}


# -- writing --------------------------------------------------------------------------------------


def main() -> None:
    """Walk, check, write."""
    walked, refused = [], []
    for case in cases():
        points = walk(case)
        error = sensitivity(case, points)
        if error > SENSITIVITY:
            refused.append(f"{error:.0e} {case}")
        oracle = "plain Python floats" if case["optimizer"] == "lion" else "torch"
        walked.append({**case, "oracle": oracle, "points": [points[step] for step in RECORDED]})
    if refused:
        raise SystemExit("chaotic:\n" + "\n".join(refused))
    FILE.write_text(_text(walked))
    print(f"{len(walked)} walks, {FILE.stat().st_size} bytes")


def _text(walked: Sequence[Case]) -> str:
    """One walk per line, so that a change shows which."""
    known = {name: defaults(name) for name in RATES}
    head = json.dumps(
        {"torch": torch.__version__.split("+")[0], "defaults": known, "steps": RECORDED}
    )
    lines = ",\n".join(json.dumps(case) for case in walked)
    return f'{head[:-1]}, "cases": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    main()
