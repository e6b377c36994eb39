"""Rules that need more than a gradient, on losses of data: no walk ends without a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Trajectory, Verdict, diagnose, run
from surfaces.losses import KINDS
from ui.numbers import short
from ui.reasons import reason

RULES = [rule for rule in optimizers.OPTIMIZERS if rule.needs != "gradient"]
UNEXPLAINED = (Verdict.DIVERGED, Verdict.LEAVING, Verdict.MOVING)
KINK = "At a kink: beside it the slope is another one"


def surface_of(name: str, **fields: float) -> Any:
    usual = surfaces.by_name(name)
    names = [parameter.name for parameter in usual.parameters]
    shape = dict(zip(names, usual.arguments, strict=True)) | fields
    return surfaces.by_name(name, *shape.values())


@pytest.mark.parametrize("fields", [{}, {"noise": 0.0}, {"ridge": 0.1}, {"lasso": 0.1}], ids=str)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("loss", [kind.name for kind in KINDS])
def test_no_walk_on_a_loss_ends_without_a_reason(
    loss: str, rule: Any, fields: dict[str, float]
) -> None:
    surface = surface_of(loss, n=8, **fields)
    for start in (surface.start, (0.0, 0.0), (1.5, -1.0)):
        walk = run(surface, rule(), start, 300)
        found = diagnose(walk)
        assert found.verdict not in UNEXPLAINED, (start, reason(walk, found))
        if found.verdict is Verdict.STUCK:
            assert KINK in reason(walk, found), start
            assert not surface.smooth


def newton_step(walk: Trajectory, row: int) -> tuple[float, float, float]:
    """The largest part of H⁻¹g there, and what it is made of, by NumPy's own solver of both."""
    surface: Any = walk.surface
    xx, xy, yy = (float(part) for part in surface.hessian(*walk.points[row]))
    bends, axes = np.linalg.eigh([[xx, xy], [xy, yy]])
    along = axes.T @ np.array([float(part) for part in surface.gradient(*walk.points[row])])
    most = int(np.argmax(np.abs(along) / np.maximum(np.abs(bends), 1e-300)))
    return (
        abs(along[most]),
        bends[most],
        float(np.hypot(*(walk.points[row + 1] - walk.points[row]))),
    )


def test_a_step_longer_than_the_map_is_told_with_its_own_numbers() -> None:
    newton = optimizers.by_name("newton")(learning_rate=0.5)
    walk = run(surface_of("residual_norm"), newton, (1.286, -0.668), 300)
    found = diagnose(walk)
    row = found.onset
    assert found.verdict is Verdict.UNBENT and row is not None
    slope, bend, length = newton_step(walk, row)
    assert (found.before, found.low) == (pytest.approx(slope), pytest.approx(bend))
    assert found.width == pytest.approx(0.5 * slope / bend)
    # The other axis adds what little is its own.
    assert found.width <= length <= 1.1 * found.width
    assert found.width > walk.surface.domain.diagonal  # type: ignore[attr-defined]
    assert f"0.5 · {short(slope)}/{short(bend)}" in reason(walk, found)
    before = walk.step_lengths[1 : row + 1]
    assert (before <= walk.surface.domain.diagonal).all()  # type: ignore[attr-defined]


def test_where_the_ground_does_not_bend_there_is_no_step_and_damping_gives_one() -> None:
    newton = optimizers.by_name("newton")()
    surface = surface_of("hinge")
    walk = run(surface, newton, (0.0, 0.0), 300)
    said = reason(walk, diagnose(walk))
    assert said.startswith("Has no step at the start:") and "(λ = 0)" in said
    remedy = diagnose(walk).remedy
    assert remedy is not None and remedy.field == "damping"
    tried = run(surface, replace(newton, damping=remedy.bound), (0.0, 0.0), 300)
    assert tried.last == 300 and tried.heights[-1] < tried.heights[0]
    assert f"Try a damping of δ = {short(remedy.bound)}." in said


@pytest.mark.parametrize(
    ("loss", "start", "up"),
    # Where the ground bends both ways by much more than rounding: the same step on any processor.
    [("sigmoid_squares", (-2.991, 2.841), False), ("sigmoid_squares", (-2.486, -1.579), True)],
)
def test_a_walk_along_ground_that_fades_is_told_as_one(
    loss: str, start: tuple[float, float], up: bool
) -> None:
    walk = run(surface_of(loss), optimizers.by_name("newton")(), start, 300)
    found = diagnose(walk)
    assert found.verdict is Verdict.FADING and found.span is not None
    slopes = walk.gradient_norms[-1 - found.span :]
    assert slopes[-1] < 1e-3 * slopes[0]
    assert found.width == pytest.approx(walk.step_lengths[-1])
    assert ("f has risen" in reason(walk, found)) == up == (walk.heights[-1] > walk.heights[0])


def test_where_only_rounding_bends_the_ground_no_verdict_is_wrong() -> None:
    """Of a softmax only the difference counts: along the sum the second derivative is 0.

    Whether it is 0 in floats, too, is the processor's: then there is no Newton step, else there is.
    """
    walk = run(surface_of("softmax_squares"), optimizers.by_name("newton")(), (1.94, -0.804), 300)
    found = diagnose(walk)
    if found.verdict is Verdict.UNBENT:
        bends = np.linalg.eigvalsh(hessian_at(walk, found.step))
        assert np.abs(bends).min() <= 1e-12 * np.abs(bends).max()
        assert "Has no step" in reason(walk, found)
    else:
        assert found.verdict is Verdict.FADING and found.span is not None
        slopes = walk.gradient_norms[-1 - found.span :]
        assert slopes[-1] < 1e-3 * slopes[0]
        assert "f has risen" in reason(walk, found)
        assert walk.heights[-1] > walk.heights[0]


def hessian_at(walk: Trajectory, step: int) -> np.ndarray:
    x, y = walk.points[step]
    xx, xy, yy = walk.surface.d2f(x, y)  # type: ignore[attr-defined]
    return np.array([[xx, xy], [xy, yy]])


def test_a_line_search_that_stands_still_on_a_smooth_slope_is_not_told_of_a_kink() -> None:
    """The same place of a ground that says of itself that it is smooth."""
    lbfgs = optimizers.by_name("lbfgs")()
    walk = run(surface_of("hinge"), lbfgs, (-1.065, 1.554), 300)
    found = diagnose(walk)
    assert found.verdict is Verdict.STUCK and KINK in reason(walk, found)
    smooth = replace(walk, surface=replace(walk.surface, smooth=True))  # type: ignore[type-var]
    assert KINK not in reason(smooth, found)
