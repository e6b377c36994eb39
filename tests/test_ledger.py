"""The ledger: the walk's own numbers, line by line, for every rule and without a list of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import Role, ledger, quadratic_models, run
from engine.analysis.ledger import flat_state
from optimizers import FIRST_ORDER, OPTIMIZERS, Optimizer
from optimizers.optimizer import rate

BOWL, ROSENBROCK = surfaces.by_name("bowl"), surfaces.by_name("rosenbrock")
every_optimizer = pytest.mark.parametrize("rule", OPTIMIZERS, ids=lambda rule: rule.name)


def calm(rule: type[Optimizer]) -> Optimizer:
    return rule(learning_rate=1e-4 if rule.step_scale == "gradient" else 2e-3)


@every_optimizer
def test_its_steps_are_those_of_the_walk(rule: type[Optimizer]) -> None:
    made = ledger(ROSENBROCK, calm(rule), (-1.2, 1.0), 60)
    walk = run(ROSENBROCK, calm(rule), (-1.2, 1.0), 60)
    np.testing.assert_array_equal(made.walk.points, walk.points)
    assert len(made) == 60
    assert np.abs(made.deltas).max() > 1e-6
    np.testing.assert_allclose(
        walk.points[:-1] + made.deltas, walk.points[1:], rtol=1e-12, atol=1e-12
    )
    np.testing.assert_allclose(
        made.gradients,
        np.stack(ROSENBROCK.gradient(made.looks[:, 0], made.looks[:, 1]), axis=-1),
        rtol=0,
        atol=0,
    )


@every_optimizer
def test_it_is_what_the_rule_itself_computes(rule: type[Optimizer]) -> None:
    """Called as a whole on the same points, the rule gives the same bits, state by state."""
    optimizer = calm(rule)
    if getattr(rule, "needs", "gradient") != "gradient":
        pytest.skip("it is called as a whole by the ledger, too")
    made = ledger(BOWL, optimizer, (-4.0, 3.0), 25)
    state = optimizer.init(made.walk.points[0])
    for k, theta in enumerate(made.walk.points[:-1]):
        for name, number in flat_state(state).items():
            np.testing.assert_array_equal(made.before[name][k], number)
        delta, state = optimizer.update(made.gradients[k], state, theta)
        np.testing.assert_array_equal(made.deltas[k], delta)
        for name, number in flat_state(state).items():
            np.testing.assert_array_equal(made.after[name][k], number)


@every_optimizer
def test_every_line_amounts_to_its_value(rule: type[Optimizer]) -> None:
    """The expressions that are shown, worked out from the numbers that are shown, agree."""
    optimizer = rule(learning_rate=0.01)
    made = ledger(BOWL, optimizer, (-4.0, 3.0), 30)
    assert made.lines or getattr(rule, "needs", "gradient") != "gradient"
    state = {name: rows[20] for name, rows in made.before.items()}
    known: dict[str, Any] = {
        "self": optimizer,
        "np": np,
        "state": type("State", (), state),
        "grad": made.gradients[20],
        "theta": made.walk.points[20],
    }
    for line in made.lines:
        whole = ast.fix_missing_locations(ast.Expression(line.expression))
        value = eval(compile(whole, "line", "eval"), dict(known))
        np.testing.assert_allclose(value, made.values[line.name][20], rtol=1e-14)
        known[line.name] = made.values[line.name][20]
    assert not made.lines or "delta" in made.values


# -- three steps by hand ---------------------------------------------------------------------------
# On x² + 2y² from (-4, 3): ∇f = (2x, 4y). Only floats and the papers' formulas.

START = (-4.0, 3.0)
SLOPES = (2.0, 4.0)  # of the gradient along x and y


def by_hand(step: Any, states: int, count: int = 3) -> dict[str, list[list[float]]]:
    """Quantities of ``count`` steps: name → step → coordinate."""
    found: dict[str, list[list[float]]] = {}
    for x, slope in zip(START, SLOPES, strict=True):
        memory = [0.0] * states
        for t in range(1, count + 1):
            g = slope * x
            numbers, memory, delta = step(g, memory, t)
            x += delta
            for name, number in {"g": g, **numbers, "delta": delta}.items():
                found.setdefault(name, [[] for _ in range(count)])[t - 1].append(number)
    return found


def adam(g: float, memory: list[float], t: int) -> Any:
    m = 0.9 * memory[0] + 0.1 * g
    v = 0.999 * memory[1] + 0.001 * g**2
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    numbers = {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat}
    return numbers, [m, v], -0.1 * m_hat / (sqrt(v_hat) + 1e-8)


def momentum(g: float, memory: list[float], t: int) -> Any:
    b = 0.9 * memory[0] + g
    return {"b": b}, [b], -0.1 * b


def nesterov(g: float, memory: list[float], t: int) -> Any:
    b = 0.9 * memory[0] + g
    return {"b": b}, [b], -0.1 * (g + 0.9 * b)


def adagrad(g: float, memory: list[float], t: int) -> Any:
    s = memory[0] + g**2
    return {"s": s}, [s], -0.1 * g / (sqrt(s) + 1e-10)


def rmsprop(g: float, memory: list[float], t: int) -> Any:
    s = 0.99 * memory[0] + 0.01 * g**2
    b = g / (sqrt(s) + 1e-8)
    return {"s": s, "b": b}, [s], -0.1 * b


@pytest.mark.parametrize(
    "step, states", [(adam, 2), (momentum, 1), (nesterov, 1), (adagrad, 1), (rmsprop, 1)]
)
def test_three_steps_by_hand(step: Any, states: int) -> None:
    rule = optimizers.by_name(step.__name__)
    made = ledger(BOWL, rule(learning_rate=0.1), START, 3)
    for name, rows in by_hand(step, states).items():
        np.testing.assert_allclose(made.values[name], rows, rtol=1e-13, err_msg=name)
        if name in made.after:
            np.testing.assert_allclose(made.after[name], rows, rtol=1e-13, err_msg=name)
            np.testing.assert_allclose(made.before[name][1:], rows[:-1], rtol=1e-13)
    rates = -np.array(by_hand(step, states)["delta"]) / by_hand(step, states)["g"]
    np.testing.assert_allclose(made.effective_rates, rates, rtol=1e-13)


# -- what kind of thing a quantity is --------------------------------------------------------------

ROLES = {
    "gradient_descent": "g gradient",
    "momentum": "g gradient, b velocity",
    "nesterov": "g gradient, b velocity",
    "adagrad": "g gradient, s scale",
    "rmsprop": "g gradient, s scale, b direction",
    "adadelta": "g gradient, s scale, d direction, u scale",
    "adam": "g gradient, t number, m velocity, v scale, m_hat velocity, v_hat scale",
    "amsgrad": "m velocity, v scale, w scale, m_hat velocity, w_hat scale",
    "adamw": "m velocity, v scale, m_hat velocity, v_hat scale, step direction",
    "nadam": "mu number, product number, m velocity, v scale, ahead velocity, root scale",
    "radam": "m velocity, v scale, m_hat velocity, scaled scale, rho number",
    "adabelief": "g gradient, t number, m velocity, s scale, m_hat velocity, s_hat scale",
    "adamax": "m velocity, u scale",
    "rprop": "step scale, g gradient, last gradient",
    "lion": "direction direction, m velocity",
}


@pytest.mark.parametrize("name", ROLES)
def test_roles_follow_from_the_lines(name: str) -> None:
    made = ledger(BOWL, optimizers.by_name(name)(), START, 3)
    for entry in ROLES[name].split(", "):
        quantity, role = entry.split()
        assert made.roles[quantity] == role, quantity
    assert made.roles["delta"] is Role.STEP


# ε decides about Adadelta's first steps, and RAdam's begin as plain momentum.
@pytest.mark.parametrize(
    "name", sorted({rule.name for rule in FIRST_ORDER} - {"adadelta", "radam"})
)
def test_roles_are_what_scaled_gradients_show(name: str) -> None:
    """Turn every gradient into −4 times itself: what points turns round, what does not grows."""
    rule = optimizers.by_name(name)
    known = {hyper.name for hyper in rule.hyperparameters()}
    optimizer = rule(**dict.fromkeys(known & {"epsilon", "weight_decay"}, 0.0))
    made = ledger(BOWL, optimizer, START, 3)

    def read(factor: float) -> dict[str, np.ndarray]:
        theta, values = np.array(START), {}
        state = optimizer.init(theta)
        for grad in made.gradients:
            _, state = optimizer.update(factor * grad, state, theta)
            for key, number in flat_state(state).items():
                values.setdefault(key, []).append(np.broadcast_to(number, np.shape(number)))
        return {key: np.array(rows) for key, rows in values.items()}

    plain, turned = read(1.0), read(-4.0)
    for key, role in made.roles.items():
        if key not in plain or role is Role.NUMBER:
            continue
        if not np.abs(plain[key]).max() > 0:
            continue
        sign = np.sign(turned[key][np.abs(plain[key]) > 0] / plain[key][np.abs(plain[key]) > 0])
        assert (sign == (1 if role is Role.SCALE else -1)).all(), key
        grows = np.abs(turned[key]).max() / np.abs(plain[key]).max()
        if role in (Role.GRADIENT, Role.VELOCITY):
            assert grows == pytest.approx(4.0)
        elif role is Role.DIRECTION:
            assert grows == pytest.approx(1.0)


# -- other rules than ours -------------------------------------------------------------------------


class Inner(NamedTuple):
    total: Any
    count: Any


class Outer(NamedTuple):
    inner: Inner
    factor: Any


@dataclass(frozen=True)
class Nested(Optimizer):
    """A rule with a record in its record and a loop in its text."""

    name = "nested"
    title = short = "Nested"
    recurrence = ("",)
    source = note = ""
    step_scale = "gradient"
    learning_rate: float = rate(0.1)

    def init(self, theta: Any) -> Outer:
        return Outer(Inner(np.zeros_like(theta), 0), 1.0)

    def update(self, grad: Any, state: Outer, theta: Any) -> tuple[Any, Outer]:
        total = state.inner.total
        for _ in range(2):
            total = total + grad
        return -self.learning_rate * grad, Outer(
            Inner(total, state.inner.count + 1), state.factor * 0.5
        )


def test_nested_states_and_rules_that_cannot_be_read() -> None:
    made = ledger(BOWL, Nested(), START, 4)
    assert made.lines == ()
    assert set(made.after) == {"inner.total", "inner.count", "factor"}
    np.testing.assert_array_equal(made.after["inner.count"], [1, 2, 3, 4])
    np.testing.assert_array_equal(made.before["factor"], [1, 0.5, 0.25, 0.125])
    np.testing.assert_allclose(made.after["inner.total"], 2 * made.gradients.cumsum(axis=0))
    np.testing.assert_allclose(made.walk.points[:-1] + made.deltas, made.walk.points[1:])


def test_what_is_switched_off_is_left_out() -> None:
    rule = optimizers.by_name("momentum")
    [plain, *_] = ledger(BOWL, rule(), START, 1).lines
    [decayed, *_] = ledger(BOWL, rule(weight_decay=0.1), START, 1).lines
    assert ast.unparse(plain.expression) == "grad"
    assert ast.unparse(decayed.expression) == "grad + self.weight_decay * theta"


def test_a_walk_that_overflows_has_a_ledger_up_to_there() -> None:
    rule = optimizers.by_name("gradient_descent")(learning_rate=1.0)
    made = ledger(ROSENBROCK, rule, (-1.2, 1.0), 100)
    assert 0 < len(made) == int(made.walk.last) < 100
    assert np.isfinite(made.deltas).all()
    nothing = ledger(BOWL, rule, (1e300, 1e300), 5)
    assert len(nothing) == 0
    assert len(nothing.to_frame()) == 0


def test_the_learning_rate_in_force_is_that_of_the_schedule() -> None:
    schedule = schedules.by_name("cosine")(period=20.0)
    rule = optimizers.by_name("adam")(learning_rate=0.1)
    made = ledger(BOWL, rule, START, 15, schedule=schedule)
    np.testing.assert_allclose(made.rates, 0.1 * schedule.factor(np.arange(1, 16)))
    assert made.rates[10] < 0.06
    moved = made.walk.points[:-1] + made.deltas
    np.testing.assert_allclose(moved, made.walk.points[1:], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", [rule.name for rule in OPTIMIZERS if rule not in FIRST_ORDER])
def test_models_are_those_of_the_engine(name: str) -> None:
    """Read along the walk, or found by walking once more: the same parabolas."""
    made = ledger(ROSENBROCK, optimizers.by_name(name)(), (-1.2, 1.0), 12)
    wanted = quadratic_models(made.walk)
    assert made.hessians is not None and made.centres is not None
    np.testing.assert_allclose(made.hessians, wanted.hessians[: len(made)], rtol=1e-9)
    np.testing.assert_allclose(made.centres, wanted.centres[: len(made)], rtol=1e-9)


def test_more_than_one_start_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ledger: one start of shape \(2,\), got shape \(3, 2\)"):
        ledger(BOWL, optimizers.by_name("adam")(), np.zeros((3, 2)), 5)


def test_the_table_holds_every_quantity() -> None:
    made = ledger(BOWL, optimizers.by_name("adam")(learning_rate=0.1), START, 5)
    frame = made.to_frame()
    assert list(frame["step"]) == [1, 2, 3, 4, 5]
    for column in "gradient_x m_y v_hat_x state.m_x state.t delta_y effective_rate_x".split():
        assert column in frame.columns
    moved = frame["theta_before_x"] + frame["delta_x"]
    np.testing.assert_allclose(moved, frame["theta_after_x"], rtol=1e-12)
