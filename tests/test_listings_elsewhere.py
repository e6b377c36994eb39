"""Programs in PyTorch and in JAX: the recorded walks of these very texts are the engine's.

Where the libraries are installed the programs are run as well.
"""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest

import optimizers
import surfaces
from listings import Library, listing
from tests.golden.listings import CASES, LIBRARIES, ROWS, digest, engine_walks, run_of
from tests.horizon import horizon, shaken_walks
from tests.programs import ran
from tests.programs import run_of as plain_run

RECORD = json.loads((Path(__file__).parent / "golden/listings.json").read_text(encoding="utf-8"))
CLOSE = 1e-9
NEEDED = {Library.TORCH: "torch", Library.JAX: "optax"}
EVERY = [(case, library) for case in CASES for library in LIBRARIES]


def assert_alike(run, walks, expected):
    """Row by row, as far as a walk can be compared."""
    compared = 0
    for walker in run.walkers:
        steps = walker.steps
        shaken = shaken_walks(run.surface, walker.rule, run.start, steps, run.schedule)
        last = int(horizon(shaken, CLOSE, CLOSE).min())
        rows = [place for place, row in enumerate(ROWS) if row <= last]
        compared += len(rows)
        mine = np.asarray(walks[walker.name])[rows]
        np.testing.assert_allclose(
            mine, expected[walker.name][rows], rtol=CLOSE, atol=CLOSE, err_msg=walker.name
        )
    assert compared >= 0.9 * len(ROWS) * len(run.walkers)


@pytest.mark.parametrize(("case", "library"), EVERY)
def test_a_program_is_the_one_that_was_run_and_went_where_the_engine_goes(case, library):
    record = RECORD[f"{case}, {library}"]
    run = run_of(case, RECORD["rules"])
    assert digest(listing(run, library).text) == record["digest"], (
        "another program: run python -m tests.golden.make_listings"
    )
    expected = {name: walk[list(ROWS)] for name, walk in engine_walks(run).items()}
    assert_alike(run, record["walks"], expected)


@pytest.mark.parametrize(("case", "library"), EVERY)
def test_a_program_that_is_run_goes_where_the_engine_goes(case, library):
    if importlib.util.find_spec(NEEDED[library]) is None:
        pytest.skip(f"{NEEDED[library]} is not installed; what it did is recorded")
    run = run_of(case, RECORD["rules"])
    walks = ran(listing(run, library).text)["WALKS"]
    expected = {name: walk[list(ROWS)] for name, walk in engine_walks(run).items()}
    rows = {name: [np.asarray(walk[row]) for row in ROWS] for name, walk in walks.items()}
    assert_alike(run, rows, expected)


@pytest.mark.parametrize("rule", optimizers.FIRST_ORDER, ids=lambda rule: rule.name)
def test_torch_is_asked_for_nothing_that_it_refuses(rule):
    """Rprop's factors at 1 and 0, and Nesterov's lookahead without momentum."""
    surface = surfaces.by_name("sphere")
    ends = [rule(**{h.name: h.low}) for h in rule.hyperparameters() if not h.flag]
    text = listing(plain_run(surface, ends, 2), Library.TORCH).text
    for call in re.findall(r"torch\.optim\.SGD\((.*)\)", text):
        momentum = re.search(r"momentum=([^,)]+)", call)
        assert "nesterov" not in call or (momentum and float(momentum[1]) > 0)
    if rule.name in ("momentum", "nesterov"):  # one of the walks has none
        assert re.search(r"torch\.optim\.SGD\(theta, lr=[^,]+\)", text)
    if rule.name == "rprop":
        assert len(re.findall(r"rprop\w*\(START", text)) == 2 and "torch.optim.Rprop(" in text
