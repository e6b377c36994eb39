"""The cross of curvature and its numbers in a real browser, held to NumPy's eigenvalues."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Trajectory, run
from tests.visit import Visit, go_to

pytestmark = pytest.mark.browser

BUTTON = "button.ov-curvature"
# The four ends of each line of the first cross, as points of the plane.
CROSS = """() => { const {panels: [panel]} = document.querySelector('.ov-player').player;
  const {xaxis, yaxis} = panel.above._fullLayout;
  return [...panel.cross.root.querySelectorAll('path:not(.ov-halo)')].map((line) => [
    line.getAttribute('d').match(/-?[\\d.]+/g).map(Number)
      .map((pixel, i) => i % 2 ? yaxis.p2d(pixel) : xaxis.p2d(pixel)),
    line.getAttribute('stroke-dasharray')]); }"""
SHOWN = """() => [...document.querySelectorAll('.ov-cross')]
  .filter((cross) => cross.getBoundingClientRect().width > 0).length"""


def walk_of(surface: str, rule: str, steps: int = 300, **settings: float) -> Trajectory:
    ground = surfaces.by_name(surface)
    return run(ground, optimizers.by_name(rule)(**settings), ground.start, steps)


def eigen(walk: Trajectory, step: int) -> tuple[np.ndarray, np.ndarray]:
    xx, xy, yy = walk.surface.hessian(*walk.points[step])
    return np.linalg.eigh([[xx, xy], [xy, yy]])


def text_of(page: Any) -> str:
    return page.locator(".ov-numbers").text_content().replace("\u2060", "").replace("−", "-")


def numbers_in(pattern: str, text: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, text
    return [float(number) for number in found.groups()]


def test_the_cross_follows_the_step_and_is_numpy_s(visit: Visit) -> None:
    page = visit.open_paused("/?surface=rosenbrock&walk=gradient_descent~learning_rate~0.001")
    walk = walk_of("rosenbrock", "gradient_descent", learning_rate=0.001)
    assert page.evaluate(SHOWN) == 0
    assert not page.locator(".ov-numbers").is_visible()
    sent = visit.sent
    page.locator(BUTTON).click()
    page.wait_for_selector(".ov-numbers:visible")
    seen = set()
    for step in (0, 1, 7, 60, 300):
        go_to(page, step)
        text = text_of(page)
        seen.add(text)
        values, axes = eigen(walk, step)
        low, high = numbers_in(r"λ = (-?[\d.]+) and (-?[\d.]+)", text)
        np.testing.assert_allclose((low, high), values, rtol=1e-3)
        eta, share, limit = numbers_in(r"η = ([\d.]+) is ([\d.]+) % of 2/λmax = ([\d.]+)", text)
        assert eta == 0.001
        assert limit == pytest.approx(2 / values[1], rel=1e-3)
        assert share == pytest.approx(100 * 0.001 * values[1] / 2, rel=1e-2)
        assert ("κ" in text) == (values[0] > 0)
        for (ends, dashes), value, axis in zip(page.evaluate(CROSS), values, axes.T, strict=True):
            (ax, ay), *_, (bx, by) = np.reshape(ends, (4, 2))
            along = np.array([bx - ax, by - ay]) / np.hypot(bx - ax, by - ay)
            assert abs(along @ axis) == pytest.approx(1, abs=1e-4)
            np.testing.assert_allclose([(ax + bx) / 2, (ay + by) / 2], walk.points[step], atol=1e-3)
            assert (dashes != "none") == (value < 0)
    assert len(seen) == 5
    assert visit.sent == sent, "it asks nothing of the server"
    page.locator(BUTTON).click()
    page.wait_for_function(f"() => ({SHOWN})() === 0")


def test_lengths_stand_as_the_axes_of_a_contour(visit: Visit) -> None:
    page = visit.open_paused("/?surface=bowl&walk=gradient_descent~learning_rate~0.1")
    page.locator(BUTTON).click()
    page.wait_for_selector(".ov-numbers:visible")
    lengths = []
    for ends, _ in page.evaluate(CROSS):
        (ax, ay), *_, (bx, by) = np.reshape(ends, (4, 2))
        lengths.append(np.hypot(bx - ax, by - ay))
    assert lengths[0] / lengths[1] == pytest.approx(np.sqrt(4 / 2), rel=1e-3)
    # Zoomed in it is as large on the screen, and still at the head of the walk.
    page.locator(".ov-closer").click()
    page.wait_for_timeout(300)
    (ends, _), _ = page.evaluate(CROSS)
    (ax, ay), *_, (bx, by) = np.reshape(ends, (4, 2))
    assert np.hypot(bx - ax, by - ay) == pytest.approx(0.6 * lengths[0], rel=1e-3)
    head = page.evaluate("""() => { const {walks: [walk], clock} =
      document.querySelector('.ov-player').player; const k = Math.floor(clock.position);
      return [walk.x[k], walk.y[k]]; }""")
    np.testing.assert_allclose([(ax + bx) / 2, (ay + by) / 2], head, atol=1e-3)


def test_each_rule_is_told_its_own_limit_and_the_rates_of_a_quadratic(visit: Visit) -> None:
    page = visit.open_paused(
        "/?surface=bowl&walk=gradient_descent~learning_rate~0.1"
        "&walk=momentum~learning_rate~0.02&walk=adam~learning_rate~0.2"
    )
    page.locator(BUTTON).click()
    page.wait_for_selector(".ov-numbers:visible")
    text = text_of(page)
    assert "η = 0.1 is 20 % of 2/λmax = 0.5000" in text
    assert "κ = 2.000" in text
    assert "factor per step: 0.8 predicted, 0.8 observed" in text
    choice = page.locator(".ov-chosen")
    choice.select_option(label="Momentum")
    text = text_of(page)
    assert "is 2.11 % of 3.8/λmax = 0.9500" in text  # 2(1 + 0.9) = 3.8
    predicted, observed = numbers_in(r"([\d.]+) predicted, ([\d.]+) observed", text)
    assert predicted == pytest.approx(np.sqrt(0.9), abs=1e-4)
    assert observed == pytest.approx(predicted, abs=1e-3)
    choice.select_option(label="Adam")
    text = text_of(page)
    assert "2/λmax = 0.5000 limits plain descent, not Adam" in text
    assert "predicted" not in text


def test_it_steps_aside_where_a_walk_is_gone(visit: Visit) -> None:
    page = visit.open_paused("/?surface=rosenbrock&walk=gradient_descent~learning_rate~0.1")
    page.locator(BUTTON).click()
    page.wait_for_selector(".ov-numbers:visible")
    go_to(page, 300)
    assert text_of(page) == "diverged"
    assert page.evaluate(SHOWN) == 0


def test_every_panel_has_its_cross(visit: Visit) -> None:
    page = visit.open_paused("/")
    page.get_by_role("link", name="Compare").click()
    page.wait_for_function("() => document.querySelector('.ov-player.ov-many')")
    page.locator(BUTTON).click()
    page.wait_for_selector(".ov-numbers:visible")
    count = page.evaluate("() => document.querySelector('.ov-player').player.panels.length")
    assert count == 6
    assert page.evaluate(SHOWN) == count


@pytest.mark.alone
def test_it_costs_a_frame_next_to_nothing(visit: Visit) -> None:
    page = visit.open_paused("/")
    page.locator(BUTTON).click()
    page.wait_for_selector(".ov-numbers:visible")
    cost = page.evaluate("""() => { const {curvature} = document.querySelector('.ov-player').player;
      const since = performance.now();
      for (let k = 0; k < 300; k++) curvature.frame(k + 0.5);
      return (performance.now() - since) / 300; }""")
    print(f"\na frame of the cross: {cost:.3f} ms")
    assert cost < 3  # of the 16.7 ms of a frame, on a busy machine
