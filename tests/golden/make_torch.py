"""Writes torch.json beside this file: where the optimizers of torch go, step by step.

    python -m tests.golden.make_torch

Run by hand, with torch installed; the tests then need the numbers only. Everything here is written
apart from what it judges: the formulas are differentiated by torch's autograd and the steps are
taken by torch.optim in float64. Which class of torch a rule is, and what torch calls its fields,
the rule says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from optimizers import OPTIMIZERS
from optimizers.oracles import Torch
from tests.golden.walks import STEPS, SURFACES, Case, Noise, Point, exactly, record

FILE = Path(__file__).with_name("torch.json")
RULES = {rule.name: rule for rule in OPTIMIZERS if isinstance(vars(rule).get("oracle"), Torch)}

# Our names for the arguments that many rules of torch have.
RENAMED = {"learning_rate": "lr", "epsilon": "eps"}
PAIRS = {
    "betas": ("beta1", "beta2"),
    "etas": ("eta_minus", "eta_plus"),
    "step_sizes": ("step_min", "step_max"),
}


def plain(name: str) -> dict[str, Any]:
    """The defaults of the rule's class, under torch's names."""
    kind = getattr(torch.optim, RULES[name].oracle.name)
    return dict(kind([torch.zeros(2, requires_grad=True)]).defaults)


def made(name: str, parameters: Any, **our: Any) -> torch.optim.Optimizer:
    """The rule of torch, with our fields; what is not given stays torch's own default."""
    oracle = RULES[name].oracle
    names = {**RENAMED, **oracle.names}
    arguments = {**oracle.options, **{names.get(ours, ours): value for ours, value in our.items()}}
    for pair, parts in PAIRS.items():
        if any(part in arguments for part in parts):
            values = zip(parts, plain(name)[pair], strict=True)
            arguments[pair] = tuple(arguments.pop(part, usual) for part, usual in values)
    return getattr(torch.optim, oracle.name)(parameters, foreach=False, **arguments)


def defaults(name: str) -> dict[str, Any]:
    """The defaults of torch under our names; what makes it this rule has none."""
    oracle, theirs = RULES[name].oracle, plain(name)
    for pair, parts in PAIRS.items():
        theirs.update(zip(parts, theirs.get(pair, ()), strict=False))
    names = {**RENAMED, **oracle.names}
    known = {
        hyper.name: names.get(hyper.name, hyper.name) for hyper in RULES[name].hyperparameters()
    }
    return {ours: theirs[their] for ours, their in known.items() if their not in oracle.options}


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
        return _walk(case, steps, noise)


def _walk(case: Case, steps: int, noise: Noise) -> list[Point]:
    formula = SURFACES[case["surface"]][0]
    theta = torch.tensor([u * noise() for u in case["start"]], requires_grad=True)
    rule = made(case["optimizer"], [theta], **case["fields"])
    points = [tuple(case["start"])]
    for _ in range(steps):
        slope = gradient(formula, theta)
        theta.grad = slope * torch.tensor([noise(), noise()])
        rule.step()
        points.append(tuple(theta.tolist()))
        with torch.no_grad():
            theta *= torch.tensor([noise(), noise()])
    return points


def main() -> None:
    """Walk, check, write."""
    head = {
        "torch": torch.__version__.split("+")[0],
        "defaults": {name: defaults(name) for name in RULES},
    }
    record(walk, list(RULES.values()), "torch", head, FILE)


if __name__ == "__main__":
    main()
