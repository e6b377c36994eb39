"""What a draw sees, as arrays in the order of the passes: the axes of all walkers as one, W."""

from __future__ import annotations

from typing import Any

import numpy as np

from networks.draws import Draw, as_draw, without_padding


def seen_by(
    draw: Any, x: np.ndarray, y: np.ndarray, lead: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, Draw]:
    """Inputs ([W,] d + 1, n) and targets ([W,] K, n) of a draw, and what it leaves out.

    Args:
        draw: Of the loss; None for all of it.
        x: (d + 1, N); all examples, with a row of ones.
        y: (K, N); all targets.
        lead: The axes of the walkers.
    """
    if draw is None:
        return x, y, Draw()
    seen = as_draw(draw)
    if seen.examples is not None:
        places = without_padding(seen.examples)
        # The axes of the walkers in front: (d + 1, ..., b) → (..., d + 1, b).
        x, y = np.moveaxis(x[:, places], 0, -2), np.moveaxis(y[:, places], 0, -2)
    if seen.shift is not None:
        x = np.array(np.broadcast_to(x, (*seen.shift.shape[:-2], *x.shape[-2:])))
        x[..., :-1, :] += seen.shift
    x, y = spread(x, lead, 2), spread(y, lead, 2)
    units = None if seen.units is None else tuple(spread(u, lead, 2) for u in seen.units)
    weights = None if seen.weights is None else spread(seen.weights, lead, 1)
    gates = None if seen.gates is None else spread(seen.gates, lead, 1)
    return x, y, Draw(None, units, weights, gates)


def spread(part: np.ndarray, lead: tuple[int, ...], own: int) -> np.ndarray:
    """An array with ``own`` axes behind those of the walkers: (own) as it is, else (W, own)."""
    if part.ndim == own:
        return part
    kept = part.shape[part.ndim - own :]
    return np.broadcast_to(part, (*lead, *kept)).reshape(-1, *kept)


def cut(seen: Draw, part: slice) -> tuple[Any, Any, Any]:
    """What some of the walkers leave out."""
    units = seen.units and tuple(u if u.ndim == 2 else u[part] for u in seen.units)
    weights, gates = (
        array if array is None or array.ndim == 1 else array[part]
        for array in (seen.weights, seen.gates)
    )
    return units, weights, gates
