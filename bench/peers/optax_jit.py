"""optax under jit, warm: the whole walk is one compiled loop, jax differentiates the formula.

Plain is what most people write: one array of shape (n, 2). Tuned holds x and y apart, which XLA
turns into better code.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

import surfaces
from bench.peers.peer import Peer
from bench.task import RULES, Task

try:
    import jax
    import optax
except ImportError:
    MISSING = "optax is not installed: pip install optax"
else:
    MISSING = None
    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp


def _optimizer(rule: str, rate: Any) -> Any:
    match rule:
        case "gradient_descent":
            return optax.sgd(rate)
        case "momentum":
            return optax.sgd(rate, momentum=0.9)
        case "nesterov":
            return optax.sgd(rate, momentum=0.9, nesterov=True)
        case "adagrad":
            return optax.adagrad(rate, initial_accumulator_value=0.0, eps=1e-20)
        case "rmsprop":
            return optax.rmsprop(rate, decay=0.99, eps=1e-8, eps_in_sqrt=False)
        case "adam":
            return optax.adam(rate)
    raise ValueError(f"optax: no rule {rule}")


@lru_cache(maxsize=64)
def _compiled(
    surface: str, rule: str, steps: int, rest: float | None, apart: bool, path: bool
) -> Callable:
    """The walk as one function of the starts and the rates."""
    f = surfaces.by_name(surface).f

    def height(point: Any) -> Any:
        return f(*point) if apart else f(point[..., 0], point[..., 1])

    def total(point: Any) -> Any:
        heights = height(point)
        return heights.sum(), heights

    def square(vectors: Any) -> Any:
        if apart:
            return vectors[0] * vectors[0] + vectors[1] * vectors[1]
        return (vectors**2).sum(-1)

    def walk(start: Any, rate: Any) -> Any:
        point = (start[..., 0], start[..., 1]) if apart else start
        if not apart and jnp.ndim(rate):
            rate = rate[:, None]
        optimizer = _optimizer(rule, rate)

        def step(k: Any, carry: Any) -> Any:
            point, state, since = carry
            grad, heights = jax.grad(total, has_aux=True)(point)
            delta, state = optimizer.update(grad, state, point)
            if rest is not None:
                still = (square(delta) < rest**2) & (square(grad) < rest**2)
                since = jnp.where((since < 0) & still, k + 1, since)
            return (optax.apply_updates(point, delta), state, since), (point, heights)

        since = jnp.full(start.shape[:-1], -1)
        if path:
            carry = (point, optimizer.init(point), since)
            (point, _, _), (points, heights) = jax.lax.scan(
                lambda carry, k: step(k, carry), carry, jnp.arange(steps)
            )
            return (jnp.stack(point, -1) if apart else point), since, points, heights
        point, _, since = jax.lax.fori_loop(
            0, steps, lambda k, carry: step(k, carry)[0], (point, optimizer.init(point), since)
        )
        return (jnp.stack(point, -1) if apart else point), since

    return jax.jit(walk)


def walk(task: Task, apart: bool = False) -> np.ndarray:
    """Compiled at the first call of its kind."""
    way = _compiled(task.surface, task.rule, task.steps, task.rest, apart, task.path)
    ends, since, *_ = jax.block_until_ready(way(task.start, task.rate))
    ends = np.asarray(ends)
    return ends if task.rest is None else np.column_stack([ends, np.asarray(since)])


PEERS = (
    Peer("optax", walk, RULES, MISSING),
    Peer("optax tuned", partial(walk, apart=True), RULES, MISSING),
)
