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
from collections.abc import Callable, Iterator
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


def _sgd(parameters: Any, **our: float) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=our.pop("learning_rate"), foreach=False, **our)


def _nesterov(parameters: Any, **our: float) -> torch.optim.Optimizer:
    return _sgd(parameters, nesterov=True, **{"momentum": 0.9, **our})


def _adam_like(kind: Any, **always: Any) -> Callable[..., torch.optim.Optimizer]:
    def make(parameters: Any, **our: float) -> torch.optim.Optimizer:
        betas = our.pop("beta1", 0.9), our.pop("beta2", 0.999)
        return kind(parameters, betas=betas, foreach=False, **always, **_renamed(our))

    return make


def _plain(kind: Any) -> Callable[..., torch.optim.Optimizer]:
    def make(parameters: Any, **our: float) -> torch.optim.Optimizer:
        return kind(parameters, foreach=False, **_renamed(our, decay=DECAY.get(kind, "")))

    return make


def _rprop(parameters: Any, **our: float) -> torch.optim.Optimizer:
    etas = our.pop("eta_minus", 0.5), our.pop("eta_plus", 1.2)
    sizes = our.pop("step_min", 1e-6), our.pop("step_max", 50.0)
    rate = our.pop("learning_rate")
    return torch.optim.Rprop(parameters, rate, etas=etas, step_sizes=sizes, foreach=False, **our)


def _renamed(our: dict[str, Any], decay: str = "") -> dict[str, Any]:
    theirs = {
        "learning_rate": "lr",
        "epsilon": "eps",
        "initial_accumulator": "initial_accumulator_value",
        "decay": decay,
    }
    return {theirs.get(name, name): value for name, value in our.items()}


DECAY = {torch.optim.RMSprop: "alpha", torch.optim.Adadelta: "rho"}

RULES: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "gradient_descent": _sgd,
    "momentum": lambda parameters, **our: _sgd(parameters, **{"momentum": 0.9, **our}),
    "nesterov": _nesterov,
    "adagrad": _plain(torch.optim.Adagrad),
    "rmsprop": _plain(torch.optim.RMSprop),
    "adadelta": _plain(torch.optim.Adadelta),
    "adam": _adam_like(torch.optim.Adam),
    "amsgrad": _adam_like(torch.optim.Adam, amsgrad=True),
    "adamw": _adam_like(torch.optim.AdamW),
    "nadam": _adam_like(torch.optim.NAdam),
    "radam": _adam_like(torch.optim.RAdam),
    "adamax": _adam_like(torch.optim.Adamax),
    "rprop": _rprop,
}


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
