"""Numbers as a visitor reads them."""

from __future__ import annotations

import json
import math
import random
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from ui.delivery.bundle import closed
from ui.fair import told_apart
from ui.numbers import apart, compared, per_cent, read, short

ROOT = Path(__file__).parent.parent
WRITTEN = {
    **{0.0: "0", 9.99e-4: "9.99e−4", 1e-3: "0.001", 9999.0: "9999", 1e4: "1e4"},
    **{16_672.0: "1.67e4", -99_994.0: "−1e5", 1e5: "1e5", math.inf: "∞", math.nan: "—"},
}
SEED = random.randrange(2**32)


def pairs(count: int, seed: int = SEED) -> list[tuple[float, float]]:
    """Pairs of different numbers of all sizes, from far apart to neighbours."""
    print(f"seed {seed}")
    dice = np.random.default_rng(seed)
    made = []
    while len(made) < count:
        one = float(dice.choice((-1, 1)) * 10.0 ** dice.uniform(-12, 12))
        other = one * float(1 + dice.choice((-1, 1)) * 10.0 ** dice.uniform(-17, 1))
        near = float(np.nextafter(one, math.inf * dice.choice((-1, 1))))
        other = near if dice.random() < 0.1 else 0.0 if dice.random() < 0.02 else other
        if one != other:
            made.append((one, other))
    # The places where the way of writing changes.
    edges = [1e-3, 9999.5, 99999.5, 1e4, 1.0, 9.9996e-4, 0.00099996]
    return made + [(edge, edge * (1 + d)) for edge in edges for d in (1e-5, -1e-5, 1e-12, -1e-12)]


@pytest.mark.parametrize(("value", "text"), WRITTEN.items())
def test_a_number_is_written_as_people_do(value: float, text: str) -> None:
    assert short(value) == text


def test_no_number_has_the_exponent_of_a_machine() -> None:
    for value in np.geomspace(1e-12, 1e12, 2401):
        assert "+" not in short(value) and "e0" not in short(value) and "-" not in short(value)


def test_what_needs_no_more_digits_gets_none() -> None:
    assert apart(2.4, 2) == ("2.4", "2")
    assert apart(0.5, 0.5) == ("0.5", "0.5")
    assert apart(math.nan, 1.0, math.inf) == ("—", "1", "∞")


def test_a_difference_that_is_spoken_of_is_seen() -> None:
    assert apart(2.00003, 2) == ("2.00003", "2")
    assert apart(-0.785714, -0.7857139) == ("−0.785714", "−0.7857139")
    assert apart(16_672, 16_673) == ("16672", "16673")
    assert compared(2.00003, 2) == "2.00003 > 2"
    assert compared(2 + 1e-12, 2, most=7) == "2 = 2"


def test_any_two_different_numbers_are_written_differently_and_in_their_order() -> None:
    for one, other in pairs(4000):
        left, right = apart(one, other)
        assert read(left) != read(right), (one, other)
        assert (read(left) < read(right)) == (one < other), (one, other)
        # And each is still that number, to the digits it has.
        assert read(left) == pytest.approx(one, rel=6e-3)
        assert not re.search(r"[-+]|e0", left + right)


def test_the_sign_is_true_of_the_numbers_as_printed() -> None:
    for most in (4, 6, 17):
        for one, other in pairs(1500, SEED + most):
            left, mark, right = compared(one, other, most).split()
            assert {"<": read(left) < read(right), ">": read(left) > read(right)}.get(
                mark, read(left) == read(right)
            ), (one, other)
            assert mark == "=" or (mark == "<") == (one < other)


def test_neighbours_in_a_ranked_column_are_told_apart() -> None:
    assert told_apart([1.0, 1.00001, 2.5]) == ["1", "1.00001", "2.5"]
    assert told_apart([0.0, 0.0, math.nan]) == ["0", "0", "—"]
    # To seven digits: what differs beyond is as good as equal, and short.
    assert told_apart([1.2345678, 1.2345678 + 1e-12]) == ["1.235", "1.235"]


def test_a_share_is_never_called_nothing_nor_all_nor_written_with_an_exponent() -> None:
    assert [per_cent(s) for s in (0, 0.5848, 1.4e-8, 0.99999, 1)] == [
        *("0.0\u00a0%", "58.5\u00a0%", "<\u00a00.1\u00a0%", ">\u00a099.9\u00a0%", "100.0\u00a0%")
    ]
    assert per_cent(1.00001) == ">\u00a0100\u00a0%"
    with pytest.raises(ValueError, match="at least 0"):
        per_cent(-0.1)
    print(f"seed {SEED}")
    for share in 10 ** np.random.default_rng(SEED).uniform(-9, 2, 2000):
        for digits in (0, 1, 2):
            text = per_cent(float(share), digits)
            assert re.fullmatch(r"([<>]\u00a0)?\d+(\.\d+)?\u00a0%", text), (share, text)
            number = float(re.sub("[^0-9.]", "", text)) / 100
            if text[0] == "<":
                assert share < number
            elif text[0] == ">":
                assert share > number
            else:
                assert abs(share - number) <= 0.5001 * 10.0 ** (-digits - 2)
                assert number > 0 and (number != 1 or share == 1)


def test_the_browser_tells_numbers_apart_in_the_same_way(tmp_path: Path) -> None:
    """The module itself, run by node where there is one; else by the browser's own test."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the pages' tests run the same script in a browser")
    some = pairs(1500)
    script = tmp_path / "apart.mjs"
    script.write_text(
        f"const {{apart, perCent}} = {closed(ROOT / 'ui/player/theme.js')};"
        + f"\nconst some = {json.dumps(some)};\n"
        + "console.log(JSON.stringify(some.map((pair) => apart(pair))));\n"
        + "console.log(JSON.stringify([0, 1e-9, 0.58481, 0.99999, 1, 1.00001, 2.5].map(perCent)));"
    )
    run = subprocess.run([node, script], capture_output=True, text=True, check=True)
    told, shares = map(json.loads, run.stdout.splitlines())
    for (one, other), (left, right) in zip(some, told, strict=True):
        assert (read(left) < read(right)) == (one < other) and read(left) != read(right)
        assert [read(left), read(right)] == [read(text) for text in apart(one, other)]
    assert shares == ["0", "< 0.001", "58.5", "> 99.9", "100", "> 100", "250"]
