"""Anatomy: formulas that work out, digits that are the engine's, and a page that tells no lies."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Ledger, ledger, run
from figures.anatomy import anatomy_blob
from figures.blob import unpack
from figures.rule_lines import jumps, lines
from figures.symbols import plain_symbol, symbol, symbol_of
from figures.walks import Panel, walks_blob
from optimizers import OPTIMIZERS
from optimizers.optimizer import rate
from tests.test_pages import healthy, opened, payload
from tests.visit import POSITION, Visit
from ui import anatomy
from ui.settings import OptimizerChoice, first_settings, taught_choice

ledgers = sys.modules["engine.analysis.ledger"]  # the name in its room is the function
BLOG, BOWL = surfaces.by_name("blog"), surfaces.by_name("bowl")
START = (-4.0, 3.0)
every_optimizer = pytest.mark.parametrize("rule", OPTIMIZERS, ids=lambda rule: rule.name)


def number_at(made: Ledger, name: str, row: int, axis: int) -> float:
    """The engine's number for a gap."""
    kind, _, quantity = name.partition(":")
    points = made.walk.points
    if name in ("jump", "part"):
        jump, part = jumps(made)
        return float(jump[row, axis] if name == "jump" else part[row])
    rows = {
        "grad": made.gradients,
        "theta": points[:-1],
        "next": points[1:],
        "rate": made.effective_rates,
        "learning_rate": made.rates,
        "value": made.deltas if quantity == "delta" else made.values.get(quantity),
        "before": made.before.get(quantity),
    }[kind]
    assert rows is not None, name
    return float(rows[row] if rows.ndim == 1 else rows[row, axis])


def worked_out(node: ElementTree.Element, number: Any) -> float:
    """What a formula of MathML amounts to, gaps filled."""
    return eval(_python(node, number), {"sqrt": math.sqrt, "sign": np.sign, "max": max, "min": min})


def _python(node: ElementTree.Element, number: Any) -> str:
    def of(child: ElementTree.Element) -> str:
        return _python(child, number)

    parts = list(node)
    if node.tag == "mn":
        text = node.text or repr(number(node.get("data-of")))
        return f"({text.replace('−', '-')})"
    if node.tag == "mo":
        return {"−": "-", "·": "*", "\u2062": "*", ",": ","}.get(node.text or "", node.text or "")
    if node.tag == "mi":
        assert node.text in ("max", "min", "sign")
        return node.text
    if node.tag == "mfrac":
        return f"(({of(parts[0])})/({of(parts[1])}))"
    if node.tag == "msup":
        return f"(({of(parts[0])})**({of(parts[1])}))"
    inside = "".join(of(part) for part in parts)
    if "|" in inside:
        inside = re.sub(r"\|(.*?)\|", r"abs(\1)", inside)
    return f"sqrt({inside})" if node.tag == "msqrt" else inside


@every_optimizer
def test_a_formula_with_its_numbers_works_out(rule: type[optimizers.Optimizer]) -> None:
    """Read back from the MathML that is sent, each line gives the value that it claims."""
    made = ledger(BLOG, taught_choice(rule.name, BLOG).optimizer(), BLOG.start, 40)
    shown = lines(made)
    assert [line["name"] for line in shown][-2:] == ["theta", "rate"]
    assert "delta" in {line["name"] for line in shown}
    for line in shown:
        if not line["value"]:
            continue  # the matrix of a model is all there is to it
        for row in (0, 1, 7, 39):
            if made.centres is not None and not made.deltas[row].any():
                continue  # at rest, on the centre of its model
            for axis in (0,) if line["shared"] else (0, 1):
                value = number_at(made, line["value"], row, axis)
                if line["numeric"]:
                    markup = f"<math>{line['numeric'].replace(' data-guard', '')}</math>"
                    tree = ElementTree.fromstring(markup)
                    result = worked_out(tree, lambda n, k=row, i=axis: number_at(made, n, k, i))
                    assert result == pytest.approx(value, rel=1e-9, abs=1e-300), line["name"]


@every_optimizer
def test_formulas_are_whole_markup(rule: type[optimizers.Optimizer]) -> None:
    fields: dict[str, Any] = {
        hyper.name: True if hyper.flag else max(hyper.slider[0], min(0.3, hyper.slider[1]))
        for hyper in rule.hyperparameters()
    }
    if rule.name == "lbfgs":
        fields["memory"] = 3.0
    for optimizer in (rule(), rule(**fields)):
        made = ledger(BOWL, optimizer, START, 3)
        for line in lines(made):
            for text in (line["left"], line["formula"], line["numeric"]):
                ElementTree.fromstring(f"<math>{text.replace(' data-guard', '')}</math>")
        shown = "".join(line["formula"] for line in lines(made))
        for hyper in rule.hyperparameters() if made.lines else ():
            off = not getattr(optimizer, hyper.name)
            if not hyper.flag and not off and hyper.name not in ("initial_accumulator",):
                starts = rule.name == "rprop" and hyper.name == "learning_rate"
                assert starts or symbol(hyper.symbol) in shown, hyper.name


@every_optimizer
def test_every_number_of_the_state_has_a_symbol_of_the_recurrence(
    rule: type[optimizers.Optimizer],
) -> None:
    """The symbols of Anatomy are those of the formula panel."""
    text = " ".join(rule.recurrence)
    state = rule().init(np.zeros(2))
    if getattr(rule, "needs", "gradient") != "gradient":
        pytest.skip("its state is no line of its own")
    for name in state._fields:
        latex = rule.symbols.get(name, name)
        assert latex == "last" or re.search(re.escape(latex) + r"(?![A-Za-z])", text), name
    assert set(rule.symbols) <= {
        *state._fields,
        *(line.name for line in ledger(BOWL, rule(), START, 1).lines),
    }


def test_symbols() -> None:
    adam, rprop = optimizers.by_name("adam"), optimizers.by_name("rprop")
    assert symbol(r"\beta_1") == "<msub><mrow><mi>β</mi></mrow><mrow><mn>1</mn></mrow></msub>"
    assert "<mo stretchy='false'>^</mo>" in symbol_of("m_hat", adam)
    assert plain_symbol("m_hat", adam) == "m\u0302"
    assert plain_symbol("step", rprop) == "Δ"
    assert plain_symbol("grad", adam) == "∇f"
    assert symbol_of("factor'", rprop) == "<mtext>factor</mtext><mo>′</mo>"


def drawn_blob(
    made: Ledger, choice: OptimizerChoice
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    walks = walks_blob(
        BOWL, [anatomy.drawn(first_settings("bowl"), choice, made)], [Panel((0,))], START, {}
    )
    return unpack(anatomy_blob(walks, made, 2))


class Parabola(NamedTuple):
    jump: Any
    hessian: Any


@dataclass(frozen=True)
class HalfNewton(optimizers.Optimizer):
    """Half of Newton's step: a rule that is handed the matrix and has a model of the ground."""

    name = "half_newton"
    title = short = "Half Newton"
    recurrence = ("",)
    source = note = ""
    step_scale = "gradient"
    needs = "hessian"
    learning_rate: float = rate(0.5)

    def init(self, theta: Any) -> Parabola:
        return Parabola(np.zeros_like(theta), np.zeros((*np.shape(theta), 2)))

    def update(self, grad: Any, state: Any, theta: Any, hessian: Any = None) -> Any:
        jump = -np.linalg.solve(hessian, grad[..., None])[..., 0]
        return self.learning_rate * jump, Parabola(jump, hessian)

    def curvature(self, state: Parabola) -> Any:
        return state.hessian


def half_newton(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Its ledger; the walk itself is made of half steps to the bowl's centre."""
    points = np.array(START) * 0.5 ** np.arange(9)[:, None]
    walk = replace(run(BOWL, optimizers.by_name("adam")(), START, 8), points=points)
    walk = replace(walk, optimizer=HalfNewton())
    monkeypatch.setattr(ledgers, "run", lambda *arguments, **options: walk)
    return ledger(BOWL, HalfNewton(), START, 8)


def test_a_rule_with_a_model_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = half_newton(monkeypatch)
    assert made.hessians is not None and made.centres is not None
    np.testing.assert_allclose(made.hessians, np.broadcast_to([[2, 0], [0, 4]], (8, 2, 2)))
    np.testing.assert_allclose(made.centres, 0, atol=1e-15)
    np.testing.assert_allclose(made.walk.points[:-1] + made.deltas, made.walk.points[1:])
    walks = walks_blob(
        BOWL,
        [anatomy.drawn(first_settings("bowl"), taught_choice("adam", BOWL), made)],
        [Panel((0,))],
        START,
        {},
    )
    header, arrays = unpack(anatomy_blob(walks, made, 0))
    names = [line["name"] for line in header["anatomy"]["lines"]]
    assert names == ["grad", "model", "jump", "delta", "theta", "rate"]
    np.testing.assert_allclose(arrays["truth"].reshape(8, 4), [[2, 0, 0, 4]] * 8)
    np.testing.assert_allclose(arrays["part"], 0.5)
    np.testing.assert_allclose(arrays["jump"].reshape(8, 2), -made.walk.points[:-1])


def test_the_payload_holds_the_engine_s_bits() -> None:
    choice = taught_choice("adam", BOWL)
    made = ledger(BOWL, choice.optimizer(), START, 12)
    header, arrays = drawn_blob(made, choice)
    facts = header["anatomy"]
    assert (facts["rows"], facts["step"]) == (12, 2)
    np.testing.assert_array_equal(arrays["learning_rate"], [choice.value("learning_rate")] * 12)
    np.testing.assert_array_equal(arrays["value:v_hat"].reshape(12, 2), made.values["v_hat"])
    np.testing.assert_array_equal(arrays["before:m"].reshape(12, 2), made.before["m"])
    np.testing.assert_array_equal(arrays["value:delta"].reshape(12, 2), made.deltas)


@pytest.mark.parametrize(
    "name, arrows, bar",
    [
        ("gradient_descent", {"g", "delta"}, None),
        ("momentum", {"g", "b", "delta"}, None),
        ("nesterov", {"g", "b", "delta"}, None),
        ("adagrad", {"g", "delta"}, "s"),
        ("rmsprop", {"g", "b", "delta"}, "s"),
        ("adam", {"g", "m_hat", "delta"}, "v_hat"),
        ("adabelief", {"g", "m_hat", "delta"}, "s_hat"),
        ("adamax", {"g", "m", "delta"}, "u"),
        ("rprop", {"grad", "g", "delta"}, "step"),
        ("lion", {"grad", "direction", "m", "delta"}, None),
    ],
)
def test_what_enters_the_step_is_drawn(name: str, arrows: set[str], bar: str | None) -> None:
    choice = taught_choice(name, BOWL)
    header, _ = drawn_blob(ledger(BOWL, choice.optimizer(), START, 5), choice)
    facts = header["anatomy"]
    assert {arrow["name"] for arrow in facts["arrows"] if arrow["shown"]} == arrows - (
        {"m"} if name == "lion" else set()
    )
    assert {entry["name"] for entry in facts["bars"] if entry["shown"]} == ({bar} - {None})


def test_nesterov_s_ball_walks_by_sutskever_s_form() -> None:
    rule = optimizers.by_name("nesterov")(learning_rate=0.03, momentum=0.8)
    made = ledger(BLOG, rule, BLOG.start, 30)
    ball, velocity = np.array(BLOG.start), np.zeros(2)
    assert made.balls is not None
    for k in range(30):
        np.testing.assert_allclose(made.balls[k], ball, rtol=1e-11)
        ahead = ball + 0.8 * velocity
        np.testing.assert_allclose(made.looks[k], ahead, rtol=1e-11)
        velocity = 0.8 * velocity - 0.03 * np.stack(BLOG.gradient(*ahead))
        ball = ball + velocity


# -- the page --------------------------------------------------------------------------------------


def test_the_link_opens_an_optimizer_at_a_step() -> None:
    app = opened(
        "anatomy",
        {"surface": ["bowl"], "of": ["lion"], "step": ["7"], "walk": ["adam~learning_rate~0.3"]},
    )
    healthy(app)
    header, _ = payload(app)
    assert [walk["key"] for walk in header["walks"]] == ["lion.0"]
    assert header["anatomy"]["step"] == 7
    assert not app.warning
    assert app.query_params["of"] in ("lion", ["lion"])
    # It walks on the other pages, too, from now on.
    app.query_params.clear()
    app.switch_page("pages/explore.py").run()
    assert {walk["key"] for walk in payload(app)[0]["walks"]} == {"adam.0", "lion.0"}
    assert "of" not in app.query_params


@pytest.mark.parametrize(
    "query, words",
    [
        ({"of": ["sgd"]}, "`of`"),
        ({"step": ["301"]}, "step"),
        ({"step": ["-1"]}, "step"),
        ({"step": ["1e400"]}, "step"),
        ({"step": ["٣"], "of": ["<b>"], "start": ["x"]}, "step"),
    ],
)
def test_bad_values_fall_back_with_one_line(query: dict[str, list[str]], words: str) -> None:
    app = opened("anatomy", query)
    healthy(app)
    [warning] = app.warning
    assert words in warning.value
    assert not any(value in warning.value for value in ("sgd", "<b>", "400"))
    assert payload(app)[0]["anatomy"]["step"] == 0


def test_another_optimizer_and_its_settings() -> None:
    app = opened("anatomy", {"surface": ["bowl"]})
    assert payload(app)[0]["walks"][0]["key"] == "adam.0"
    app.selectbox(key="anatomy.optimizer").set_value("radam").run()
    healthy(app)
    header, _ = payload(app)
    assert header["walks"][0]["key"] == "radam.0"
    app.select_slider(key="radam.0.beta1").set_value(0.95).run()
    assert any("radam" in walk and "beta1~0.95" in walk for walk in app.query_params["walk"])
    app.pills(key="surface.valleys").set_value("rosenbrock").run()
    healthy(app)
    assert payload(app)[0]["walks"][0]["key"] == "radam.0"


def test_a_walk_without_a_finite_step_is_said_so() -> None:
    app = opened("anatomy", {"surface": ["goldstein_price"], "start": ["1000000~1000000"]})
    healthy(app)
    assert payload(app)[0]["anatomy"]["rows"] >= 0
    made = ledger(BOWL, optimizers.by_name("adam")(), (1e300, 1e300), 5)
    header, _ = drawn_blob(made, taught_choice("adam", BOWL))
    assert header["anatomy"]["rows"] == 0


def test_the_ledger_as_csv() -> None:
    made = ledger(BOWL, optimizers.by_name("adam")(learning_rate=0.1), START, 4)
    said, head, *rows = anatomy.ledger_csv(made, ["link: ?of=adam"]).decode().splitlines()
    assert said == "# link: ?of=adam"
    assert len(rows) == 4
    place = head.split(",").index("v_hat_y")
    assert float(rows[2].split(",")[place]) == made.values["v_hat"][2, 1]


# -- in the browser --------------------------------------------------------------------------------

GAPS = """() => [...document.querySelectorAll('.ov-rule-line [data-of]')].map((gap) =>
  [gap.dataset.of, Number(gap.closest('[data-axis]').dataset.axis), gap.textContent])"""
ARROWS = """() => Object.fromEntries([...document.querySelectorAll('.ov-vector')].map((arrow) =>
  [arrow.dataset.role, [Number(arrow.dataset.dx), Number(arrow.dataset.dy)]]))"""
SCALES = "() => document.querySelector('.ov-player').player.arrows.scales"
UNIT = "() => document.querySelector('.ov-player').player.arrows.unit"
URL = "/anatomy?surface=blog&epochs=60&walk=adam~learning_rate~0.2&of=adam&step=9"


def six_digits(value: float) -> float:
    """A number rounded to six significant digits, halves away from zero as JavaScript has it."""
    exact = Decimal(value)
    if not exact:
        return 0.0
    place = Decimal(1).scaleb(exact.adjusted() - 5)
    return float(exact.quantize(place, rounding=ROUND_HALF_UP))


@pytest.fixture
def look(visit: Visit) -> Any:
    """A visit by a deep link."""
    page = visit.open(URL)
    page.wait_for_function("() => document.querySelectorAll('.ov-series .xy').length >= 3")
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
    page.wait_for_timeout(800)
    return page


def the_ledger() -> Ledger:
    return ledger(BLOG, optimizers.by_name("adam")(learning_rate=0.2), BLOG.start, 60)


def check_numbers(page: Any, row: int) -> None:
    """Every number on the page is the engine's, to the last digit."""
    made, gaps = the_ledger(), page.evaluate(GAPS)
    assert len(gaps) >= 40
    for name, axis, text in gaps:
        shown = float(text.strip("()").replace("−", "-"))
        assert shown == six_digits(number_at(made, name, row, axis)), name


def check_arrows(page: Any, row: int) -> None:
    made, arrows = the_ledger(), page.evaluate(ARROWS)
    scales, unit = page.evaluate(SCALES), page.evaluate(UNIT)
    for role, vector, scale in (
        ("step", made.deltas[row], scales["step"]),
        ("gradient", -made.gradients[row], scales["gradient"]),
        ("velocity", -made.values["m_hat"][row], scales["gradient"]),
    ):
        np.testing.assert_allclose(arrows[role], vector * scale * unit, rtol=1e-6, err_msg=role)
    bars = page.evaluate(
        "() => [...document.querySelectorAll('.ov-bar')].map((b) => b.dataset.reach)"
    )
    wanted = np.sqrt(made.values["v_hat"][row]) * scales["gradient"] * np.abs(unit)
    np.testing.assert_allclose(np.abs(np.array(bars, float)), wanted, rtol=1e-6)


@pytest.mark.browser
def test_a_step_on_changes_numbers_and_arrows_without_the_server(visit: Visit, look: Any) -> None:
    assert look.evaluate(POSITION) == 9
    check_numbers(look, 9)
    check_arrows(look, 9)
    sent, received = visit.sent, visit.received
    look.get_by_role("button", name="One step on").click()
    look.wait_for_function(
        "() => document.querySelector('.ov-title').textContent.includes('t = 11')"
    )
    check_numbers(look, 10)
    check_arrows(look, 10)
    for step in range(11, 40):
        look.evaluate("(k) => document.querySelector('.ov-player').player.clock.jump(k)", step)
    look.wait_for_function(
        "() => document.querySelector('.ov-title').textContent.includes('t = 40')"
    )
    check_numbers(look, 39)
    check_arrows(look, 39)
    look.wait_for_function("() => location.search.includes('step=39')")
    assert "adam~learning_rate~0.2" in look.url
    assert (visit.sent, visit.received) == (sent, received), "scrubbing asks nothing of the server"


@pytest.mark.browser
def test_a_click_on_the_path_goes_to_that_step(visit: Visit, look: Any) -> None:
    sent = visit.sent
    where = """(k) => {
      const {arrows, ledger, panels: [panel]} = document.querySelector('.ov-player').player;
      const box = panel.above.getBoundingClientRect();
      const [x, y] = arrows.pixel(ledger.pair('theta', k));
      return [box.left + x, box.top + y]; }"""
    x, y = look.evaluate(where, 3)
    look.mouse.click(x, y)
    look.wait_for_function(
        "() => document.querySelector('.ov-title').textContent.includes('t = 4')"
    )
    assert look.evaluate(POSITION) == 3
    assert visit.sent == sent
    check_numbers(look, 3)
    # Elsewhere it is the ground, and the walk starts there.
    visit.renewed(lambda: look.mouse.click(x + 150, y + 40))
    assert visit.sent > sent


@pytest.mark.browser
def test_arrows_follow_the_zoom_and_can_be_hidden(visit: Visit, look: Any) -> None:
    before = look.evaluate(UNIT)
    look.get_by_role("button", name="Look at the step").click()
    look.wait_for_timeout(500)
    assert look.evaluate(UNIT)[0] > 3 * before[0]
    check_arrows(look, 9)
    assert look.evaluate(SCALES)["step"] == 1, "near enough to be drawn in true size"
    look.get_by_role("button", name="Hide −∇f on the map").click()
    assert "gradient" not in look.evaluate(ARROWS)
    look.get_by_role("button", name="Show −m on the map").click()
    assert look.locator(".ov-vector[data-role=velocity]").count() == 2


@pytest.mark.browser
def test_it_fits_a_narrow_screen(visit: Visit, look: Any) -> None:
    look.set_viewport_size({"width": 390, "height": 844})
    look.wait_for_timeout(800)
    assert look.evaluate("() => document.documentElement.scrollWidth") <= 390
    # What the start has is for keys; a finger is met by the map, and farther out.
    sizes = look.evaluate("""() => [...document.querySelectorAll('.ov-player button')]
      .filter((b) => b.offsetParent && !b.matches('.ov-start'))
      .map((b) => b.getBoundingClientRect().height)""")
    assert min(sizes) >= 40
