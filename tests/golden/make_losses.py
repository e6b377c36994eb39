"""Writes losses.json beside this file: where torch goes on losses of data in mini-batches.

    python -m tests.golden.make_losses

Run by hand, with torch installed. Losses are torch's own functions of scores that are written here
once more; the means over masks are loops over masks; autograd differentiates, torch.optim steps.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

import data
from tests.golden.losses import DATA, PLAYS, RECORDED, RULES, SIZE, START, STEPS, N, cases
from tests.golden.make_torch import double_precision, made

FILE = Path(__file__).with_name("losses.json")


def forms(play: dict[str, Any], touched: tuple[bool, bool]) -> Any:
    """Chance, factors and shifts of everything that can happen to the two parts."""
    kind, p = play.get("average", "none"), play.get("strength", 0.0)
    for bits in itertools.product((0, 1), repeat=2):
        chance, factors, shifts = 1.0, [], []
        for bit, touch in zip(bits, touched, strict=True):
            if kind == "none" or not touch:
                chance *= bit
                factors.append(1.0)
                shifts.append(0.0)
            elif kind == "jitter":
                chance *= 0.5
                factors.append(1.0)
                shifts.append(p if bit else -p)
            else:
                chance *= 1 - p if bit else p
                factors.append(bit / (1 - p))
                shifts.append(0.0)
        if chance:
            yield chance, factors, shifts


def batch_loss(name: str, play: dict[str, Any], w: torch.Tensor, x: Any, y: Any) -> torch.Tensor:
    """The loss of some examples, x (b, d) and y (b,)."""
    dropped = play.get("average") == "dropconnect"
    total = torch.zeros(())
    number = x.shape[1] == 1
    logits = name.startswith("softmax")
    touched = (False, False) if logits else (True, dropped) if number else (True, True)
    for chance, (f, g), (s, t) in forms(play, touched):
        if name.startswith("net"):
            h = getattr(torch, name.removeprefix("net_"))
            each = (w[1] * g * h((x[:, 0] * f + s) * w[0]) - y) ** 2
        elif number:
            each = ((x[:, 0] * f + s) * w[0] + g * w[1] - y) ** 2
        elif logits:
            rows = w.expand(len(x), 2)
            if name == "softmax":
                each = functional.cross_entropy(rows, y.long(), reduction="none")
            else:
                hot = functional.one_hot(y.long(), 2)
                each = ((functional.softmax(rows, dim=1) - hot) ** 2).sum(dim=1)
        else:
            # Jitter to both sides is as likely, whatever the class.
            sign = 2 * y - 1
            score = (x[:, 0] * f + s * sign) * w[0] + (x[:, 1] * g + t * sign) * w[1]
            if name == "logistic":
                each = functional.binary_cross_entropy_with_logits(score, y, reduction="none")
            elif name == "hinge":
                each = functional.relu(1 - sign * score)
            else:
                each = (torch.sigmoid(score) - y) ** 2
        total = total + chance * each.mean()
    if name == "residual_norm":
        total = torch.sqrt(total)
    penalty = play.get("ridge", 0.0) / 2 * (w**2).sum() + play.get("lasso", 0.0) * w.abs().sum()
    return total + penalty


def walked(name: str, play: str, rule: str) -> list[list[float]]:
    """The recorded places."""
    task = data.Task.NUMBER if name in NUMBERS else data.Task.CLASS
    examples = data.by_name(DATA[task]).make(n=N, seed=1)
    x, y = torch.tensor(examples.points), torch.tensor(examples.targets)
    draws = data.Batches(size=SIZE, seed=3).indices(N, STEPS)
    w = torch.tensor(START, requires_grad=True)
    optimizer = made(rule, [w], **RULES[rule])
    places = []
    for step, draw in enumerate(draws, 1):
        kept = torch.tensor(draw[draw >= 0])
        optimizer.zero_grad()
        batch_loss(name, PLAYS[play], w, x[kept], y[kept]).backward()
        optimizer.step()
        if step in RECORDED:
            places.append(w.detach().tolist())
    return places


NUMBERS = ("least_squares", "residual_norm", "net_tanh", "net_sigmoid", "net_relu")


def main() -> None:
    """Walk them all."""
    with double_precision():
        found = {"/".join(case): walked(*case) for case in cases()}
    lines = (f"{json.dumps(name)}: {json.dumps(places)}" for name, places in found.items())
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert all(np.isfinite(places).all() for places in found.values())


if __name__ == "__main__":
    main()
