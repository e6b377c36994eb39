"""The picture of a curve, kept for all visitors alike."""

from __future__ import annotations

from functools import lru_cache

from figures.line import curve_blob
from surfaces.curves import Curve


@lru_cache(maxsize=64)
def ground_of(curve: Curve) -> bytes:
    """The curve as the player takes it."""
    return curve_blob(curve)
