"""The largest learning rate that converges: closed forms, a fine scan, three clicks."""

from __future__ import annotations

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Place, sweep
from engine.plane.rate_axis import goal
from engine.plane.rate_limit import converging, found_limit, largest_converging
from tests.visit import Visit

ROSENBROCK = surfaces.by_name("rosenbrock")


def limit_of(name: str, surface: surfaces.Surface, **fields: float) -> float | None:
    rule = optimizers.by_name(name)(**fields)
    aim: Place | None = goal(surface, rule, surface.start, 300)
    return found_limit(surface, rule, surface.start, aim)


@pytest.mark.parametrize(
    ("name", "fields", "reach"),
    [
        ("gradient_descent", {}, 2.0),
        ("momentum", {}, 2 * 1.9),
        ("momentum", {"momentum": 0.5}, 2 * 1.5),
        ("nesterov", {}, 2 * 1.9 / 2.8),
    ],
)
@pytest.mark.parametrize(("surface", "steepest"), [("bowl", 4.0), ("sphere", 2.0), ("booth", 18.0)])
def test_on_quadratics_it_is_the_closed_form(
    surface: str, steepest: float, name: str, fields: dict[str, float], reach: float
) -> None:
    found = limit_of(name, surfaces.by_name(surface), **fields)
    assert found is not None
    exact = reach / steepest
    # Three digits, rounded down: at most one unit of the third digit below, and never above.
    unit = 10 ** (np.floor(np.log10(exact)) - 2)
    assert exact - 1.5 * unit <= found <= exact * 1.0001


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
def test_on_rosenbrock_it_is_that_of_a_fine_scan(name: str) -> None:
    """Every third of a per cent, five times as long; the end of the widest stretch that does."""
    rule = optimizers.by_name(name)()
    rates = np.geomspace(3e-4, 2e-2, 1400)
    comes = converging(sweep(ROSENBROCK, rule, rates, ROSENBROCK.start, 6000))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], comes, [False]])))
    widest = (edges[1::2] - edges[::2]).argmax()
    end = rates[edges[1::2][widest] - 1]
    found = limit_of(name, ROSENBROCK)
    assert found is not None
    assert found == pytest.approx(end, rel=0.02)


def test_what_has_no_sharp_limit_gets_no_number() -> None:
    assert limit_of("adam", ROSENBROCK) is None
    bowl = surfaces.by_name("bowl")
    rule = optimizers.by_name("gradient_descent")()
    assert largest_converging(bowl, rule, bowl.start, np.array([0.6, 2.0])) is None, "none does"
    assert largest_converging(bowl, rule, bowl.start, np.array([0.1, 0.4])) is None, "all do"


@pytest.mark.browser
def test_the_largest_rate_of_momentum_on_rosenbrock_in_three_clicks(visit: Visit) -> None:
    """From Rosenbrock on Explore: the page, the number, which is right to 2 %."""
    page = visit.open_paused("/?surface=rosenbrock")
    page.get_by_role("link", name="Learning rate").click()  # 1
    page.wait_for_selector(".ov-rates .ov-most")
    row = page.locator(".ov-readout tbody tr", has_text="Momentum")
    most = row.locator(".ov-most")
    told = float(most.text_content())
    assert told == limit_of("momentum", ROSENBROCK, learning_rate=0.0005)
    most.click()  # 2
    page.wait_for_function(
        "(rate) => { const {values, wanted} = document.querySelector('.ov-player').player;"
        " return values[wanted] === rate; }",
        arg=told,
    )
    # Stretches have a legend, and a click on one goes there.
    seen = page.locator(".ov-regime-means").all_text_contents()
    assert {"too small", "diverges"} <= set(seen)
    # However narrow it is, a word stands beside its swatch.
    torn = page.evaluate("""() => {
      const legend = document.querySelector('.ov-regime-legend'), torn = [];
      for (let width = 80; width <= 420; width += 10) {
        legend.style.width = `${width}px`;
        for (const [swatch, word] of [...legend.children].map((one) => [...one.children])) {
          const [a, b] = [swatch, word].map((part) => part.getBoundingClientRect());
          const apart = b.top >= a.bottom || a.top >= b.bottom || b.left - a.right > 8;
          if (apart || b.left < a.right) torn.push([width, word.textContent]);
        }
      }
      legend.style.width = '';
      return torn; }""")
    assert torn == []
    page.locator(".ov-regimes > .ov-regime-row").nth(1).locator("[data-regime=diverges]").click()
    page.wait_for_function(
        "() => { const {walks} = document.querySelector('.ov-player').player;"
        " return walks[1].regime === 'diverges'; }"
    )
    assert len(page.locator(".ov-rate-value").text_content().lstrip("η= 0.").rstrip("0")) <= 3
