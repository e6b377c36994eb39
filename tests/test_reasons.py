"""The reasons in the table of ends: full sentences, with the numbers of the diagnosis."""

from __future__ import annotations

import re

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Verdict, diagnose, run
from figures.blob import unpack
from figures.palette import STYLES
from figures.walks import DrawnWalk, Panel, walks_blob
from tests.test_diagnosis import ENDS, End, name_of
from tests.test_pages import Marked, ends, healthy, opened
from ui import words
from ui.reasons import WORDS, reason

WORN = tuple(STYLES.values())
COLUMN = "How it ended, and why"


@pytest.mark.parametrize("end", ENDS, ids=name_of)
def test_every_end_has_full_sentences(end: End) -> None:
    walk = end.walk()
    text = reason(walk, diagnose(walk))
    assert re.match(r"[A-Z]", text)
    assert text.endswith(".")
    assert not re.search(r"\{|\}|None|nan|  |\.\.|- ", text), text
    assert text.count("*") == 0, "it stands in Markdown"


def test_every_verdict_has_its_words() -> None:
    assert set(WORDS) == set(Verdict)


def test_every_reason_passes_the_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_fitting", lambda folder, asked: ("xx", Marked()))
    monkeypatch.setattr(words, "languages", lambda: ("xx",))
    for end in ENDS:
        walk = end.walk()
        text = reason(walk, diagnose(walk))
        # What is left outside of the marks are numbers and formulas.
        left = re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", text))
        assert not re.search(r"[a-z]{4,}", left.replace("λmax", "")), left


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (
            {"surface": "bowl", "walk": "gradient_descent~learning_rate~0.6"},
            "Diverges: its steps are too long for the curvature; at the start η·λmax = 2.4 > 2, so "
            "that along the steepest direction each step multiplies the error by −1.4. It is more "
            "than a million units away. Try a learning rate below 0.5.",
        ),
        (
            {"surface": "bowl", "walk": "momentum~learning_rate~1"},
            "Diverges: its steps are too long for the curvature; at the start η·λmax = 4 > 3.8 = "
            "2(1 + μ), so that along the steepest direction each step multiplies the error by "
            "−1.5. It is more than a million units away. Try a learning rate below 0.95.",
        ),
        (
            {"surface": "bowl", "walk": "gradient_descent~learning_rate~0.5"},
            "Goes round the global minimum (0, 0): every 2 steps it is where it was, in a box 6 "
            "wide. It cannot come to rest there: η·λmax is 2, the limit itself. Try a learning "
            "rate below 0.5.",
        ),
        (
            {"surface": "saddle", "start": "1~0", "walk": "gradient_descent~learning_rate~0.1"},
            "At rest at a saddle (0, 0), not at a minimum: no slope, but the ground rises along "
            "one direction (λ = 2) and falls along another (λ = −2). Each step multiplies the "
            "error along the falling one by 1.2.",
        ),
        (
            {"surface": "booth", "walk": "gradient_descent~learning_rate~0.05", "epochs": "400"},
            "At rest at the global minimum (1, 3): no slope, and the ground rises all around "
            "(λ = 2, 18). Each step multiplies the distance by 0.9; theory says 0.9.",
        ),
        (
            {"surface": "blog", "walk": "gradient_descent~learning_rate~0.163", "epochs": "300"},
            "At rest at the global minimum (0.4824, −4.256): no slope, and the ground rises "
            "all around (λ = 0.5191, 12.56). It cannot stay: η·λmax = 2.048 > 2, so in the "
            "steepest direction any error grows by 1.048 a step; continued, it is off again after "
            "step 628.",
        ),
        (
            {"surface": "bowl", "walk": "gradient_descent~learning_rate~0.1", "epochs": "1"},
            "Still on its way down: f fell from 34 to 16.72 in the last step.",
        ),
    ],
    ids=["overshoot", "heavy ball", "cycle", "saddle", "minimum", "for a while", "one step"],
)
def test_the_page_says_why(query: dict[str, str], wanted: str) -> None:
    app = opened("explore", {name: [value] for name, value in query.items()})
    healthy(app)
    assert not app.warning
    assert ends(app)[COLUMN] == [wanted]


def test_the_page_has_a_reason_for_everybody() -> None:
    everyone = [rule.name for rule in optimizers.OPTIMIZERS]
    for page in ("explore", "compare"):
        table = ends(opened(page, {"walk": everyone, "surface": ["ackley"]}))
        assert all(text.endswith(".") for text in table[COLUMN])


def test_the_player_is_sent_the_curvature_of_listed_walks() -> None:
    surface = surfaces.by_name("rosenbrock")
    rule = optimizers.by_name("momentum")(learning_rate=5e-4, weight_decay=0.1)
    walk = run(surface, rule, surface.start, 50)
    drawn = [DrawnWalk(str(i), "", WORN[i], "", walk, listed=i == 0) for i in range(2)]
    blob = walks_blob(surface, drawn, [Panel((0, 1))], surface.start, {})
    header, arrays = unpack(blob)
    facts = [entry["bend"] for entry in header["walks"]]
    assert facts == [{"reach": 3.8, "decay": 0.1, "eta": 5e-4, "rates": None}, None]
    assert "low1" not in arrays
    for k in (0, 20, 50):
        xx, xy, yy = surface.hessian(*walk.points[k])
        values, axes = np.linalg.eigh([[xx, xy], [xy, yy]])
        assert arrays["low0"][k] == pytest.approx(values[0], rel=1e-5)
        assert arrays["high0"][k] == pytest.approx(values[1], rel=1e-6)
        way = np.cos(arrays["angle0"][k]), np.sin(arrays["angle0"][k])
        assert abs(way @ axes[:, 1]) == pytest.approx(1, abs=1e-6)


def test_who_cannot_stay_leaves_with_more_epochs() -> None:
    rule = optimizers.by_name("gradient_descent")(learning_rate=0.163)
    surface = surfaces.by_name("blog")
    gaps = run(surface, rule, surface.start, 800).heights - surface.minimum
    assert gaps[300] < 1e-12 < 1e-2 < gaps[800]
