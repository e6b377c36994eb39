"""Numbers as a visitor reads them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ui.numbers import short

WRITTEN = {
    **{0.0: "0", 9.99e-4: "9.99e−4", 1e-3: "0.001", 9999.0: "9999", 1e4: "1e4"},
    **{16_672.0: "1.67e4", -99_994.0: "−1e5", 1e5: "1e5", math.inf: "∞", math.nan: "—"},
}


@pytest.mark.parametrize(("value", "text"), WRITTEN.items())
def test_a_number_is_written_as_people_do(value: float, text: str) -> None:
    assert short(value) == text


def test_no_number_has_the_exponent_of_a_machine() -> None:
    for value in np.geomspace(1e-12, 1e12, 2401):
        assert "+" not in short(value) and "e0" not in short(value) and "-" not in short(value)
