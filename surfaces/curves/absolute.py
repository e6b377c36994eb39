"""The absolute value f = |x|: continuous, and without a derivative at its lowest point.

f′ is −1 or 1 however near the minimum is, so a step of gradient descent is always η long: the walk
hops over the kink without end unless η shrinks. At 0 itself the slope is taken to be 0.
"""

from typing import Any

import numpy as np

from surfaces.curves.curve import Curve, Interval, Stationary, Turn


def f(x: Any) -> Any:
    """|x|."""
    return np.absolute(x)


def first(x: Any) -> Any:
    """The sign of x."""
    return np.sign(x)


def second(x: Any) -> Any:
    """0, but at the kink there is none."""
    return np.where(x == 0, np.nan, 0.0)


CURVE = Curve(
    name="absolute",
    title="Absolute value |x|",
    formula="|x|",
    f=f,
    first=first,
    second=second,
    domain=Interval(-3, 3),
    stationary=(Stationary(0.0, Turn.MINIMUM),),
    minima=((0.0,),),
    minimum=0.0,
    starts=(2.5, -1.3),
    source="The simplest function with a kink; see the post's hinge loss and ReLU",
    note="The slope beside the kink is as steep as anywhere: gradient descent hops over by η.",
    smooth=False,
)
