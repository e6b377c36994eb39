"""What every note of an optimizer and of a schedule says, computed."""

from __future__ import annotations

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import run
from engine.analysis.linear import linear
from tests.notes import at, claims, eigenvalues, end, rule_of, steps_of, walked

ONES = np.ones((400, 2))


# -- optimizers -----------------------------------------------------------------------------------


@claims(
    "optimizer",
    "gradient_descent",
    "Every step is the gradient times the learning rate, so steep walls set the pace.",
)
def gradient_descent() -> None:
    slopes = np.random.default_rng(1).normal(size=(30, 2)) * 10
    steps = steps_of(rule_of("gradient_descent", learning_rate=0.3), slopes)
    assert np.allclose(steps, -0.3 * slopes)
    # On walls of curvature λ every rate above 2/λ is too much, however flat the rest is.
    walk = linear(rule_of("gradient_descent", learning_rate=0.1), 0.1)
    assert walk is not None and walk.reach == 2
    low, high = eigenvalues("matyas", 0, 0)
    assert abs(walk.factor(high)) < 1 and high / low == pytest.approx(25)


@claims(
    "optimizer",
    "momentum",
    "Steady gradients add up to η/(1−μ), ten times η at μ = 0.9; so the ball may overshoot.",
)
def momentum() -> None:
    for mu in (0.5, 0.9, 0.99):
        last = steps_of(rule_of("momentum", learning_rate=0.1, momentum=mu), np.ones((3000, 2)))[-1]
        assert last == pytest.approx(-0.1 / (1 - mu) * np.ones(2))
    assert 1 / (1 - 0.9) == pytest.approx(10)
    x = walked("bowl", "momentum", 300).points[:, 0]
    assert x[0] < 0 < x.max()  # past the minimum, where gradient descent does not go
    assert walked("bowl", "gradient_descent", 300, 0.02).points[:, 0].max() <= 0


@claims(
    "optimizer",
    "nesterov",
    "The gradient is taken where the velocity is about to carry the ball: it brakes earlier.",
)
def nesterov() -> None:
    eta, mu = 0.03, 0.9
    ground, rule = surfaces.by_name("bowl"), rule_of("nesterov", learning_rate=eta, momentum=mu)
    theta = np.array(ground.start)
    state = rule.init(theta)
    for _ in range(20):
        ball = rule.ball(theta, state)
        # The gradient is measured at theta: the ball, carried on by its velocity −ημb.
        assert np.allclose(rule.look(theta, state), ball + mu * (-eta * state.b))
        delta, state = rule.update(np.array(ground.gradient(*theta)), state, theta)
        theta = theta + delta
    for rate in (0.01, 0.03, 0.1):
        overshot = [
            walked("bowl", name, 200, rate).points[:, 0].max() for name in ("nesterov", "momentum")
        ]
        assert 0 <= overshot[0] < overshot[1]


@claims(
    "optimizer",
    "adagrad",
    "The first step has length η along each axis; the sum of squares only grows: it slows.",
)
def adagrad() -> None:
    rule = rule_of("adagrad", learning_rate=0.3)
    first = steps_of(rule, [[5.0, -1e-3]])[0]
    assert first == pytest.approx([-0.3, 0.3], rel=1e-6)
    lengths = np.abs(steps_of(rule, ONES)[:, 0])
    assert lengths == pytest.approx(0.3 / np.sqrt(np.arange(1, 401)))
    state, before = rule.init(np.zeros(2)), 0.0
    for slope in np.random.default_rng(2).normal(size=(50, 2)):
        _, state = rule.update(slope, state, np.zeros(2))
        assert np.all(state.s >= before)
        before = state.s


@claims(
    "optimizer",
    "rmsprop",
    "Its steps do not shrink with the gradient: near a minimum it keeps hopping by about η.",
)
def rmsprop() -> None:
    for rate in (0.2, 0.05, 0.01):
        walk = walked("bowl", "rmsprop", 6000, rate)
        hops = np.abs(np.diff(walk.points[4000:], axis=0)).mean(axis=0)
        assert np.all((hops > 0.7 * rate) & (hops < 1.3 * rate))
        assert np.abs(walk.points[4000:]).max() < 5 * rate


@claims(
    "optimizer",
    "adadelta",
    "ε sets the first step, η√(ε/(1−β)) along each axis; on a steady slope they grow slowly.",
)
def adadelta() -> None:
    for eta, epsilon, rho in ((1.0, 1e-6, 0.9), (3.0, 1e-4, 0.5), (0.1, 1e-8, 0.95)):
        rule = rule_of("adadelta", learning_rate=eta, epsilon=epsilon, decay=rho)
        lengths = np.abs(steps_of(rule, 7 * ONES))[:, 0]
        assert lengths[0] == pytest.approx(eta * np.sqrt(epsilon / (1 - rho)), rel=1e-3)
        # From where the fading mean of squares has filled.
        full = lengths[100:]
        assert np.all(np.diff(full) > 0) and full[-1] < 3 * full[0]


@claims(
    "optimizer",
    "adam",
    "The first step has length η along each axis, however steep the ground is.",
)
def adam() -> None:
    for steep in (1e-3, 1.0, 1e6):
        first = steps_of(rule_of("adam", learning_rate=0.2), [[steep, -3 * steep]])[0]
        assert first == pytest.approx([-0.2, 0.2], rel=2e-5)


@claims(
    "optimizer",
    "adabelief",
    "On a steady slope its steps grow: the hundredth is almost five learning rates long.",
)
def adabelief() -> None:
    for slope in (1e-3, 1.0, 250.0):
        steps = steps_of(rule_of("adabelief", learning_rate=0.1), np.full((100, 2), slope))
        lengths = np.abs(steps)[:, 0] / 0.1
        assert (np.diff(lengths) > 0).all() and 4.9 < lengths[-1] < 5.0


@claims(
    "optimizer",
    "amsgrad",
    "One steep wall early on keeps its steps short for the rest of the walk.",
)
def amsgrad() -> None:
    slopes = np.ones((20_000, 2))
    slopes[0] = 1000.0
    short, adam_s = (
        np.abs(steps_of(rule_of(name, learning_rate=0.1), slopes))[-1, 0]
        for name in ("amsgrad", "adam")
    )
    assert short < 0.04 * 0.1 and adam_s > 0.9 * 0.1


@claims(
    "optimizer",
    "adamw",
    "Its decay pulls every step towards the origin: at a minimum elsewhere it is late.",
)
def adamw() -> None:
    theta, slope = np.array([4.0, -2.0]), np.array([1.0, 1.0])
    decay = rule_of("adamw", learning_rate=0.1, weight_decay=0.05)
    with_it, _ = decay.update(slope, decay.init(theta), theta)
    plain = rule_of("adam", learning_rate=0.1)
    without, _ = plain.update(slope, plain.init(theta), theta)
    assert with_it - without == pytest.approx(-0.1 * 0.05 * theta)
    away = [np.hypot(*(end("booth", "adamw", n) - [1, 3])) for n in (300, 1000, 5000, 20_000)]
    assert np.all(np.diff(away) < 0)  # later, but not for ever
    for n, gap in zip((300, 1000, 5000, 20_000), away, strict=True):
        assert gap > 100 * np.hypot(*(end("booth", "adam", n, rate=0.1) - [1, 3])) or n == 300


@claims(
    "optimizer",
    "nadam",
    "The newest gradient weighs more than in Adam, so it turns a little earlier.",
)
def nadam() -> None:
    names = ("nadam", "adam")
    for quiet in (1, 5, 40, 300):
        # What one more gradient changes, after some zeros with a squared mean that is the same.
        slopes = np.concatenate([np.full((1, 2), 1e3), np.zeros((quiet, 2))])
        weight = []
        for name in names:
            rule = rule_of(name, learning_rate=1.0)
            more, none = (
                steps_of(rule, np.concatenate([slopes, [[g, g]]]))[-1, 0] for g in (1e-3, 0.0)
            )
            weight.append(abs(more - none))
        assert weight[0] > 1.04 * weight[1]
    slopes = np.concatenate([np.ones((30, 2)), -np.ones((30, 2))])
    turned = [
        int((steps_of(rule_of(name, learning_rate=0.1), slopes)[:, 0] > 0).argmax())
        for name in names
    ]
    assert 30 <= turned[0] < turned[1]


@claims(
    "optimizer",
    "radam",
    "Its first five steps are η times the mean gradient: the steeper the ground, the longer.",
)
def radam() -> None:
    slopes = np.random.default_rng(5).normal(size=(12, 2)) + 2
    weights = 0.9 ** np.arange(12)[::-1]
    for steep in (1.0, 1000.0):
        steps = steps_of(rule_of("radam", learning_rate=0.1), steep * slopes)
        for k in range(1, 7):
            mean = (weights[-k:, None] * steep * slopes[:k]).sum(axis=0) / weights[-k:].sum()
            assert np.allclose(steps[k - 1], -0.1 * mean) == (k <= 5)


@claims("optimizer", "adamax", "The steepest ground seen lately sets the length of its steps.")
def adamax() -> None:
    rule = rule_of("adamax", learning_rate=0.1, beta2=0.99)
    slopes = np.full((1500, 2), 0.1)
    slopes[50] = 10.0
    lengths = np.abs(steps_of(rule, slopes)[:, 0])
    assert lengths[49] == pytest.approx(0.1, rel=1e-5)
    # As the wall is forgotten, 0.99 a step, the steps grow back.
    assert lengths[150] == pytest.approx(0.1 * 0.1 / (10 * 0.99**100), rel=0.01)
    assert lengths[-1] == pytest.approx(0.1, rel=1e-5)


@claims(
    "optimizer",
    "rprop",
    "Blind to how steep it is: each axis speeds up by 1.2 until it has overshot.",
)
def rprop() -> None:
    rule = rule_of("rprop", learning_rate=0.1)
    slopes = np.array([[3.0, -1e-6]] * 6 + [[-2.0, -50.0]] + [[-1.0, -1.0]] * 3)
    steps = steps_of(rule, slopes)
    scaled = slopes * np.random.default_rng(3).uniform(0.1, 1e3, slopes.shape)
    assert np.allclose(steps_of(rule, scaled), steps)
    assert np.abs(steps[:6, 0]) == pytest.approx(0.1 * 1.2 ** np.arange(6))
    assert np.abs(steps[:, 1]) == pytest.approx(0.1 * 1.2 ** np.arange(10))
    assert steps[6, 0] == 0 and steps[7, 0] == pytest.approx(0.1 * 1.2**5 * 0.5)


@claims(
    "optimizer",
    "lion",
    "Each axis moves by exactly η in every step: diagonals, then a dance around the minimum.",
)
def lion() -> None:
    for surface in ("bowl", "rosenbrock", "himmelblau"):
        walk = walked(surface, "lion", 3000)
        eta = walk.optimizer.learning_rate
        moved = np.abs(np.diff(walk.points, axis=0))
        assert np.allclose(moved, eta, rtol=0, atol=1e-12)
    away = np.hypot(*walked("bowl", "lion", 6000, 0.05).points[3000:].T)
    assert away.max() < 20 * 0.05 and np.ptp(away) > 0.05


@claims(
    "optimizer",
    "newton",
    "Goes to any level place, a saddle or a peak as well; damping makes all steps point down.",
)
def newton() -> None:
    assert at(end("saddle", "newton"), (0, 0), 1e-9)
    peak = end("himmelblau", "newton", start=(-0.3, -0.9))
    assert at(peak, (-0.2708446, -0.9230386), 1e-6)
    assert eigenvalues("himmelblau", *peak)[1] < 0
    ground = surfaces.by_name("himmelblau")
    for damping in (1e-3, 0.1, 10.0):
        rule = rule_of("newton", damping=damping)
        for x, y in np.random.default_rng(4).uniform(-5, 5, (50, 2)):
            slope = np.array(ground.gradient(x, y))
            xx, xy, yy = ground.hessian(x, y)
            place = np.array([x, y])
            step, _ = rule.update(slope, rule.init(place), place, np.array([[xx, xy], [xy, yy]]))
            assert step @ slope < 0
    # Down at first, but a step may be too long, and end higher: nothing else is claimed.
    heights = run(
        surfaces.by_name("rosenbrock"), rule_of("newton", damping=0.1), (-1.2, 1.0), 3
    ).heights
    assert heights[1] == pytest.approx(4.7, abs=0.1) and heights[2] > 1400


@claims(
    "optimizer",
    "bfgs",
    "Starts as steepest descent and ends as Newton's method, without a second derivative.",
)
def bfgs() -> None:
    ground = surfaces.by_name("rosenbrock")
    walk = run(ground, rule_of("bfgs"), ground.start, 60)
    first = walk.points[1] - walk.points[0]
    slope = walk.gradients[0]
    assert first[0] * slope[1] - first[1] * slope[0] == pytest.approx(0, abs=1e-9)
    assert first @ slope < 0
    # Its last steps are those that Newton's method would take there.
    moving = np.flatnonzero(walk.step_lengths[1:] > 1e-9)
    k = int(moving[-1])
    xx, xy, yy = ground.hessian(*walk.points[k])
    own = walk.points[k + 1] - walk.points[k]
    wanted = -np.linalg.solve([[xx, xy], [xy, yy]], walk.gradients[k])
    assert np.hypot(*(own - wanted)) < 0.1 * np.hypot(*wanted)
    assert optimizers.by_name("bfgs").needs == "probe"  # values and gradients, no Hessian


@claims(
    "optimizer",
    "lbfgs",
    "On two coordinates m = 2 is nearly as quick as m = 10; it is made for a million.",
)
def lbfgs() -> None:
    total = {}
    for memory in (2.0, 10.0):
        steps = []
        for name in ("rosenbrock", "beale", "himmelblau", "booth", "matyas", "branin", "blog"):
            ground = surfaces.by_name(name)
            walk = run(ground, rule_of("lbfgs", memory=memory), ground.start, 300)
            steps.append(int((walk.gradient_norms < 1e-6).argmax()))
        assert min(steps) > 0
        total[memory] = sum(steps)
    assert total[2.0] < 1.3 * total[10.0]
    # It remembers 2m vectors, not a matrix: for a million coordinates 160 MB instead of 8 TB.
    state = rule_of("lbfgs", memory=10.0).init(np.zeros(1000))
    assert sum(np.size(part) for part in state) < 25 * 1000


# -- schedules ------------------------------------------------------------------------------------


def factors(name: str, count: int, **fields: float) -> np.ndarray:
    return schedules.by_name(name)(**fields).factor(np.arange(1, count + 1))


@claims("schedule", "constant", "The learning rate stays as it is.")
def constant() -> None:
    assert np.all(factors("constant", 1000) == 1)


@claims(
    "schedule",
    "inverse_sqrt",
    "Falls fast, then ever more slowly, and never too soon to arrive: its sum is infinite.",
)
def inverse_sqrt() -> None:
    made = factors("inverse_sqrt", 100_000)
    falls = -np.diff(made)
    assert np.all(falls > 0) and np.all(np.diff(falls) < 0) and falls[0] > 0.29
    # ∫ 1/√t lies below the sum: it passes every bound.
    steps = np.arange(1, 100_001)
    assert np.all(np.cumsum(made) > 2 * np.sqrt(steps + 1) - 2)
    ground = surfaces.by_name("bowl")
    slow = run(
        ground,
        rule_of("gradient_descent", learning_rate=0.01),
        ground.start,
        200_000,
        schedule=schedules.by_name("inverse_sqrt")(),
    )
    assert slow.heights[-1] < 1e-4


@claims("schedule", "step", "Stays for a while, then drops at once: the loss often drops with it.")
def step() -> None:
    made = factors("step", 300)
    assert np.all(made[:100] == 1) and np.all(made[100:200] == 0.1)
    drops = 0
    for rule in ("rmsprop", "lion", "adamw"):
        for name in ("bowl", "booth", "rosenbrock", "himmelblau"):
            ground = surfaces.by_name(name)
            kind = walked(name, rule, 1).optimizer
            schedule = schedules.by_name("step")(period=1000.0)
            heights = run(ground, kind, ground.start, 1400, schedule=schedule).heights
            drops += bool(np.median(heights[1300:]) < 0.5 * np.median(heights[900:1000]))
    assert drops >= 7  # of 12


@claims(
    "schedule",
    "exponential",
    "Its sum is finite, so a walk gets only so far: too fast a decay stops on the way.",
)
def exponential() -> None:
    for gamma in (0.5, 0.9, 0.99):
        made = factors("exponential", 20_000, gamma=gamma)
        assert made.sum() == pytest.approx(1 / (1 - gamma))
    ground = surfaces.by_name("bowl")
    schedule = schedules.by_name("exponential")(gamma=0.5)
    stopped = run(
        ground,
        rule_of("gradient_descent", learning_rate=0.05),
        ground.start,
        5000,
        schedule=schedule,
    )
    assert stopped.gradient_norms[-1] > 1 and stopped.step_lengths[-1] == 0


@claims(
    "schedule",
    "cosine",
    "Long bold, then quickly gentle, and it ends at rest: set T to the number of epochs.",
)
def cosine() -> None:
    made = factors("cosine", 302, period=300.0)
    assert made[75] > 0.85 and made[225] < 0.15  # three quarters of it lie in the middle half
    assert made[300] == made[301] == 0
    ground = surfaces.by_name("bowl")
    walk = run(
        ground,
        rule_of("rmsprop", learning_rate=0.05),
        ground.start,
        400,
        schedule=schedules.by_name("cosine")(period=300.0),
    )
    assert np.all(walk.step_lengths[302:] == 0) and walk.step_lengths[200] > 0


@claims(
    "schedule",
    "warmup",
    "Gentle while Adam's averages are still young, or the first slope is the steepest.",
)
def warmup() -> None:
    made = factors("warmup", 60, period=20.0, low=0.1)
    assert made[0] == pytest.approx(0.1)
    assert np.all(np.diff(made[:21]) > 0) and np.all(made[20:] == 1)
    # At a rate that throws gradient descent off the steep first slope, the gentle start lives.
    ground = surfaces.by_name("beale")
    rule = rule_of("gradient_descent", learning_rate=0.02)
    start = (-3.0, 2.0)
    assert not np.isfinite(run(ground, rule, start, 3000).points[-1]).all()
    slow = schedules.by_name("warmup")(period=200.0, low=0.0)
    assert np.isfinite(run(ground, rule, start, 3000, schedule=slow).points[-1]).all()


@claims(
    "schedule",
    "cyclic",
    "Large rates leave narrow hollows, small ones settle; so it looks around as it goes.",
)
def cyclic() -> None:
    ground = surfaces.by_name("gaussian_wells")
    place = ground.minima[0]
    near = (place[0] + 0.01, place[1] + 0.01)
    large, small = 0.9, 0.09  # the whole and the tenth: 2/λmax of the narrow well is 0.225
    assert at(
        run(ground, rule_of("gradient_descent", learning_rate=small), near, 500).points[-1], place
    )
    walk = run(
        ground,
        rule_of("gradient_descent", learning_rate=large),
        near,
        3000,
        schedule=schedules.by_name("cyclic")(period=50.0, low=0.1),
    )
    away = np.hypot(*(walk.points - place).T)
    assert away.max() > 1
    lengths = walk.step_lengths[1:][np.arange(3000) % 100 == 0]  # at the lowest rate of each cycle
    assert np.median(lengths) < 0.05
