"""Numbers as a visitor reads them."""

from __future__ import annotations

import math
from functools import lru_cache


@lru_cache(maxsize=4096)  # a page asks for some thousand slider stops at every change
def short(value: float) -> str:
    """At most four significant digits, with a true minus: 0.05, 1.234, 5e−4, 2.1e−7, ∞."""
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size == 0:
        return "0"
    if size < 1e-3 or size >= 9999.5:  # from here on the format below writes an exponent, too
        mantissa, exponent = f"{value:.2e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")
