"""Links: exact round trips, and 600 hostile ones."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

import optimizers
import schedules
import surfaces
from engine import Stop
from optimizers import Declared
from ui.settings import (
    EPSILON,
    MOST_CHOICES,
    MOST_EPOCHS,
    Settings,
    default_choice,
    default_schedule,
    first_settings,
    taught_choice,
)
from ui.table import MAPS

STRANGE = [
    *("", " ", "~", "~~~", "0", "-1", "1", "inf", "-inf", "nan", "1e400", "1e-400", "-0", "0x10"),
    *("１２", "٣", "1_000", "1,5", "0,5~5,8", "1~2~3", "1e5", "5001", "300.5", "1" * 500, "9" * 41),
    *("adam", "Adam", "none", "None", "null", "undefined", "true", "adam~learning_rate"),
    *("adam~learning_rate~-1", "adam~beta1~1", "adam~beta1~1.2", "adam~__class__~1", "adam~name~1"),
    *("rmsprop~centered~2", "rmsprop~centered~1", "adam~learning_rate~1e400", "sgd~lr~0.1"),
    *("blog", "blog~", "BLOG", "rotated_bowl", "../../etc/passwd", "%00", "\x00", "\ud7ff", "🚀"),
    *("cosine", "cosine~period", "step~period~0", "step~gamma~2", "cyclic~low~-1", "warmup~self~1"),
    *("<script>alert(1)</script>", "javascript:alert(1)", "![](http://x/y.png)", "$\\href{x}{y}$"),
    *("' OR 1=1 --", "{{7*7}}", "${jndi:ldap://x}", "__import__('os')", "a" * 100_000, "\u202e"),
]
KEYS = [
    *(
        "surface",
        "shape",
        "start",
        "epochs",
        "schedule",
        "walk",
        "rates",
        "axis",
        "stop",
        "formula",
    ),
    *("unknown", "embed", ""),
]


def some_settings(seed: int) -> Settings:
    choose = random.Random(seed)
    surface = choose.choice(surfaces.SURFACES)
    if surface.parameters:
        shape = tuple(
            float(choose.randint(int(p.low), int(p.high)))
            if p.whole or p.choices
            else choose.uniform(p.low, p.high)
            for p in surface.parameters
        )
        surface = surfaces.by_name(surface.name, *shape)
    choices = []
    for rule in choose.choices(optimizers.OPTIMIZERS, k=choose.randint(0, MOST_CHOICES)):
        choices.append(some_values(choose, taught_choice(rule.name, surface), rule))
    schedule = choose.choice(schedules.SCHEDULES)
    schedule_choice = some_values(choose, default_schedule(schedule.name), schedule)
    start = (choose.uniform(-9, 9), choose.choice([0.0, -1e-7, 1e6, choose.random()]))
    epochs = choose.randint(1, MOST_EPOCHS)
    chosen = Settings(
        surface.name, surface.arguments, start, epochs, tuple(choices), schedule_choice
    )
    switches = {"best_rates": choose.random() < 0.5, "by_evaluations": choose.random() < 0.5}
    stop = Stop(choose.choice(list(Stop)))
    epsilon = 10.0 ** -choose.randint(0, 9) if stop is not Stop.BUDGET else EPSILON
    return replace(chosen, **switches, stop=stop, epsilon=epsilon)


def some_values(choose: random.Random, choice: Any, declared: type[Declared]) -> Any:
    for hyper in declared.hyperparameters():
        if choose.random() < 0.5:
            low, high = hyper.slider
            value = choose.random() < 0.5 if hyper.flag else choose.uniform(low, high)
            value = float(round(value)) if hyper.whole else value
            choice = choice.with_value(hyper.name, value)
    return choice


@pytest.mark.parametrize("seed", range(200))
def test_a_link_opens_exactly_the_settings_it_was_made_of(seed: int) -> None:
    settings = some_settings(seed)
    assert MAPS.read(MAPS.write(settings)) == (settings, [])
    assert MAPS.read(parse_qs(MAPS.as_text(settings))) == (settings, [])


def test_the_first_link_is_short_enough_to_read() -> None:
    text = MAPS.as_text(first_settings())
    assert text.startswith("surface=blog&start=0.5~5.8&epochs=300&walk=gradient_descent~")
    assert "%" not in text
    assert len(text) < 300


def test_an_empty_link_is_the_first_visit_without_a_note() -> None:
    assert MAPS.read({}) == (first_settings(), [])


def hostile_links() -> list[dict[str, list[str]]]:
    choose = random.Random(7)
    links = [{key: [value]} for key in KEYS for value in STRANGE]
    for _ in range(200):
        links.append(
            {
                choose.choice(KEYS): choose.choices(STRANGE, k=choose.randint(0, 60))
                for _ in range(choose.randint(1, 6))
            }
        )
    return links


def test_hostile_links_are_read_without_a_stumble() -> None:
    links = hostile_links()
    assert len(links) >= 600
    for query in links:
        settings, notes = MAPS.read(query)
        # What comes out is always something that can be run and linked again.
        assert MAPS.read(MAPS.write(settings)) == (settings, [])
        assert 1 <= settings.epochs <= MOST_EPOCHS
        assert len(settings.choices) <= MOST_CHOICES
        for choice in settings.choices:
            choice.optimizer()
        settings.schedule_choice.schedule()
        # Refused text is never repeated.
        for values in query.values():
            for value in values:
                assert len(value) < 3 or not any(value in note for note in notes)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"surface": ["everest"]}, "surface"),
        ({"start": ["1"]}, "start"),
        ({"start": ["nan~1"]}, "start"),
        ({"start": ["1e7~1"]}, "start"),
        ({"epochs": ["0"]}, "epochs"),
        ({"epochs": ["5001"]}, "epochs"),
        ({"epochs": ["1e3"]}, "epochs"),
        ({"schedule": ["linear"]}, "schedule"),
        ({"schedule": ["cosine~period~2.5"]}, "schedule"),
        ({"schedule": ["cosine~low"]}, "schedule"),
        ({"schedule": ["constant~low~1"]}, "schedule"),
        ({"stop": ["never~1"]}, "stop"),
        ({"stop": ["gradient~0"]}, "stop"),
        ({"stop": ["gradient"]}, "stop"),
        ({"rates": ["worst"]}, "rates"),
        ({"axis": [""]}, "axis"),
        ({"rates": ["best"], "axis": ["1"]}, "`axis`"),
        ({"walk": ["sgd"]}, "optimizers"),
        ({"walk": ["adam~beta1~1"]}, "optimizers"),
        ({"surface": ["rotated_bowl"], "shape": ["0~0"]}, "shape"),
        ({"surface": ["rotated_bowl"], "shape": ["5"]}, "shape"),
        ({"surface": ["logistic"], "shape": ["0~10000~1~0~0~0~0~0.5"]}, "shape"),
        ({"surface": ["logistic"], "shape": ["0~1~1~0~0~0~0~0.5"]}, "shape"),
        ({"surface": ["logistic"], "shape": ["0~20~nan~0~0~0~0~0.5"]}, "shape"),
        ({"surface": ["hinge"], "shape": ["99~20~1~0~0~0~0~0.5"]}, "shape"),
        ({"surface": ["hinge"], "shape": ["1.5~20~1~0~0~0~0~0.5"]}, "shape"),
        ({"surface": ["net_relu"], "shape": ["0~20~0.4~4294967296~0~0~0~0.5"]}, "shape"),
        ({"surface": ["net_relu"], "shape": ["0~20~0.4~0~0~0~1~0.95"]}, "shape"),
    ],
)
def test_what_is_not_understood_is_named_once(query: dict[str, list[str]], note: str) -> None:
    notes = MAPS.read(query)[1]
    assert len(notes) == 1
    assert note in notes[0]


def test_one_bad_switch_leaves_the_other_as_it_is() -> None:
    settings, notes = MAPS.read({"rates": ["best"], "axis": ["steps"]})
    assert settings == replace(first_settings(), best_rates=True)
    assert len(notes) == 1
    settings_of_neither, both = MAPS.read({"rates": ["x"], "axis": ["y"]})
    assert settings_of_neither == first_settings() and len(both) == 2 and both[1:] == notes
    assert MAPS.as_text(settings).endswith("&rates=best")


def test_the_good_half_of_a_bad_link_is_kept() -> None:
    query = {"surface": ["bowl"], "epochs": ["soon"], "walk": ["adam~beta1~7~beta2~0.5", "nobody"]}
    settings, notes = MAPS.read(query)
    assert settings.surface_name == "bowl"
    assert settings.epochs == 300
    assert [choice.name for choice in settings.choices] == ["adam"]
    assert settings.choices[0].value("beta1") == 0.9
    assert settings.choices[0].value("beta2") == 0.5
    assert len(notes) == 2


def test_a_schedule_is_written_where_it_is_not_constant() -> None:
    assert "schedule" not in MAPS.as_text(first_settings())
    cosine = default_schedule("cosine").with_value("period", 200.0)
    text = MAPS.as_text(replace(first_settings(), schedule_choice=cosine))
    assert "&schedule=cosine~period~200&" in text and "~low~" not in text
    settings, notes = MAPS.read({"schedule": ["cosine~period~200~low~7"]})
    assert settings.schedule_choice == cosine and len(notes) == 1
    assert (
        replace(first_settings(), schedule_choice=cosine).as_in_torch().schedule_choice.name
        == "constant"
    )
    assert (
        replace(first_settings(), schedule_choice=cosine).on_surface("bowl").schedule_choice
        == cosine
    )


def test_changing_the_surface_moves_teaching_rates_and_keeps_own_ones() -> None:
    settings = first_settings()
    own = settings.with_choice(0, settings.choices[0].with_value("learning_rate", 0.123))
    moved = own.on_surface("rosenbrock")
    assert moved.start == surfaces.by_name("rosenbrock").start
    assert moved.choices[0].value("learning_rate") == 0.123
    for choice in moved.choices[1:]:
        assert choice == taught_choice(choice.name, surfaces.by_name("rosenbrock"))
    assert moved.taught().choices[0] == taught_choice(
        "gradient_descent", surfaces.by_name("rosenbrock")
    )
    torch = replace(moved).as_in_torch()
    assert torch.choices[-1] == default_choice("adam")
    assert torch.choices[-1].value("learning_rate") == 1e-3
