"""The f that was printed beside a walk: a right one is never accused, a wrong one is explained."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import checking
import optimizers
import surfaces
from checking.values import ValueReport
from engine import run
from published import Repair
from tests.test_checking import FORMS, single

BLOG = surfaces.by_name("blog")
ADAM = optimizers.by_name("adam")(learning_rate=0.05)
WALK = run(BLOG, ADAM, (0.5, 5.8), 60).points
F = np.array(BLOG.value(*WALK.T))


def read(
    points: np.ndarray, values: np.ndarray, form: Callable[[float], str] = repr
) -> ValueReport:
    """As a program prints them, and as the page reads it."""
    rows = zip(points[:, 0].tolist(), points[:, 1].tolist(), values.tolist(), strict=True)
    text = "\n".join(["x,y,f", *(",".join(form(number) for number in row) for row in rows)])
    found = checking.judge_values(checking.read(text).walk, BLOG, surfaces.SURFACES)
    assert found is not None
    return found


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("single", "of torch")])
def test_a_right_f_is_right_on_every_surface(form: str) -> None:
    for surface in surfaces.SURFACES:
        points = run(surface, ADAM, surface.start, 40).points
        values = np.array(surface.value(*points.T))
        rows = zip(points[:, 0].tolist(), points[:, 1].tolist(), values.tolist(), strict=True)
        text = "\n".join(["x,y,f", *(",".join(map(FORMS[form], row)) for row in rows)])
        found = checking.judge_values(checking.read(text).walk, surface)
        assert found is not None and found.agrees, (surface.name, found and found.first)


def test_a_right_f_of_single_precision_is_right() -> None:
    for surface in surfaces.SURFACES:
        points = single(surface, ADAM, surface.start, 40)
        if len(points) < 5:
            continue
        values = np.array([np.float32(surface.f(*point)) for point in points])
        rows = [",".join(str(number) for number in (*p, v)) for p, v in zip(points, values)]  # noqa: B905
        found = checking.judge_values(checking.read("\n".join(["x,y,f", *rows])).walk, surface)
        assert found is not None and found.agrees, surface.name


def slipped(points: np.ndarray) -> np.ndarray:
    """The post's f, with 0.5x² in place of 0.3x²."""
    return F + 0.2 * points[:, 0] ** 2


BOOTH = surfaces.by_name("booth")
WRONG: dict[str, tuple[np.ndarray, str]] = {
    "f_before": (np.array([F[0], *F[:-1]]), ""),
    "f_after": (np.array([*F[1:], F[-1]]), ""),
    "f_sign": (-F, ""),
    "f_exchanged": (np.array(BLOG.value(WALK[:, 1], WALK[:, 0])), ""),
    "f_slope": (np.hypot(*BLOG.gradient(*WALK.T)), ""),
    "f_root": (np.sqrt(F), ""),
    "f_other": (np.array(BOOTH.value(*WALK.T)), BOOTH.title),
    "f_factor": (F / 2, "0.5"),
    "f_offset": (F + 3.5, "3.5"),
    "f_term": (slipped(WALK), "0.5x²"),
    "f_term_missing": (F + 0.25 * WALK[:, 0] * WALK[:, 1] ** 2, "−0.25xy²"),
    "f_term_extra": (F - 0.7 * WALK[:, 1] ** 3, "−0.7y³"),
}


@pytest.mark.parametrize("digits", ["whole", "six decimals"])
@pytest.mark.parametrize("name", WRONG)
def test_what_was_printed_instead_is_found(name: str, digits: str) -> None:
    values, told = WRONG[name]
    # Where f is below 0 its root is no number: those rows are not printed.
    good = np.cumprod(np.isfinite(values)).astype(bool)
    found = read(WALK[good], values[good], FORMS[digits])
    assert not found.agrees and found.cause is not None
    assert found.cause.name == name and told in found.cause.sentence


def test_of_noise_nothing_is_named_and_the_first_wrong_row_is() -> None:
    values = F.copy()
    values[7:] += np.random.default_rng(1).normal(size=len(F) - 7)
    found = read(WALK, values)
    assert found.first == 7 and found.cause is None


def test_the_f_of_the_post_is_right_though_its_gradient_is_not() -> None:
    walk = Repair().walk()
    assert read(walk.points, walk.heights).agrees
    assert checking.judge_values(checking.read("1 2\n3 4").walk, BLOG) is None
