"""The laboratory of noise: means over all draws, worked out by loops over single masks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest

from networks import ACTIVATIONS, activation, initial
from tests.laboratories import listed, opened, read_out  # noqa: F401
from ui.network.below import copies, missing, noise, pools
from ui.network.below.settings import CHANCES, MASKED, NOISES, LabSettings
from ui.numbers import read, short

NOW = LabSettings(opened="noise")
KINDS = [(kind, layers) for kind in MASKED for layers in (1, 2)]


def text_of(now: LabSettings) -> str:
    return " ".join(noise.section(now, "light").sentences)


def by_loops(now: LabSettings) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Mean and whole z (N,) by one forward pass per draw, and how probable each draw is."""
    net, p, x = now.left_net, now.left_chance, missing.line()
    theta, h = initial(net, "large", now.left_seed), activation(now.left_activation)
    layers = net.layers(theta)
    weights = [matrix[:, :-1].size for matrix in layers]
    parts = {"dropout": sum(net.hidden), "dropconnect": sum(weights), "depth": sum(net.added)}

    def z(stays: np.ndarray) -> np.ndarray:
        left = list(stays)
        a = x.T
        for k, matrix in enumerate(layers):
            w = matrix[:, :-1].copy()
            if now.left_kind == "dropconnect":
                w *= np.array([left.pop(0) for _ in range(w.size)]).reshape(w.shape)
            made = w @ a + matrix[:, -1:]
            if k < len(net.hidden):
                made = h(made)
                if now.left_kind == "dropout":
                    made = made * np.array([left.pop(0) for _ in range(len(made))])[:, None]
                if net.added[k]:
                    made = a + made * left.pop(0)
            a = made
        return np.asarray(a[0])

    masks = list(product((1, 0), repeat=parts[now.left_kind]))
    chances = [float(np.prod([1 - p if one else p for one in mask])) for mask in masks]
    mean = sum(
        chance * z(np.array(mask) / (1 - p)) for mask, chance in zip(masks, chances, strict=True)
    )
    return np.asarray(mean), z(np.ones(len(masks[0]))), chances


@pytest.mark.parametrize(("kind", "layers"), KINDS)
@pytest.mark.parametrize("name", [one.name for one in ACTIVATIONS])
def test_the_mean_is_that_of_single_draws(kind: str, layers: int, name: str) -> None:
    now = replace(NOW, left_activation=name, left_chance=0.3, left_seed=4)
    now = now.leaving(kind).behind(layers)
    mean, whole, chances = by_loops(now)
    found = missing.asked(now.left_net, kind, 4, 0.3)
    np.testing.assert_allclose(found.mean[0], mean, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found.scaled[0], whole, rtol=1e-10, atol=1e-12)
    assert found.chances == pytest.approx(chances, rel=1e-12) and now.draws == len(chances)
    text = text_of(now)
    exact = np.abs(mean - whole).max() < 1e-9
    assert ("That is exact here" in text) == exact
    if not exact:
        gap = read(re.search(r"differ by up to (\S+),", text)[1])  # type: ignore[index]
        assert gap == pytest.approx(np.abs(mean - whole).max(), rel=1e-3)
    assert exact == (layers == 1 or name == "identity")


def test_one_neuron_has_the_figures_that_are_known() -> None:
    """Of the facts: linear −.34 both, tanh −.114 against −.327, ReLU .59 against 0."""
    text = text_of(NOW)
    assert (
        "the sum is −0.34 and its mean −0.34. Of tanh of it the mean is −0.114 and not −0.327"
        in text
    )
    assert "of ReLU 0.593 and not 0." in text
    rng = np.random.default_rng(1)
    sums = 2 * (rng.random((200_000, 4)) < 0.5) @ np.array(missing.HANDED)
    for name in ("identity", "tanh", "relu"):
        drawn = activation(name)(sums)
        one = missing.one_neuron(name)
        assert abs(drawn.mean() - one.mean) < 5 * drawn.std() / np.sqrt(len(sums))


@pytest.mark.parametrize("seed", range(5))
def test_copies_help_where_they_are_true_and_hurt_where_they_are_false(seed: int) -> None:
    now = replace(NOW, left_kind="augmentation", left_seed=seed, left_draw=1)
    text = text_of(now)
    disc, moons = (copies.learned(source, seed) for source in copies.SETS)
    assert ("they help." in text) == (disc.copied[-1] < disc.plain[-1])
    assert ("they hurt." in text) == (moons.copied[-1] > moons.plain[-1])
    assert disc.copied[-1] < disc.plain[-1] and moons.copied[-1] > moons.plain[-1]
    for one in (disc, moons):
        assert one.whole == pytest.approx(one.singles.mean(), rel=1e-10)
        assert one.copied[-1] == pytest.approx(one.alone[0], rel=1e-9)
        # By symmetry of the disc; of moons the copies are wrong and the mean is hedged.
        assert one.together[0] < one.alone[0]


def test_a_draw_of_pooling_is_one_of_thirty_six() -> None:
    picture = pools.picture_of(NOW.left_seed)
    found = pools.every(NOW.left_seed)
    rows = [[0, *np.cumsum(widths)] for widths in product((1, 2), repeat=4) if sum(widths) == 6]
    expected = np.array(
        [
            [[picture[a:b, c:d].max() for c, d in pairwise(x)] for a, b in pairwise(y)]
            for y in rows
            for x in rows
        ]
    )
    assert len(found) == NOW.leaving("pooling").draws == len(expected)
    key = [one.tobytes() for one in found]
    assert sorted(key) == sorted(one.tobytes() for one in expected)
    text = text_of(NOW.leaving("pooling"))
    mean = expected.mean(axis=0)
    assert f"deviates by up to {short(float(expected.std(axis=0).max()))} from" in text
    assert f"off by {short(float(np.abs(found - mean).max(axis=(1, 2)).min()))}." in text
    assert 0 <= picture.min() and picture.max() <= 1


@pytest.mark.parametrize("kind", NOISES)
def test_every_choice_says_something_whole(kind: str) -> None:
    for chance, activation_name in zip(CHANCES[::2], ("relu", "tanh", "sigmoid"), strict=False):
        now = replace(NOW, left_chance=chance, left_activation=activation_name).leaving(kind)
        for draw in (1, now.draws):
            found = noise.section(replace(now, left_draw=draw), "dark")
            assert len(found.pictures) in (2, 4)
            for sentence in found.sentences:
                assert sentence.endswith(".") and "nan" not in sentence and "{" not in sentence


@pytest.mark.usefixtures("listed")
def test_it_opens_by_its_link_and_another_kind_has_other_draws() -> None:
    app = opened({"lab": "noise", "left_draw": "64", "left_seed": "5"})
    assert not app.warning and "Draw 64 keeps 0" in read_out(app)
    app.selectbox[0].set_value("depth").run()
    assert "left_draw" not in app.query_params and "Draw 2 keeps" in read_out(app)
    assert len(opened({"lab": "noise", "left_kind": "depth", "left_draw": "9"}).warning) == 1
