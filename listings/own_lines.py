"""A rule as a function of a program: its own lines, in any library."""

from __future__ import annotations

import ast
from dataclasses import fields
from typing import Any

from listings.library import Library, as_in
from listings.lines import step_of
from listings.second_order import PROGRAMS
from listings.sources import NotWritableError
from listings.step import RuleStep, names_in
from optimizers import Optimizer

RATE, ETA = "learning_rate", "eta"
TAKEN = frozenset({"start", "steps", "path", "gradient", "schedule", "theta", "k", "f", "np"})


def own_lines(rule: Optimizer, library: Library, *, scheduled: bool, batched: bool) -> list[str]:
    """The pieces that a rule's walk is made of; the last is a function called as the rule.

    Raises:
        NotWritableError: It cannot be written down in this library.
    """
    if rule.name in PROGRAMS:
        if library is not Library.NUMPY:
            raise NotWritableError(f"{rule.name} is written with NumPy alone")
        return [piece.strip() for piece in PROGRAMS[rule.name]]
    return [_function(rule, step_of(rule), library, scheduled, batched)]


def settings_of(rule: Optimizer) -> dict[str, Any]:
    """The hyper-parameters that its function takes, with their values."""
    values: dict[str, Any] = {entry.name: getattr(rule, entry.name) for entry in fields(rule)}
    whole = {hyper.name for hyper in rule.hyperparameters() if hyper.whole}
    values = {name: int(value) if name in whole else value for name, value in values.items()}
    if rule.name in PROGRAMS:
        return values
    step = step_of(rule)
    read = _read(step)
    return {name: value for name, value in values.items() if name in read}


def _read(step: RuleStep) -> set[str]:
    expressions = [line.expression for line in (*step.first, *step.lines, *step.after)]
    return set().union(*(names_in(one) for one in (*expressions, step.delta, step.place)))


def _function(
    rule: Optimizer, step: RuleStep, library: Library, scheduled: bool, batched: bool
) -> str:
    bound = {line.name for line in (*step.first, *step.lines, *step.after)}
    settings = settings_of(rule)
    if bound & (TAKEN | set(settings)):
        raise NotWritableError(f"{rule.name} has other things by the names of a program")
    paced = scheduled and RATE in settings
    place = ast.unparse(step.place) + (", BATCHES[k - 1]" if batched else "")
    counts = paced or batched
    lines = [
        f"def {rule.name}({', '.join(['start', 'steps', *settings])}):",
        f'    """{rule.title}: {(type(rule).__doc__ or rule.note).splitlines()[0]}"""',
        "    theta = np.array(start)",
        *(f"    {_paced(line.text, paced, first=True)}" for line in step.first),
        "    path = [theta]",
        f"    for {'k' if counts else '_'} in range({'1, steps + 1' if counts else 'steps'}):",
    ]
    body = [line.text for line in step.lines]
    moved = [_moved(step.delta)]
    after = [line.text for line in step.after]
    if step.at_once:
        bindings = [text.partition(" = ") for text in (*moved, *after)]
        names, values = (", ".join(part[i] for part in bindings) for i in (0, 2))
        moved, after = [f"{names} = {values}"], []
    used = any(RATE in text for text in (*body, *moved, *after))
    loop = [f"{ETA} = {RATE} * schedule(k)"] if paced and used else []
    loop += [f"{step.measured} = gradient({place})"]
    loop += [_paced(text, paced) for text in (*body, *moved, *after)]
    lines += [f"        {text}" for text in (*loop, "path.append(theta)")]
    return as_in("\n".join([*lines, "    return np.stack(path)"]), library)


def _paced(text: str, paced: bool, *, first: bool = False) -> str:
    """With the learning rate that is in force."""
    if not paced:
        return text
    tree = ast.parse(text)
    by = f"{RATE} * schedule(1)" if first else ETA

    class Pacer(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> Any:
            return ast.parse(by, mode="eval").body if node.id == RATE else node

    return ast.unparse(Pacer().visit(tree))


def _moved(delta: ast.expr) -> str:
    """``theta = theta - …`` where the displacement begins with a minus."""
    copied = ast.parse(ast.unparse(delta), mode="eval").body
    inner: Any = copied
    above: Any = None
    while isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult | ast.Div):
        above, inner = inner, inner.left
    theta = ast.Name("theta", ast.Load())
    if isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.USub):
        if above is None:
            copied = inner.operand
        else:
            above.left = inner.operand
        return f"theta = {ast.unparse(ast.BinOp(theta, ast.Sub(), copied))}"
    return f"theta = {ast.unparse(ast.BinOp(theta, ast.Add(), copied))}"
