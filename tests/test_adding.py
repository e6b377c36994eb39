"""The README's recipes, followed to the letter in a copy of the project.

One optimizer, one schedule, one surface, one curve and one page are added, each in the middle of
its menu; then the tests that follow from the registries are run on them there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from surfaces.curves import CURVES

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

from surfaces.families import Family
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
    family=Family.VALLEYS,
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

open_frame(_("About"), "about", _("What is seen here."))
st.markdown(_("A few words."))
close_frame()
'''
# Where a line goes behind the first that begins so.
LINES = """
optimizers/__init__.py | from optimizers.rprop | from optimizers.signum import Signum
optimizers/__init__.py |     Adam, |     Signum,
schedules/__init__.py | from schedules.inverse_sqrt | from schedules.polynomial import Polynomial
schedules/__init__.py |     Step, |     Polynomial,
surfaces/__init__.py |     three_hump_camel, |     zakharov,
surfaces/__init__.py |     himmelblau.SURFACE, |     zakharov.SURFACE,
tests/test_surfaces.py | FORMULAS = { |     "zakharov": "x**2 + y**2 + (x/2 + y)**2 + (x/2 + y)**4",
surfaces/curves/__init__.py |     parabola, |     ripple,
surfaces/curves/__init__.py |     parabola.CURVE, |     ripple.CURVE,
tests/test_curves.py | FORMULAS = { |     "ripple": "x**2 - cos(2*x)",
app.py |             st.Page("pages/line.py" |             st.Page("pages/about.py", title="About"),
"""
FILES = {
    "optimizers/signum.py": OPTIMIZER,
    "schedules/polynomial.py": SCHEDULE,
    "surfaces/zakharov.py": SURFACE,
    "surfaces/curves/ripple.py": CURVE,
    "pages/about.py": PAGE,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one more of each."""
    copy = tmp_path_factory.mktemp("copy") / "project"
    away = shutil.ignore_patterns(".*", "__pycache__", "build", "*.png", "plotly*.js")
    shutil.copytree(ROOT, copy, ignore=away)
    shutil.copytree(ROOT / ".streamlit", copy / ".streamlit")
    for name, text in FILES.items():
        assert not (copy / name).exists()
        (copy / name).write_text(text, encoding="utf-8")
    for line in LINES.strip().splitlines():
        insert(copy, *line.split(" | "))
    return copy


def insert(project: Path, name: str, behind: str, line: str) -> None:
    lines = (project / name).read_text(encoding="utf-8").splitlines()
    [place, *_] = [i for i, known in enumerate(lines) if known.startswith(behind)]
    lines.insert(place + 1, line)
    (project / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def answered(project: Path, *arguments: str) -> tuple[int, str]:
    """What pytest answers there: its code, and what it says."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-m",
            "not slow and not browser",
            *arguments,
        ],
        cwd=project,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


# What follows from the registries, without the files that walk for long.
TESTS = """
tests/test_optimizers.py tests/test_rooms.py tests/test_surfaces.py tests/test_curves.py
tests/test_schedules.py tests/test_parity.py tests/test_figures.py tests/test_ledger.py
tests/test_pages.py tests/test_history.py tests/test_anatomy.py tests/test_surface_menu.py
""".split()
NEW = "signum or polynomial or zakharov or ripple or about"
OLD = "menu or allowed or style or lost or house or in_its_list or covers or at_once or second_time"


def test_one_more_of_each_passes_the_tests_that_follow(project: Path) -> None:
    code, said = answered(project, *TESTS, "-k", f"({NEW} or {OLD})")
    assert code == 0, said[-4000:]
    [passed] = re.findall(r"(\d+) passed", said)
    assert int(passed) > 100


WITHOUT = {
    "optimizers/signum.py": (
        r"    oracle = Worked\((.*\n)*?    \)\n",
        "",
        "add an oracle to optimizers.signum",
    ),
    "schedules/polynomial.py": (
        r"    worked = .*\n",
        "",
        "add factors that were worked out by hand",
    ),
    "tests/test_surfaces.py": (
        r'    "zakharov".*\n',
        "",
        "add the formula of {'zakharov'} to FORMULAS",
    ),
    "tests/test_curves.py": (r'    "ripple".*\n', "", "add the formula of {'ripple'} to FORMULAS"),
}


def test_what_is_missing_is_said_once_with_its_place(project: Path) -> None:
    whole = {name: (project / name).read_text(encoding="utf-8") for name in WITHOUT}
    for name, (pattern, instead, _said) in WITHOUT.items():
        text, count = re.subn(pattern, instead, whole[name])
        assert count == 1, name
        (project / name).write_text(text, encoding="utf-8")
    try:
        code, said = answered(project, *TESTS[:6], "-k", NEW + " or second_time")
    finally:
        for name, text in whole.items():
            (project / name).write_text(text, encoding="utf-8")
    assert code == 1
    assert said.count("\nFAILED ") == len(WITHOUT), said[-4000:]
    for _pattern, _instead, message in WITHOUT.values():
        assert message in said


def test_a_new_rule_is_drawn_like_nobody_else_and_restyles_nobody(project: Path) -> None:
    """As the app of the copy sees it, beside the app as it is."""
    ask = "from figures.palette import _menu; print(sorted(map(repr, _menu().items())))"
    here, there = (
        subprocess.run(
            [sys.executable, "-c", ask], cwd=place, capture_output=True, text=True, check=True
        ).stdout
        for place in (ROOT, project)
    )
    [new] = set(re.findall(r"\('(\w+)'", there)) - set(re.findall(r"\('(\w+)'", here))
    assert new == "signum"
    styles = dict(re.findall(r"\('(\w+)', (Style\(.*?\))", there))
    assert styles.items() >= dict(re.findall(r"\('(\w+)', (Style\(.*?\))", here)).items()
    assert len(set(styles.values())) == len(styles)


def test_the_readme_counts_right() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"one of (\d+) surfaces and any of (\d+) optimizers", text)
    assert found is not None
    assert found.groups() == (str(len(SURFACES)), str(len(OPTIMIZERS))), "README.md, Explore"
    [word] = re.findall(r"gradient descent and (\w+) of its successors", text)
    words = "fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two".split()
    assert words.index(word) + 15 == len(OPTIMIZERS) - 1, "README.md, first sentence"
    [others] = re.findall(r"x³ − 2x² \+ 2 and (\w+) more", text)
    assert "two three four five six seven eight".split().index(others) + 2 == len(CURVES) - 1
