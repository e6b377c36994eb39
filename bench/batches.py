"""Six optimizers on the logistic loss of 40 examples, 300 updates each, in batches of 1, 8 and 40.

Ours takes all six at once, for one walk or for 100 seeds of draws side by side. Torch takes the
same steps one optimizer and one seed after the other, as most people write it; of the seeds it
walks a few, and its time is told for all. Optax compiles each walk into one loop: warm is the
second call.
"""

from __future__ import annotations

import gc
import statistics
import time
from typing import Any

import numpy as np

import data
from bench.peers import optax_jit, torch_optim
from bench.race import SHORTEST
from bench.task import RULES
from engine import race
from optimizers import by_name
from surfaces.losses import DataLoss, kind

RATES = (0.5, 0.05, 0.05, 0.5, 0.05, 0.1)
UPDATES, N, SEEDS, TRIED = 300, 40, 100, 2
SIZES = (1, 8, 40)
START = (-1.0, 2.0)
WANTED = {1: 50.0, SEEDS: 3.0}  # times faster than torch
AGREE = 1e-8
LOSS = DataLoss(kind("logistic"), data.by_name("overlapping").make(n=N, seed=1))


def draws(size: int, seeds: int) -> np.ndarray:
    """(updates, seeds, b)."""
    return data.Batches(size=size).indices(N, UPDATES, range(seeds))


def ours(size: int, seeds: int) -> np.ndarray:
    """(6, seeds, 2); where all end."""
    rules = [by_name(name)(learning_rate=rate) for name, rate in zip(RULES, RATES, strict=True)]
    start = np.broadcast_to(START, (seeds, 2))
    walks = race(LOSS, rules, start, UPDATES, draws=draws(size, seeds))
    return np.stack([walk.points[-1] for walk in walks])


def by_torch(size: int, seeds: int) -> np.ndarray:
    """The same, of as many seeds."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as measure

    x, y = torch.tensor(LOSS.examples.points), torch.tensor(LOSS.examples.targets)
    batches = torch.tensor(draws(size, seeds))
    found = np.empty((len(RULES), seeds, 2))
    with torch_optim.one_thread():
        for place, (rule, rate) in enumerate(zip(RULES, RATES, strict=True)):
            for seed in range(seeds):
                w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
                optimizer = torch_optim._optimizer(rule, [w], rate)
                for batch in batches[:, seed]:
                    optimizer.zero_grad()
                    measure(x[batch] @ w, y[batch]).backward()
                    optimizer.step()
                found[place, seed] = w.detach().numpy()
    return found


_compiled: dict[tuple[str, int], Any] = {}


def by_optax(size: int, seeds: int) -> np.ndarray:
    """The same, compiled; one seed after the other."""
    import jax
    import jax.numpy as jnp
    import optax

    x, y = jnp.asarray(LOSS.examples.points), jnp.asarray(LOSS.examples.targets)

    def loss(w: Any, batch: Any) -> Any:
        return optax.sigmoid_binary_cross_entropy(x[batch] @ w, y[batch]).mean()

    def walk(rule: str, rate: float) -> Any:
        optimizer = optax_jit._optimizer(rule, rate)

        def step(carry: Any, batch: Any) -> Any:
            w, state = carry
            delta, state = optimizer.update(jax.grad(loss)(w, batch), state, w)
            w = optax.apply_updates(w, delta)
            return (w, state), w

        return jax.jit(lambda w, given: jax.lax.scan(step, (w, optimizer.init(w)), given)[1])

    batches, found = draws(size, seeds), np.empty((len(RULES), seeds, 2))
    for place, (rule, rate) in enumerate(zip(RULES, RATES, strict=True)):
        if (rule, size) not in _compiled:
            _compiled[rule, size] = walk(rule, rate)
        for seed in range(seeds):
            ends = _compiled[rule, size](jnp.asarray(START), jnp.asarray(batches[:, seed]))
            found[place, seed] = np.asarray(jax.block_until_ready(ends))[-1]
    return found


PEERS = {"torch": (by_torch, torch_optim.MISSING), "optax": (by_optax, optax_jit.MISSING)}


def seconds(way: Any, size: int, seeds: int, repeats: int = 1) -> float:
    """Of one of so many calls in a row."""
    gc.collect()
    begin = time.perf_counter()
    for _ in range(repeats):
        way(size, seeds)
    return (time.perf_counter() - begin) / repeats


def hold(size: int, seeds: int, rounds: int = 3) -> tuple[float, dict[str, float]]:
    """Our median and every peer's, in seconds, taking turns; peers are told for all seeds.

    As in the other races, what is faster than `SHORTEST` is called several times in a row.
    """
    racing = {name: way for name, (way, missing) in PEERS.items() if not missing}
    tried = min(seeds, TRIED)
    wanted = ours(size, tried)
    for name, way in racing.items():  # also warms them up
        off = float(np.abs(way(size, tried) - wanted).max())
        # Optax adds Adagrad's epsilon under the root, which small gradients feel.
        if off > (AGREE if name == "torch" else 1e-3):
            raise AssertionError(f"{name} ends elsewhere, by {off:.1e}")
    ours(size, seeds)
    ways = {"ours": (ours, seeds), **{name: (way, tried) for name, way in racing.items()}}
    repeats = {
        name: max(1, round(SHORTEST / seconds(way, size, many)))
        for name, (way, many) in ways.items()
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, many) in ways.items():
            taken = seconds(way, size, many, repeats[name])
            times[name].append(taken * seeds / many)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return medians.pop("ours"), medians
