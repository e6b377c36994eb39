"""The rules that torch.optim has, as a program calls them."""

from __future__ import annotations

from typing import Any

from optimizers import Optimizer
from optimizers.oracles import Torch

RENAMED = {"learning_rate": "lr", "epsilon": "eps"}
PAIRS = {
    "betas": ("beta1", "beta2"),
    "etas": ("eta_minus", "eta_plus"),
    "step_sizes": ("step_min", "step_max"),
}


def torch_call(rule: Optimizer) -> str | None:
    """``torch.optim.Adam(theta, lr=0.1, …)``; None where torch has no such rule.

    torch refuses some values that the rule knows: Rprop's factors at 1 and at 0, and Nesterov's
    lookahead without momentum, which is plain descent.
    """
    oracle = vars(type(rule)).get("oracle")
    if not isinstance(oracle, Torch):
        return None
    values: dict[str, Any] = {
        hyper.name: getattr(rule, hyper.name) for hyper in rule.hyperparameters()
    }
    if oracle.name == "Rprop" and not (0 < values["eta_minus"] < 1 < values["eta_plus"]):
        return None
    options = dict(oracle.options)
    if oracle.name == "SGD" and not values.get("momentum", 0.0):
        options, values = {}, {name: values[name] for name in ("learning_rate", "weight_decay")}
    names = {**RENAMED, **oracle.names}
    arguments: dict[str, Any] = {}
    for pair, parts in PAIRS.items():
        if parts[0] in values:
            arguments[pair] = tuple(values.pop(part) for part in parts)
    # What is 0 or off is so in torch by itself, but for these.
    told = ("learning_rate", "decay", "epsilon", "momentum_decay")
    kept = {
        name: value
        for name, value in values.items()
        if value or name in told or (name == "weight_decay" and oracle.name == "AdamW")
    }
    first = {"lr": kept.pop("learning_rate")}
    given = {**first, **arguments, **options}
    given |= {names.get(name, name): value for name, value in kept.items()}
    text = ", ".join(f"{name}={value!r}" for name, value in given.items())
    return f"torch.optim.{oracle.name}(theta, {text})"
