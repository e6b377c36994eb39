"""The payload of Anatomy: a walk for the player, and with it all that happened in its steps."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine import Ledger, Line, Role
from engine.analysis.reading import DELTA
from figures.algebra import ETA
from figures.blob import pack, unpack
from figures.rule_lines import RATE, is_alias, jumps, lines, says
from figures.symbols import THETA, plain_symbol

# The hue of what a quantity does; the step itself is drawn in the colour of the text.
HUES = {
    Role.GRADIENT: "red",
    Role.VELOCITY: "blue",
    Role.DIRECTION: "violet",
    Role.SCALE: "green",
}
MODEL_HUE = "violet"  # of the parabola that a second-order rule believes in
POINTING = (Role.GRADIENT, Role.VELOCITY, Role.DIRECTION)


def anatomy_blob(
    walks: bytes, ledger: Ledger, step: int, fields: Sequence[Mapping[str, Any]] = ()
) -> bytes:
    """The player's payload with a ledger in it.

    Args:
        walks: From `figures.walks.walks_blob`, with the ledger's walk alone.
        ledger: What happened.
        step: At which step the player opens.
        fields: How the rule's hyper-parameters are turned, one by one.

    Every number is sent as float64: it is shown with six digits and must be the engine's.
    """
    header, arrays = unpack(walks)
    points = ledger.walk.points
    numbers: dict[str, np.ndarray] = {
        "grad": ledger.gradients,
        THETA: points[: len(ledger)],
        "next": points[1 : len(ledger) + 1],
        "look": ledger.looks,
        ETA: ledger.rates,
        RATE: ledger.effective_rates,
        **{f"value:{name}": rows for name, rows in ledger.values.items()},
        **{f"before:{name}": rows for name, rows in ledger.before.items()},
        f"value:{DELTA}": ledger.deltas,
    }
    if ledger.hessians is not None and ledger.centres is not None:
        numbers["model"] = ledger.hessians
        numbers["centre"] = ledger.centres
        xx, xy, yy = ledger.walk.surface.hessian(*points[: len(ledger)].T)  # type: ignore[attr-defined]
        numbers["truth"] = np.stack([xx, xy, xy, yy], axis=-1)
        numbers["jump"], numbers["part"] = jumps(ledger)
    if ledger.balls is not None:
        numbers["ball"] = ledger.balls
    sent = {name: rows.astype(np.float64).ravel() for name, rows in numbers.items()}
    facts: dict[str, Any] = {
        "widths": {name: rows[0].size for name, rows in numbers.items() if len(rows)},
        "step": step,
        "fields": list(fields),
        "rows": len(ledger),
        "lines": lines(ledger),
        "arrows": _arrows(ledger),
        "bars": _bars(ledger),
        "charts": _charts(ledger),
        "hues": {**{str(role): hue for role, hue in HUES.items()}, "model": MODEL_HUE},
        "ahead": bool((ledger.looks != points[: len(ledger)]).any()),
        "model": ledger.hessians is not None,
        "ball": ledger.balls is not None,
    }
    return pack({**header, "kind": "anatomy", "anatomy": facts}, {**arrays, **sent})


def _arrows(ledger: Ledger) -> list[dict[str, Any]]:
    """What points, in the order of the lines; of every role the nearest to the step is shown."""
    rule = type(ledger.walk.optimizer)
    gradient = next((line.name for line in ledger.lines if says(line, "grad")), "grad")
    found = {
        line.name: ledger.roles[line.name]
        for line in ledger.lines
        if ledger.roles[line.name] in POINTING and not is_alias(line) and line.name != gradient
    }
    moving = _needing(ledger, "learning_rate")
    arrows = [
        {
            "name": name,
            "of": f"value:{name}",
            "role": str(role),
            # What has η in it is a displacement; all else pushes the other way.
            "label": ("" if name in moving else "−") + plain_symbol(name, rule),
            "shown": name == _nearest(ledger, {n for n in found if found[n] is role}),
            "moves": name in moving,
            # What the steepness is divided out of is as long as its step, but for η.
            "scaled": role is Role.DIRECTION,
        }
        for name, role in found.items()
    ]
    common = {"shown": True, "scaled": False}
    return [
        {"name": gradient, "of": "grad", "role": "gradient", "label": "−∇f", "moves": False}
        | common,
        *arrows,
        {"name": DELTA, "of": f"value:{DELTA}", "role": "step", "label": "Δθ", "moves": True}
        | common,
    ]


def _bars(ledger: Ledger) -> list[dict[str, Any]]:
    """What has a size per coordinate, drawn by its root where it is made of squares."""
    rule = type(ledger.walk.optimizer)
    names = [
        line.name
        for line in ledger.lines
        if ledger.roles[line.name] is Role.SCALE
        and _degree(ledger, line.name) in (0, 1, 2)
        and not is_alias(line)
    ]
    nearest = _nearest(ledger, set(names))
    bars = []
    for name in names:
        label, degree = plain_symbol(name, rule), _degree(ledger, name)
        bars.append(
            {
                "name": name,
                "of": f"value:{name}",
                "degree": degree,
                "label": f"√{label}" if degree == 2 else label,
                "shown": name == nearest,
            }
        )
    return bars


def _degree(ledger: Ledger, name: str) -> float:
    return ledger.degrees[name] or 0.0


def _inputs(line: Line) -> list[str]:
    return [node.id for node in ast.walk(line.expression) if isinstance(node, ast.Name)]


def _nearest(ledger: Ledger, names: set[str]) -> str | None:
    """Which of the quantities enters the step by the fewest lines; the later one of two."""
    by_name = {line.name: line for line in ledger.lines}
    front = [DELTA]
    for _ in by_name:
        front = [name for part in front if part in by_name for name in _inputs(by_name[part])]
        found = [line.name for line in ledger.lines if line.name in front and line.name in names]
        if found:
            return found[-1]
    return None


def _needing(ledger: Ledger, field: str) -> set[str]:
    """The lines that a field of the rule enters, by itself or through another line."""
    found: set[str] = set()
    for line in ledger.lines:
        fields = {
            node.attr for node in ast.walk(line.expression) if isinstance(node, ast.Attribute)
        }
        if field in fields or found & set(_inputs(line)):
            found.add(line.name)
    return found


def _charts(ledger: Ledger) -> list[dict[str, Any]]:
    """What is remembered, over time: what points, what has a size, and the effective rates."""
    rule: Any = type(ledger.walk.optimizer)

    def series(names: Sequence[str], role: str) -> list[dict[str, str]]:
        return [
            {"of": f"value:{n}" if n in ledger.values else f"before:{n}", "role": role,
             "label": plain_symbol(n, rule)}
            for n in names
        ]  # fmt: skip

    def kept(*roles: Role) -> list[str]:
        return [
            name
            for name, rows in ledger.before.items()
            if ledger.roles.get(name) in roles and rows.any()
        ]

    charts: list[dict[str, Any]] = [
        {
            "log": False,
            "series": [
                {"of": "grad", "role": str(Role.GRADIENT), "label": "∇f"},
                *series(kept(Role.VELOCITY), str(Role.VELOCITY)),
            ],
        },
    ]
    if kept(Role.DIRECTION):
        charts.append({"log": False, "series": series(kept(Role.DIRECTION), str(Role.DIRECTION))})
    if kept(Role.SCALE):
        charts.append({"log": True, "series": series(kept(Role.SCALE), str(Role.SCALE))})
    charts.append(
        {"log": True, "series": [{"of": RATE, "role": str(Role.STEP), "label": "−Δθ/∇f"}]}
    )
    return charts
