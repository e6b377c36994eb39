"""How one example counts, as data that a browser can follow: the record of a loss's own line.

A map of the batch at hand changes with every update, and there are more batches than could be sent.
What is sent is the record: one entry per value, inputs before their users. Who follows it on arrays
does the same arithmetic in the same numbers of 64 bits; exp, log and tanh may differ in their last
bit.

>>> record(lambda x, y, a, b, t: (a * x - t) * (a * x - t))
[['a'], ['x'], ['multiply', 0, 1], ['t'], ['subtract', 2, 3], ['multiply', 4, 4]]
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.trace.node import Kind, NotTraceableError, in_order
from engine.trace.tape import Tape

NAMES = ("x", "y", "a", "b", "t")  # the two weights, and what a loss sees of an example
Entry = list[Any]


def record(of: Callable[..., Any]) -> list[Entry]:
    """The record of ``of(x, y, a, b, t)``, whose last entry is the result.

    Returns:
        One of ``[name]``, ``["constant", number]`` and ``[operation, input, ...]`` per value; the
        inputs are places in the list.

    Raises:
        NotTraceableError: It does something that a tape cannot record, or that JSON has no
            number for.
    """
    tape = Tape()
    with np.errstate(all="ignore"):
        result = tape.node(of(*(tape.symbol(name, Kind.COLUMN) for name in NAMES)))
    places: dict[int, int] = {}
    entries: list[Entry] = []
    for node in in_order([result]):
        if node.operation == "symbol":
            entry = [node.detail]
        elif node.operation == "constant":
            if not math.isfinite(node.detail):
                raise NotTraceableError(f"{node.detail} cannot be sent to a browser")
            entry = ["constant", node.detail]
        else:
            entry = [node.operation, *(places[id(part)] for part in node.inputs)]
        places[id(node)] = len(entries)
        entries.append(entry)
    return entries
