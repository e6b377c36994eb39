"""What a peer is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.task import Task


@dataclass(frozen=True)
class Peer:
    """Another way to make a walk.

    Attributes:
        name: What it is called in the table.
        walk: Does a task, and answers with the ends in the shape of the start.
        rules: The optimizers that it has.
        missing: A sentence that says why it cannot race here, None if it can.
    """

    name: str
    walk: Callable[[Task], np.ndarray]
    rules: tuple[str, ...]
    missing: str | None = None
