"""What a picture says of its settings: all that is not as usual, and nothing of what is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

import optimizers
import schedules
from engine import Stop
from ui.besides import besides
from ui.line.settings import first_line_settings
from ui.line.words import line_besides
from ui.numbers import short
from ui.post.choice import REPAIRS, Choice
from ui.post.controls import switches
from ui.post.scene import besides as of_repairs
from ui.settings import default_choice, default_schedule, first_settings
from ui.symbols import letters

USUAL = first_settings()


def test_what_is_as_usual_is_not_said() -> None:
    assert besides(USUAL) == ""
    assert besides(USUAL.taught()) == ""
    everybody = tuple(default_choice(rule.name) for rule in optimizers.OPTIMIZERS)
    assert besides(replace(USUAL, choices=everybody)) == ""


@pytest.mark.parametrize("name", [rule.name for rule in optimizers.OPTIMIZERS])
def test_every_setting_of_every_rule_is_said_where_it_is_another(name: str) -> None:
    for hyper in optimizers.by_name(name).hyperparameters():
        usual = default_choice(name)
        other = hyper.slider[0] if hyper.slider[0] != hyper.default else hyper.slider[1]
        said = besides(replace(USUAL, choices=(usual, usual.with_value(hyper.name, other))))
        if hyper.name == "learning_rate":  # it stands in the legend
            assert said == ""
        else:
            label = optimizers.by_name(name).short
            assert said == f"{label} 2: {letters(hyper.symbol)} = {short(float(other))}."


def test_only_who_is_in_the_picture_is_spoken_of() -> None:
    changed = default_choice("adam").with_value("beta1", 0.5)
    settings = replace(USUAL, choices=(default_choice("momentum"), changed))
    assert "0.5" in besides(settings)
    assert besides(settings, settings.choices[:1]) == ""


@pytest.mark.parametrize("kind", schedules.SCHEDULES, ids=lambda kind: kind.name)
def test_a_schedule_is_said_with_all_its_numbers(kind: type[schedules.Schedule]) -> None:
    said = besides(replace(USUAL, schedule_choice=default_schedule(kind.name)))
    if kind.name == "constant":
        assert said == ""
        return
    assert kind.title in said
    for hyper in kind.hyperparameters():
        assert f"{letters(hyper.symbol)} = {short(float(hyper.default))}" in said


def test_the_shape_of_the_ground_and_the_stop_rule_are_said() -> None:
    bowl = first_settings("rotated_bowl")
    bowl = replace(bowl, shape=(7.0, 12.0), stop=Stop.STEP, epsilon=0.02)
    assert besides(bowl) == (
        "Of the surface: κ = 7, ϕ = 12. Squares mark where a step is shorter than tol = 0.02."
    )
    assert "Squares" not in besides(bowl, squares=False), "where there are none"


def test_a_line_says_where_it_goes_and_what_its_squares_mean() -> None:
    first = first_line_settings()
    assert line_besides(first) == "Squares mark where |f′| < tol = 0.1."
    assert line_besides(replace(first, ascend=True, stop=Stop.BUDGET)) == "The balls go up."


def test_the_picture_of_the_post_says_what_of_it_is_repaired_and_nothing_else() -> None:
    labels = {name: label for name, (label, _help) in switches().items()}
    assert of_repairs(Choice()) == "Nothing of the post is repaired."
    said = {""}
    for count in range(1, len(REPAIRS) + 1):
        for names in combinations(REPAIRS, count):
            text = of_repairs(Choice(names))
            assert text == f"Repaired: {', '.join(labels[name] for name in names)}."
            assert text not in said
            said.add(text)
