"""The payload of the player for walks on a loss of data: examples, batches, and what each has seen.

It is the payload of any walks (`figures.walks`), and with it

* the examples: where they stand, in which units the model measures them;
* how they are drawn: whom an update sees the browser draws by itself, of the same random words;
* of every row the update that it comes before: how many its batch holds, and of every walk the
  batch's loss there; of the walk whose gradients are shown that of the batch, that of all examples,
  and those of single ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data import Batches, Task
from data.batches import STREAM
from figures.blob import pack, single, unpack
from figures.walks import DrawnWalk
from surfaces.losses import DataLoss
from surfaces.losses.kind import LossKind, scaling

# Models that are neither a line nor the boundary of two weights.
FORMS = {
    **{name: "same" for name in ("softmax", "softmax_squares")},
    **{f"net_{name}": name for name in ("tanh", "sigmoid", "relu")},
}
AIR = 0.08  # of the examples' extent, around them
ABSCISSAE = {"updates": "update", "epochs": "epoch", "examples": "examples seen"}
# Of a run that is sent without its ground; single gradients take what the rest leaves of it.
MOST_BYTES, HEADER, LEAST_CODES = 64_000, 12_000, 5_000
LEAST = 1.0  # units that the picture is wide and high at least


@dataclass(frozen=True)
class Examples:
    """The examples of a loss, and how they are drawn."""

    loss: DataLoss
    batches: Batches
    title: str


@dataclass(frozen=True, eq=False)
class BatchRows:
    """What the rows of the screen know of their updates.

    Attributes:
        kept: (K,) int; after how many updates each row is.
        seen: (K − 1, b) int; whom the update after it sees, −1 for nobody.
        losses: Of every walk (K − 1,); the loss of that batch there.
        gradients: Of every walk (K − 1, 2); the gradient of that batch there.
        per_epoch: Updates per epoch.
        over: What the loss is drawn over.
        slopes_of: Of which walk the gradients are shown; −1 for none.
    """

    kept: np.ndarray
    seen: np.ndarray
    losses: Sequence[np.ndarray]
    gradients: Sequence[np.ndarray]
    per_epoch: int
    over: str
    slopes_of: int = -1


def data_blob(
    walks: bytes,
    drawn: Sequence[DrawnWalk],
    examples: Examples,
    rows: BatchRows,
    weights: tuple[str, str],
    fan: tuple[Mapping[str, Any], Mapping[str, np.ndarray]] | None = None,
    lines: tuple[Mapping[str, Any], Mapping[str, np.ndarray]] | None = None,
    refused: int = 0,
) -> bytes:
    """The player's payload.

    Args:
        walks: From `figures.walks.walks_blob`.
        drawn: The walks in it.
        examples: What is learned from.
        rows: What every row knows.
        weights: What the two weights are called, in the visitor's language.
        fan: Facts and arrays of the same walks under several seeds.
        lines: Facts and arrays of the contours of batches (`figures.batch_lines`).
        refused: How often a change by hand was refused, which tells equal payloads apart.
    """
    header, arrays = unpack(walks)
    loss, batches = examples.loss, examples.batches
    count = len(loss)
    shown = plane(loss)
    number = loss.kind.task is Task.NUMBER
    middle, unit = (np.zeros(2), np.ones(2)) if number else scaling(loss.examples)
    sent: dict[str, np.ndarray] = {
        "examples": single(shown).ravel(),
        "sizes": (rows.seen >= 0).sum(axis=1).astype(np.uint16),
    }
    sent |= lines[1] if lines else {}
    for i, (walk, batch) in enumerate(zip(drawn, rows.losses, strict=True)):
        here = slice(0, max(int(walk.trajectory.last), 0) + 1)
        sent[f"batch{i}"] = single(batch[here])
        # The heights are read with four digits, and lie above rounding at 1e-17: half will do.
        arrays |= {f"{name}{i}": single(arrays[f"{name}{i}"]) for name in ("gap", "slope")}
        if i == rows.slopes_of:
            sent["seen"] = single(rows.gradients[i][here]).ravel()
            sent["whole"] = single(walk.trajectory.gradients[here]).ravel()
    shows = 0 <= rows.slopes_of < len(drawn)
    cloud, reach = np.zeros(0, dtype=int), 1.0
    if shows:
        taken = HEADER + sum(part.nbytes for part in (*arrays.values(), *sent.values()))
        room = max(LEAST_CODES, (MOST_BYTES - taken) // 2)
        walk = drawn[rows.slopes_of]
        cloud, reach, sent["cloud"] = cloud_of(loss, walk, len(rows.seen), room)
    facts = {
        "task": str(loss.kind.task),
        "form": form_of(loss.kind),
        "loss": loss.kind.name,
        "axes": list(loss.examples.axes),
        "weights": list(weights),
        "middle": middle.tolist(),
        "unit": unit.tolist(),
        "window": window_of(shown),
        "n": count,
        "rows": rows.kept.tolist(),
        "perEpoch": rows.per_epoch,
        "over": rows.over,
        "equal": not number and bool((unit == 1).all()),
        "batch": rows.seen.shape[1],
        "draws": {"order": str(batches.order), "key": [batches.seed, STREAM]},
        "slopesOf": drawn[rows.slopes_of].key if shows else "",
        "cloud": cloud.tolist(),
        "cloudReach": reach,
        "fan": dict(fan[0]) if fan else None,
        "lines": dict(lines[0]) if lines else None,
        **({"refused": refused} if refused else {}),
    }
    everyone = header["panels"][0]["walks"]
    panels = [
        {"kind": "data", "walks": everyone, "title": examples.title},
        {"walks": everyone, "title": header["panels"][0]["title"]},
    ]
    facts_of_player = {
        "kind": "data",
        "data": facts,
        "panels": panels,
        "abscissa": ABSCISSAE[rows.over],
        "opensAtStart": True,
    }
    return pack({**header, **facts_of_player}, {**arrays, **sent, **(fan[1] if fan else {})})


def form_of(kind: LossKind) -> str:
    """What the browser draws of a place on the map: which curve or boundary the model has there."""
    return FORMS.get(kind.name, "line" if kind.task is Task.NUMBER else "boundary")


def cloud_of(
    loss: DataLoss, walk: DrawnWalk, rows: int, room: int
) -> tuple[np.ndarray, float, np.ndarray]:
    """The gradients of single examples along a walk, at most ``room`` codes of which 32768 is 0.

    Returns:
        The examples (m,), all of them unless they are too many to send; the size of the largest
        part; and (rows · m · 2,) uint16.
    """
    last = min(max(int(walk.trajectory.last), 0) + 1, rows)
    most = max(1, room // (2 * max(last, 1)))
    chosen = np.unique(np.linspace(0, len(loss) - 1, min(len(loss), most)).astype(int))
    slopes = loss.single_gradients(walk.trajectory.points[:last])[:, chosen]
    reach = float(np.abs(slopes[np.isfinite(slopes)]).max(initial=0.0)) or 1.0
    with np.errstate(invalid="ignore"):
        codes = np.where(np.isfinite(slopes), np.rint(32767 * slopes / reach), 0) + 32768
    return chosen, reach, codes.astype(np.uint16).ravel()


def plane(loss: DataLoss) -> np.ndarray:
    """(N, 3) float64; where each example stands in the picture, and its label."""
    given = loss.examples
    if given.task is Task.NUMBER:
        parts = [given.points[:, 0], given.targets, np.zeros(len(given))]
    else:
        parts = [*given.points.T, given.targets]
    return np.stack(parts, axis=1)


def window_of(shown: np.ndarray) -> list[float]:
    """Around all examples: x from and to, y from and to."""
    low, high = shown[:, :2].min(axis=0), shown[:, :2].max(axis=0)
    middle, wide = (low + high) / 2, np.maximum(high - low, LEAST)
    half = (0.5 + AIR) * wide
    (x0, y0), (x1, y1) = (middle - half).tolist(), (middle + half).tolist()
    return [x0, x1, y0, y1]
