"""One loop moves all walkers: whatever moves them, and whatever is kept of it."""

import ast
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Outcome, arrive, race, run, sweep_ends, within_budget
from engine.drive import driver
from engine.drive.driver import Observer, drive
from engine.drive.steppers import stepper_for
from engine.drive.walkers import ready
from engine.trace import blocks
from optimizers.gradient_descent import GradientDescent

HIMMELBLAU = surfaces.by_name("himmelblau")
START = np.random.default_rng(4).uniform(-5, 5, (70, 2))


class Branching(GradientDescent):
    """What no tape can record, so that it is called; on finite walks it is gradient descent."""

    def update(self, grad, state, theta):
        return -self.learning_rate * grad if np.any(grad) else 0 * grad, state


RULES = {
    "Block": GradientDescent(0.01),
    "_Called": Branching(0.01),
    "Asking": optimizers.by_name("newton")(),
}


class Watching(Observer):
    """Keeps where everyone stands after each stride, and lets go whom it is told to."""

    def __init__(self, stride, drops, leaving=()):
        self.stride, self.drops, self._leaving = stride, drops, leaving
        self.places, self.moved = {}, Counter()

    def see(self, stepper, taken, now):
        for column, walker in enumerate(stepper.who.tolist()):
            self.places[walker, taken] = now[0][:, column].copy()
            self.moved[walker] += 1
        goes_on = ~np.isin(stepper.who, self._leaving) | (taken < 2 * self.stride)
        return np.flatnonzero(goes_on)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("block", [16, 64, 16_000])
def test_an_observer_sees_the_walk_and_nobody_whom_it_let_go(kind, block, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    rule, steps, stride = RULES[kind], 12, 3
    walkers = ready(rule, START, steps, None)
    assert type(stepper_for(HIMMELBLAU, walkers, block)).__name__ == kind
    leaving = np.arange(0, 70, 3)
    seen = Watching(stride, drops=True, leaving=leaving)
    drive(HIMMELBLAU, walkers, steps, seen)
    points = run(HIMMELBLAU, rule, START, steps).points
    for (walker, taken), place in seen.places.items():
        np.testing.assert_allclose(place, points[taken, walker], rtol=1e-12, atol=1e-12)
    # Two looks at those who leave at the second, one per stride at the others.
    assert seen.moved == {w: 2 if w in leaving else steps // stride for w in range(70)}


def test_few_walkers_of_many_blocks_go_on_together(monkeypatch):
    """And those who may not change places do not."""
    monkeypatch.setattr(blocks, "BLOCK", 10)
    walkers = ready(RULES["Block"], START, 40, None)
    leaving = np.flatnonzero(np.arange(70) % 10 > 1)
    sizes: dict[bool, set] = {}
    for drops in (True, False):
        groups = []
        seen = Watching(5, drops, leaving)
        whole = seen.see
        seen.see = lambda stepper, *rest, g=groups, w=whole: (
            g.append(len(stepper.who)) or w(stepper, *rest)
        )
        drive(HIMMELBLAU, walkers, 40, seen)
        sizes[drops] = set(groups)
        assert seen.moved == {w: 2 if w in leaving else 8 for w in range(70)}
    assert sizes == {True: {10, 4}, False: {10, 2}}  # 7 x 2 left: by fives, and one by one


GROUNDS = [("himmelblau", 1e-4), ("himmelblau", 0.01), ("himmelblau", 0.5), ("sphere", 1.1)]


@pytest.mark.parametrize("name, rate", GROUNDS)  # the last one ends far out, and finite
@pytest.mark.parametrize("rule", [GradientDescent, Branching])
def test_every_way_to_an_outcome_judges_alike(rule, name, rate):
    """Whole walks, ends, first hits and paid walks of the same steps: one word."""
    ground = surfaces.by_name(name)
    many = run(ground, rule(rate), START, 300)
    [raced] = race(ground, [rule(rate)], START, 300)
    ends = arrive(ground, rule(rate), START, 300)
    hits = sweep_ends(ground, rule, rate, START, 300)
    for other in (raced, ends, hits, within_budget(many, 300)):
        assert (other.outcome == many.outcome).all()
    if name == "sphere":
        assert set(many.outcome) == {Outcome.DIVERGED} and np.isfinite(many.heights).all()
    short = within_budget(many, 100)
    assert (short.outcome == run(ground, rule(rate), START, 100).outcome).all()


def test_one_word_has_one_meaning_in_the_engine():
    names = Counter(
        node.name
        for path in (Path(driver.__file__).parents[1]).rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert len(names) > 50
    assert {name for name, count in names.items() if count > 1} <= set()
