"""The programs in PyTorch and in JAX whose walks are recorded in listings.json beside this file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import optimizers
import schedules
import surfaces
from data import Batches
from engine import race, teaching_rate
from listings import Library, Run, Walker
from surfaces.losses import kind
from surfaces.losses.menu import loss_of, offered

STEPS = 30
ROWS = (1, 2, 5, 12, 30)  # of every walk that is recorded
LIBRARIES = (Library.TORCH, Library.JAX)
# Surface, schedule, whether fields are away from their defaults, whether steps see batches.
CASES = {
    "plain": ("himmelblau", None, False, False),
    "scheduled": ("himmelblau", "cosine", False, False),
    "every field": ("himmelblau", "inverse_sqrt", True, False),
    "kinks": ("ackley", "warmup", False, False),
    "examples": ("logistic", "step", False, False),
    "batches": ("net_relu", "cyclic", False, True),
}


def run_of(case: str, names: list[str]) -> Run:
    """The run of a case with these rules."""
    name, pace, away, batched = CASES[case]
    surface, schedule = surfaces.by_name(name), None
    if pace is not None:
        schedule = schedules.by_name(pace)()
        schedule = replace(schedule, period=12.0) if hasattr(schedule, "period") else schedule
    more: dict[str, Any] = {}
    if batched:
        more["loss"] = loss_of(kind(name), *offered(kind(name)).arguments)
        more["batches"] = Batches(6, seed=7)
    walkers = tuple(Walker(rule, _rule(rule, surface, away), STEPS) for rule in names)
    return Run(surface, surface.start, walkers, schedule, **more)


def _rule(name: str, surface: Any, away: bool) -> Any:
    rule = optimizers.by_name(name)
    fields: dict[str, Any] = {"learning_rate": teaching_rate(surface, rule)}
    for hyper in rule.hyperparameters() if away else ():
        if hyper.flag:
            fields[hyper.name] = not hyper.default
        elif hyper.name != "learning_rate":
            low, high = hyper.slider
            fields[hyper.name] = float(f"{low + 0.6 * (high - low):.3g}")
    return rule(**fields)


def engine_walks(run: Run) -> dict[str, Any]:
    """Where the engine goes on the same run, by the walk's name."""
    draws = None
    if run.batches is not None:
        draws = list(run.batches.indices(len(run.loss), STEPS))
    rules = [walker.rule for walker in run.walkers]
    ground = run.surface if run.loss is None else run.loss
    walked = race(ground, rules, run.start, STEPS, schedule=run.schedule, draws=draws)
    return {w.name: walk.points for w, walk in zip(run.walkers, walked, strict=True)}


def digest(text: str) -> str:
    """What tells a program from every other."""
    return hashlib.sha256(text.encode()).hexdigest()
