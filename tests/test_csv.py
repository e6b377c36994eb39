"""The CSV describes itself: by its head, by the names of its walks, by its numbers."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from figures.walks import DrawnWalk
from tests.test_pages import healthy, opened
from ui import scene
from ui.csv_files import walks_csv
from ui.table import MAPS, TABLE
from ui.visit import Visit
from ui.walk_names import names_of

COLUMNS = ["walk", "optimizer", "learning_rate", "step", "x", "y", "f", "gradient_norm"]
TWO = [
    "adam~learning_rate~0.05",
    "adam~learning_rate~0.05~beta1~0.5",
    "momentum~learning_rate~0.05",
    "adam~learning_rate~0.1",
]


def walks_of(*choices: str, epochs: int = 5) -> list[DrawnWalk]:
    query = {"surface": ["sphere"], "epochs": [str(epochs)], "walk": list(choices)}
    settings, notes = MAPS.read(query)
    assert not notes
    return scene.walks_of(settings)


def table_of(file: bytes, **how: Any) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(file), comment="#", **how)


def test_walks_are_called_by_what_tells_them_apart() -> None:
    assert names_of(walks_of(*TWO)) == [
        "Adam, η = 0.05, beta1 = 0.9",
        "Adam, η = 0.05, beta1 = 0.5",
        "Momentum, η = 0.05",
        "Adam, η = 0.1, beta1 = 0.9",
    ]
    assert names_of(walks_of(*TWO[1:])) == [
        "Adam, η = 0.05",
        "Momentum, η = 0.05",
        "Adam, η = 0.1",
    ]
    # With nothing to tell them apart they are counted.
    assert names_of(walks_of(TWO[0], TWO[0])) == ["Adam, η = 0.05 (1)", "Adam, η = 0.05 (2)"]


def test_rates_that_look_alike_have_names_of_their_own() -> None:
    near = [f"adam~learning_rate~{rate!r}" for rate in (0.1, 0.1 + 1e-12, 0.1 - 1e-12)]
    assert len(set(names_of(walks_of(*near)))) == 3


def test_a_number_is_written_as_it_was_given_and_loses_nothing() -> None:
    walks = walks_of(*TWO)
    file = walks_csv(walks, ["link: ?surface=sphere"])
    assert b",0.05,0," in file and b"0.050000" not in file
    assert file.decode().splitlines()[0] == "# link: ?surface=sphere"
    frame = table_of(file, dtype=str)
    assert frame.columns.tolist() == [*COLUMNS, "step_length"]
    assert frame["optimizer"].unique().tolist() == ["Adam", "Momentum"]
    for name, walk in zip(names_of(walks), walks, strict=True):
        mine = frame[frame["walk"] == name]
        read = [[float(row.x), float(row.y), float(row.f)] for row in mine.itertuples()]
        np.testing.assert_array_equal(np.array(read)[:, :2], walk.trajectory.points)
        np.testing.assert_array_equal(np.array(read)[:, 2], walk.trajectory.heights)


def test_the_head_has_every_setting_of_every_walk() -> None:
    walks = walks_of("adam~learning_rate~0.05", "nadam~learning_rate~0.1")
    head = [line for line in walks_csv(walks).decode().splitlines() if line.startswith("#")]
    for walk, line in zip(walks, head, strict=True):
        rule: Any = walk.trajectory.optimizer
        for hyper in rule.hyperparameters():
            value = getattr(rule, hyper.name)
            assert f"{hyper.name}={value:g}".replace("e-0", "e-0") in line, hyper.name


def test_decimal_commas_are_the_same_table() -> None:
    walks = walks_of(*TWO)
    said = walks_csv(walks, ["link: ?a=b,c"], commas=True)
    assert said.startswith(b"\xef\xbb\xbf# link")
    assert b";0,05;0;" in said
    frame = table_of(said, sep=";", decimal=",", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(frame, table_of(walks_csv(walks)))


def test_what_was_typed_is_one_line_of_the_head() -> None:
    file = walks_csv(walks_of(TWO[0]), ["f: x\n1,2,3\r\u2028y"])
    assert file.decode().splitlines()[0] == "# f: x 1,2,3 y"


@pytest.mark.parametrize("visit", [v for v in TABLE if v.lasting], ids=lambda visit: visit.key)
def test_a_setting_that_a_link_leaves_away_can_be_told(visit: Visit[Any]) -> None:
    around = visit.within.first(None) if visit.within else None
    settings = visit.first(around)
    whole, usual = visit.write(settings, around, whole=True), visit.write(settings, around)
    assert {word: whole[word] for word in usual} == usual
    again, notes = visit.read(whole, around)
    assert again == settings and not notes


def test_a_constant_rate_is_told_though_no_link_says_so() -> None:
    settings = MAPS.first(None)
    assert "schedule" not in MAPS.write(settings)
    assert MAPS.write(settings, whole=True)["schedule"] == ["constant"]


@pytest.mark.parametrize("page", ["explore", "compare", "anatomy", "data", "line", "blog_post"])
def test_every_page_with_a_table_offers_it_twice(page: str) -> None:
    app = opened(page)
    healthy(app)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels[0] in ("Walks as CSV", "Ledger as CSV")
    assert labels[1] == "CSV with decimal commas"
