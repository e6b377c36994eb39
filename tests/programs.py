"""Programs of `listings` that are run, and the walks that the engine makes of the same run."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np

from engine import race
from listings import Library, Run, Walker, listing


def ran(text: str) -> dict[str, Any]:
    """What a program has made, by name; it prints to nobody, and leaves NumPy as it was."""
    names: dict[str, Any] = {"__name__": "a program"}
    with np.errstate(), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, "<a program>", "exec"), names)
    return names


def run_of(surface: Any, rules: list[Any], steps: int, **more: Any) -> Run:
    """A run from the surface's own start, whose walkers are called by number."""
    walkers = tuple(Walker(f"{i} {rule.name}", rule, steps) for i, rule in enumerate(rules))
    return Run(surface, surface.start, walkers, **more)


def walks_of(run: Run, library: Library = Library.NUMPY) -> dict[str, np.ndarray]:
    """The walks of the run's program, by name."""
    made = ran(listing(run, library).text)["WALKS"]
    return {name: np.asarray(walk) for name, walk in made.items()}


def engine_walks(run: Run) -> dict[str, np.ndarray]:
    """The same of the engine."""
    rules = [walker.rule for walker in run.walkers]
    steps = run.walkers[0].steps
    walked = race(run.surface, rules, run.start, steps, schedule=run.schedule)
    pairs = zip(run.walkers, walked, strict=True)
    return {walker.name: walk.points for walker, walk in pairs}
