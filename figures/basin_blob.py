"""The payload of the maps component: cells, ends, axes, marks, words."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from figures.basin_colors import PLAIN
from figures.basin_figure import NEVER, PER_DECADE, BasinEnd, BasinFigure, stops_of
from figures.blob import pack, unpack
from figures.ground import Ground
from figures.palette import colors

EFFORT = 3  # of gzip: most of its gain for a tenth of its time
FEW = 2  # per cent of the walks that still move: the nearest, which share the brightest shade
QUANTILES = 65  # of steps and of nearness: how their ranks are sent
LEAST_ROOM = 0.2  # of the brightness, for those at rest and those still moving, if there are both


@dataclass(frozen=True)
class Axis:
    """An axis on which cells have the width ``step``.

    Attributes:
        title: What it measures.
        first: Where the centre of the first cell is.
        step: From one centre to the next.
        ticks: Where ticks are, and what they say; nice ones if empty.
    """

    title: str
    first: float
    step: float
    ticks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Mark:
    """A sign on all maps: ``"star"``, ``"x"`` or ``"circle-open"``, and a letter beside it."""

    symbol: str
    x: float
    y: float
    letter: str = ""


@dataclass(frozen=True)
class Sheet:
    """One map.

    Attributes:
        key: Its name across changes.
        title: What stands above it.
        cells: Its place in the figure; None as long as it is not there.
        off: Whether nobody is making it any more.
    """

    key: str
    title: str
    cells: int | None
    off: bool = False


def basin_blob(
    kind: str,
    drawn: BasinFigure,
    sheets: Sequence[Sheet],
    axes: tuple[Axis, Axis],
    marks: Sequence[Mark],
    words: Mapping[str, str],
    ground: Ground | None = None,
    live: Mapping[str, Any] | None = None,
) -> bytes:
    """Everything that the component draws, gzipped.

    Three uint16 per cell, rows from the bottom up: ``which{i}``, a place in the header's ends,
    ``steps{i}``, 65535 for never, and ``nearness{i}`` as in `basin_figure.BasinChart`; and x and y
    as float64, exactly the numbers that were walked from, since a click sends them back.

    Args:
        kind: ``"starts"`` or ``"settings"``: what a cell stands for.
        drawn: The maps.
        sheets: The panels; ``cells`` is a place in the figure.
        axes: x and y, of all panels.
        marks: What is drawn upon all of them.
        words: English to the visitor's language.
        ground: What is walked on, for the height under the pointer: ``levels``, uint16 in
            65534ths, 65535 where f is not finite.
        live: What the browser needs to walk from a start itself, sheet by sheet.
    """
    arrays: dict[str, np.ndarray] = {}
    if ground is not None:
        level = np.where(np.isfinite(ground.levels), ground.levels, 65535 / 65534)
        arrays["levels"] = np.rint(65534 * level).astype(np.uint16)
    for i, (made, which) in enumerate(zip(drawn.charts, drawn.which, strict=True)):
        arrays[f"which{i}"], arrays[f"steps{i}"] = which, made.steps
        arrays[f"nearness{i}"] = made.nearness
        arrays["x"], arrays["y"] = made.x, made.y
    header = {
        "kind": kind,
        "never": NEVER,
        "scale": _scale(drawn),
        "ends": [_facts(end, drawn.alone) for end in drawn.ends],
        "legend": [places for _end, places in drawn.groups()],
        "sheets": [asdict(sheet) for sheet in sheets],
        "axes": [asdict(axis) for axis in axes],
        "marks": [asdict(mark) for mark in marks],
        "colors": colors(),
        "words": dict(words),
        "ground": _frame(ground),
        **({"live": dict(live)} if live else {}),
    }
    return gzip.compress(pack(header, arrays), EFFORT, mtime=0)


def _frame(ground: Ground | None) -> dict[str, Any] | None:
    """How its levels become heights (ui/player/here.js)."""
    if ground is None:
        return None
    rows, columns = ground.levels.shape
    scale = {"floor": ground.floor, "softness": ground.softness, "top": ground.top}
    return {"nx": columns, "ny": rows, "window": ground.window, "scale": scale}


def open_blob(blob: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays, as the browser reads them."""
    return unpack(gzip.decompress(blob))


def _scale(drawn: BasinFigure) -> dict[str, Any]:
    """What brightness says: first the steps of those at rest, then how near the others are.

    ``part`` is that of those at rest, by their share; ``fewest`` and ``most`` are their steps,
    ``nearest`` and ``farthest`` the others' degrees of nearness, but for a `FEW` that happen to be
    nearer by far; ``near`` and ``decade`` make distances of these. ``steps_at`` and ``nearness_at``
    are `QUANTILES` of them on all maps together, so that brightness can tell ranks, too.
    """
    rested = [made.steps[made.steps != NEVER] for made in drawn.charts]
    moving = [made.nearness[there] for made, there in zip(drawn.charts, drawn.moving, strict=True)]
    steps, nearness = (np.concatenate([[], *cells]) for cells in (rested, moving))
    both = steps.size > 0 and nearness.size > 0
    part = steps.size / max(1, steps.size + nearness.size)
    return {
        "part": float(np.clip(part, LEAST_ROOM, 1 - LEAST_ROOM)) if both else part,
        "fewest": int(steps.min(initial=NEVER)) if steps.size else 0,
        "most": int(steps.max(initial=0)),
        "nearest": int(np.percentile(nearness, 100 - FEW)) if nearness.size else 0,
        "farthest": int(nearness.min()) if nearness.size else 0,
        "near": max((made.near for made in drawn.charts), default=0.0),
        "decade": PER_DECADE,
        "steps_at": _quantiles(steps),
        "nearness_at": _quantiles(nearness),
    }


def _quantiles(numbers: np.ndarray) -> list[int]:
    """Numbers that are there, from the least to the most; none of nothing."""
    if not numbers.size:
        return []
    at = np.quantile(numbers, np.linspace(0, 1, QUANTILES), method="nearest")
    return [int(one) for one in at]


def _facts(end: BasinEnd, alone: bool) -> dict[str, Any]:
    facts = {**asdict(end), "stops": stops_of(end, alone)}
    if end.kind in PLAIN:
        facts["paper"], facts["ink"], facts["pattern"] = PLAIN[end.kind]
    return facts
