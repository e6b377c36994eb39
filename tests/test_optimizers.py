"""Every optimizer declares true facts, refuses bad numbers, and is elementwise and pure."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
import pytest

from optimizers import FIRST_ORDER, OPTIMIZERS, Hyperparameter, Optimizer, by_name
from optimizers.optimizer import decay_rate, rate

NAMES = [optimizer.name for optimizer in OPTIMIZERS]

# Public: links and other programs use them, so none of them may go.
KNOWN = set(
    "gradient_descent momentum nesterov adagrad rmsprop adadelta adam amsgrad adamw nadam radam "
    "adabelief adamax rprop lion newton bfgs lbfgs".split()
)
FIELDS = set(
    "learning_rate momentum dampening decay beta1 beta2 epsilon weight_decay centered "
    "momentum_decay eta_minus eta_plus step_min step_max initial_accumulator damping memory".split()
)

PAIRS = [(optimizer, hyper) for optimizer in OPTIMIZERS for hyper in optimizer.hyperparameters()]
NUMBERS = [(optimizer, hyper) for optimizer, hyper in PAIRS if not hyper.flag]
FLAGS = [(optimizer, hyper) for optimizer, hyper in PAIRS if hyper.flag]


def over(pairs: list[tuple[type[Optimizer], Hyperparameter]]) -> pytest.MarkDecorator:
    ids = [f"{optimizer.name}.{hyper.name}" for optimizer, hyper in pairs]
    return pytest.mark.parametrize("optimizer, hyper", pairs, ids=ids)


every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: o.name)
# Rules that need more than a gradient couple the coordinates; theirs is test_second_order.py.
every_first_order = pytest.mark.parametrize("optimizer", FIRST_ORDER, ids=lambda o: o.name)
FIRST_ORDER_NUMBERS = [(optimizer, h) for optimizer, h in NUMBERS if optimizer in FIRST_ORDER]


def steps_of(rule: Optimizer, theta: np.ndarray, gradients: np.ndarray) -> tuple[np.ndarray, Any]:
    """The displacements for given gradients, and the last state."""
    state, deltas = rule.init(theta), []
    for grad in gradients:
        delta, state = rule.update(grad, state, theta)
        theta = theta + delta
        deltas.append(delta)
    return np.stack(deltas), state


def dice(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def without_decay(optimizer: type[Optimizer], **values: Any) -> Optimizer:
    names = {entry.name for entry in fields(optimizer)}
    return optimizer(**values, **({"weight_decay": 0.0} if "weight_decay" in names else {}))


# -- the registry ---------------------------------------------------------------------------------


def test_no_public_name_is_lost_and_none_is_taken_twice() -> None:
    assert set(NAMES) >= KNOWN
    assert len(set(NAMES)) == len(NAMES)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in NAMES)
    assert {hyper.name for _, hyper in PAIRS} >= FIELDS


@every_optimizer
def test_somebody_else_knows_where_it_goes(optimizer: type[Optimizer]) -> None:
    assert "oracle" in vars(optimizer), (
        f"add an oracle to {optimizer.__module__}: a class of torch.optim, its paper's algorithm, "
        "a method of SciPy or steps that somebody has worked out (optimizers/oracles.py)"
    )


@every_optimizer
def test_by_name_finds_it(optimizer: type[Optimizer]) -> None:
    assert by_name(optimizer.name) is optimizer


@pytest.mark.parametrize("name", ["", "Adam", "sgd", "adam ", None])
def test_by_name_says_what_there_is(name: Any) -> None:
    with pytest.raises(ValueError) as caught:
        by_name(name)
    assert str(caught.value) == f"optimizer: one of {', '.join(NAMES)}; got {name!r}"


# -- declared facts -------------------------------------------------------------------------------


@every_optimizer
def test_it_says_what_it_is(optimizer: type[Optimizer]) -> None:
    for text in (optimizer.title, optimizer.short, optimizer.source, optimizer.note):
        assert text and text == text.strip()
    assert len(optimizer.short) <= 12
    assert re.search(r"\b(18|19|20)\d\d\b", optimizer.source), "the source has no year"
    assert optimizer.note.endswith(".")
    essay = sys.modules[optimizer.__module__].__doc__ or ""
    assert "https://" in essay and "θ ←" in essay


def test_titles_and_shorts_are_distinct() -> None:
    assert len({optimizer.title for optimizer in OPTIMIZERS}) == len(OPTIMIZERS)
    assert len({optimizer.short for optimizer in OPTIMIZERS}) == len(OPTIMIZERS)


@over(PAIRS)
def test_the_formula_has_its_symbol(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    alone = re.escape(hyper.symbol) + r"(?![A-Za-z_])"  # \eta, but not \eta_-
    assert re.search(alone, " ".join(optimizer.recurrence))


@every_optimizer
def test_the_formula_is_whole_latex(optimizer: type[Optimizer]) -> None:
    assert optimizer.recurrence
    for line in optimizer.recurrence:
        assert line.count("{") == line.count("}")
        lefts, rights = (re.findall(rf"\\{side}(?![a-z])", line) for side in ("left", "right"))
        assert len(lefts) == len(rights)
        assert line.count(r"\begin") == line.count(r"\end")
        assert not re.search(r"[\x00-\x1f]|[^\x00-\x7f]", line)
    assert optimizer.recurrence[-1].startswith((r"\theta_", "m_t"))


@every_optimizer
def test_fields_have_public_names(optimizer: type[Optimizer]) -> None:
    names = [hyper.name for hyper in optimizer.hyperparameters()]
    assert names == [entry.name for entry in fields(optimizer)]
    assert names[0] == "learning_rate"
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names)
    symbols = [hyper.symbol for hyper in optimizer.hyperparameters()]
    assert len(set(symbols)) == len(symbols)


@over(PAIRS)
def test_facts_of_the_field(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    assert hyper.title and hyper.symbol and hyper.help.endswith(".")
    assert hyper.allows(hyper.default)
    assert getattr(optimizer(), hyper.name) == hyper.default


@over(NUMBERS)
def test_slider_of_the_field(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    left, right = hyper.slider
    assert -np.inf < left < right < np.inf
    assert hyper.allows(left) and hyper.allows(right)
    assert left <= hyper.default <= right
    assert left > 0 or not hyper.logarithmic


# -- what is refused ------------------------------------------------------------------------------

NO_NUMBERS = (
    *(np.nan, np.inf, -np.inf, None, True, False, np.True_, 0.5 + 0j),
    *("0.5", "much", ""),
    *(np.array([True, False]), np.array(["0.5", "0.6"]), np.array([0.5, np.nan, 0.5])),
)


def refusal(optimizer: type[Optimizer], hyper: Hyperparameter, value: Any) -> str:
    try:
        made = optimizer(**{hyper.name: value})
    except ValueError as error:
        return str(error)
    pytest.fail(f"{made} was allowed")


@over(NUMBERS)
def test_refuses_what_is_no_number(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    for value in NO_NUMBERS:
        shown = repr(value) if isinstance(value, str) else str(value)
        assert refusal(optimizer, hyper, value) == (
            f"{optimizer.name}: {hyper.name} must be {hyper.allowed}, got {shown}"
        )


@over(NUMBERS)
def test_bounds_of_the_field(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    inside, outside = [hyper.low], [np.nextafter(hyper.low, -np.inf), hyper.low - 1]
    if np.isfinite(hyper.high):
        (outside if hyper.open_high else inside).append(hyper.high)
        (outside if hyper.whole else inside).append(np.nextafter(hyper.high, -np.inf))
        outside += [np.nextafter(hyper.high, np.inf), hyper.high + 1]
    else:
        inside.append(1e300)
    for value in inside:
        for number in (float(value), np.float64(value), np.array([value, value])):
            made = getattr(optimizer(**{hyper.name: number}), hyper.name)
            assert np.array_equal(made, number)
    for value in outside:
        assert refusal(optimizer, hyper, float(value)).endswith(f"got {float(value)}")
        refusal(optimizer, hyper, np.array([hyper.default, value]))


@over(FLAGS)
@pytest.mark.parametrize("value", [0, 1, 0.5, "True", "", None, np.array([True, False])])
def test_refuses_what_is_no_switch(
    optimizer: type[Optimizer], hyper: Hyperparameter, value: Any
) -> None:
    assert f"{hyper.name} must be True or False, got " in refusal(optimizer, hyper, value)


@over(FLAGS)
def test_takes_a_switch(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    for value in (True, False, np.True_, np.False_):
        assert getattr(optimizer(**{hyper.name: value}), hyper.name) == value


@pytest.mark.parametrize(
    "name, field, value, message",
    [
        ("adam", "beta1", 1.2, "adam: beta1 must be in [0, 1), got 1.2"),
        ("adam", "beta2", 1.0, "adam: beta2 must be in [0, 1), got 1.0"),
        ("rprop", "eta_plus", 0.9, "rprop: eta_plus must be in [1, 10], got 0.9"),
        ("rmsprop", "centered", 1, "rmsprop: centered must be True or False, got 1"),
        (
            "lion",
            "learning_rate",
            -0.1,
            "lion: learning_rate must be a finite number of at least 0, got -0.1",
        ),
        (
            "adamw",
            "weight_decay",
            "0.1",
            "adamw: weight_decay must be a finite number of at least 0, got '0.1'",
        ),
    ],
)
def test_messages(name: str, field: str, value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        by_name(name)(**{field: value})


@every_optimizer
def test_it_is_a_frozen_record(optimizer: type[Optimizer]) -> None:
    rule = optimizer(learning_rate=0.25)
    for hyper in optimizer.hyperparameters():
        with pytest.raises(FrozenInstanceError):
            setattr(rule, hyper.name, hyper.default)
    with pytest.raises(TypeError):
        optimizer(speed=1.0)  # type: ignore[call-arg]
    assert rule == optimizer(learning_rate=0.25) != optimizer(learning_rate=0.5)
    assert hash(rule) == hash(optimizer(learning_rate=0.25))
    with pytest.raises(ValueError, match="learning_rate"):
        replace(rule, learning_rate=-1.0)


# -- shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2,), (7, 2), (3, 5), (2, 3, 4), (1,)], ids=str)
@every_first_order
def test_state_has_the_shape_of_theta(optimizer: type[Optimizer], shape: tuple[int, ...]) -> None:
    rule, theta = optimizer(), dice(*shape)
    state = rule.init(theta)
    for k in range(7):
        assert isinstance(state, tuple) and hasattr(state, "_fields")
        assert {np.shape(part) for part in state} <= {(), shape}
        assert np.shape(rule.look(theta, state)) == shape
        before = type(state)
        delta, state = rule.update(dice(*shape, seed=k), state, theta)
        assert type(state) is before
        assert delta.shape == shape and delta.dtype == np.float64
        assert np.isfinite(delta).all()
        theta = theta + delta


@every_first_order
def test_coordinates_do_not_see_each_other(optimizer: type[Optimizer]) -> None:
    theta, gradients = dice(3, 5), dice(9, 3, 5, seed=1)
    rule = optimizer(learning_rate=0.1)
    deltas, _ = steps_of(rule, theta, gradients)
    flat, _ = steps_of(rule, theta.ravel(), gradients.reshape(9, 15))
    np.testing.assert_allclose(deltas.reshape(9, 15), flat, rtol=1e-13)
    alone, _ = steps_of(rule, theta[1, 2:3], gradients[:, 1, 2:3])
    np.testing.assert_allclose(deltas[:, 1, 2], alone[:, 0], rtol=1e-13)


def four_values(hyper: Hyperparameter) -> np.ndarray:
    """Over the slider, its ends apart: three, and the default."""
    left, right = hyper.slider
    spread = np.geomspace if hyper.logarithmic else np.linspace
    return np.array([*spread(left, right, 5)[1:-1], hyper.default])


def cost_of_powers(optimizer: type[Optimizer], hyper: Hyperparameter, value: float) -> np.ndarray:
    """By how much, relative, two ways of computing a power may part twelve steps, (12, 1).

    The powers of an array are NumPy's own on some processors, those of a number the C library's:
    each errs by a last bit at most, so that p = β₂ᵗ has two values δ = 2ε apart. In 1 − p, and so
    in the bias corrections, that is δp/(1 − p): nothing beside 1e-12, since 1 − p is at least 1e-3
    here. RAdam's ρ = ρ∞ − 2tp/(1 − p) is a difference of two numbers near 2000 which leaves one
    near t. It is off by 2tpδ/(1 − p)², and the step, which has √((ρ − 4)(ρ − 2)/ρ) for a factor,
    by half of 1/(ρ − 4) + 1/(ρ − 2) − 1/ρ times that.
    """
    costs = np.full((12, 1), 1e-12)
    if (optimizer.name, hyper.name) == ("radam", "beta2"):
        t = np.arange(1.0, 13.0)[:, None]
        p = value**t
        rho = 2 / (1 - value) - 1 - 2 * t * p / (1 - p)
        trusted = rho > 5
        r = np.where(trusted, rho, 6.0)
        off = 2 * t * p * 2 * np.finfo(float).eps / (1 - p) ** 2
        costs += trusted * off * (1 / (r - 4) + 1 / (r - 2) - 1 / r) / 2
    return costs


def test_powers_cost_what_their_last_bits_do() -> None:
    """RAdam once more with every β₂ᵗ two last bits higher, which are ε to 2ε: the bound or half."""

    class Off(float):
        def __pow__(self, t: Any, modulo: None = None) -> Any:
            return np.nextafter(np.nextafter(float(self) ** t, np.inf), np.inf)

    radam = by_name("radam")
    [beta2] = [hyper for hyper in radam.hyperparameters() if hyper.name == "beta2"]
    theta, gradients = dice(2), dice(12, 2, seed=2)
    for value in four_values(beta2).tolist():
        wanted, _ = steps_of(radam(0.1, beta2=value), theta, gradients)
        rule = radam(0.1, beta2=value)
        object.__setattr__(rule, "beta2", Off(value))
        off = np.abs(steps_of(rule, theta, gradients)[0] / wanted - 1)
        bound = cost_of_powers(radam, beta2, value)
        assert (off <= bound).all()
        if value > 0.99:
            assert (off > 0.4 * bound)[6:].all()


@over(FIRST_ORDER_NUMBERS)
def test_an_array_is_one_rule_per_walker(optimizer: type[Optimizer], hyper: Hyperparameter) -> None:
    values = four_values(hyper)
    others = {} if hyper.name == "learning_rate" else {"learning_rate": 0.1}
    theta, gradients = dice(4, 2), dice(12, 4, 2, seed=2)
    together, _ = steps_of(optimizer(**{hyper.name: values[:, None], **others}), theta, gradients)
    assert together.shape == (12, 4, 2)
    for i, value in enumerate(values):
        single = optimizer(**{hyper.name: float(value), **others})
        alone, _ = steps_of(single, theta[i], gradients[:, i])
        off = np.abs(together[:, i] - alone)
        allowed = cost_of_powers(optimizer, hyper, value) * np.abs(alone) + 1e-300
        assert (off <= allowed).all(), f"off by {(off / allowed).max():.2g} of what is allowed"


# -- behaviour that can be said in a sentence -----------------------------------------------------


@every_first_order
def test_it_rests_where_there_is_no_slope(optimizer: type[Optimizer]) -> None:
    deltas, _ = steps_of(without_decay(optimizer), dice(3, 2), np.zeros((5, 3, 2)))
    assert not deltas.any()


@every_first_order
def test_its_first_step_is_downhill(optimizer: type[Optimizer]) -> None:
    grad = dice(6, 2)
    deltas, _ = steps_of(without_decay(optimizer), dice(6, 2, seed=1), grad[None])
    assert np.array_equal(np.sign(deltas[0]), -np.sign(grad))


@every_first_order
def test_what_a_learning_rate_is_measured_in(optimizer: type[Optimizer]) -> None:
    rule = without_decay(optimizer, learning_rate=0.1)
    theta, gradients = np.zeros((4, 2)), 1.0 + 0.3 * dice(12, 4, 2)
    gentle = steps_of(rule, theta, gradients)[0][-1]
    steep = steps_of(rule, theta, 1000 * gradients)[0][-1]
    factor = {"gradient": 1000.0, "length": 1.0}[optimizer.step_scale]
    np.testing.assert_allclose(steep, factor * gentle, rtol=1e-2)


def test_adamw_without_decay_is_adam() -> None:
    theta, gradients = dice(5, 2), dice(20, 5, 2)
    adam, _ = steps_of(by_name("adam")(learning_rate=0.1), theta, gradients)
    adamw, _ = steps_of(by_name("adamw")(learning_rate=0.1, weight_decay=0.0), theta, gradients)
    assert np.array_equal(adam, adamw)


def test_momentum_without_momentum_is_gradient_descent() -> None:
    theta, gradients = dice(5, 2), dice(20, 5, 2)
    plain, _ = steps_of(by_name("gradient_descent")(learning_rate=0.1), theta, gradients)
    for name in ("momentum", "nesterov"):
        still, _ = steps_of(by_name(name)(learning_rate=0.1, momentum=0.0), theta, gradients)
        np.testing.assert_allclose(still, plain, rtol=1e-15)


# -- other forms of the same rule, from the papers ------------------------------------------------


class Speed(NamedTuple):
    v: Any


@dataclass(frozen=True)
class Polyak(Optimizer):
    """v ← μ v − η g;  θ ← θ + v: the learning rate inside the velocity."""

    name = "polyak"

    learning_rate: float = rate(1e-3)
    momentum: float = decay_rate(0.9, "Momentum", r"\mu", "How much is kept.")

    def init(self, theta: Any) -> Speed:
        return Speed(np.zeros_like(theta))

    def update(self, grad: Any, state: Speed, theta: Any) -> tuple[Any, Speed]:
        v = self.momentum * state.v - self.learning_rate * grad
        return v, Speed(v)


@dataclass(frozen=True)
class Sutskever(Polyak):
    """The same with the gradient measured at θ + μ v."""

    name = "sutskever"

    def look(self, theta: Any, state: Speed) -> Any:
        return theta + self.momentum * state.v


def slope(theta: np.ndarray) -> np.ndarray:
    """Of x⁴/4 + x² + xy/2 + y²."""
    x, y = theta[..., 0], theta[..., 1]
    return np.stack([x**3 + 2 * x + y / 2, x / 2 + 2 * y], axis=-1)


def walk(
    rule_at: Callable[[int], Optimizer], start: np.ndarray, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Where theta is after each step, and where the next gradient is measured."""
    theta = start
    state = rule_at(0).init(theta)
    points, looks = [theta], [theta]
    for k in range(steps):
        rule = rule_at(k)
        delta, state = rule.update(slope(rule.look(theta, state)), state, theta)
        theta = theta + delta
        points.append(theta)
        looks.append(rule.look(theta, state))
    return np.stack(points), np.stack(looks)


START = np.array([[-1.5, 1.0], [0.7, -2.0], [2.0, 2.0]])


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9, 0.99])
def test_momentum_is_polyaks_at_a_constant_rate(mu: float) -> None:
    ours, _ = walk(lambda _: by_name("momentum")(learning_rate=0.02, momentum=mu), START, 200)
    polyak, _ = walk(lambda _: Polyak(learning_rate=0.02, momentum=mu), START, 200)
    np.testing.assert_allclose(ours, polyak, rtol=0, atol=1e-13)


def test_momentum_is_not_polyaks_when_the_rate_changes() -> None:
    def falling(optimizer: type[Optimizer]) -> np.ndarray:
        return walk(lambda k: optimizer(learning_rate=0.05 / np.sqrt(k + 1)), START, 50)[0]

    assert np.abs(falling(by_name("momentum")) - falling(Polyak)).max() > 0.1


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9, 0.99])
def test_nesterov_is_sutskevers_look_ahead_point(mu: float) -> None:
    ours, _ = walk(lambda _: by_name("nesterov")(learning_rate=0.02, momentum=mu), START, 200)
    thetas, looks = walk(lambda _: Sutskever(learning_rate=0.02, momentum=mu), START, 200)
    np.testing.assert_allclose(ours, looks, rtol=0, atol=1e-13)
    assert (np.abs(ours - thetas).max() > 0.01) == (mu > 0)
