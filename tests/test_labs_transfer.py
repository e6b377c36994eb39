"""The laboratory of transfer: three ways to learn a second task, and who ends lowest."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import data
from engine import train
from networks import NetworkLoss, initial
from optimizers import Adam
from tests.laboratories import listed, opened, read_out  # noqa: F401
from ui.network.below import transferred
from ui.network.below.settings import ANGLES, FEWS, LabSettings
from ui.numbers import read, short

NOW = LabSettings(opened="transfer")


def test_turning_keeps_lengths_and_turns_by_the_angle() -> None:
    points = np.random.default_rng(0).normal(size=(9, 2))
    for angle in ANGLES:
        found = transferred.turned(points, angle)
        complex_ = (points[:, 0] + 1j * points[:, 1]) * np.exp(1j * np.deg2rad(angle))
        np.testing.assert_allclose(found[:, 0] + 1j * found[:, 1], complex_, atol=1e-12)


def test_one_net_of_a_case_is_that_net_alone() -> None:
    """Trained once more, alone and step by step: first task, then the second in three ways."""
    k, net = 5, transferred.NET
    source = data.by_name("moons")
    first, few = source.make(200, seed=0), source.make(20, seed=transferred.SECOND)
    test = source.make(500, seed=transferred.TEST)
    one = NetworkLoss(net, first.points, first.targets)
    two = NetworkLoss(net, transferred.turned(few.points, 90), few.targets)
    held_out = NetworkLoss(net, transferred.turned(test.points, 90), test.targets)
    rule, start = Adam(learning_rate=transferred.RATE), initial(net, "xavier", k)
    taught = train(one, [rule], start, transferred.BEFORE).ends[0]
    ends = {
        "scratch": train(two, [rule], start, transferred.UPDATES).ends[0],
        "tuned": train(two, [rule], taught, transferred.UPDATES).ends[0],
        "frozen": train(two, [rule], taught, transferred.UPDATES, free=net.layers_from(1)).ends[0],
    }
    np.testing.assert_array_equal(ends["frozen"][net.parts[0]], taught[net.parts[0]])
    found = transferred.case(90, 20, 1, 0)
    for way, end in ends.items():
        assert found.losses[way][-1, k] == pytest.approx(float(held_out.value(end)), rel=1e-9)


def test_it_helps_near_by_and_hurts_far_away() -> None:
    """As was measured apart: by 20 degrees fine-tuning ends lowest, by 90 from scratch does."""
    near, far = (transferred.case(angle, 20, 1, 0) for angle in (20, 90))
    assert near.ends["tuned"] < near.ends["scratch"] / 2 and near.helped.all()
    assert far.ends["scratch"] < far.ends["tuned"] < far.ends["frozen"]
    text = " ".join(transferred.section(NOW, "light").sentences)
    assert "transfer helps" in text and "In 2 of the four" in text
    text = " ".join(transferred.section(replace(NOW, turn_angle=90), "light").sentences)
    assert "transfer hurts" in text and "negative transfer" in text


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("few", FEWS)
def test_the_verdict_is_that_of_the_table(angle: int, few: int) -> None:
    now = replace(NOW, turn_angle=angle, turn_few=few, turn_frozen=2 if few == 50 else 1)
    found = transferred.section(now, "dark")
    for sentence in found.sentences:
        assert sentence.endswith(".") and "nan" not in sentence and "{" not in sentence
    assert found.table is not None and len(found.table) == 5
    row = found.table.iloc[-1]
    ways = ["From scratch", "Fine-tuned", "Layers frozen"]
    losses = dict(zip(ways, (read(row[way]) for way in ways), strict=True))
    assert row["Lowest"] == min(losses, key=losses.__getitem__)
    scratch, *taught = losses.values()
    said = found.sentences[1]
    assert ("transfer hurts" in said) == (min(taught) > scratch)
    assert ("transfer helps" in said) == (max(taught) < scratch)
    mine = transferred.case(angle, few, now.turn_frozen, 0)
    assert all(short(end) in said for end in mine.ends.values())
    counts = [
        int(one)
        for one in re.findall(r"Of 8 nets (\d) .* (\d) frozen", " ".join(found.sentences))[0]
    ]
    ends = {way: losses[-1] for way, losses in mine.losses.items()}
    assert counts == [int((ends[way] < ends["scratch"]).sum()) for way in ("tuned", "frozen")]


@pytest.mark.usefixtures("listed")
def test_it_opens_by_its_link() -> None:
    app = opened({"lab": "transfer", "turn_angle": "180", "turn_frozen": "2"})
    assert not app.warning and "Turned by 180°" in read_out(app)
    app.select_slider[0].set_value(20).run()
    assert "turn_angle" not in app.query_params and "Turned by 20°" in read_out(app)
