"""What kind of thing a quantity of a rule is, told from how it answers to the gradient.

Multiply every gradient of a walk by c, and a quantity is multiplied by cᵖ. With c < 0 it keeps its
sign or changes it. These two, its degree p and whether it is odd, say what it is, in every rule:

    degree 1, odd     it points: a gradient, or what is remembered of gradients (a velocity)
    degree 0, odd     it points, but does not care how steep it is: a scaled gradient
    even              it has a size but no direction: squares and their roots, a scale

Both follow from the rule's own lines, by the rules of powers. ε, θ and other numbers that are no
gradients have no say in a sum: √v + ε is of degree 1.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from engine.analysis.reading import Line
from engine.analysis.source import function_name


class Role(StrEnum):
    """What a quantity does in a step."""

    GRADIENT = "gradient"  # points; of this step's gradient alone
    VELOCITY = "velocity"  # points; remembers earlier gradients
    DIRECTION = "direction"  # points; the steepness is divided out of it
    SCALE = "scale"  # has a size for every coordinate
    NUMBER = "number"  # one for all coordinates
    STEP = "step"  # the displacement itself


class Nature(NamedTuple):
    """How a quantity answers to the gradient; None where it has no say."""

    degree: float | None
    odd: bool | None
    remembers: bool = False


NOTHING = Nature(None, None)  # θ, and a state that starts at 0
CONSTANT = Nature(None, False)
GRADIENT = Nature(1.0, True)
PASSES = 4  # a state's nature may need that of another one first


def natures(
    lines: Sequence[Line], states: Mapping[str, str | None]
) -> tuple[dict[str, Nature], dict[str, Nature]]:
    """The natures of a rule's lines, and of the numbers of its state.

    Args:
        lines: The lines of one step.
        states: Every number of the state, with the line that it is taken from after the step;
            None for one that all coordinates share or that no line makes.
    """
    remembered = {name: NOTHING if source else CONSTANT for name, source in states.items()}
    found: dict[str, Nature] = {}
    for _ in range(PASSES):
        found = {"grad": GRADIENT, "theta": NOTHING}
        for line in lines:
            found[line.name] = _nature(line.expression, found, remembered)
        remembered = {
            name: found.get(source, CONSTANT) if source else CONSTANT
            for name, source in states.items()
        }
    return found, remembered


def role(nature: Nature, is_plane: bool) -> Role:
    """The role of a quantity that is no step; ``is_plane``: one number per coordinate."""
    if not is_plane:
        return Role.NUMBER
    if not nature.odd:
        return Role.SCALE
    if nature.degree == 0:
        return Role.DIRECTION
    return Role.VELOCITY if nature.remembers else Role.GRADIENT


def _nature(
    node: ast.expr, variables: Mapping[str, Nature], states: Mapping[str, Nature]
) -> Nature:
    def of(part: ast.expr) -> Nature:
        return _nature(part, variables, states)

    if isinstance(node, ast.Name):
        return variables.get(node.id, CONSTANT)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id == "state":
            return states.get(node.attr, CONSTANT)._replace(remembers=True)
        return CONSTANT
    if isinstance(node, ast.UnaryOp):
        return of(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = of(node.left), of(node.right)
        if isinstance(node.op, ast.Mult):
            return _product(left, right, 1)
        if isinstance(node.op, ast.Div):
            return _product(left, right, -1)
        if isinstance(node.op, ast.Pow):
            return _power(left, node.right)
        return _sum(left, right)
    if isinstance(node, ast.Call):
        return _call(function_name(node), [of(part) for part in node.args])
    return CONSTANT


def _call(function: str, inputs: list[Nature]) -> Nature:
    if function == "sqrt":
        degree = inputs[0].degree
        return inputs[0]._replace(degree=None if degree is None else degree / 2, odd=False)
    if function == "abs":
        return inputs[0]._replace(odd=False)
    if function == "sign":
        return inputs[0]._replace(degree=0.0)
    if function in ("maximum", "minimum"):
        return _sum(inputs[0], inputs[1])
    if function == "where":
        return _sum(inputs[1], inputs[2])
    return CONSTANT


def _sum(a: Nature, b: Nature) -> Nature:
    remembers = a.remembers or b.remembers
    if a.degree is None or b.degree is None:
        return (b if a.degree is None else a)._replace(remembers=remembers)
    return Nature(max(a.degree, b.degree), a.odd if a.odd == b.odd else None, remembers)


def _product(a: Nature, b: Nature, sign: int) -> Nature:
    remembers = a.remembers or b.remembers
    odd = None if a.odd is None or b.odd is None else a.odd != b.odd
    if a.degree is None and b.degree is None:
        return Nature(None, odd, remembers)
    return Nature((a.degree or 0.0) + sign * (b.degree or 0.0), odd, remembers)


def _power(base: Nature, exponent: ast.expr) -> Nature:
    if isinstance(exponent, ast.Constant) and isinstance(exponent.value, int):
        degree = None if base.degree is None else base.degree * exponent.value
        return base._replace(degree=degree, odd=bool(base.odd) and exponent.value % 2 == 1)
    return CONSTANT._replace(remembers=base.remembers)
