"""A step on a batch as data that a browser can follow: what a row adds, the step on their means.

Of a mean over rows (`engine.trace.rows`) neither record knows any data, so they are sent once for
all examples, however many; whom a step sees the browser draws by itself. It adds rows up one by
one, as a loop on plain floats does; an engine that sums them in arrays differs in last bits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from engine.protocols import RowForm, Rule, needs
from engine.trace.browser_step import BrowserStep, StepWriter, first_states
from engine.trace.hyperparameters import hyperparameters
from engine.trace.node import Kind, NotTraceableError
from engine.trace.program import FACTOR, THETA, Program, refusing
from engine.trace.rows import MEAN, ROW, recorded_parts, row_step
from engine.trace.scalar import after, planes_of, state_names
from engine.trace.tape import Tape


@lru_cache(maxsize=256)
def parts_record(form: RowForm) -> BrowserStep:
    """What a row adds at a place: 1 + P numbers; the row's own are its fields.

    Raises:
        NotTraceableError: The form does something that a tape cannot record.
    """
    names = [(f"{ROW}_{i}", 0) for i in range(form.width)]
    given = [*[(THETA, i) for i in range(form.dimension)], *names]
    writer = StepWriter(form.dimension, given)
    results = writer.add([(node, 0) for node in recorded_parts(form)])
    return writer.record(tuple(name for name, _ in names), False, [], results)


@lru_cache(maxsize=256)
def whole_record(form: RowForm) -> BrowserStep:
    """The height at a place and the parts of its gradient, of the means of all rows.

    Raises:
        NotTraceableError: The form does something that a tape cannot record.
    """
    tape = Tape(form.dimension)
    theta = tape.symbol(THETA, Kind.PLANE)
    names = [f"{MEAN}_{i}" for i in range(1 + form.dimension)]
    with refusing(form):
        place = [tape.component(theta, i) for i in range(form.dimension)]
        height, slopes = form.whole(place, [tape.symbol(name, Kind.COLUMN) for name in names])
        nodes = [tape.node(part) for part in (height, *slopes)]
    given = [*[(THETA, i) for i in range(form.dimension)], *[(name, 0) for name in names]]
    writer = StepWriter(form.dimension, given)
    results = writer.add([(node, 0) for node in nodes])
    return writer.record(tuple(names), False, [], results)


def row_step_record(form: RowForm, rule: Rule, scheduled: bool = False) -> BrowserStep:
    """One step of this rule on the means of rows, which are the last 1 + P of its fields.

    Raises:
        NotTraceableError: The rule or the form does something that a tape cannot record, the rule
            needs more than a gradient, or looks elsewhere than where it stands.
    """
    if needs(rule) != "gradient":
        raise NotTraceableError(f"{rule.name} needs more than a gradient")
    fields = hyperparameters(rule)
    if any(kind is not Kind.SHARED for _name, kind in fields.hypers):
        raise NotTraceableError(f"{rule.name}: one walker has one value of every field")
    step = row_step(form, rule, fields, scheduled)
    return _record(step, type(rule), fields.fixed)


@lru_cache(maxsize=512)
def _record(
    step: Program, rule_class: type[Rule], fixed: tuple[tuple[str, Any], ...]
) -> BrowserStep:
    means = [f"{MEAN}_{i}" for i in range(1 + step.dimension)]
    names = (*(name for name, _kind in step.hypers), *means)
    given = [
        *[(THETA, i) for i in range(step.dimension)],
        *[(name, 0) for name in state_names(step)],
        *([(FACTOR, 0)] if step.scheduled else []),
        *[(name, 0) for name in names],
    ]
    writer = StepWriter(step.dimension, given)
    first = writer.add([(node, 0) for node in first_states(step, rule_class, fixed)])
    results = writer.add([*planes_of(step.theta, step), *after(step)])
    return writer.record(names, step.scheduled, first, results)
