"""Every word of the field that a screen shows explains itself, and no letter means two things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import schedules
import surfaces
from surfaces import curves
from tests.test_pages import ROOT, healthy
from ui.glossary import ENTRIES, column, explained, of_the_page

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
# Links with everything that can be asked for: a shape, a schedule, a stop rule, tables.
LINKS = {
    "compare": {"surface": ["rotated_bowl"], "rates": ["best"], "stop": ["gradient~0.01"]},
    "explore": {"surface": ["rotated_bowl"], "stop": ["both~0.01"], "schedule": ["step"]},
    "basins": {"surface": ["himmelblau"], "resolution": ["50"], "stop": ["step~0.01"]},
    "line": {"curve": ["weighted_squares"], "until": ["both~0.01"]},
}
OPEN = ("formulas", "more", "ledger")
TURNED = {"select_slider", "selectbox", "number_input", "multiselect", "button_group", "toggle"}
COLLAPSED = 2  # a label that is there for screen readers, where the choice says what it is
ONE_SENTENCE = re.compile(r"[^.]*(?:\.\d[^.]*)*[.]")


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(f"pages/{page}.py")
    for word, values in LINKS.get(page, {}).items():
        app.query_params[word] = values
    for key in OPEN:
        app.session_state[key] = True
    app.run()
    healthy(app)
    return app


def controls_of(app: AppTest) -> Iterator[tuple[str, str]]:
    """Label and help of everything that is turned and has a label in sight."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if node.type not in TURNED or proto is None:
            continue
        if proto.label_visibility.value != COLLAPSED:
            yield proto.label, proto.help


def heads_of(app: AppTest) -> Iterator[str]:
    """The heads of every table on a page."""
    for table in app.markdown:
        lines = [line for line in table.value.splitlines() if line.startswith("|")]
        if len(lines) > 1 and lines[1].startswith("| ---"):
            yield from (head.strip() for head in lines[0].strip("| ").split(" | "))


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_is_turned_says_what_it_does(page: str) -> None:
    controls = list(controls_of(opened(page)))
    if page != "blog_post":
        assert any("η" in label for label, _help in controls) or page == "rates"
    assert controls
    silent = [label for label, help_ in controls if not help_.endswith(".")]
    assert not silent


@pytest.mark.parametrize("page", ["explore", "compare", "basins"])
def test_every_head_of_a_table_is_explained(page: str) -> None:
    app = opened(page)
    for _look in range(40):  # until the maps of Basins are there
        if heads := list(heads_of(app)):
            break
        app.run()
    assert heads
    assert not {column(head) for head in heads} - set(of_the_page())


def test_every_pill_is_explained() -> None:
    page = of_the_page()
    for rule in optimizers.OPTIMIZERS:
        assert page[rule.short] == rule.note


def test_an_entry_is_one_sentence() -> None:
    for term in ENTRIES:
        sentence = explained(term)
        assert ONE_SENTENCE.fullmatch(sentence), sentence
        assert len(sentence) <= 130, sentence
    with pytest.raises(KeyError):
        explained("a word that no screen shows")


def test_everything_that_is_declared_explains_itself() -> None:
    hypers = [
        hyper
        for declared in (*optimizers.OPTIMIZERS, *schedules.SCHEDULES)
        for hyper in declared.hyperparameters()
    ]
    shapes = [
        parameter
        for ground in (*surfaces.SURFACES, *curves.CURVES)
        for parameter in ground.parameters
    ]
    assert len(hypers) > 60 and len(shapes) > 4
    for thing in (*hypers, *shapes):
        assert thing.help.endswith("."), thing


# What a letter stands for, where more than one thing has it; all are one meaning in other words.
ONE_MEANING = {
    r"\eta": {"Learning rate", "Step factor", "First step"},
    "T": {"Period", "Length", "Half a cycle"},
    "r": {"Lowest part", "First part"},
}


def test_no_letter_has_two_meanings() -> None:
    meanings: dict[str, set[str]] = {
        r"\lambda": {"curvature, an eigenvalue of the Hessian"},
        r"\theta": {"where the walk stands"},
        r"\varepsilon": set(),
    }
    for declared in (*optimizers.OPTIMIZERS, *schedules.SCHEDULES):
        for hyper in declared.hyperparameters():
            meanings.setdefault(hyper.symbol, set()).add(hyper.title)
    for ground in (*surfaces.SURFACES, *curves.CURVES):
        for parameter in ground.parameters:
            meaning = parameter.title or f"{ground.name}: {parameter.name}"
            meanings.setdefault(parameter.symbol, set()).add(meaning)
    twice = {
        symbol: found
        for symbol, found in meanings.items()
        if len(found) > 1 and not found <= ONE_MEANING.get(symbol, set())
    }
    assert not twice


def test_lambda_is_never_the_weight_decay() -> None:
    """In no formula of a rule, and beside an eigenvalue only with another letter."""
    for rule in optimizers.OPTIMIZERS:
        assert not any(r"\lambda" in line for line in rule.recurrence), rule.name
        assert not any("λ" in hyper.help for hyper in rule.hyperparameters()), rule.name
    for path in Path(ROOT / "ui").rglob("*.[pj][ys]"):
        assert not re.search(r"λmax \+ λ|ηλθ", path.read_text(encoding="utf-8")), path
