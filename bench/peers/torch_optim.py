"""torch.optim on the CPU: the formula is written down, autograd differentiates it.

All starts of a task sit in one tensor under one optimizer, in double precision as ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    several = isinstance(task.rate, np.ndarray)
    optimizer = _optimizer(task.rule, [point], 1.0 if several else task.rate, **options)
    rates = torch.tensor(task.rate)[:, None] if several else None
    rest = torch.full(point.shape[:-1], -1)
    before = point.detach().clone()
    path, losses = [], []
    for k in range(task.steps):
        optimizer.zero_grad()
        loss = f(point[..., 0], point[..., 1])
        if task.path:
            path.append(point.detach().clone())
            losses.append(loss.detach().numpy() if loss.ndim else loss.item())
            loss.sum().backward()
        else:
            loss.sum().backward()
        if rates is not None or task.rest is not None:
            before.copy_(point.detach())
        optimizer.step()
        if rates is not None:
            # torch has one rate per tensor: a step at rate 1 is taken back to each walker's own.
            with torch.no_grad():
                point.sub_(before).mul_(rates).add_(before)
        if task.rest is not None:
            with torch.no_grad():
                limit = task.rest**2
                still = (point - before).square().sum(-1) < limit
                flat = point.grad.square().sum(-1) < limit
                rest = torch.where((rest < 0) & still & flat, k + 1, rest)
    ends = point.detach().numpy()
    return ends if task.rest is None else np.column_stack([ends, rest.numpy()])


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch has one thread in here."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def alone(task: Task) -> np.ndarray:
    """The same on one thread, as the engine's; a busy machine hurts several more than one."""
    with one_thread():
        return walk(task)


FUSED = ("gradient_descent", "momentum", "nesterov", "adagrad", "adam")
PEERS = (
    Peer("torch", walk, RULES, MISSING),
    Peer("torch fused", partial(walk, fused=True), FUSED, MISSING),
    Peer("torch 1 thread", alone, RULES, MISSING),
)
