"""Numbers as a visitor reads them."""

from __future__ import annotations

import math


def short(value: float) -> str:
    """At most four significant digits, with a true minus: 0.05, 1.234, 2.1e−7, ∞."""
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size and (size < 1e-3 or size >= 1e5):
        mantissa, exponent = f"{value:.3g}".split("e") if "e" in f"{value:.3g}" else ("", "")
        if not mantissa:
            mantissa, exponent = f"{value:.2e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")
