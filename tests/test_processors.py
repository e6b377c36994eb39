"""What the suite says here it says on other processors, of which this one can play a few.

The processor that a test was written on hides two faults: a tolerance below what a power or an
exponential may be off, and a comparison of walks that grow apart from the last bit on. So the tests
that compare numbers run once more where those bits are others.
"""

from __future__ import annotations

import math
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.foreign import FREE, Foreign, foreign, shifted

# -- what "to the bit" stands on -------------------------------------------------------------------
# + − × ÷ √ are exact. Beyond, walks in blocks, in lockstep and in pieces are the same to the bit
# only because a function of NumPy answers an element in the same way wherever it lies.

FUNCTIONS = {name: getattr(np, name) for name in (*FREE, "sqrt", "hypot")}
EXTREMES = (np.inf, -np.inf, np.nan, 0.0, -0.0, 1e308, -1e308, 5e-324, 709.9, -745.2)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_does_not_look_at_an_element_s_neighbours(name: str) -> None:
    function, rng = FUNCTIONS[name], np.random.default_rng(0)
    sizes = (1e-9, 1.0, 30.0, 1e5, 1e12)
    x = rng.permutation([*np.concatenate([s * rng.normal(size=60) for s in sizes]), *EXTREMES])
    y = rng.uniform(-3, 3, len(x))  # none of 2, ½, −1: with one for all NumPy squares instead
    given = (np.where(rng.random(len(x)) < 0.8, np.abs(x), x), y)[: function.nin]

    def same(found: Any, part: Any = slice(None)) -> None:
        np.testing.assert_array_equal(found, whole[part])

    with np.errstate(all="ignore"):
        whole = function(*given)
        for size, low in product((1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33), range(0, 250, 41)):
            part = slice(low, low + size)
            same(function(*(numbers[part] for numbers in given)), part)
        for stride in (2, 3, 5, 8):
            same(function(*(np.repeat(numbers, stride)[::stride] for numbers in given)))
        planes = [np.stack([numbers, numbers]) for numbers in given]
        same(function(*planes, planes[0])[1])  # in place
        order = rng.permutation(len(x))
        same(function(*(numbers[order] for numbers in given)), order)
        same([function(*numbers) for numbers in zip(*given, strict=True)])


def test_a_power_that_all_walkers_share_is_that_of_math() -> None:
    """Few walkers are walked with `math.pow`, many with NumPy's numbers; both are the C library."""
    for base, t in product(
        np.random.default_rng(0).uniform(size=300), (1.0, 2.0, 3.0, 17.0, 400.0)
    ):
        assert np.float64(base) ** np.float64(t) == math.pow(base, t) == base**t


# -- other processors ------------------------------------------------------------------------------

# One of each kind of comparison: field by field, way by way, sweep against single, page against
# engine, engine against torch, to the bit; on grounds with exponentials and waves.
CORE = tuple(
    f"tests/test_{name}"
    for name in (
        "processors.py::test_a_function_does_not_look_at_an_element_s_neighbours",
        "processors.py::test_a_power_that_all_walkers_share_is_that_of_math",
        "optimizers.py::test_an_array_is_one_rule_per_walker",
        *(
            f"engine.py::test_a_column_of_a_sweep_is_its_single_run[{rule}-ackley]"
            for rule in ("rmsprop", "nadam", "adamw", "radam")
        ),
        "engine.py::test_switches",
        "engine.py::test_without_a_tolerance_one_arrives_where_one_runs_to",
        "rates.py::test_the_payload_is_small_and_says_what_single_runs_say",
        "sweep.py::test_a_sweep_is_its_single_runs",
        "lockstep.py::test_every_rule_on_every_surface[ackley]",
        "lockstep.py::test_every_rule_on_every_surface[rastrigin]",
        "schedules.py::test_all_paths_take_it",
        "second_order.py::test_a_batch_equals_its_singles",
        "published.py::test_every_walk_is_that_of_the_printed_formulas",
    )
)
# Where there is one, the C library's functions without fused multiplication.
PLAIN_C = "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable,-FMA4,-FMA4_Usable"


def extensions() -> list[str]:
    """What NumPy has code of its own for and this processor can run, the least first."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]


def without(kept: Callable[[str], bool]) -> dict[str, str]:
    """The environment in which NumPy does without some of them."""
    dropped = [name for name in extensions() if not kept(name)]
    if not dropped:
        pytest.skip("this processor has nothing to do without")
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(dropped)}


def without_avx512() -> dict[str, str]:
    return without(lambda name: not re.search("512|V4", name))


def without_any() -> dict[str, str]:
    blas = {"OPENBLAS_CORETYPE": "Prescott"} if platform.machine() in ("x86_64", "AMD64") else {}
    return without(lambda name: False) | {"GLIBC_TUNABLES": PLAIN_C} | blas


PROCESSORS = {
    "foreign": (dict, ["-p", "tests.foreign"]),
    "without AVX-512": (without_avx512, []),
    "without any": (without_any, []),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PROCESSORS)
def test_numbers_agree_on_another_processor(name: str) -> None:
    environment, options = PROCESSORS[name]
    own = {key: text for key, text in os.environ.items() if not key.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        [*command, "--tb=short", *options, *CORE],
        cwd=ROOT,
        env={**own, **environment()},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    [passed] = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) > 150


@pytest.mark.parametrize("salt", [0, 7])
def test_a_foreign_processor_errs_by_one_last_bit(salt: int) -> None:
    numbers = np.random.default_rng(salt).normal(size=9000)
    off = shifted(numbers, salt)
    ways = [off == np.nextafter(numbers, way) for way in (-np.inf, np.inf)] + [off == numbers]
    assert np.mean(ways, axis=1) == pytest.approx([1 / 3] * 3, abs=0.02)
    assert np.sum(ways) == len(numbers)
    np.testing.assert_array_equal(shifted(numbers[::-7], salt), off[::-7])
    assert [shifted(number, salt) for number in numbers[:9]] == off[:9].tolist()
    exact = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan])
    np.testing.assert_array_equal(shifted(exact, salt), exact)


def test_a_foreign_function_is_called_like_the_one_it_stands_for() -> None:
    exp, numbers = Foreign(np.exp, 3), np.linspace(-2, 2, 50)
    wanted = shifted(np.exp(numbers), 3)
    assert (wanted != np.exp(numbers)).any()
    np.testing.assert_array_equal(exp(numbers), wanted)
    assert exp(2.0) == shifted(np.exp(2.0), 3) and isinstance(exp(2.0), np.float64)
    assert exp(1j) == np.exp(1j)
    given, place = numbers.copy(), np.empty(50)
    assert exp(given, given) is given and exp(numbers, out=place) is place
    np.testing.assert_array_equal(given, wanted)
    np.testing.assert_array_equal(place, wanted)
    assert foreign(math.exp, 9)(0.3) == shifted(math.exp(0.3), 9)
