"""Learning rates: the axis, the theory, the payload, and paths that bend under the hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import FAR, run, sweep
from engine.plane.rate_axis import curvatures, largest_rate, rate_axis
from engine.plane.regimes import ARRIVED, Regime, regimes
from figures.blob import unpack
from figures.ground import window
from figures.rates import NOWHERE, _aligned, _gaps, _within, coded, decoded, kept_steps
from tests.horizon import horizon, shaken_walks
from tests.test_pages import healthy, opened, payload
from tests.visit import Server, Visit
from ui.rates import swept_blob
from ui.settings import Settings, default_choice, first_settings

ROWS = ("points", "heights", "gradients")
LIMITED = ("gradient_descent", "momentum", "nesterov")


@pytest.mark.parametrize("name", LIMITED)
@pytest.mark.parametrize("fields", [{}, {"weight_decay": 0.1}, {"momentum": 0.5}])
def test_a_limit_parts_walks_that_shrink_from_walks_that_grow(
    name: str, fields: dict[str, float]
) -> None:
    rule = optimizers.by_name(name)
    known = {hyper.name for hyper in rule.hyperparameters()}
    set_to = {key: value for key, value in fields.items() if key in known}
    bowl = surfaces.by_name("bowl")  # eigenvalues 2 and 4
    limit = largest_rate(rule(**set_to), 4.0)
    assert limit is not None
    near = [0.99 * limit, 1.01 * limit]
    walk = sweep(bowl, rule(**set_to), near, (0.0, 1.0), 4000)
    sizes = np.abs(walk.points[..., 1])
    assert sizes[-1, 0] < 1e-3
    assert walk.outcome[1] == "diverged" or sizes[-1, 1] > 1e3


def test_a_rule_without_a_known_limit_says_so() -> None:
    assert largest_rate(optimizers.by_name("adam")(), 4.0) is None


def test_the_axis_holds_the_rates_of_theory_exactly() -> None:
    bowl = surfaces.by_name("bowl")
    rules = [optimizers.by_name(name)(learning_rate=0.1) for name in LIMITED]
    rates = rate_axis(bowl, rules)
    assert {0.25, 0.5, 1.0, 0.95} <= set(rates)
    assert np.all(np.diff(rates) > 0)
    assert len(rates) >= 64


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)
def test_every_surface_has_an_axis_of_at_least_64_rates(surface: surfaces.Surface) -> None:
    rules = [optimizer() for optimizer in optimizers.OPTIMIZERS if optimizer.name in LIMITED]
    rates = rate_axis(surface, rules)
    assert 60 <= len(rates) <= 90
    assert np.isfinite(rates).all()


def test_curvatures_are_those_of_the_hessian() -> None:
    assert curvatures(surfaces.by_name("bowl")) == (2.0, 4.0)
    assert curvatures(surfaces.by_name("saddle")) == ()
    # Rosenbrock's Hessian at (1, 1) is [[802, −400], [−400, 200]].
    assert curvatures(surfaces.by_name("rosenbrock")) == pytest.approx(
        (501 - np.sqrt(250601), 501 + np.sqrt(250601)), rel=1e-9
    )


def test_regimes_of_gradient_descent_on_the_bowl() -> None:
    bowl = surfaces.by_name("bowl")
    rates = [1e-4, 0.1, 0.25, 0.49, 0.5, 0.51, 2.0]
    walk = sweep(bowl, optimizers.by_name("gradient_descent"), rates, (-4.0, 3.0), 1000)
    assert list(regimes(walk, bowl.domain)) == [
        Regime.TOO_SMALL,
        *(Regime.CONVERGES,) * 3,
        Regime.OSCILLATES,
        *(Regime.DIVERGES,) * 2,
    ]
    # 1 − 4η = 0: y is solved in one step.  1 − 4η = −1: it flips for ever.
    assert walk.points[1, 2, 1] == 0
    assert np.array_equal(np.abs(walk.points[:, 4, 1]), np.full(1001, 3.0))


def test_one_step_that_is_too_long_is_not_too_small() -> None:
    bowl = surfaces.by_name("bowl")
    rates = [0.01, 0.1, 0.3, 0.6, 1.8]
    walk = sweep(bowl, optimizers.by_name("gradient_descent"), rates, (-4.0, 3.0), 1)
    small, large = [Regime.TOO_SMALL] * 3, [Regime.TOO_LARGE] * 2
    assert list(regimes(walk, bowl.domain)) == [*small, *large]


@pytest.mark.parametrize("steps", [1, 30, 300])
@pytest.mark.parametrize("name", ["bowl", "rosenbrock", "himmelblau", "rastrigin", "plateau"])
def test_a_rate_is_too_small_if_a_larger_one_gets_lower_and_too_large_if_a_smaller_one_does(
    name: str, steps: int
) -> None:
    surface = surfaces.by_name(name)
    assert surface.minimum is not None
    for optimizer in first_settings(name).choices:
        rule = optimizer.optimizer()
        walk = sweep(surface, rule, rate_axis(surface, [rule]), surface.start, steps)
        gaps = walk.heights[-1] - surface.minimum
        found = list(regimes(walk, surface.domain))
        left = [word is Regime.DIVERGES for word in found]
        there = [word is Regime.CONVERGES for word in found]
        for i, word in enumerate(found):
            lower = [not left[j] and gaps[j] <= gaps[i] + ARRIVED for j in range(len(gaps))]
            if word is Regime.TOO_SMALL:
                assert any(lower[i:]) and not any(there[:i])
            if word is Regime.TOO_LARGE:
                assert any(lower[:i]) or any(there[:i])


def test_where_there_is_no_bottom_a_larger_rate_gets_lower_until_the_walk_is_lost() -> None:
    saddle, rule = surfaces.by_name("saddle"), optimizers.by_name("gradient_descent")(0.01)
    walk = sweep(saddle, rule, rate_axis(saddle, [rule]), saddle.start, 300)
    found = list(regimes(walk, saddle.domain))
    assert set(found) == {Regime.TOO_SMALL, Regime.DIVERGES}
    lost = found.index(Regime.DIVERGES)
    assert set(found[lost:]) == {Regime.DIVERGES}
    header, _ = unpack(swept_blob(first_settings("saddle")))
    within = header["walks"][0]["within"]
    assert within[0] == header["steps"] > within[-1] > 0


def test_codes_are_finer_than_a_hundredth_of_a_pixel_and_keep_directions_far_away() -> None:
    inside = np.linspace(-6.5, 6.5, 10_001)
    assert np.abs(decoded(coded(inside, -6.5, 6.5), -6.5, 6.5) - inside).max() < 13 / 500 / 20
    far = np.geomspace(6.5, 1e9, 1000)
    assert np.allclose(decoded(coded(far, -6.5, 6.5), -6.5, 6.5), far, rtol=2e-3)
    lost = coded(np.array([np.nan, np.inf, -np.inf]), -6.5, 6.5)
    assert lost.tolist() == [NOWHERE] * 3
    assert np.isnan(decoded(lost, -6.5, 6.5)).all()


@pytest.mark.parametrize("steps", [0, 1, 10, 149, 150, 151, 300, 1000, 5000])
def test_kept_steps_fit_and_hold_the_ends_and_pairs(steps: int) -> None:
    kept = kept_steps(steps, 150)
    assert kept[0] == 0
    assert kept[-1] == steps
    assert len(kept) <= 150
    assert np.all(np.diff(kept) > 0)
    if steps >= 150:
        assert np.array_equal(kept[:75], np.arange(75))
        late = kept[75:]
        assert all(k + 1 in kept or k - 1 in kept for k in late)


@pytest.mark.parametrize("name", ["blog", "bowl", "saddle", "rosenbrock", "ackley"])
def test_the_payload_is_small_and_says_what_single_runs_say(name: str) -> None:
    settings = first_settings(name)
    blob = swept_blob(settings)
    assert len(blob) < 475_000
    header, arrays = unpack(blob)
    rates, kept = header["rates"]["values"], header["rates"]["kept"]
    assert len(rates) >= 64
    surface, frame = settings.surface, window(settings.surface)
    compared = walked = 0
    for i, choice in enumerate(settings.choices):
        places = range(0, len(rates), 17)
        horizons = told(surface, choice, [rates[place] for place in places], settings.start, 40)
        for place, row in zip(places, horizons, strict=True):
            rule = choice.with_value("learning_rate", rates[place]).optimizer()
            part = slice(place * len(kept), (place + 1) * len(kept))
            sent = {key: arrays[f"{key}{i}"][part] for key in ("x", "y", "gap")}
            # A sweep of this rate alone rounds as that of all rates does, however chaotic it is.
            walk = sweep(surface, rule, [rates[place]] * len(rates), settings.start, 40)
            walk = replace(walk, **{name: getattr(walk, name)[:, 0] for name in ROWS})
            last = min(40, int(walk.last))
            says_the_same(sent, walk, [k for k in kept if k <= last], frame)
            # A single run rounds otherwise: up to where that decides.
            walk = run(surface, rule, settings.start, 40)
            last = min(40, int(walk.last))
            head = [k for k in kept if k <= min(last, row)]
            says_the_same(sent, walk, head, frame)
            compared, walked = compared + len(head), walked + last + 1
    # Of Ackley's rates, chosen about where its walks go, a quarter lets them hop about chaotically.
    assert compared >= (0.7 if name == "ackley" else 0.8) * walked


def says_the_same(sent: dict[str, np.ndarray], walk: Any, head: list[int], frame: Any) -> None:
    """What was sent of a walk says what the walk says, in these rows."""
    for column, key in enumerate("xy"):
        low, high = frame[2 * column : 2 * column + 2]
        most = 1e10 * (high - low) / 2  # codes end there, which is beyond any picture
        places = np.clip(walk.points[head, column], -most, most)
        told = decoded(sent[key][: len(head)], low, high)
        assert np.allclose(told, places, rtol=3e-3, atol=(high - low) / 1e4)
    gaps = sent["gap"][: len(head)].astype(float)
    if walk.surface.minimum is None:
        assert np.allclose(gaps, walk.heights[head], rtol=1e-5, atol=1e-6)
    else:
        wanted = np.maximum(walk.heights[head] - walk.surface.minimum, 1e-12)
        assert np.allclose(np.maximum(10**gaps, 1e-12), wanted, rtol=1e-4)


def told(
    surface: surfaces.Surface, choice: Any, rates: list[float], start: Any, steps: int
) -> np.ndarray:
    """Up to which step a sweep and single runs must agree, for every rate.

    The largest rates hop about, where a sweep's exponentials, NumPy's, part from a run's, `math`'s.
    Up to here they differ by a hundredth at most of what the codes of the payload do.
    """
    rule = choice.with_value("learning_rate", 1.0).optimizer()
    walks = shaken_walks(surface, replace(rule, learning_rate=np.array(rates)), start, steps)
    frame = window(surface)
    places = horizon(walks, 1e-5, (frame[1] - frame[0]) / 1e6).min(axis=-1)
    heights = surface.value(*np.moveaxis(walks, -1, 0))
    if surface.minimum is not None:
        heights = np.maximum(heights - surface.minimum, 1e-12)
    return np.minimum(places, horizon(heights, 1e-6, 1e-10))


def with_field(settings: Settings, field: str, value: float) -> Settings:
    choices = (choice.with_value(field, value) for choice in settings.choices)
    return replace(settings, choices=tuple(choices))


def test_what_theory_draws_comes_from_the_curvatures_and_the_decay() -> None:
    named = [default_choice(name) for name in (*LIMITED, "adam")]
    bowl = replace(first_settings("bowl"), choices=tuple(named))
    for decay in (0.0, 0.1):
        header, _ = unpack(swept_blob(with_field(bowl, "weight_decay", decay)))
        plain, heavy, *_, adam = (walk["limit"] for walk in header["walks"])
        # The steep direction, λ = 4, is the one that leaves first.
        assert (plain, heavy) == pytest.approx((2 / (4 + decay), 3.8 / (4 + decay)), rel=1e-9)
        assert adam is None
        rates = np.array(header["rates"]["values"])
        expected = 1 - rates[:, None] * (np.array([2.0, 4.0]) + decay)
        np.testing.assert_allclose(header["rates"]["factors"], expected, rtol=1e-12, atol=1e-12)
    # At the local minimum where its walk goes, those of Levy 13 lie aslant.
    for name, axes in (("bowl", ["x", "y"]), ("levy13", None), ("sphere", None)):
        assert unpack(swept_blob(first_settings(name)))[0]["rates"]["aligned"] == axes
    assert _aligned(surfaces.by_name("levy13"), None) == ["y", "x"]


@pytest.mark.parametrize(
    ("name", "start", "rate", "known"),
    [
        # 2/λmax, with the Hessians of the local minima where these walks go.
        ("three_hump_camel", None, 0.2265, (-1.7476, 0.8738)),
        ("goldstein_price", None, 2e-5, (-0.6, -0.4)),
        ("himmelblau", (-3.0, 3.0), 0.01, (-2.8051, 3.1313)),
        ("bowl", None, 0.1, (0.0, 0.0)),
    ],
)
def test_a_limit_is_that_of_the_minimum_where_the_walk_goes(
    name: str, start: tuple[float, float] | None, rate: float, known: tuple[float, float]
) -> None:
    settings = with_field(first_settings(name), "learning_rate", rate)
    settings = replace(settings, choices=(settings.choices[0],), start=start or settings.start)
    header, _ = unpack(swept_blob(settings))
    xx, xy, yy = settings.surface.hessian(*known)
    limit = 2 / np.linalg.eigvalsh([[xx, xy], [xy, yy]])[1]
    assert header["walks"][0]["limit"] == pytest.approx(limit, rel=1e-3)
    assert np.isclose(header["rates"]["values"], limit, rtol=1e-3).any()
    # Beside the minimum the walk stays just below it, and does not just above it.
    rule, beside = optimizers.by_name("gradient_descent"), np.add(known, 1e-3)
    for factor, stays in ((0.97, True), (1.03, False)):
        walk = run(settings.surface, rule(limit * factor), beside, 2000)
        assert (np.hypot(*(walk.points[-1] - known)) < 1e-3) == stays


def test_only_who_comes_to_a_minimum_and_stays_converges() -> None:
    bowl, rmsprop = surfaces.by_name("bowl"), optimizers.by_name("rmsprop")
    rates = np.geomspace(0.02, 5.0, 60)
    for steps in (50, 100, 300):
        walk = sweep(bowl, rmsprop, rates, bowl.start, steps)
        longer = sweep(bowl, rmsprop, rates, bowl.start, 10 * steps)
        for word, low, later in zip(
            regimes(walk, bowl.domain), walk.heights[-1], longer.heights[steps:].T, strict=True
        ):
            assert word is not Regime.CONVERGES or later[:200].max() <= ARRIVED
            assert word is not Regime.DIVERGES or later.max() > 1e6
            assert low > ARRIVED or word in (Regime.CONVERGES, Regime.OSCILLATES, Regime.TOO_LARGE)
    # On a saddle a walk may come to rest; that is not to converge.
    saddle, rule = surfaces.by_name("saddle"), optimizers.by_name("gradient_descent")
    walk = sweep(saddle, rule, [0.05, 0.1, 0.3], (1.0, 0.0), 300)
    assert (walk.outcome == "converged").all()
    assert set(regimes(walk, saddle.domain)) == {Regime.STOPS}


def test_a_wide_cycle_does_not_diverge() -> None:
    sphere, rule = surfaces.by_name("sphere"), optimizers.by_name("momentum")
    rates = [1.85, 1.9, 1.95]  # the limit is 3.8/2 = 1.9, where it goes round 76 away
    walk = sweep(sphere, rule, rates, sphere.start, 300)
    assert np.hypot(*walk.points[:, 1].T).max() > 4 * sphere.domain.diagonal
    words = list(regimes(walk, sphere.domain))
    assert words[1] is Regime.OSCILLATES and words[2] is Regime.DIVERGES


def test_a_rate_of_a_link_opens_at_the_one_that_is_nearest_in_ratio() -> None:
    settings = first_settings("bowl")
    rates = np.array(unpack(swept_blob(settings))[0]["rates"]["values"])
    low, high = rates[:-1], rates[1:]
    beyond = (np.sqrt(low * high) + (low + high) / 2) / 2  # past the middle of ratios, not of sums
    for place, rate in enumerate(beyond.tolist()):
        assert unpack(swept_blob(settings, rate))[0]["rates"]["at"] == place + 1


def test_a_rate_of_zero_opens_at_the_lowest_of_the_axis() -> None:
    header, _ = unpack(swept_blob(with_field(first_settings("bowl"), "learning_rate", 0.0)))
    assert header["rates"]["at"] == 0


def test_a_walk_that_is_lost_between_two_kept_steps_ends_at_the_one_before() -> None:
    settings = replace(first_settings("rosenbrock"), epochs=3000)
    header, arrays = unpack(swept_blob(settings))
    kept = header["rates"]["kept"]
    between = 0
    for i, walk in enumerate(header["walks"]):
        there = ~np.isnan(arrays[f"gap{i}"].reshape(-1, len(kept)))
        assert walk["last"] == (there.sum(axis=1) - 1).tolist()
        between += sum(kept[k + 1] > kept[k] + 1 for k in walk["last"] if k < len(kept) - 1)
    assert between


def test_heights_below_the_minimum_are_rounding_and_lost_ones_are_nothing() -> None:
    heights = np.array([1 - 5e-13, 1.0, 11.0, np.nan, np.inf])
    lowest = -np.inf
    np.testing.assert_array_equal(_gaps(heights, 1.0), [lowest, lowest, 1, np.nan, np.nan])


def test_a_walk_further_than_far_is_none_to_take_a_best_rate_from() -> None:
    x = np.array([[0.0, 0.0], [2 * FAR, 0.9 * FAR], [1.0, 2 * FAR]])
    assert _within(np.stack([x, 0 * x], axis=-1)).tolist() == [2, 1]


def test_the_page_says_how_many_it_sweeps() -> None:
    every = [f"{optimizer.name}~learning_rate~0.1" for optimizer in optimizers.OPTIMIZERS[:8]]
    app = opened("rates", {"surface": ["bowl"], "walk": every})
    healthy(app)
    assert any("first six" in element.value for element in app.info)
    header, _ = payload(app)
    assert len(header["walks"]) == 6


@pytest.mark.parametrize("text", ["", "zero", "-1", "0", "nan", "1e99", "0.1.2", "<b>", "9" * 50])
def test_a_bad_rate_in_the_link_gives_one_line(text: str) -> None:
    app = opened("rates", {"surface": ["bowl"], "eta": [text]})
    healthy(app)
    assert [element.value for element in app.warning] == [
        "`eta` in the link must be a number above 0, up to 1e6; the usual one is taken."
    ]


def test_the_link_opens_a_rate() -> None:
    header, _ = payload(opened("rates", {"surface": ["bowl"], "eta": ["0.25"]}))
    assert header["rates"]["values"][header["rates"]["at"]] == 0.25


@pytest.mark.parametrize("schedule, paced", [("constant", False), ("cosine", True)])
def test_with_a_schedule_factors_hold_at_the_full_rate(schedule: str, paced: bool) -> None:
    header, _ = payload(opened("rates", {"surface": ["bowl"], "schedule": [schedule]}))
    assert header["rates"]["paced"] is paced


def test_the_page_waits_for_an_optimizer() -> None:
    app = opened("rates", {"walk": ["none"]})
    healthy(app)
    assert any("Pick an optimizer" in element.value for element in app.info)


# -- in a browser --------------------------------------------------------------------------------


@pytest.fixture(params=["surface=bowl&start=-4~3"])
def rates_page(browser: Any, server: Server, request: Any) -> Iterator[Visit]:
    visit = Visit(browser, server)
    page = visit.open(f"/?{request.param}")
    page.get_by_role("link", name="Learning rate").click()
    page.wait_for_selector(".ov-rates[data-ready]", timeout=30_000)
    page.wait_for_timeout(800)
    yield visit
    console = visit.console
    visit.close()
    assert not console
    assert "Traceback" not in server.log.read_text()


PLACE = "() => document.querySelector('.ov-rates').player.place"
SECOND = """() => { const walk = document.querySelector('.ov-rates').player.walks[0];
  return [walk.x[1], walk.y[1]]; }"""


@pytest.mark.alone
@pytest.mark.browser
def test_a_drag_bends_the_paths_and_asks_nobody(rates_page: Visit) -> None:
    page = rates_page.page
    box = page.locator(".ov-rate-chart").bounding_box()
    trail = """() => document.querySelector('.ov-trails .js-line').getAttribute('d')"""
    before, sent, received = page.evaluate(trail), rates_page.sent, rates_page.received
    y = box["y"] + 60
    page.mouse.move(box["x"] + 80, y)
    page.mouse.down()
    shapes = set()
    for i in range(60):
        page.mouse.move(box["x"] + 80 + 4 * i, y)
        page.wait_for_timeout(16)
        shapes.add(page.evaluate(trail))
    bends = page.evaluate("() => document.querySelector('.ov-rates').player.bends")
    page.mouse.up()
    page.wait_for_timeout(400)
    print(f"\n{bends} frames while dragging for about a second")
    assert (rates_page.sent, rates_page.received) == (sent, received)
    assert len(shapes - {before}) > 10
    # At rest the picture is that of one rate of the axis, to the bit what the engine computed.
    assert float(page.evaluate(PLACE)).is_integer()


@pytest.mark.browser
def test_a_quarter_solves_y_in_one_step_on_the_bowl(rates_page: Visit) -> None:
    page = rates_page.page
    place = page.evaluate("""() => { const {player} = document.querySelector('.ov-rates');
      const place = player.values.indexOf(0.25); player.setPlace(place); return place; }""")
    assert place > 0
    page.wait_for_function(f"() => document.querySelector('.ov-rates').player.place === {place}")
    x, y = page.evaluate(SECOND)
    assert (x, y) == pytest.approx((-4 * (1 - 2 * 0.25), 0.0), abs=1e-3)
    assert "solved in one step" in page.locator(".ov-theory").inner_text()
    page.wait_for_function("() => new URL(location).searchParams.get('eta') === '0.25'")


@pytest.mark.browser
@pytest.mark.parametrize(
    "rates_page", ["surface=bowl&walk=gradient_descent~learning_rate~1e-8"], indirect=True
)
def test_a_step_that_is_tiny_is_a_step(rates_page: Visit) -> None:
    said = rates_page.page.locator(".ov-theory").inner_text()
    assert said.count("comes closer") == 2


@pytest.mark.browser
def test_all_that_the_page_is_sent_is_less_than_600_kb(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    page = visit.open("/rates?surface=rastrigin")
    page.get_by_role("button", name="Teaching rates").wait_for()
    page.wait_for_timeout(1000)
    print(f"\n{visit.received} bytes")
    assert 400_000 < visit.received < 600_000
    visit.close()


@pytest.mark.browser
@pytest.mark.parametrize("rates_page", ["surface=saddle"], indirect=True)
def test_the_best_rate_is_none_that_loses_the_walk(rates_page: Visit) -> None:
    words = rates_page.page.evaluate("""() => {
      const {player} = document.querySelector('.ov-rates');
      return player.walks.map((walk) => walk.regimes[walk.facts.regimes[walk.best(player.steps)]]);
    }""")
    assert len(words) == 6
    assert "diverges" not in words


@pytest.mark.browser
@pytest.mark.parametrize("rates_page", ["surface=bowl", "surface=rosenbrock"], indirect=True)
def test_every_limit_has_its_name_and_none_covers_another(rates_page: Visit) -> None:
    for width in (1280, 390):
        rates_page.page.set_viewport_size({"width": width, "height": 844})
        rates_page.page.wait_for_timeout(800)
        _limits_are_named(rates_page.page)


def _limits_are_named(page: Any) -> None:
    labels = page.locator(".ov-rate-chart .annotation-text")
    names = labels.evaluate_all("""(all) => all.map((e) => {
      const {left, right, top, bottom} = e.getBoundingClientRect();
      return {text: e.textContent, left, right, top, bottom}; })""")
    assert sorted(name["text"] for name in names) == [
        f"limit of {name}" for name in ("GD", "Momentum", "Nesterov")
    ]
    chart = page.locator(".ov-rate-chart").bounding_box()
    for i, one in enumerate(names):
        assert chart["x"] <= one["left"] and one["right"] <= chart["x"] + chart["width"]
        assert chart["y"] <= one["top"] + 1
        for other in names[:i]:
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            above = one["bottom"] <= other["top"] + 2 or other["bottom"] <= one["top"] + 2
            assert beside or above, (one, other)


@pytest.mark.browser
def test_the_best_rates_are_taken_to_explore(rates_page: Visit) -> None:
    page = rates_page.page
    best = page.locator(".ov-best").first.inner_text()
    page.get_by_role("button", name="Explore, each at its best").click()
    page.wait_for_selector(".ov-player[data-ready]:not(.ov-rates)", timeout=30_000)
    page.wait_for_function(
        f"() => new URL(location).searchParams.getAll('walk')[0] === "
        f"'gradient_descent~learning_rate~{best}'"
    )
