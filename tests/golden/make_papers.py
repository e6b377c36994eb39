"""Writes papers.json beside this file: where the rules go that torch has not.

    python -m tests.golden.make_papers

The algorithms are those of papers.py, the gradients those of a computer algebra system.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import sympy

from optimizers import OPTIMIZERS
from optimizers.oracles import Paper
from tests.golden import papers
from tests.golden.walks import STEPS, SURFACES, Case, Noise, Point, exactly, record

FILE = Path(__file__).with_name("papers.json")
RULES = {rule.name: rule for rule in OPTIMIZERS if isinstance(vars(rule).get("oracle"), Paper)}


def defaults(name: str) -> dict[str, Any]:
    """The values that the authors give to the fields."""
    return dict(RULES[name].oracle.defaults)


@cache
def gradient(surface: str) -> Any:
    """The two derivatives as a function of x and y."""
    x, y = sympy.symbols("x y")
    f = SURFACES[surface][0](x, y)
    return sympy.lambdify((x, y), [sympy.diff(f, x), sympy.diff(f, y)], "math")


def walk(case: Case, steps: int = STEPS, noise: Noise = exactly) -> list[Point]:
    """All points of the walk, the start first."""
    name, slope = case["optimizer"], gradient(case["surface"])
    step = getattr(papers, name, None)
    if step is None:
        raise SystemExit(f"write the algorithm of {name} in tests/golden/papers.py")
    fields = {**defaults(name), **case["fields"]}
    theta = [u * noise() for u in case["start"]]
    records: tuple[papers.Record, ...] = ({}, {})
    points = [tuple(case["start"])]
    for t in range(1, steps + 1):
        slopes = [g * noise() for g in slope(*theta)]
        moved = zip(theta, slopes, records, strict=True)
        theta = [step(u, g, t, memory, **fields) for u, g, memory in moved]
        points.append(tuple(theta))
        theta = [u * noise() for u in theta]
    return points


def main() -> None:
    """Walk, check, write."""
    head = {"defaults": {name: defaults(name) for name in RULES}}
    record(walk, list(RULES.values()), "plain Python floats", head, FILE)


if __name__ == "__main__":
    main()
