"""Writes torch_line.json beside this file: where torch's optimizers go on curves, down and up.

    python -m tests.golden.make_torch_line

Run by hand, with torch installed; the tests then need the numbers only. The curves are written
again here and differentiated by autograd; up is torch's own ``maximize=True``. All start at 0.6,
with a rate at which nothing is chaotic.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch

from tests.golden.make_torch import RULES, made

FILE = Path(__file__).with_name("torch_line.json")
START, RATE, STEPS = 0.6, 0.01, 60
FARTHEST = 1e3  # beyond it a walk is on its way to infinity

CURVES = {
    "cubic": lambda x: x**3 - 2 * x**2 + 2,
    "parabola": lambda x: x**2 + 2 * x + 3,
    "double_well": lambda x: (x**2 - 1) ** 2 + 0.3 * x,
    "flat_inflection": lambda x: x**4 / 4 - x**3 / 3,
    "weighted_squares": lambda x: (x + 2) ** 2 + 2 * (x - 1) ** 2 + (x - 3) ** 2,
}


def walk(curve: str, optimizer: str, up: bool) -> list[float]:
    """x after every step, until it is lost."""
    x = torch.tensor([START], requires_grad=True)
    machine = made(optimizer, [x], learning_rate=RATE, maximize=up)
    path = [START]
    for _ in range(STEPS):
        machine.zero_grad()
        CURVES[curve](x).sum().backward()
        machine.step()
        if not abs(x.item()) < FARTHEST or not math.isfinite(x.item()):
            break
        path.append(x.item())
    return path


def main() -> None:
    """Every pair of a curve and an optimizer, both ways."""
    torch.set_default_dtype(torch.float64)  # NAdam keeps its product in the default
    walks = {
        f"{curve}/{optimizer}/{'up' if up else 'down'}": walk(curve, optimizer, up)
        for curve in CURVES
        for optimizer in RULES
        for up in (False, True)
    }
    # A few steps of each are enough to tell a wrong rule from a right one.
    recorded = {
        key: {str(k): path[k] for k in (1, 2, 3, 5, 10, 20, 40, 60) if k < len(path)}
        for key, path in walks.items()
    }
    facts = {"torch": torch.__version__, "start": START, "rate": RATE, "walks": recorded}
    FILE.write_text(json.dumps(facts, indent=0) + "\n")


if __name__ == "__main__":
    main()
