"""Writes schedules.json beside this file: the rates and walks of torch.optim.lr_scheduler.

    python -m tests.golden.make_schedules

Run by hand, with torch installed, as make_torch.py beside it, whose rules and grounds it uses.
1/√t, for which torch has no name, is a LambdaLR.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch.optim import lr_scheduler

from tests.golden import make_torch
from tests.golden.walks import SURFACES, Point, rate_on

FILE = Path(__file__).with_name("schedules.json")
STEPS = 120
RECORDED = (1, 2, 3, 10, 30, 60, 120)
ETA = 0.25  # a power of two: the factors are exactly the rates divided by it

Case = dict[str, Any]


def _cosine(rule: Any, eta: float, period: int, low: float = 0.0) -> Any:
    return lr_scheduler.CosineAnnealingLR(rule, T_max=period, eta_min=low * eta)


def _cyclic(rule: Any, eta: float, period: int, low: float) -> Any:
    return lr_scheduler.CyclicLR(
        rule, base_lr=low * eta, max_lr=eta, step_size_up=period, cycle_momentum=False
    )


SCHEDULES: dict[str, Callable[..., Any]] = {
    "inverse_sqrt": lambda rule, eta: lr_scheduler.LambdaLR(rule, lambda k: 1 / math.sqrt(k + 1)),
    "step": lambda rule, eta, period, **rest: lr_scheduler.StepLR(rule, period, **rest),
    "exponential": lambda rule, eta, gamma: lr_scheduler.ExponentialLR(rule, gamma),
    "cosine": _cosine,
    "warmup": lambda rule, eta, period, low: lr_scheduler.LinearLR(
        rule, start_factor=low, total_iters=period
    ),
    "cyclic": _cyclic,
}
SETTINGS: dict[str, tuple[Case, ...]] = {
    "inverse_sqrt": ({},),
    "step": ({"period": 25}, {"period": 7, "gamma": 0.5}),  # torch's own γ is 0.1
    "exponential": ({"gamma": 0.99}, {"gamma": 0.9}),
    "cosine": ({"period": 120}, {"period": 150, "low": 0.1}),
    "warmup": ({"period": 20, "low": 0.1}, {"period": 3, "low": 0.5}),
    "cyclic": ({"period": 50, "low": 0.1}, {"period": 8, "low": 0.5}),
}


def rates(schedule: str, settings: Case) -> list[float]:
    """The learning rate of every step, as parts of the full one."""
    with make_torch.double_precision():
        rule = torch.optim.SGD([torch.zeros(2, requires_grad=True)], lr=ETA)
        scheduler = SCHEDULES[schedule](rule, ETA, **settings)
        found = []
        for _ in range(STEPS):
            found.append(rule.param_groups[0]["lr"] / ETA)
            rule.step()
            scheduler.step()
    return found


def walk(case: Case) -> list[Point]:
    """All points of a walk of 120 steps under a schedule."""
    formula = SURFACES[case["surface"]][0]
    with make_torch.double_precision():
        theta = torch.tensor(case["start"], requires_grad=True)
        rule = make_torch.made(case["optimizer"], [theta], **case["fields"])
        eta = case["fields"]["learning_rate"]
        scheduler = SCHEDULES[case["schedule"]](rule, eta, **case["settings"])
        points = [tuple(case["start"])]
        for _ in range(STEPS):
            theta.grad = make_torch.gradient(formula, theta)
            rule.step()
            scheduler.step()
            points.append(tuple(theta.tolist()))
    return points


def cases() -> Iterator[Case]:
    """Every rule of torch under every schedule, on grounds that take turns."""
    for optimizer, ours in make_torch.RULES.items():
        for surface, (schedule, settings) in zip(
            ("blog", "himmelblau") * len(SETTINGS), SETTINGS.items(), strict=False
        ):
            yield {
                "optimizer": optimizer,
                "surface": surface,
                "start": SURFACES[surface][1],
                "fields": {"learning_rate": rate_on(ours, surface)},
                "schedule": schedule,
                "settings": settings[0],
            }


def main() -> None:
    """Ask torch, write."""
    known = [
        {"schedule": name, "settings": one, "factors": rates(name, one)}
        for name, settings in SETTINGS.items()
        for one in settings
    ]
    walks = []
    for case in cases():
        points = walk(case)
        walks.append({**case, "points": [points[step] for step in RECORDED]})
    head = json.dumps({"torch": torch.__version__.split("+")[0], "steps": RECORDED})
    factors, walked = (",\n".join(json.dumps(line) for line in lines) for lines in (known, walks))
    FILE.write_text(f'{head[:-1]}, "factors": [\n{factors}\n], "walks": [\n{walked}\n]}}\n')
    print(f"{len(known)} schedules, {len(walks)} walks, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
