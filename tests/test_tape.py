"""The tape: what it records, what it refuses, and that its simplifications change nothing.

The oracle is NumPy itself: several hundred random rules on random grounds are called step by step
on arrays, and run through both kinds of code that the engine writes from their record.
"""

import ast
import builtins
from collections import namedtuple
from types import SimpleNamespace

import numpy as np
import pytest

import optimizers
import surfaces
from engine import arrive, run
from engine.drive import driver, machine
from engine.drive.reference import plain_steps
from engine.drive.walkers import ready
from engine.trace import block_loop, blocks, compiled, scalar
from engine.trace.node import Kind, NotTraceableError, in_order
from engine.trace.program import program
from engine.trace.tape import COMPARISONS, Tape, Traced

# -- random rules --------------------------------------------------------------------------------

CONSTANTS = (0.0, 1.0, -1.0, 2.0, 0.5, 3.7, -2.5, 3, 0)
EXACT = ("add", "subtract", "multiply", "divide", "scale", "negative", "abs", "sqrt", "square")
EXACT += ("power", "sign", "maximum", "minimum", "where", "truth", "choose", "shared", "nothing")
ROUNDED = (*EXACT, "exp", "log", "sin", "cos", "tanh", "root", "raise")
ROUNDED += ("tan", "sinh", "cosh", "arctan")


def grow(rng, leaves, depth, operations):
    """A random expression: a function of the dictionary of its leaves."""
    if depth == 0 or rng.random() < 0.1:
        if rng.random() < 0.25:
            constant = CONSTANTS[rng.integers(len(CONSTANTS))]
            return lambda _: constant
        name = leaves[rng.integers(len(leaves))]
        return lambda v: v[name]

    def sub():
        return grow(rng, leaves, depth - 1, operations)

    operation = operations[rng.integers(len(operations))]
    a, b = sub(), sub()
    k = float(rng.uniform(-2, 2))
    whole = int(rng.integers(0, 5))
    match operation:
        case "add":
            return lambda v: a(v) + b(v)
        case "subtract":
            return lambda v: a(v) - b(v)
        case "multiply":
            return lambda v: a(v) * b(v)
        case "divide":
            return lambda v: a(v) / (1.5 + np.abs(b(v)))
        case "scale":
            return lambda v: k * a(v) / 3 if whole else -(a(v) / 7)
        case "negative":
            return lambda v: -a(v)
        case "abs":
            return lambda v: np.abs(a(v))
        case "sqrt":
            return lambda v: np.sqrt(np.abs(a(v)) + 0.25)
        case "square":
            return lambda v: np.square(a(v))
        case "power":
            return lambda v: a(v) ** whole
        case "sign":
            return lambda v: np.sign(a(v))
        case "maximum":
            return lambda v: np.maximum(a(v), b(v))
        case "minimum":
            return lambda v: np.minimum(a(v), b(v))
        case "where":
            c = sub()
            return lambda v: np.where(a(v) > k, b(v), c(v))
        case "truth":
            return lambda v: (a(v) <= k) * b(v)
        case "choose":
            return lambda v: np.where(v["s"] > whole, a(v), b(v))
        case "shared":  # factors that all walkers share, to be gathered
            return lambda v: v["h"] * (a(v) * 2) / (1 - 0.5 ** (v["s"] + 1))
        case "nothing":
            return lambda v: a(v) * 0.0 + b(v) * 1.0 - 0
        case "exp":
            return lambda v: np.exp(-np.abs(a(v)))
        case "log":
            return lambda v: np.log(1 + a(v) ** 2)
        case "sin":
            return lambda v: np.sin(3 * bounded_by_one(a(v)))
        case "cos":
            return lambda v: np.cos(3 * bounded_by_one(a(v)))
        case "tanh":
            return lambda v: np.tanh(a(v))
        case "tan":
            return lambda v: np.tan(bounded_by_one(a(v)))
        case "sinh":
            return lambda v: np.sinh(bounded_by_one(a(v)))
        case "cosh":
            return lambda v: np.cosh(bounded_by_one(a(v)))
        case "arctan":
            return lambda v: np.arctan(a(v))
        case "root":
            return lambda v: np.abs(a(v)) ** 0.5
        case "raise":
            return lambda v: (np.abs(a(v)) + 0.5) ** (v["c"] - 1)
    raise AssertionError(operation)


def coordinate(plane, i):
    """One coordinate of a plane, which on arrays keeps its axis."""
    return plane[..., i] if isinstance(plane, Traced) else plane[..., [i]]


def bounded(rng, expression):
    """The expression, kept between -2 and 2."""
    if rng.random() < 0.5:
        return lambda v: np.maximum(np.minimum(expression(v), 2.0), -2.0)
    return lambda v: expression(v) / (1 + np.abs(expression(v)))


def random_rule(seed, operations):
    """A rule of random arithmetic, whose states also swap, stay, copy theta or are constant."""
    rng = np.random.default_rng(seed)
    kinds = rng.choice(["plane", "column", "number", "theta"], size=rng.integers(0, 4))
    state_class = namedtuple("State", ["s", *(f"x{i}" for i in range(len(kinds)))])
    leaves = ["theta", "theta", "grad", "grad", "first", "second", "s", "h", "c"]
    leaves += [f"x{i}" for i in range(len(kinds))]
    delta = bounded(rng, grow(rng, leaves, 4, operations))
    ahead = grow(rng, ["theta", "h", *leaves[9:]], 1, operations) if rng.random() < 0.3 else None
    nexts = []
    for i in range(len(kinds)):
        other = f"x{rng.integers(len(kinds))}"
        number = float(rng.uniform(-1, 1))
        grown = bounded(rng, grow(rng, [*leaves, "delta"], 3, operations))
        nexts.append(
            [
                grown,
                grown,
                lambda v, other=other: v[other],
                lambda v, i=i: v[f"x{i}"],
                lambda v: v["theta"],
                lambda v: v["theta"] + v["delta"],
                lambda v: v["grad"],
                lambda v: v["delta"],
                lambda v, number=number: number,
            ][rng.integers(9)]
        )

    class RandomRule:
        name = f"random_{seed}"

        def __init__(self, h, c, z):
            self.h, self.c, self.z = h, c, z

        @classmethod
        def hyperparameters(cls):
            return tuple(SimpleNamespace(name=name) for name in "hcz")

        def init(self, theta):
            made = {
                "plane": np.zeros_like(theta) + 0.3 * self.c,
                "column": np.zeros_like(theta[..., :1]) + 0.7,
                "number": -0.4,
                "theta": theta,
            }
            return state_class(0, *(made[kind] for kind in kinds))

        def values(self, theta, state):
            return {"theta": theta, "h": self.h, "c": self.c, **state._asdict()}

        def look(self, theta, state):
            if ahead is None:
                return theta
            return theta + 0.1 * bounded_by_one(ahead(self.values(theta, state)))

        def update(self, grad, state, theta):
            v = self.values(theta, state) | {"grad": grad}
            v["first"], v["second"] = coordinate(grad, 0), coordinate(theta, -1)
            v["delta"] = 0.1 * delta(v) + self.z * theta + 0.001 * theta
            return v["delta"], state_class(state.s + 1, *(after(v) for after in nexts))

    return RandomRule


def bounded_by_one(value):
    return value / (1 + np.abs(value))


def random_ground(seed, operations, axes=2):
    """A ground whose gradient is random arithmetic on x and y, and no gradient of anything.

    On a curve, which has one axis, y is x again.
    """
    rng = np.random.default_rng(seed + 10_000)
    names = ["x", "y", "x", "y", "s", "h", "c"]
    parts = [bounded(rng, grow(rng, names, 4, operations)) for _ in range(2)]
    parts = [*parts, lambda v: v["y"], lambda v: 0.25]  # parts that swap or stay the same
    first, second = rng.choice([0, 1, 0, 1, 2, 3], size=2)

    class Ground:
        name, dimension, minima, minimum = f"random_{seed}", axes, (), None

        def f(self, *place):
            return place[0] + place[-1]

        def df(self, *place):
            v = {"x": place[0], "y": place[-1], "s": 2.0, "h": 0.7, "c": 1.3}
            return tuple(parts[chosen](v) for chosen in (first, second)[:axes])

        def value(self, *place):
            return self.f(*place)

        def gradient(self, *place):
            return tuple(np.broadcast_arrays(place[0], *self.df(*place))[1:])

    return Ground()


def directly(surface, rule, start, steps):
    """The path by plain calls, (steps + 1, n, P)."""
    walkers = ready(rule, start, steps, 0, surface.dimension)
    path = [start]
    with np.errstate(all="ignore"):
        walk = plain_steps(surface, walkers.rule_of(slice(None)), walkers.begin.T)
        path += [next(walk)[0].T.copy() for _ in range(steps)]
    return np.stack(path)


def by_floats(monkeypatch, *arguments, falling_back=False):
    with monkeypatch.context() as patch:
        patch.setattr(machine, "FEW", 10**9)
        if not falling_back:
            patch.setattr(machine, "_walk_in_strides", None)
        return run(*arguments)


def by_blocks(monkeypatch, *arguments):
    with monkeypatch.context() as patch:
        patch.setattr(machine, "FEW", 0)
        return run(*arguments)


STEPS = 7  # more would let the rounding of a chaotic random rule grow
COUNT = 5


def hypers(seed, count=COUNT):
    """A number or one number per walker for every field; z is switched off, or not quite."""
    rng = np.random.default_rng(seed)
    one_each = rng.uniform(0.5, 1.5, size=(3, count))
    h, c, z = (row if rng.random() < 0.3 else float(row[0]) for row in one_each)
    return {"h": h, "c": c, "z": 0.0 if rng.random() < 0.5 else 0.01 * z}


def random_case(seed, operations, axes=2):
    """A ground, a rule with its hyper-parameters, and where the walkers start."""
    rule = random_rule(seed, operations)(**hypers(seed))
    start = np.random.default_rng(seed).uniform(-1.5, 1.5, size=(COUNT, axes))
    return random_ground(seed, operations, axes), rule, start


SEEDS = [
    pytest.param(range(12 * group, 12 * group + 12), marks=[pytest.mark.slow] * (group >= 6))
    for group in range(50)
]


@pytest.mark.parametrize("axes", [2, 1], ids=["plane", "line"])
@pytest.mark.parametrize("seeds", SEEDS, ids=str)
@pytest.mark.parametrize("operations", [EXACT, ROUNDED], ids=["exact", "rounded"])
def test_random_rules_agree(seeds, operations, axes, monkeypatch):
    """Recorded, simplified and compiled, a rule still does what its lines say."""
    monkeypatch.setattr(blocks, "BLOCK", 3)
    monkeypatch.setattr(driver, "STRIDE", 3)
    for seed in seeds:
        surface, rule, start = random_case(seed, operations, axes)
        program(surface, rule)  # does not raise: otherwise plain calls would be compared with plain
        floats = by_floats(monkeypatch, surface, rule, start, STEPS).points
        packed = by_blocks(monkeypatch, surface, rule, start, STEPS).points
        wanted = directly(surface, rule, start, STEPS)
        assert np.isfinite(wanted).all(), seed
        np.testing.assert_allclose(packed, wanted, rtol=0, atol=1e-9, err_msg=str(seed))
        np.testing.assert_allclose(floats, wanted, rtol=0, atol=1e-9, err_msg=str(seed))
        if operations is EXACT:  # only functions that IEEE 754 rounds in one way
            np.testing.assert_array_equal(floats, packed, err_msg=str(seed))


@pytest.mark.parametrize("seeds", SEEDS[::2], ids=str)
def test_random_rules_agree_beyond_the_finite(seeds, monkeypatch):
    """Where numbers overflow, divide by zero or are none, Python's floats do as NumPy does."""
    monkeypatch.setattr(blocks, "BLOCK", 4)
    monkeypatch.setattr(driver, "STRIDE", 3)
    extremes = [0.0, -0.0, 1e-320, 1e154, -1e155, 1e200, 1e308, -1.7e308, np.inf, -np.inf, np.nan]
    for seed in seeds:
        surface, _, _ = random_case(seed, EXACT)
        rng = np.random.default_rng(seed)
        start = rng.choice([*extremes, 0.5, -1.25], size=(12, 2))
        rule = random_rule(seed, EXACT)(**hypers(seed, 12))
        floats = by_floats(monkeypatch, surface, rule, start, STEPS, falling_back=True).points
        packed = by_blocks(monkeypatch, surface, rule, start, STEPS).points
        np.testing.assert_array_equal(floats, packed, err_msg=str(seed))


@pytest.mark.parametrize("seeds", SEEDS[:4], ids=str)
def test_random_rules_arrive_where_they_run_to(seeds, monkeypatch):
    """States survive that walkers are dropped, and that those left of several blocks are joined."""
    monkeypatch.setattr(blocks, "BLOCK", 6)
    monkeypatch.setattr(driver, "STRIDE", 2)
    for seed in seeds:
        surface, rule, start = random_case(seed, EXACT)
        start = np.tile(start, (5, 1, 1)) + np.linspace(0, 0.5, 5)[:, None, None]
        start[1:4, ::2] = np.inf
        ends = by_blocks(monkeypatch, surface, rule, start, 9).points[-1]
        there = arrive(surface, rule, start, 9, tolerance=None).points
        np.testing.assert_array_equal(there, ends, err_msg=str(seed))


# -- one simplification at a time ----------------------------------------------------------------


@pytest.fixture
def tape():
    return Tape()


def written(value):
    """A node as text."""
    node = value.node if isinstance(value, Traced) else value
    if node.operation in ("symbol", "constant"):
        return str(node.detail)
    inside = ", ".join(written(part) for part in node.inputs)
    detail = "" if node.detail is None else f"[{node.detail}]"
    return f"{node.operation}{detail}({inside})"


SIMPLER = [
    (lambda x, c, h: x + 0, "x"),
    (lambda x, c, h: 0.0 + x, "x"),
    (lambda x, c, h: x - 0.0, "x"),
    (lambda x, c, h: 0 - x, "negative(x)"),
    (lambda x, c, h: x * 1, "x"),
    (lambda x, c, h: -1 * x, "negative(x)"),
    (lambda x, c, h: x * 0, "0.0"),
    (lambda x, c, h: x / 1, "x"),
    (lambda x, c, h: np.negative(-x), "x"),
    (lambda x, c, h: x / 4, "multiply(0.25, x)"),
    (lambda x, c, h: x / h, "multiply(divide(1.0, h), x)"),
    (lambda x, c, h: x / c, "divide(x, c)"),
    (lambda x, c, h: 1 / x, "divide(1.0, x)"),
    (lambda x, c, h: x * h, "multiply(h, x)"),
    (lambda x, c, h: 2 * (x * 3), "multiply(6.0, x)"),
    (lambda x, c, h: h * (x / 4), "multiply(multiply(h, 0.25), x)"),
    (lambda x, c, h: -(3 * x), "multiply(-3.0, x)"),
    (lambda x, c, h: -(h * x), "multiply(negative(h), x)"),
    (lambda x, c, h: (2 * x) * (h * x), "multiply(multiply(2.0, x), multiply(h, x))"),
    (
        lambda x, c, h: (x > 0) * 1.0 + (x > 1) * x,
        "add(multiply(greater(x, 0.0), 1.0), multiply(greater(x, 1.0), x))",
    ),
    (lambda x, c, h: x**0, "1.0"),
    (lambda x, c, h: x**1, "x"),
    (lambda x, c, h: x**3, "multiply(x, multiply(x, x))"),
    (lambda x, c, h: x**0.5, "sqrt(x)"),
    (lambda x, c, h: x**-1, "power(x, -1.0)"),
    (lambda x, c, h: x**h, "power(x, h)"),
    (lambda x, c, h: np.square(x), "multiply(x, x)"),
    (lambda x, c, h: np.sqrt(np.where(h > 0, 4.0, 4.0)), "2.0"),
    (lambda x, c, h: np.where(x > 0, c, c), "c"),
    (lambda x, c, h: np.where(True, x, c), "x"),
    (lambda x, c, h: np.where(0, x, c), "c"),
    (lambda x, c, h: np.where(x, x, c), "where(not_equal(x, 0.0), x, c)"),
    (lambda x, c, h: (1 - 0.5**2) * h, "multiply(0.75, h)"),
    (lambda x, c, h: x[..., 1], "component[1](x)"),
    (lambda x, c, h: x[..., -1], "component[1](x)"),
    (lambda x, c, h: c[..., 1], "c"),
]


@pytest.mark.parametrize("case", range(len(SIMPLER)))
def test_what_is_recorded(tape, case):
    expression, text = SIMPLER[case]
    x, c, h = (
        tape.symbol("x", Kind.PLANE),
        tape.symbol("c", Kind.COLUMN),
        tape.symbol("h", Kind.SHARED),
    )
    assert written(tape.node(expression(x, c, h))) == text


def test_equal_expressions_are_one(tape):
    x, y = tape.symbol("x", Kind.PLANE), tape.symbol("y", Kind.PLANE)
    assert (x + y).node is (y + x).node
    assert (x * y).node is (y * x).node
    assert (x - y).node is not (y - x).node
    assert np.maximum(x, y).node is not np.maximum(y, x).node  # nan and -0.0 may tell them apart
    assert np.sqrt(x * x).node is np.sqrt(x**2).node
    assert tape.node(0.0) is not tape.node(-0.0)
    assert tape.node(1) is tape.node(1.0)


def test_a_hyper_parameter_is_not_taken_for_a_state(tape):
    """Even if the field is called like one."""
    field, state = (
        tape.symbol("s0", Kind.SHARED, constant_in_time=True),
        tape.symbol("s0", Kind.SHARED),
    )
    assert field.node is not state.node


def test_parts_of_a_stack_are_the_parts(tape):
    x = tape.symbol("x", Kind.PLANE)
    stack = tape.stack((x[..., 1], 2.0))
    assert written(stack[..., 0]) == "component[1](x)"
    assert written(stack[..., 1]) == "2.0"


NOT_FOR_A_TAPE = {
    "branch": lambda x: 1.0 if x > 0 else 2.0,
    "and": lambda x: x > 0 and x < 1,
    "not": lambda x: not x,
    "slice": lambda x: x[0],
    "third coordinate": lambda x: x[..., 2],
    "range of coordinates": lambda x: x[..., :1],
    "coordinate True": lambda x: x[..., True],
    "loop": lambda x: [part for part in x],
    "clip": lambda x: np.clip(x, 0, 1),
    "sum": lambda x: np.add.reduce(x),
    "out": lambda x: np.add(x, 1, out=np.zeros(2)),
    "unknown function": lambda x: np.arcsinh(x),
    "array": lambda x: x + np.ones(2),
    "text": lambda x: x + "1",
    "complex": lambda x: x + 1j,
    "sum of truths": lambda x: (x > 0) + (x > 1),
    "root of truths": lambda x: np.sqrt(x > 0),
    "choice of truths": lambda x: np.where(x > 0, x > 1, x > 2),
    "other tape": lambda x: x + Tape().symbol("x", Kind.PLANE),
}


@pytest.mark.parametrize("name", NOT_FOR_A_TAPE)
def test_what_cannot_be_recorded(tape, name):
    with pytest.raises((NotTraceableError, TypeError)) as caught:
        NOT_FOR_A_TAPE[name](tape.symbol("x", Kind.PLANE))
    assert caught.type is NotTraceableError or name == "text"  # NumPy refuses text by itself


def test_truths_may_be_compared_and_multiplied(tape):
    x, h = tape.symbol("x", Kind.PLANE), tape.symbol("h", Kind.SHARED)
    assert written(-((h > 0) * x)) == "negative(multiply(greater(h, 0.0), x))"
    with pytest.raises(NotTraceableError):
        (x > 0)[..., 0] + (x > 0)[..., 1]
    assert written(((x > 0) == (x > 1)) * x).startswith("multiply(equal(greater(x")


# -- recorded steps ------------------------------------------------------------------------------

PAIRS = [(surface, by) for surface in surfaces.SURFACES for by in optimizers.FIRST_ORDER]


@pytest.mark.parametrize(
    "surface, rule",
    [
        pytest.param(
            surface, rule, marks=[] if short else [pytest.mark.slow], id=f"{name}-{rule.name}"
        )
        for surface, rule in PAIRS
        for name in [surface.name]
        for short in [name == "bowl" or rule.name == "gradient_descent"]
    ],
)
def test_all_pairs_can_be_recorded(surface, rule):
    program(surface, rule())


def test_states_that_no_step_depends_on_are_left_out():
    bowl = surfaces.by_name("bowl")
    assert program(bowl, optimizers.by_name("rmsprop")()).kept == (0,)
    assert program(bowl, optimizers.by_name("rmsprop")(momentum=0.5)).kept == (0, 2)
    assert program(bowl, optimizers.by_name("rmsprop")(centered=True)).kept == (0, 1)
    assert program(bowl, optimizers.by_name("momentum")()).kept == (1,)
    assert program(bowl, optimizers.by_name("momentum")(dampening=0.1)).kept == (0, 1)


def test_terms_that_are_switched_off_cost_nothing():
    step = program(surfaces.by_name("bowl"), optimizers.by_name("gradient_descent")())
    on = program(surfaces.by_name("bowl"), optimizers.by_name("gradient_descent")(weight_decay=0.1))
    assert len(in_order([step.theta])) < len(in_order([on.theta]))


def test_turning_a_slider_records_and_writes_nothing_again():
    from engine.trace import program as module

    def counts():
        caches = module._record, scalar.scalar_walk, blocks.advance
        return [cache.cache_info().misses for cache in caches]

    bowl, adam = surfaces.by_name("bowl"), optimizers.by_name("adam")
    many = np.ones((20, 2))
    for start in ((1.0, 1.0), many):
        run(bowl, adam(learning_rate=0.1), start, 3)
    before = counts()
    for start in ((1.0, 1.0), (2.0, -1.0), many, 2 * many):
        for rate in (0.2, 0.3, 1e-5, 3):
            run(bowl, adam(learning_rate=rate, beta1=0.5 + rate / 10), start, 3)
    assert counts() == before
    run(bowl, adam(learning_rate=0.0), (1.0, 1.0), 3)  # a zero is another program
    assert counts() != before


def names_in(text):
    """What a program's text names, imports, or reaches into."""
    tree = ast.parse(text)
    assert not any(isinstance(n, ast.Import | ast.ImportFrom | ast.Lambda) for n in ast.walk(tree))
    assert not any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(tree))
    stored = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    stored |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    loaded = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - stored
    return loaded, {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}


@pytest.mark.parametrize("surface", ["bowl", "ackley", "easom", "drop_wave", "plateau"])
@pytest.mark.parametrize("rule", optimizers.FIRST_ORDER, ids=lambda rule: rule.name)
def test_the_text_of_a_walk_names_nothing_from_outside(surface, rule):
    step = program(surfaces.by_name(surface), rule())
    loaded, attributes = names_in(scalar.source(step))
    assert loaded <= {"range", "abs", "inf", "nan", *scalar.CALLS.values()}
    assert not attributes
    writer = block_loop.Loop(step)
    loaded, attributes = names_in(writer.source())
    own = {"range", "copyto", "asarray", "empty", "spread", *writer.functions, *writer.constants}
    assert loaded <= own
    assert not attributes
    loaded, attributes = names_in(compiled.source(step))
    assert loaded <= {"range", "len", "min", "empty", "abs", "inf", "nan", *scalar.CALLS.values()}
    assert not attributes
    assert not (own - {"range", *COMPARISONS}) & set(dir(builtins)) - {"abs"}
