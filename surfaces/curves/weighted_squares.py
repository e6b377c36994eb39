"""A sum of weighted squares, f = Σ wᵢ (x − bᵢ)²: three wishes, and how much each of them counts.

It is one parabola: its minimiser is the weighted mean Σ wᵢ bᵢ / Σ wᵢ and f″ = 2 Σ wᵢ, so the
heavier the weights, the smaller the steps have to be (η < 1 / Σ wᵢ).
"""

import functools
from typing import Any

from surfaces.curves.curve import Curve, Interval, Stationary, Turn
from surfaces.surface import Formula, Parameter

CENTRES = (-2.0, 1.0, 3.0)  # b
PARAMETERS = tuple(
    Parameter(
        *(f"w{i}", f"w_{i}"),
        default=default,
        low=0.0,
        high=3.0,
        help="How much one of the three squares counts; at 0 it is left out.",
    )
    for i, default in enumerate((1.0, 2.0, 1.0), start=1)
)


def _term(weight: float, centre: float) -> Formula:
    def term(x: Any) -> Any:
        """W (x − b)²."""
        return weight * (x - centre) ** 2

    return term


def _latex(weight: float, centre: float) -> str:
    factor = "" if weight == 1 else f"{weight:g}"
    return f"{factor}(x {'+' if centre < 0 else '-'} {abs(centre):g})^2"


@functools.lru_cache(maxsize=256)  # so that equal arguments give equal curves
def make(*weights: float) -> Curve:
    """The sum with these weights.

    Raises:
        ValueError: A weight lies outside of its range, or all of them are 0.
    """
    for parameter, number in zip(PARAMETERS, weights, strict=True):
        if not parameter.low <= number <= parameter.high:
            raise ValueError(
                f"weighted_squares: {parameter.name} must lie in "
                f"[{parameter.low:g}, {parameter.high:g}], got {number}"
            )
    total = sum(weights)
    if total == 0:
        raise ValueError("weighted_squares: one weight at least must be above 0, got only zeros")
    terms = tuple(_term(w, b) for w, b in zip(weights, CENTRES, strict=True))
    mean = sum(w * b for w, b in zip(weights, CENTRES, strict=True)) / total

    def f(x: Any) -> Any:
        """Σ w (x − b)²."""
        return sum((term(x) for term in terms[1:]), terms[0](x))

    def first(x: Any) -> Any:
        """2 Σ w (x − b), with both sums taken ahead."""
        return 2 * total * (x - mean)

    def second(x: Any) -> Any:
        """2 Σ w."""
        return 2 * total

    return Curve(
        name="weighted_squares",
        title="Weighted squares Σ w (x − b)²",
        formula=" + ".join(_latex(w, b) for w, b in zip(weights, CENTRES, strict=True) if w),
        f=f,
        first=first,
        second=second,
        domain=Interval(-4, 5),
        stationary=(Stationary(mean, Turn.MINIMUM),),
        minima=((mean,),),
        minimum=float(f(mean)),
        starts=(4.5, -3.5),
        source="Objective function of a study post on gradient descent, 2021",
        note="Each thin parabola pulls towards its own lowest point, as hard as it is heavy.",
        parts=terms,
        parameters=PARAMETERS,
        arguments=tuple(float(weight) for weight in weights),
        remake=make,
    )


CURVE = make(*(parameter.default for parameter in PARAMETERS))
