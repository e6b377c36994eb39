"""What programs print, in all the ways they print it, and what cannot be read."""

from __future__ import annotations

import numpy as np
import pytest

import checking
import optimizers
import surfaces
from checking.printed import Printed, exact, halves_of
from engine import RefusedError, run
from optimizers.adam import Adam

ROWS = [(0.5, 5.8), (0.45, 5.75), (0.4, 5.7)]


@pytest.mark.parametrize(
    "text",
    [
        "0.5,5.8\n0.45,5.75\n0.4,5.7",
        "x,y\n0.5,5.8\n0.45,5.75\n0.4,5.7\n",
        "0.5\t5.8\r\n0.45\t5.75\r\n0.4\t5.7",
        "  0.5   5.8\n\n 0.45  5.75\n 0.4 5.7",
        "0,5;5,8\n0,45;5,75\n0,4;5,7",
        '"y";"x"\n5.8;0.5\n5.75;0.45\n5.7;0.4',
        "step,x,y,f\n0,0.5,5.8,22\n1,0.45,5.75,21\n2,0.4,5.7,20",
        "0 0.5 5.8\n1 0.45 5.75\n2 0.4 5.7",
        "0.5 5.8 22.5\n0.45 5.75 21.5\n0.4 5.7 20.5",
        "epoch,loss,x,y\n1,22,0.5,5.8\n2,21,0.45,5.75\n3,20,0.4,5.7",
        "[[0.5, 5.8], [0.45, 5.75], [0.4, 5.7]]",
        "[(0.5, 5.8), (0.45, 5.75), (0.4, 5.7)]",
        "[[0.5  5.8 ]\n [0.45 5.75]\n [0.4  5.7 ]]",
        "array([[0.5 , 5.8 ],\n       [0.45, 5.75],\n       [0.4 , 5.7 ]])",
        "tensor([0.5, 5.8], dtype=torch.float64)\ntensor([0.45, 5.75])\ntensor([0.4, 5.7])",
        "[np.float64(0.5), np.float64(5.8)]\n[np.float64(0.45), np.float64(5.75)]\n[0.4, 5.7]",
        "step 0: x=0.5, y=5.8\nstep 1: x=0.45, y=5.75\nstep 2: x=0.4, y=5.7",
        "epoch 1, x: 0.5, y: 5.8\nepoch 2, x: 0.45, y: 5.75\nepoch 3, x: 0.4, y: 5.7",
        "x = [0.5, 0.45, 0.4]\ny = [5.8, 5.75, 5.7]",
        "5e-1 5.8e0\n.45 5.75\n+0.4 5.7",
    ],
)
def test_walks_are_read_however_they_were_printed(text: str) -> None:
    made = checking.read(text)
    assert made.walk.points.tolist() == [list(row) for row in ROWS]
    assert made.hints == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "two rows or more"),
        ("1 2", "there are 1"),
        ("hello world, this is no walk", "there are 0"),
        ("1 2\n3 apples", "Row 2 is no row of numbers: 3 apples"),
        ("1 2\n3 4 5", "Row 2 has 3 numbers, and the first has 2"),
        ("1\n2\n3", "here it has 1 numbers"),
        ("1 2 3 4 5\n1 2 3 4 5", "here it has 5 numbers"),
        ("nan 2\n3 4", "Row 1 holds nan"),
        ("1 2\ninf 4", "Row 2 holds inf"),
        ("1 2\n" * 1 + "\n".join(f"{i} {i}.5" for i in range(10_000)), "At most 5000 steps"),
        ("9" * 700_000, "At most 600000 characters"),
        ("__import__('os')", "there are 0"),
        ("[" * 5000, "there are 0"),
    ],
)
def test_what_is_no_walk_gets_a_sentence(text: str, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checking.read(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "name", "steps"),
    [
        ("1 2\n3 4\nnan nan\n5 6", "not_finite", 1),
        ("0 1 2\n1 3 4\n2 5 6\n0 1 2\n1 3 4", "two_walks", 2),
        ("1 2\n3 4\n5 6\n1 2\n3 4", "two_walks", 2),
        ("0 1 2\n10 3 4\n20 5 6", "steps_missing", 2),
    ],
)
def test_what_is_noticed_is_said(text: str, name: str, steps: int) -> None:
    made = checking.read(text)
    assert [hint.name for hint in made.hints] == [name]
    assert len(made.walk) == steps
    assert all(hint.sentence for hint in made.hints)


def test_what_a_number_may_be_off_by_follows_all_of_them() -> None:
    assert halves_of(["0.50", "5.81"]).tolist() == pytest.approx([0.005, 0.005])
    assert halves_of(["12.5", "0.12345"]).tolist() == pytest.approx([5e-4, 5e-6])
    assert halves_of(["0.1", "0.30000000000000004"]).tolist() == [0.0, 0.0]
    assert halves_of(["1.234e-05"])[0] == pytest.approx(5e-9)


def test_single_precision_shows_where_it_was_printed_whole() -> None:
    numbers = np.array([[0.1, 5.8], [0.3, 5.7]])
    printed = np.array([[float(str(np.float32(v))) for v in row] for row in numbers])
    assert Printed(printed, np.full((2, 2), 1e-9)).is_single
    assert not exact(numbers + 1e-12).is_single


def hints(points: np.ndarray, surface: str = "blog") -> list[checking.Change]:
    ground, rule = surfaces.by_name(surface), Adam(learning_rate=0.05)
    walk = exact(points)
    meant = checking.meant_by(rule, len(walk))
    return list(checking.hints(walk, meant, ground, surfaces.SURFACES))


def test_what_was_pasted_or_picked_is_suspected_as_well() -> None:
    ground, rule = surfaces.by_name("blog"), Adam(learning_rate=0.05)
    points = run(ground, rule, (0.5, 5.8), 80).points
    assert [hint.name for hint in hints(points[:, ::-1])] == ["exchanged"]
    [every] = hints(points[::5])
    assert every.name == "stride" and every.places == {"n": 5}
    [gap] = hints(np.delete(points, [30, 31], axis=0))
    assert gap.name == "gap" and gap.places == {"row": 30, "n": 3}
    [surface] = hints(points, "booth")
    assert surface.name == "surface" and surface.places == {"surface": ground}
    slipped = points + np.outer(np.arange(81), [1e-3, 0])
    assert hints(slipped) == []


@pytest.mark.parametrize("kind", optimizers.OPTIMIZERS, ids=lambda kind: kind.name)
def test_every_rule_can_be_checked_for_a_single_step(kind: type[optimizers.Optimizer]) -> None:
    ground = surfaces.by_name("bowl")
    points = run(ground, kind(), (-4, 3), 1).points
    assert checking.report(exact(points), ground, kind()).judgement.agrees
    off = checking.report(exact(points + np.array([[0, 0], [0.1, 0]])), ground, kind())
    # Where only the direction is judged, x and y are off together.
    assert off.judgement.firsts == (0, 0 if kind.needs == "probe" else None) and off.explanations
