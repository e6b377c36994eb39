"""Where a slider can stand."""

from __future__ import annotations

import math

DIGITS = (1.0, 1.2, 1.5, 1.8, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0)


def logarithmic_stops(low: float, high: float) -> list[float]:
    """Round numbers from low to high, about fifteen per power of ten."""
    stops = []
    for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        for digit in DIGITS:
            value = float(f"{digit:g}e{power}")
            if low <= value <= high:
                stops.append(value)
    return stops
