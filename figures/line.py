"""The payload of the player for walks in one dimension: a curve, balls on it, their cobweb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine import Trajectory, flat_stretches, one_step, remembers
from figures.blob import pack
from figures.palette import colors
from figures.walks import DrawnWalk, exit_from
from surfaces.curves import Curve

SAMPLES = 1201  # points of a drawn curve
AROUND = 1.0  # of the interval, by which a curve is drawn on to either side, for those who zoom out
AIR = 0.07  # of the heights on show, above and below them

Window = tuple[float, float, float, float]  # x_min, x_max, y_min, y_max


def curve_key(curve: Curve) -> str:
    """What tells this curve from every other ground of the player."""
    return "/".join(["curve", curve.name, *(f"{number:.17g}" for number in curve.arguments)])


def _abscissae(curve: Curve) -> np.ndarray:
    domain = curve.domain
    more = AROUND * domain.width
    return np.linspace(domain.x_min - more, domain.x_max + more, SAMPLES)


def curve_window(curve: Curve) -> Window:
    """x_min, x_max and the heights of the curve between them, with some air: y_min, y_max.

    Where the curve is a sum, the lowest points of its terms are on show, too.
    """
    domain = curve.domain
    x = np.linspace(domain.x_min, domain.x_max, SAMPLES)
    heights = curve.value(x)
    low = min(float(np.min(part)) for part in (heights, *(part(x) for part in curve.parts)))
    high = float(heights.max())
    air = AIR * (high - low)
    return domain.x_min, domain.x_max, low - air, high + air


def curve_blob(curve: Curve) -> bytes:
    """The curve as the player takes it: heights, slopes, its terms and its stationary points."""
    x = _abscissae(curve)
    arrays = {"f": curve.value(x), "slope": curve.slope(x)}
    arrays |= {f"part{i}": np.broadcast_to(part(x), x.shape) for i, part in enumerate(curve.parts)}
    header = {
        "id": curve_key(curve),
        "x": [float(x[0]), float(x[-1])],
        "parts": len(curve.parts),
        "stationary": [
            {"x": place.x, "f": float(curve.value(place.x)), "turn": str(place.turn)}
            for place in curve.stationary
        ],
    }
    return pack(header, {name: numbers.astype(np.float32) for name, numbers in arrays.items()})


def _facts(walk: DrawnWalk, frame: Window) -> dict[str, Any]:
    trajectory = walk.trajectory
    last = max(int(trajectory.last), 0)
    left = exit_from(np.stack([trajectory.points[:, 0], trajectory.heights], axis=-1), frame)
    return {
        "key": walk.key,
        "label": walk.label,
        "hue": walk.style.hue,
        "dash": walk.style.dash,
        "marker": walk.style.marker,
        "rate": walk.rate,
        "listed": walk.listed,
        "outcome": str(trajectory.outcome),
        "last": last,
        "left": left,
        "inside": last if left is None else int(left["step"]) - 1,
        "stopped": walk.stopped,
        "mapped": not remembers(trajectory.optimizer),
    }


def line_blob(
    curve: Curve,
    walks: Sequence[DrawnWalk],
    starts: Sequence[float],
    flat: float | None,
    words: Mapping[str, str],
    *,
    ascend: bool = False,
    live: Mapping[str, Any] | None = None,
) -> bytes:
    """Everything that the player draws but the curve itself.

    Args:
        curve: The curve.
        walks: Walks on it, each of a single walker.
        starts: Where they start.
        flat: Tolerance of a stop rule with |f′| < tol, None for one without.
        words: What the player says.
        ascend: Whether the walks go up.
        live: What the browser needs to walk them itself while a ball is dragged.

    Per walk and step: x and f as float32 for the screen; the height above f* (above 0 where there
    is no lowest value, or on the way up) and the slope with its sign as float64 for the readout.
    The cobweb belongs to the first rule without memory; without one there is no panel for it.
    """
    frame = curve_window(curve)
    minimum = None if ascend else curve.minimum
    arrays: dict[str, np.ndarray] = {}
    for i, walk in enumerate(walks):
        shown = slice(0, max(int(walk.trajectory.last), 0) + 1)
        arrays[f"x{i}"] = _single(walk.trajectory.points[shown, 0])
        arrays[f"y{i}"] = _single(walk.trajectory.heights[shown])
        arrays[f"gap{i}"] = walk.trajectory.heights[shown] - (minimum or 0.0)
        arrays[f"slope{i}"] = walk.trajectory.gradients[shown, 0]
    everyone = tuple(range(len(walks)))
    panels: list[dict[str, Any]] = [{"kind": "curve", "walks": everyone, "title": None}]
    iterated = _iterated([walk.trajectory for walk in walks])
    if iterated is not None:
        arrays["map"] = _single(one_step(curve, iterated, _abscissae(curve), ascend=ascend))
        mine = [i for i, walk in enumerate(walks) if walk.trajectory.optimizer == iterated]
        panels.append({"kind": "cobweb", "walks": mine, "title": None})
    header = {
        "ground": curve_key(curve),
        "line": True,
        "window": frame,
        "minima": [],
        "minimum": minimum,
        "ascending": ascend,
        "slopeName": "f′",
        "start": [starts[0], 0.0] if starts else [0.0, 0.0],
        "starts": list(starts),
        "stretches": [] if flat is None else flat_stretches(curve, flat),
        "epsilon": flat,
        "steps": max((walk.trajectory.steps for walk in walks), default=0),
        "autoplay": False,
        "opensAtStart": True,
        "walks": [_facts(walk, frame) for walk in walks],
        "panels": panels,
        "colors": colors(),
        "words": dict(words),
        **({"live": dict(live)} if live else {}),
    }
    return pack(header, arrays)


def _iterated(walks: Sequence[Trajectory]) -> Any:
    """The first rule whose walks are the iterations of a map."""
    return next((walk.optimizer for walk in walks if not remembers(walk.optimizer)), None)


def _single(numbers: np.ndarray) -> np.ndarray:
    """As float32; what is too large for it becomes inf, which the player shows as a gap."""
    with np.errstate(over="ignore"):
        return np.asarray(numbers, dtype=np.float64).astype(np.float32)
