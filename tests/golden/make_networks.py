"""Writes networks.json beside this file: losses and gradients of torch, and where it trains to.

    python -m tests.golden.make_networks

Run by hand, with torch installed; the tests then need the numbers only. The networks are written
down here once more, example by example as torch has it, and differentiated by its autograd.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import torch
from torch.nn import functional

from networks import Draw
from tests.golden.make_torch import RULES, double_precision, made
from tests.golden.networks import (
    DRAWN,
    ON_DRAWS,
    PENALTY,
    RATE,
    RATES,
    ROWS,
    TRAINED,
    UPDATES,
    Case,
    cases,
    drawn,
)

FILE = Path(__file__).with_name("networks.json")
ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
}


def loss_of(
    case: Case, theta: torch.Tensor, draw: Draw | None, penalty: float = 0.0
) -> torch.Tensor:
    inputs, targets = torch.tensor(case.inputs), torch.tensor(case.targets)
    if draw is not None:
        places = torch.tensor(draw.examples[draw.examples >= 0])
        inputs, targets = inputs[places], targets[places]
    if draw is not None and draw.shift is not None:
        inputs = inputs + torch.tensor(draw.shift).T
    if draw is not None and draw.weights is not None:
        theta = theta * torch.tensor(draw.weights)
    widths, at = (2, 4, 4, case.outputs), 0
    a, decay = inputs, torch.tensor(0.0)
    for layer, (into, out) in enumerate(pairwise(widths)):
        matrix = theta[at : at + out * (into + 1)].reshape(out, into + 1)
        at += out * (into + 1)
        decay = decay + penalty / 2 * (matrix[:, :-1] ** 2).sum()
        z = functional.linear(a, matrix[:, :-1], matrix[:, -1])
        if layer == 2:
            break
        made_of = ACTIVATIONS[case.activation](z)
        if draw is not None and draw.units is not None:
            made_of = made_of * torch.tensor(draw.units[layer]).T
        if draw is not None and draw.gates is not None and layer == 1:
            made_of = a + draw.gates[1] * made_of
        a = made_of
    return decay + _of_sums(case, z, targets)


def _of_sums(case: Case, z: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if case.loss == "squares":
        return functional.mse_loss(z[:, 0], targets)
    if case.loss == "cross_entropy":
        if case.outputs == 1:
            return functional.binary_cross_entropy_with_logits(z[:, 0], targets.double())
        return functional.cross_entropy(z, targets)
    if case.outputs == 1:
        return functional.mse_loss(torch.sigmoid(z[:, 0]), targets.double())
    one_hot = functional.one_hot(targets, case.outputs).double()
    return ((torch.softmax(z, 1) - one_hot) ** 2).sum(1).mean()


def gradient(case: Case) -> dict[str, object]:
    theta = torch.tensor(case.theta, requires_grad=True)
    loss = loss_of(case, theta, case.draw)
    loss.backward()
    return {"loss": loss.item(), "gradient": theta.grad.tolist()}


def trained(rule: str) -> list[list[float]]:
    theta = torch.tensor(TRAINED.theta, requires_grad=True)
    optimizer = made(rule, [theta], learning_rate=RATES.get(rule, RATE))
    rows = []
    for update in range(1, UPDATES + 1):
        optimizer.zero_grad()
        loss_of(TRAINED, theta, TRAINED.draw).backward()
        optimizer.step()
        if update in ROWS:
            rows.append(theta.tolist())
    return rows


def trained_on(kind: str, rule: str) -> list[list[float]]:
    """The rows of a training on draws, with weight decay."""
    theta = torch.tensor(TRAINED.theta, requires_grad=True)
    optimizer = made(rule, [theta], **ON_DRAWS[rule])
    rows = []
    for update, draw in enumerate(drawn(kind), start=1):
        optimizer.zero_grad()
        loss_of(TRAINED, theta, draw, PENALTY).backward()
        optimizer.step()
        if update in ROWS:
            rows.append(theta.tolist())
    return rows


def main() -> None:
    with double_precision():
        told = tell()
    FILE.write_text(json.dumps(told, indent=0) + "\n", encoding="utf-8")


def tell() -> dict[str, object]:
    return {
        "torch": torch.__version__.split("+")[0],
        "gradients": {case.name: gradient(case) for case in cases()},
        "trained": {rule: trained(rule) for rule in RULES},
        "drawn": {kind: {rule: trained_on(kind, rule) for rule in ON_DRAWS} for kind in DRAWN},
    }


if __name__ == "__main__":
    main()
