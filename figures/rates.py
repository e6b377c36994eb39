"""The payload of the learning-rate page: every path on an axis of rates, sent once.

The browser then bends the paths without a call: it has them all. To fit, coordinates are sent in
16 bits, and of long walks not every step is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import Place, Trajectory
from engine.drive.outcome import FAR, length
from engine.plane.rate_axis import curvatures, largest_rate
from engine.plane.regimes import Regime, regimes
from figures.above import above, floor_of
from figures.blob import pack, unpack
from figures.ground import coordinate_names, ground_key, window
from figures.palette import Style, colors
from optimizers import GradientDescent, Optimizer
from surfaces import Surface

MOST_BYTES = 445_000  # of arrays; with its ground and all else the page sends less than 600 kB
# A coordinate's code: its distance from the map's middle in halves of the map, evenly up to the
# border, where 1/24000 is a hundredth of a pixel, and in equal ratios beyond, up to 1e10.
INNER, OUTER, DECADES = 24000, 8766, 10
MIDDLE, NOWHERE = 32767, 65535


@dataclass(frozen=True, eq=False)
class Swept:
    """The walks of one optimizer over the axis.

    Attributes:
        key: Its name across changes.
        label: What the legend says.
        style: Hue and dash.
        rate: The learning rate that it has on the other pages.
        rule: The rule with that rate.
        walk: Walks with the shape of the axis.
        goal: The minimum where the walk goes, None if it goes to none.
        most: The largest rate that converges, where that is known.
    """

    key: str
    label: str
    style: Style
    rate: float
    rule: Optimizer
    walk: Trajectory
    goal: Place | None = None
    most: float | None = None


def coded(numbers: np.ndarray, low: float, high: float) -> np.ndarray:
    """Coordinates as uint16; not finite ones as `NOWHERE`.

    Args:
        numbers: Any shape.
        low: The map's lower border.
        high: The upper one.
    """
    middle, half = (low + high) / 2, (high - low) / 2
    with np.errstate(all="ignore"):
        place = (numbers - middle) / half
        size = np.abs(place)
        beyond = INNER + OUTER * np.log10(np.maximum(size, 1.0)) / DECADES
        code = np.where(size <= 1, INNER * size, np.minimum(beyond, INNER + OUTER))
        signed = MIDDLE + np.sign(place) * np.rint(code)
    return np.where(np.isfinite(numbers), signed, NOWHERE).astype(np.uint16)


def decoded(codes: np.ndarray, low: float, high: float) -> np.ndarray:
    """What the browser reads from `coded`."""
    middle, half = (low + high) / 2, (high - low) / 2
    signed = codes.astype(float) - MIDDLE
    size = np.abs(signed)
    with np.errstate(over="ignore"):
        place = np.where(size <= INNER, size / INNER, 10 ** ((size - INNER) * DECADES / OUTER))
    return np.where(codes == NOWHERE, np.nan, middle + half * np.sign(signed) * place)


def kept_steps(steps: int, room: int) -> np.ndarray:
    """The steps that are sent: all where there is room, else the first half of them and pairs.

    Later steps are kept in pairs of neighbours, farther and farther apart: so a walk that flips
    from side to side is still seen to flip. The last step is always kept.
    """
    if steps + 1 <= room:
        return np.arange(steps + 1)
    head = room // 2
    first = np.unique(np.rint(np.geomspace(head, steps - 1, (room - head) // 2)).astype(int))
    return np.union1d(np.arange(head), np.concatenate([first, first + 1]))


def rates_blob(
    surface: Surface,
    rates: np.ndarray,
    swept: Sequence[Swept],
    start: tuple[float, float],
    rate: float,
    words: Mapping[str, str],
    live: Mapping[str, Any] | None = None,
) -> bytes:
    """Everything that the player of this page draws but the ground.

    Args:
        surface: The ground.
        rates: (L,), ascending.
        swept: The optimizers.
        start: Where the walks start.
        rate: The learning rate shown first.
        words: What the player says.
        live: What the browser needs to walk by itself while the start is dragged.
    """
    frame = window(surface)
    steps = swept[0].walk.steps if swept else 0
    room = MOST_BYTES // (8 * max(1, len(swept)) * len(rates))
    kept = kept_steps(steps, room)
    plain = [one.goal for one in swept if isinstance(one.rule, GradientDescent)]
    aim = plain[0] if plain else None
    bends = curvatures(surface, aim)
    arrays: dict[str, np.ndarray] = {}
    facts: list[dict[str, Any]] = []
    names = list(Regime)
    level = surface.lowest_of_map if surface.minimum is None else None
    minimum = floor_of(surface.minimum, (one.walk.heights for one in swept))
    for i, one in enumerate(swept):
        points, heights = one.walk.points[kept], one.walk.heights[kept]
        arrays[f"x{i}"] = coded(points[..., 0], *frame[:2]).T
        arrays[f"y{i}"] = coded(points[..., 1], *frame[2:]).T
        arrays[f"gap{i}"] = _gaps(heights, minimum, level).T
        steep = curvatures(surface, one.goal)[-1:]
        limit = largest_rate(one.rule, steep[0]) if steep and steep[0] > 0 else None
        facts.append(
            {
                "key": one.key,
                "label": one.label,
                "hue": one.style.hue,
                "dash": one.style.dash,
                "marker": one.style.marker,
                "own": one.rate,
                "limit": limit,
                "most": one.most,
                "last": (np.searchsorted(kept, one.walk.last, side="right") - 1).tolist(),
                "within": _within(points).tolist(),
                "regimes": [names.index(word) for word in regimes(one.walk, surface.domain)],
            }
        )
    header = {
        "kind": "rates",
        "ground": ground_key(surface),
        "window": frame,
        "minima": surface.minima,
        "minimum": minimum,
        "level": level,
        "solid": True,
        **coordinate_names(surface),
        "start": start,
        "steps": len(kept) - 1,
        "autoplay": False,
        "walks": facts,
        "panels": [{"walks": list(range(len(swept))), "title": None}],
        "rates": {
            "values": rates.tolist(),
            "at": _nearest(rates, rate),
            "kept": kept.tolist(),
            "regimes": [str(name) for name in names],
            "factors": _factors(rates, swept, bends),
            "aligned": _aligned(surface, aim),
            "paced": any(_paced(one.walk) for one in swept),
            "code": {"inner": INNER, "outer": OUTER, "decades": DECADES, "middle": MIDDLE},
        },
        "colors": colors(),
        "words": dict(words),
        **({"live": dict(live)} if live else {}),
    }
    return pack(header, arrays)


def opened_at(blob: bytes, rate: float) -> bytes:
    """The same payload with another learning rate shown first: the nearest one on the axis."""
    header, arrays = unpack(blob)
    header["rates"]["at"] = _nearest(np.array(header["rates"]["values"]), rate)
    return pack(header, arrays)


def _nearest(rates: np.ndarray, rate: float) -> int:
    return int(np.abs(np.log(rates / max(rate, rates[0]))).argmin())  # a rate may be 0


def _gaps(heights: np.ndarray, minimum: float | None, level: float | None = None) -> np.ndarray:
    """log₁₀(f − f*) as float32, which keeps five digits down to 1e−300; without an f*, f − level.

    The level, 0 unless given, is one that many walks end at: near it a float32 keeps its digits.

    Where rounding has taken f to f* or just below it, −inf; further below nothing is
    (`figures.above.floor_of`).
    """
    with np.errstate(all="ignore"):
        if minimum is None:
            return (heights - (level or 0.0)).astype(np.float32)
        logarithms = np.log10(above(heights, minimum))
    return np.where(np.isfinite(heights), logarithms, np.nan).astype(np.float32)


def _paced(walk: Trajectory) -> bool:
    """Whether a schedule changes the learning rate on the way."""
    return walk.factors is not None and bool((walk.factors != 1).any())


def _within(points: np.ndarray) -> np.ndarray:
    """The last rows, (L,), at which walks (K, L, 2) are not lost: see `engine.FAR`."""
    near = length((points[..., 0], points[..., 1])) <= FAR
    return len(near) - 1 - near[::-1].argmax(axis=0)


def _factors(
    rates: np.ndarray, swept: Sequence[Swept], bends: Sequence[float]
) -> list[list[float]] | None:
    """By what each step of gradient descent multiplies the error, per rate and direction."""
    plain = [one.rule for one in swept if isinstance(one.rule, GradientDescent)]
    if not plain or not bends:
        return None
    decay = plain[0].weight_decay
    return [[float(1 - rate * (bend + decay)) for bend in bends] for rate in rates]


def _aligned(surface: Surface, aim: Place | None) -> list[str] | None:
    """Which axis each curvature belongs to, ascending; None where they lie aslant."""
    if aim is None and not surface.minima:
        return None
    place = surface.minima[0] if aim is None else (aim.x, aim.y)
    xx, xy, yy = (float(part) for part in surface.hessian(*place))
    if xy != 0 or xx == yy:
        return None
    return ["x", "y"] if xx < yy else ["y", "x"]
