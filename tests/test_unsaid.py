"""What a link says is not looked for, what it leaves away is; a run asks once who it is for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest

import optimizers
import surfaces
from engine import is_teaching_rate, teaching_rate
from engine.analysis import teaching
from surfaces.typed import STARTERS
from ui import words
from ui.data import losses
from ui.declared_kinds import Declaration
from ui.own import cleaned
from ui.settings import default_choice, taught_choice
from ui.table import DATA, MAPS

STARTER = cleaned(STARTERS[0].text)
SHAPED = "surface=rotated_bowl&shape=7.5~0.4&start=2~1&"
TYPED = "surface=typed&formula=x%5E4+%2B+y%5E2+-+x+y&"
NAMED = "walk=adam~learning_rate~0.3~beta1~0.7&walk=gradient_descent~learning_rate~0.07"
HALF = "walk=adam~beta1~0.7&walk=gradient_descent~learning_rate~0.07"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, str]]:
    """The rates that are looked for."""
    found: list[tuple[Any, str]] = []
    own = teaching.suggest

    def suggest(surface: Any, optimizer: Any, *args: Any) -> float:
        if getattr(surface, "content", "") != STARTER:  # which is looked for once and kept
            found.append((surface.arguments, optimizer.name))
        return own(surface, optimizer, *args)

    monkeypatch.setattr(teaching, "suggest", suggest)
    return found


@pytest.mark.parametrize("ground", [SHAPED, TYPED])
def test_no_rate_is_looked_for_that_a_link_says(ground: str, looked: list[Any]) -> None:
    settings, notes = MAPS.read(parse_qs(ground + NAMED))
    assert not notes and not looked
    assert [c.value("learning_rate") for c in settings.choices] == [0.3, 0.07]
    assert settings.choices[0].value("beta1") == 0.7


@pytest.mark.parametrize("ground", [SHAPED, TYPED])
@pytest.mark.parametrize("said", ["", "walk=nobody_at_all", HALF])
def test_what_a_link_leaves_away_is_taught_on_its_ground(
    ground: str, said: str, looked: list[Any]
) -> None:
    settings, _notes = MAPS.read(parse_qs(ground + said))
    taught = settings.taught()
    assert {name for _shape, name in looked} >= {"adam"}
    for choice, usual in zip(settings.choices, taught.choices, strict=True):
        if choice.name != "gradient_descent" or said != HALF:
            assert choice.value("learning_rate") == usual.value("learning_rate")
    if said != HALF:
        assert settings == taught


def test_a_declaration_asks_for_the_usual_only_where_something_is_left_away() -> None:
    asked: list[str] = []

    def usual(name: str) -> Any:
        asked.append(name)
        return default_choice(name).with_value("learning_rate", 0.5)

    kind = Declaration(optimizers.OPTIMIZERS, usual, ("learning_rate",), default_choice)
    assert kind.read(["adam~learning_rate~0.25"])[0].value("learning_rate") == 0.25
    assert not asked
    assert kind.read(["adam~beta1~0.5"])[0].value("learning_rate") == 0.5
    # A rate that is not allowed is one that is left away.
    assert kind.read(["adam~learning_rate~-1"])[0].value("learning_rate") == 0.5
    assert asked == ["adam", "adam"]


def test_examples_that_are_changed_look_for_no_rate_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_rate(*_args: object) -> float:
        raise AssertionError("looked for")

    first = DATA.first(None)
    walk = "&".join(f"learner={c.name}~learning_rate~0.01" for c in first.choices)
    monkeypatch.setattr(losses, "suggest", no_rate)
    settings, notes = DATA.read(parse_qs(f"loss=least_squares&n=37&noise=0.123&{walk}"))
    assert not notes and settings.n == 37


@pytest.mark.parametrize("name", ["rotated_bowl", "blog", "rosenbrock", "rastrigin"])
def test_a_rate_is_the_teaching_rate_exactly_where_that_is_it(name: str) -> None:
    usual = surfaces.by_name(name)
    shapes = [usual.arguments]
    if usual.parameters:
        shapes.append(tuple((p.low + p.default) / 2 for p in usual.parameters))
    for shape in shapes:
        surface = surfaces.by_name(name, *shape)
        for rule in optimizers.OPTIMIZERS:
            taught = teaching_rate(surface, rule)
            assert taught_choice(rule.name, surface).value("learning_rate") == taught
            for rate in (taught, taught * 1.001, taught * 2, 0.1, 0.123):
                assert is_teaching_rate(surface, rule, rate) == (rate == taught)


def test_a_rate_that_could_not_be_found_is_not_looked_for(looked: list[Any]) -> None:
    surface = surfaces.by_name("rotated_bowl", 6.7, 0.3)
    assert not is_teaching_rate(surface, optimizers.by_name("adam"), 0.123)
    assert not looked


def test_a_run_asks_once_for_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Session(dict[str, str]):
        def get(self, key: str, default: Any = None) -> Any:
            asked.append(key)
            return super().get(key, default)

    session = Session()
    run: list[object] = [object()]
    monkeypatch.setattr(words, "get_script_run_ctx", lambda **_: run[0])
    monkeypatch.setattr(
        words, "st", SimpleNamespace(session_state=session, context=SimpleNamespace(locale="ko"))
    )
    words._heard.set(None)
    try:
        assert {words.language() for _ in range(5)} == {"ko"}
        assert len(asked) == 1
        words.choose("en")  # the visitor chooses, in the same run
        assert words.language() == "en" and len(asked) == 2
        run[0] = object()  # somebody else's run, in the same thread
        session.clear()
        assert words.language() == "ko" and len(asked) == 3
        run[0] = None  # outside of any
        assert words.language() == "en" and len(asked) == 3
    finally:
        words._heard.set(None)
