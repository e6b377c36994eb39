"""Six optimizers train a net 2-8-8-1 on 200 examples, 1,000 full updates each, every row kept.

Ours does all six at once, and the losses of all rows. Torch trains its own modules, one after the
other, as most people write it. Optax compiles each training into one loop, as JAX wants it: warm is
the second call, cold the first in this process.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.peers import optax_jit, torch_optim
from bench.task import RULES
from engine import train
from networks import Network, NetworkLoss, initial
from optimizers import by_name

RATES = (0.1, 0.05, 0.05, 0.05, 0.01, 0.01)
UPDATES, CHECKED = 1000, 10
WANTED = {"torch": 8.0, "torch 1 thread": 8.0, "optax": None}
OPTAX_OFF = 1e-5  # its Adagrad adds the epsilon under the root, and small gradients feel that
NET = Network((8, 8))
Way = Callable[[int], np.ndarray]


def task() -> tuple[NetworkLoss, np.ndarray]:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(200, 2))
    targets = (inputs[:, 0] * inputs[:, 1] > 0).astype(float)
    return NetworkLoss(NET, inputs, targets), initial(NET, "xavier", 1)


OBJECTIVE, START = task()


def ours(updates: int) -> np.ndarray:
    """(6, P); where all six end."""
    rules = [by_name(name)(learning_rate=rate) for name, rate in zip(RULES, RATES, strict=True)]
    return train(OBJECTIVE, rules, START, updates).points[-1]


def by_torch(updates: int) -> np.ndarray:
    import torch
    from torch import nn

    inputs = torch.tensor(OBJECTIVE.inputs)
    targets = torch.tensor(OBJECTIVE.targets)[:, None]
    found = []
    for rule, rate in zip(RULES, RATES, strict=True):
        layers = [nn.Linear(d, h, dtype=torch.float64) for d, h in ((2, 8), (8, 8), (8, 1))]
        with torch.no_grad():
            for layer, matrix in zip(layers, NET.layers(START), strict=True):
                layer.weight.copy_(torch.tensor(matrix[:, :-1]))
                layer.bias.copy_(torch.tensor(matrix[:, -1]))
        net = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
        measure = nn.BCEWithLogitsLoss()
        optimizer = torch_optim._optimizer(rule, list(net.parameters()), rate)
        losses = []
        for _ in range(updates):
            optimizer.zero_grad()
            loss = measure(net(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        parts = [torch.cat([layer.weight, layer.bias[:, None]], 1) for layer in layers]
        found.append(torch.cat([part.flatten() for part in parts]).detach().numpy())
    return np.array(found)


def by_torch_alone(updates: int) -> np.ndarray:
    """The same on one thread: several only get in each other's way at this size."""
    with torch_optim.one_thread():
        return by_torch(updates)


_compiled: dict[tuple[str, int], Any] = {}


def by_optax(updates: int) -> np.ndarray:
    import jax
    import jax.numpy as jnp
    import optax

    inputs, targets = jnp.asarray(OBJECTIVE.inputs), jnp.asarray(OBJECTIVE.targets)

    def loss(layers: Any) -> Any:
        a = inputs
        for matrix in layers[:-1]:
            a = jnp.tanh(a @ matrix[:, :-1].T + matrix[:, -1])
        sums = (a @ layers[-1][:, :-1].T + layers[-1][:, -1])[:, 0]
        return optax.sigmoid_binary_cross_entropy(sums, targets).mean()

    def walk(rule: str, rate: float) -> Any:
        optimizer = optax_jit._optimizer(rule, rate)

        def step(carry: Any, _: Any) -> Any:
            layers, state = carry
            value, slopes = jax.value_and_grad(loss)(layers)
            delta, state = optimizer.update(slopes, state, layers)
            layers = optax.apply_updates(layers, delta)
            return (layers, state), (value, jnp.concatenate([part.ravel() for part in layers]))

        def run(layers: Any) -> Any:
            carry = layers, optimizer.init(layers)
            return jax.lax.scan(step, carry, None, length=updates)[1]

        return jax.jit(run)

    found = []
    for rule, rate in zip(RULES, RATES, strict=True):
        if (rule, updates) not in _compiled:
            _compiled[rule, updates] = walk(rule, rate)
        layers = [jnp.asarray(matrix) for matrix in NET.layers(START)]
        _, rows = jax.block_until_ready(_compiled[rule, updates](layers))
        found.append(np.asarray(rows)[-1])
    return np.array(found)


PEERS: dict[str, tuple[Way, str | None]] = {
    "torch": (by_torch, torch_optim.MISSING),
    "torch 1 thread": (by_torch_alone, torch_optim.MISSING),
    "optax": (by_optax, optax_jit.MISSING),
}


def seconds(way: Way) -> float:
    gc.collect()
    begin = time.perf_counter()
    way(UPDATES)
    return time.perf_counter() - begin


def hold(rounds: int = 5) -> tuple[float, dict[str, float], float | None]:
    """Our median, every peer's, and optax's first call; all in seconds, taking turns."""
    ways = {"ours": ours} | {name: way for name, (way, missing) in PEERS.items() if not missing}
    cold = seconds(by_optax) if "optax" in ways else None
    for name, way in ways.items():  # a race to other places would mean nothing; it warms up, too
        atol = OPTAX_OFF if name == "optax" else 1e-9
        np.testing.assert_allclose(way(CHECKED), ours(CHECKED), atol=atol, err_msg=name)
    seconds(ours)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(seconds(way))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return medians.pop("ours"), medians, cold
