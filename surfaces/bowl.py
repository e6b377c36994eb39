"""The elongated bowl, f = x² + 2y²: the exercise of the fifth study post.

The Hessian is diag(2, 4) everywhere, so one step of gradient descent multiplies x by (1 − 2η) and
y by (1 − 4η): at η = 0.25 the y-axis is solved in one step, above η = 0.5 the walk leaves.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """x² + 2y²."""
    return x**2 + 2 * y**2


def df(x: Any, y: Any) -> Any:
    """(2x, 4y)."""
    return 2 * x, 4 * y


def d2f(x: Any, y: Any) -> Any:
    """diag(2, 4)."""
    return 2, 0, 4


SURFACE = Surface(
    name="bowl",
    title="Bowl x² + 2y²",
    family=Family.POSTS,
    formula=r"x^2 + 2y^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -5, 5),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-4.0, 3.0),
    source="Exercise of a study post on gradient descent (Boostcamp AI Tech, day 2), 2021",
    note="y bends twice as much as x: gradient descent with η below 1/3 settles y first.",
)
