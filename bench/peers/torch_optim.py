"""torch.optim on the CPU: the formula is written down, autograd differentiates it.

All starts of a task sit in one tensor under one optimizer, in double precision as ours.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from bench.peers.peer import Peer
from bench.task import RULES, Task

try:
    import torch
except ImportError:
    MISSING = "torch is not installed: pip install torch"
else:
    MISSING = None


def _optimizer(rule: str, parameters: list[Any], rate: float, **options: Any) -> Any:
    match rule:
        case "gradient_descent":
            return torch.optim.SGD(parameters, lr=rate, **options)
        case "momentum":
            return torch.optim.SGD(parameters, lr=rate, momentum=0.9, **options)
        case "nesterov":
            return torch.optim.SGD(parameters, lr=rate, momentum=0.9, nesterov=True, **options)
        case "adagrad":
            return torch.optim.Adagrad(parameters, lr=rate, **options)
        case "rmsprop":
            return torch.optim.RMSprop(parameters, lr=rate, **options)
        case "adam":
            return torch.optim.Adam(parameters, lr=rate, **options)
    raise ValueError(f"torch: no rule {rule}")


def walk(task: Task, **options: Any) -> np.ndarray:
    """The usual loop: forget the gradients, evaluate, go backward, step."""
    f = task.ground.f
    point = torch.tensor(task.start, dtype=torch.float64, requires_grad=True)
    optimizer = _optimizer(task.rule, [point], task.rate, **options)
    path, losses = [], []
    for _ in range(task.steps):
        optimizer.zero_grad()
        loss = f(point[..., 0], point[..., 1])
        if task.path:
            path.append(point.detach().clone())
            losses.append(loss.item())
            loss.backward()
        else:
            loss.sum().backward()
        optimizer.step()
    return point.detach().numpy()


def alone(task: Task) -> np.ndarray:
    """The same on one thread, as the engine's; a busy machine hurts several more than one."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return walk(task)
    finally:
        torch.set_num_threads(threads)


FUSED = ("gradient_descent", "momentum", "nesterov", "adagrad", "adam")
PEERS = (
    Peer("torch", walk, RULES, MISSING),
    Peer("torch fused", partial(walk, fused=True), FUSED, MISSING),
    Peer("torch 1 thread", alone, RULES, MISSING),
)
