"""The README's recipes, followed to the letter in a copy of the project.

One optimizer, one schedule, one surface, one curve and one page are added, each in the middle of
its menu; then the tests that follow from the registries are run on them there.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
OPTIMIZER = '''"""Signum: the sign of a fading mean of gradients.

    m ← β m + (1 − β) g
    θ ← θ − η sign(m)

Jeremy Bernstein, Yu-Xiang Wang, Kamyar Azizzadenesheli, Animashree Anandkumar, signSGD: compressed
optimisation for non-convex problems, 2018.
https://arxiv.org/abs/1802.04434
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.optimizer import GRADIENT, Optimizer, decay_rate, rate
from optimizers.oracles import Worked


class Moment(NamedTuple):
    """What Signum remembers."""

    m: Any  # fading mean of gradients, shape of theta


@dataclass(frozen=True)
class Signum(Optimizer):
    """θ ← θ − η sign(m)."""

    name = "signum"
    title = "Signum"
    short = "Signum"
    recurrence = (
        GRADIENT,
        r"m_t = \\beta m_{t-1} + (1-\\beta)\\,g_t",
        r"\\theta_t = \\theta_{t-1} - \\eta\\,\\mathrm{sign}(m_t)",
    )
    source = (
        "Bernstein, Wang, Azizzadenesheli, Anandkumar, signSGD: compressed optimisation for "
        "non-convex problems, 2018. https://arxiv.org/abs/1802.04434"
    )
    note = "Every step is as long as every other."
    step_scale = "length"
    oracle = Worked(
        start=(1.0, 1.0),
        fields={"learning_rate": 0.1, "fading": 0.5},
        gradients=((1.0, -2.0), (-3.0, -2.0), (0.5, 4.0)),
        points=((0.9, 1.1), (1.0, 1.2), (1.1, 1.1)),
    )

    learning_rate: float = rate(1e-4)
    fading: float = decay_rate(0.9, "Fading", r"\\beta", "How slowly the mean is forgotten.")

    def init(self, theta: Any) -> Moment:
        """No mean yet."""
        return Moment(m=np.zeros_like(theta))

    def update(self, grad: Any, state: Moment, theta: Any) -> tuple[Any, Moment]:
        """−η sign(m)."""
        m = self.fading * state.m + (1 - self.fading) * grad
        return -self.learning_rate * np.sign(m), Moment(m)
'''
SCHEDULE = '''"""Polynomial: down to nothing in T steps, as the square of what is left of them."""

from dataclasses import dataclass

import numpy as np

from schedules.schedule import Schedule, steps_field


@dataclass(frozen=True)
class Polynomial(Schedule):
    """(1 − k/T)², and 0 from then on."""

    name = "polynomial"
    title = "Polynomial"
    formula = r"\\eta_t = \\eta\\,\\max\\left(0, 1 - \\frac{t-1}{T}\\right)^2"
    source = "torch.optim.lr_scheduler.PolynomialLR with a power of 2"
    note = "Falls fast at first and gently in the end."
    worked = (({"period": 10}, {1: 1, 6: 0.25, 11: 0, 100: 0}),)

    period: float = steps_field(300, "Length", "T", "Steps until nothing is left.")

    def _after(self, k: np.ndarray) -> np.ndarray:
        return np.maximum(0.0, 1 - k / self.period) ** 2
'''
SURFACE = '''"""Zakharov's function, f = x² + y² + u² + u⁴ with u = x/2 + y: a bowl in a ravine."""

from typing import Any

from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """x² + y² + u² + u⁴."""
    u = 0.5 * x + y
    return x**2 + y**2 + u**2 + u**4


def df(x: Any, y: Any) -> Any:
    """(2x + u + 2u³, 2y + 2u + 4u³)."""
    u = 0.5 * x + y
    return 2 * x + u + 2 * u**3, 2 * y + 2 * u + 4 * u**3


def d2f(x: Any, y: Any) -> Any:
    """(2.5 + 3u², 1 + 6u², 4 + 12u²)."""
    u = 0.5 * x + y
    return 2.5 + 3 * u**2, 1 + 6 * u**2, 4 + 12 * u**2


SURFACE = Surface(
    name="zakharov",
    title="Zakharov's ravine",
    formula=r"x^2 + y^2 + u^2 + u^4,\\quad u = \\frac{x}{2} + y",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -5, 5),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-4.0, 4.5),
    source="S. Surjanovic and D. Bingham, Virtual library of simulation experiments, 2013",
    note="Steep walls on two sides of a gentle bowl: one rate is hardly right for both.",
)
'''
CURVE = '''"""The ripple f = x² − cos 2x: a parabola with a dent at its foot."""

from typing import Any

import numpy as np

from surfaces.curves.curve import Curve, Interval, Stationary, Turn


def f(x: Any) -> Any:
    """x² − cos 2x."""
    return x**2 - np.cos(2 * x)


def first(x: Any) -> Any:
    """2x + 2 sin 2x."""
    return 2 * x + 2 * np.sin(2 * x)


def second(x: Any) -> Any:
    """2 + 4 cos 2x."""
    return 2 + 4 * np.cos(2 * x)


CURVE = Curve(
    name="ripple",
    title="Ripple x² − cos 2x",
    formula=r"x^2 - \\cos 2x",
    f=f,
    first=first,
    second=second,
    domain=Interval(-3, 3),
    stationary=(Stationary(0.0, Turn.MINIMUM),),
    minima=((0.0,),),
    minimum=-1.0,
    starts=(2.5, -1.4),
    source="Made up for a test, 2026",
    note="The slope almost vanishes half-way down, where a walk seems to have arrived.",
)
'''
PAGE = '''"""About: a few words."""

import streamlit as st

from ui.frame import close_frame, open_frame
from ui.words import _

open_frame("About")
st.markdown(_("A few words."))
close_frame()
'''
NAMES = ("signum", "polynomial", "zakharov", "ripple", "about")


def add(project: Path) -> None:
    """What the README says, step by step."""
    write(project / "optimizers/signum.py", OPTIMIZER)
    insert(
        project / "optimizers/__init__.py",
        "from optimizers.rprop",
        "from optimizers.signum import Signum",
    )
    insert(project / "optimizers/__init__.py", "    Adam,", "    Signum,")
    write(project / "schedules/polynomial.py", SCHEDULE)
    insert(
        project / "schedules/__init__.py",
        "from schedules.inverse",
        "from schedules.polynomial import Polynomial",
    )
    insert(project / "schedules/__init__.py", "    Step,", "    Polynomial,")
    write(project / "surfaces/zakharov.py", SURFACE)
    insert(project / "surfaces/__init__.py", "    three_hump_camel,", "    zakharov,")
    insert(project / "surfaces/__init__.py", "    himmelblau.SURFACE,", "    zakharov.SURFACE,")
    formula = '    "zakharov": "x**2 + y**2 + (x/2 + y)**2 + (x/2 + y)**4",'
    insert(project / "tests/test_surfaces.py", "FORMULAS = {", formula)
    write(project / "surfaces/curves/ripple.py", CURVE)
    insert(project / "surfaces/curves/__init__.py", "    parabola,", "    ripple,")
    insert(project / "surfaces/curves/__init__.py", "    parabola.CURVE,", "    ripple.CURVE,")
    insert(project / "tests/test_curves.py", "FORMULAS = {", '    "ripple": "x**2 - cos(2*x)",')
    write(project / "pages/about.py", PAGE)
    insert(
        project / "app.py",
        '    st.Page("pages/rates.py"',
        '    st.Page("pages/about.py", title=_("About")),',
    )


def write(file: Path, text: str) -> None:
    assert not file.exists()
    file.write_text(text, encoding="utf-8")


def insert(file: Path, after: str, line: str) -> None:
    """A line behind the first that begins so."""
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(i for i, known in enumerate(lines) if known.startswith(after))
    lines.insert(place + 1, line)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
