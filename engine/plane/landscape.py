"""How steep a ground is as a whole, beside which a slope is small or is not."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.plane.protocols import Charted

SAMPLES = 25  # along each side of the map


@lru_cache(maxsize=128)
def usual_slope(surface: Charted) -> float:
    """The median slope on the map; if that is larger, the median height above f* per diagonal.

    On ground that is nearly all plateau the median slope would be that of the plateau.
    """
    (x_min, x_max), (y_min, y_max) = surface.domain.bounds
    x, y = np.meshgrid(np.linspace(x_min, x_max, SAMPLES), np.linspace(y_min, y_max, SAMPLES))
    with np.errstate(all="ignore"):
        slope = float(np.nanmedian(np.hypot(*surface.gradient(x, y))))
        if surface.minimum is None:
            return slope
        above = float(np.nanmedian(surface.value(x, y))) - surface.minimum
    return max(slope, above / surface.domain.diagonal)
