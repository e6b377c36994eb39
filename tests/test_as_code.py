"""“As code”: which pages offer a program, and that it is the program of what they show."""

from __future__ import annotations

import ast

import numpy as np
import pytest

import optimizers
from engine import race
from listings import Library, Listing, listing
from tests.programs import ran
from tests.test_data_page import settings_of
from tests.test_pages import healthy, opened
from ui import scene
from ui.as_code import said_of
from ui.data import taken
from ui.table import MAPS
from ui.walk_names import names_of

QUERY = {
    "surface": ["himmelblau"],
    "start": ["0.5~3.5"],
    "epochs": ["40"],
    "schedule": ["cosine~period~30"],
    "walk": [
        "adam~learning_rate~0.2",
        "adam~learning_rate~0.2~beta1~0.5",
        "rprop~learning_rate~0.1",
    ],
}


def programs(page: str, query: dict[str, list[str]]) -> list[str]:
    """The programs of a page whose section was opened, in the order of the libraries."""
    app = opened(page, query)
    assert not app.code
    app.session_state["as-code"] = True
    healthy(app.run())
    assert len(app.tabs) == len(Library)
    return [block.value for block in app.code]


@pytest.mark.parametrize("page", ["explore", "compare"])
def test_a_page_offers_the_program_of_its_walks(page: str) -> None:
    numpy, torch, jax = programs(page, QUERY)
    settings, _notes = MAPS.read(QUERY)
    walks = scene.walks_of(settings)
    made = ran(numpy)["WALKS"]
    assert list(made) == names_of(walks)
    for walk, path in zip(walks, made.values(), strict=True):
        np.testing.assert_allclose(path, walk.trajectory.points, rtol=1e-9, atol=1e-9)
    assert "torch.optim.Adam(" in torch and "optax.adam(" in jax
    for text in (numpy, torch, jax):
        assert "schedule=cosine~period~30" in text.splitlines()[2]
        ast.parse(text)


def test_anatomy_offers_the_walk_that_is_looked_at() -> None:
    numpy, *_others = programs("anatomy", {**QUERY, "of": ["rprop"]})
    assert list(ran(numpy)["WALKS"]) == ["Rprop, η = 0.1"]


def test_walks_at_their_best_rates_are_as_long_as_the_budget_pays_for() -> None:
    query = {**QUERY, "rates": ["best"], "walk": ["bfgs~learning_rate~1", QUERY["walk"][0]]}
    numpy, *_others = programs("compare", query)
    lengths = [len(walk) - 1 for walk in ran(numpy)["WALKS"].values()]
    assert lengths[1] == 40 and lengths[0] <= 40


@pytest.mark.parametrize("batch", ["7", "40"])
def test_data_offers_the_program_that_draws_its_batches(batch: str) -> None:
    settings = settings_of(loss="logistic", n="40", batch=batch, epochs="5", seed="3")
    made = ran(listing(taken.program_of(settings), Library.NUMPY).text)["WALKS"]
    draws = list(settings.batches.indices(settings.count, settings.updates))
    walked = race(settings.loss, settings.rules(), settings.start, settings.updates, draws=draws)
    for path, walk in zip(made.values(), walked, strict=True):
        np.testing.assert_allclose(path, walk.points, rtol=1e-9, atol=1e-9)
    assert programs("data", {"loss": ["logistic"], "batch": [batch]})


def test_what_a_library_has_not_is_said() -> None:
    everyone = {"surface": ["sphere"], "epochs": ["3"]}
    everyone["walk"] = [f"{rule.name}~learning_rate~0.1" for rule in optimizers.OPTIMIZERS]
    app = opened("explore", everyone)
    app.session_state["as-code"] = True
    app.run()
    said = [
        caption.value for caption in app.caption if caption.value.startswith(("Not in", "Left out"))
    ]
    assert len(said) == 4
    assert said[0].startswith("Not in torch.optim") and said[0].endswith("AdaBelief, Lion.")
    assert all(sentence.endswith("Newton's method, BFGS, L-BFGS.") for sentence in said[1::2])
    assert "optax" in said[2] and "NAdam" in said[2]
    assert not said_of(Listing(""), Library.NUMPY)


def test_a_library_that_has_none_of_the_rules_says_so() -> None:
    app = opened("explore", {"surface": ["sphere"], "walk": ["newton~learning_rate~1"]})
    app.session_state["as-code"] = True
    healthy(app.run())
    assert [note.value for note in app.info] == [
        "This run cannot be written with PyTorch.",
        "This run cannot be written with JAX.",
    ]
    assert len(app.code) == 1
