"""The table of planted mistakes: over rules, surfaces and rates."""

from __future__ import annotations

import math

from tests.planted import (
    Planted,
    adagrad,
    adam,
    blog,
    booth,
    bowl,
    central,
    descent,
    forward,
    himmelblau,
    mccormick,
    momentum,
    rastrigin,
    rosenbrock,
    slipped,
)

POST, LEFT = (0.5, 5.8), (-4.0, 3.0)
AT_ROSENBROCK, AT_HIMMELBLAU = (-1.2, 1.0), (-0.7, 2.3)


def _f_rosenbrock(x: float, y: float) -> float:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _f_himmelblau(x: float, y: float) -> float:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _adams() -> list[Planted]:
    def case(found: str, surface: str, df: object, start: object, rate: float, **wrong: object):  # type: ignore[no-untyped-def]
        return Planted(surface, "adam", rate, adam(df, start, 120, rate, **wrong), (found,))  # type: ignore[arg-type]

    inside = lambda v, eps: math.sqrt(v + eps)  # noqa: E731
    minus = lambda v, eps: math.sqrt(v) - eps  # noqa: E731
    return [
        case("count_stuck", "blog", blog, POST, 0.05, t_of=lambda t: 1),
        case("count_stuck", "rosenbrock", rosenbrock, AT_ROSENBROCK, 0.01, t_of=lambda t: 1),
        case("exponent_ahead", "blog", blog, POST, 0.05, t_of=lambda t: t + 1),
        case("exponent_ahead", "bowl", bowl, LEFT, 0.1, t_of=lambda t: t + 1),
        case(
            "exponent_two_ahead", "himmelblau", himmelblau, AT_HIMMELBLAU, 0.1, t_of=lambda t: t + 2
        ),
        case("no_correction", "blog", blog, POST, 0.05, first=False, second=False),
        case(
            "no_correction",
            "rosenbrock",
            rosenbrock,
            AT_ROSENBROCK,
            0.02,
            first=False,
            second=False,
        ),
        case("first_uncorrected", "blog", blog, POST, 0.05, first=False),
        case("first_uncorrected", "booth", booth, LEFT, 0.2, first=False),
        case("second_uncorrected", "bowl", bowl, LEFT, 0.05, second=False),
        case("second_uncorrected", "himmelblau", himmelblau, AT_HIMMELBLAU, 0.03, second=False),
        case("corrected_kept", "blog", blog, POST, 0.05, keep=True),
        case("epsilon_inside", "blog", blog, POST, 0.05, divisor=inside),
        case("epsilon_inside", "bowl", bowl, LEFT, 0.3, divisor=inside),
        case("epsilon_subtracted", "blog", blog, POST, 0.05, divisor=minus),
        case("epsilon_subtracted", "booth", booth, LEFT, 0.3, divisor=minus),
        case("epsilon_left_out", "rosenbrock", rosenbrock, AT_ROSENBROCK, 0.05, eps=0.0),
        case("epsilon_1e-07", "himmelblau", himmelblau, AT_HIMMELBLAU, 0.1, eps=1e-7),
        case("epsilon_0.0001", "blog", blog, POST, 0.05, eps=1e-4),
        case("betas_exchanged", "blog", blog, POST, 0.05, b1=0.999, b2=0.9),
        case("betas_exchanged", "bowl", bowl, LEFT, 0.1, b1=0.999, b2=0.9),
        case("beta1_0.99", "bowl", bowl, LEFT, 0.1, b1=0.99),
        case("beta2_0.99", "rosenbrock", rosenbrock, AT_ROSENBROCK, 0.02, b2=0.99),
        case("absolute_for_square", "bowl", bowl, LEFT, 0.1, square=lambda g, m: abs(g)),
        case("root_left_out", "blog", blog, POST, 0.05, divisor=lambda v, eps: v + eps),
        case("root_left_out", "bowl", bowl, LEFT, 0.05, divisor=lambda v, eps: v + eps),
        case("means_exchanged_absolute", "bowl", bowl, LEFT, 0.001, swap=True),
        case("squares_of_mean", "blog", blog, POST, 0.05, square=lambda g, m: m * m),
        case("first_summed", "bowl", bowl, LEFT, 0.01, weight1=1.0),
        case("second_summed", "blog", blog, POST, 0.05, weight2=1.0),
        case("ascent", "bowl", bowl, LEFT, 0.05, sign=1.0),
        case("ascent", "blog", blog, POST, 0.01, sign=1.0),
        case("rule_rmsprop", "blog", blog, POST, 0.05, b1=0.0, first=False, second=False, b2=0.99),
        case("rate", "rosenbrock", rosenbrock, AT_ROSENBROCK, 0.01, rates=lambda t: 0.37),
    ]


def _descents() -> list[Planted]:
    def case(found: object, surface: str, walk: object, rate: float):  # type: ignore[no-untyped-def]
        found = (found,) if isinstance(found, str) else found
        return Planted(surface, "gradient_descent", rate, walk, found)  # type: ignore[arg-type]

    on = lambda df, start, rate, **wrong: descent(df, start, 80, rate, **wrong)  # noqa: E731
    term = "term_{}_{}_{}".format
    return [
        case("ascent", "himmelblau", on(himmelblau, AT_HIMMELBLAU, 1e-4, sign=1.0), 1e-4),
        case("moved_y", "blog", on(blog, POST, 0.02, one_by_one=True), 0.02),
        case("moved_y", "rosenbrock", on(rosenbrock, AT_ROSENBROCK, 0.001, one_by_one=True), 0.001),
        case("rate", "bowl", on(bowl, LEFT, 0.013), 0.02),
        case("rate", "himmelblau", on(himmelblau, AT_HIMMELBLAU, 0.0042), 0.005),
        case("other_x", "bowl", on(lambda x, y: (4 * y, 4 * y), LEFT, 0.05), 0.05),
        case("sign_y", "bowl", on(lambda x, y: (2 * x, -4 * y), LEFT, 0.02), 0.02),
        case(
            "degrees",
            "mccormick",
            on(lambda x, y: mccormick(x, y, math.pi / 180), (2.0, 3.0), 0.05),
            0.05,
        ),
        case(
            "degrees",
            "rastrigin",
            on(lambda x, y: rastrigin(x, y, math.pi / 180), (-3.6, 2.3), 0.001),
            0.001,
        ),
        case(
            term("x", "0.6xy", "0.6y"),
            "blog",
            on(slipped(blog, lambda x, y: 0.6 * y - 0.6 * x * y), POST, 0.02),
            0.02,
        ),
        case(
            term("x", "−0.25y²", "−0.5y"),
            "blog",
            on(slipped(blog, lambda x, y: 0.25 * y**2 - 0.5 * y), POST, 0.02),
            0.02,
        ),
        case(
            term("y", "0.3x²", "0.6x²"),
            "blog",
            on(slipped(blog, None, lambda x, y: 0.3 * x**2), POST, 0.02),
            0.02,
        ),
        case(
            term("y", "2.1", ""),
            "blog",
            on(slipped(blog, None, lambda x, y: -2.1), POST, 0.02),
            0.02,
        ),
        case(
            term("x", "0.31y", "−0.31y"),
            "blog",
            on(slipped(blog, lambda x, y: -0.62 * y), POST, 0.02),
            0.02,
        ),
        case(
            term("x", "0.8xy²", "0.4xy²"),
            "blog",
            on(slipped(blog, lambda x, y: -0.4 * x * y**2), POST, 0.02),
            0.02,
        ),
        case("half_x", "bowl", on(lambda x, y: (x, 4 * y), LEFT, 0.05), 0.05),
        case(
            term("y", "4y", "2y²"),
            "bowl",
            on(lambda x, y: (2 * x, 2 * y**2), (-4.0, 1.0), 0.05),
            0.05,
        ),
        case(
            (term("x", "0.6xy", "0.6y"), term("x", "−0.25y²", "−0.5y")),
            "blog",
            on(
                slipped(blog, lambda x, y: 0.6 * y - 0.6 * x * y + 0.25 * y**2 - 0.5 * y),
                POST,
                0.02,
            ),
            0.02,
        ),
        case(
            (term("x", "0.6x", "0.3x"), term("y", "−0.5xy", "0.5xy")),
            "blog",
            on(slipped(blog, lambda x, y: -0.3 * x, lambda x, y: x * y), POST, 0.02),
            0.02,
        ),
        case(
            "difference_forward_0.001",
            "rosenbrock",
            on(forward(_f_rosenbrock, 1e-3), AT_ROSENBROCK, 0.001),
            0.001,
        ),
        case(
            "difference_forward_0.1",
            "himmelblau",
            on(forward(_f_himmelblau, 0.1), AT_HIMMELBLAU, 0.01),
            0.01,
        ),
        case(
            "difference_central_0.01",
            "himmelblau",
            on(central(_f_himmelblau, 0.01), AT_HIMMELBLAU, 0.01),
            0.01,
        ),
    ]


def _others() -> list[Planted]:
    rms = lambda s, g: 0.99 * s + 0.01 * g * g  # noqa: E731
    return [
        Planted(
            "bowl",
            "momentum",
            0.02,
            momentum(bowl, LEFT, 80, 0.02, weight=0.1),
            ("velocity_average",),
        ),
        Planted(
            "blog",
            "momentum",
            0.01,
            momentum(blog, POST, 80, 0.01, weight=0.1),
            ("velocity_average",),
        ),
        Planted(
            "bowl",
            "momentum",
            0.02,
            momentum(bowl, LEFT, 80, 0.02, weight=0.1, first_weight=1.0),
            ("damped",),
        ),
        Planted(
            "bowl",
            "momentum",
            0.02,
            momentum(bowl, LEFT, 80, 0.02, form="late"),
            ("velocity_late",),
        ),
        Planted(
            "bowl",
            "momentum",
            0.02,
            momentum(bowl, LEFT, 80, 0.02, form="reversed"),
            ("velocity_reversed",),
        ),
        Planted(
            "blog",
            "momentum",
            0.005,
            momentum(blog, POST, 80, 0.005, form="nesterov"),
            ("rule_nesterov",),
        ),
        Planted(
            "bowl", "momentum", 0.02, momentum(bowl, LEFT, 80, 0.02, mu=0.5), ("momentum_0.5",)
        ),
        Planted("bowl", "momentum", 0.02, descent(bowl, LEFT, 80, 0.02), ("momentum_0",)),
        Planted(
            "bowl",
            "nesterov",
            0.02,
            momentum(bowl, LEFT, 80, 0.02, form="sutskever"),
            ("sutskever",),
        ),
        Planted(
            "blog",
            "nesterov",
            0.005,
            momentum(blog, POST, 80, 0.005, form="sutskever"),
            ("sutskever",),
        ),
        Planted("bowl", "nesterov", 0.02, momentum(bowl, LEFT, 80, 0.02), ("rule_momentum",)),
        Planted(
            "bowl",
            "adagrad",
            0.5,
            adagrad(bowl, LEFT, 80, 0.5, memory=lambda s, g: g * g),
            ("no_memory",),
        ),
        Planted(
            "blog",
            "adagrad",
            0.5,
            adagrad(blog, POST, 80, 0.5, memory=lambda s, g: s + abs(g)),
            ("sum_of_absolutes",),
        ),
        Planted(
            "bowl",
            "adagrad",
            0.5,
            adagrad(bowl, LEFT, 80, 0.5, divisor=lambda s, eps: s + eps),
            ("root_left_out",),
        ),
        Planted("bowl", "adagrad", 0.5, adagrad(bowl, LEFT, 80, 0.5, eps=1e-2), ("epsilon_0.01",)),
        Planted(
            "blog",
            "rmsprop",
            0.02,
            adagrad(blog, POST, 80, 0.02, 1e-8, memory=lambda s, g: s + g * g),
            ("squares_summed",),
        ),
        Planted(
            "blog",
            "rmsprop",
            0.02,
            adagrad(blog, POST, 80, 0.02, 1e-8, memory=lambda s, g: 0.01 * s + 0.99 * g * g),
            ("decay_weights",),
        ),
        Planted(
            "rosenbrock",
            "rmsprop",
            0.002,
            adagrad(
                rosenbrock,
                AT_ROSENBROCK,
                80,
                0.002,
                1e-8,
                memory=rms,
                divisor=lambda s, eps: math.sqrt(s + eps),
            ),
            ("epsilon_inside",),
        ),
        Planted(
            "blog",
            "rmsprop",
            0.02,
            adagrad(blog, POST, 80, 0.02, 1e-8, memory=lambda s, g: 0.9 * s + 0.1 * g * g),
            ("decay_0.9",),
        ),
        Planted(
            "bowl",
            "rmsprop",
            0.02,
            adagrad(bowl, LEFT, 80, 0.02, 1e-8, memory=rms, divisor=lambda s, eps: s + eps),
            ("root_left_out",),
        ),
        Planted(
            "bowl",
            "adamw",
            0.1,
            adam(bowl, LEFT, 80, 0.1, decay=0.1),
            ("rule_adam",),
            {"weight_decay": 0.1},
        ),
        Planted(
            "blog",
            "adam",
            0.05,
            adam(blog, POST, 80, 0.05, decay=0.1, decoupled=True),
            ("rule_adamw",),
            {"weight_decay": 0.1},
        ),
        Planted(
            "blog",
            "adam",
            0.05,
            adam(slipped(blog, None, lambda x, y: 0.3 * x**2), POST, 80, 0.05, t_of=lambda t: 1),
            ("count_stuck", "term_y_0.3x²_0.6x²"),
        ),
        Planted(
            "blog",
            "adam",
            0.05,
            adam(blog, POST, 80, 0.05, b1=0.999, b2=0.9, divisor=lambda v, eps: v + eps),
            ("betas_exchanged", "root_left_out"),
        ),
        Planted(
            "bowl",
            "adam",
            0.1,
            adam(bowl, LEFT, 80, 0.03, t_of=lambda t: t + 1),
            ("exponent_ahead", "rate"),
        ),
    ]


CASES = (*_adams(), *_descents(), *_others())
