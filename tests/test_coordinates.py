"""Weights go by their names wherever a loss of data is the ground, and x and y stay x and y."""

from __future__ import annotations

import pickle

import pytest

import surfaces
from surfaces.losses import KINDS, SURFACES
from tests import test_basins_page
from tests.test_pages import healthy, opened, payload, tables
from ui.coordinates import coordinates, explained_symbols, symbols
from ui.glossary import of_the_page
from ui.settings import opening_settings

MAPS = ("explore", "compare", "rates", "anatomy")
SHOWN = {"surface": ["least_squares"], "open": ["formulas"]}


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.name)
def test_a_surface_knows_its_coordinates(surface: surfaces.Surface) -> None:
    named = {kind.name: kind.weights for kind in KINDS}
    assert surface.coordinates == named.get(surface.name, ("x", "y"))
    assert coordinates(surface) == surface.coordinates, "English is the source"
    assert pickle.loads(pickle.dumps(surface)).coordinates == surface.coordinates


def test_another_shape_has_the_same_names() -> None:
    for surface in SURFACES:
        other = surface.remake(*surface.arguments[:4], 0.5, *surface.arguments[5:])
        assert other.coordinates == surface.coordinates


def test_letters_of_formulas_are_those_that_stand_in_them() -> None:
    for surface in SURFACES:
        for letter in symbols(surface).split(", "):
            # z₀ and z₁ stand there as those of the class, too.
            assert letter in surface.formula, surface.name
    assert symbols(surfaces.by_name("bowl")) == "x, y"
    line, cloud = surfaces.by_name("least_squares"), surfaces.by_name("logistic")
    assert explained_symbols(line) == "w is the slope, b the intercept."
    assert explained_symbols(cloud) == explained_symbols(surfaces.by_name("bowl")) == ""


@pytest.mark.parametrize("page", MAPS)
def test_pages_say_slope_and_intercept(page: str) -> None:
    app = opened(page, SHOWN)
    healthy(app)
    assert payload(app)[0]["coordinates"] == ["slope", "intercept"]
    labels = [number.label for number in app.number_input]
    assert "Start slope" in labels and "Start intercept" in labels and "Start x" not in labels
    for head in tables(app):
        if "f" in head:
            assert {"slope", "intercept"} < set(head) and not {"x", "y"} & set(head)
            assert {"slope", "intercept"} < set(of_the_page())


@pytest.mark.parametrize("page", MAPS)
def test_pages_say_x_and_y_elsewhere(page: str) -> None:
    app = opened(page, {"surface": ["bowl"]})
    healthy(app)
    assert "coordinates" not in payload(app)[0]
    assert "Start x" in [number.label for number in app.number_input]


@pytest.mark.parametrize(("surface", "names"), [("hinge", ["w₁", "w₂"]), ("bowl", ["x", "y"])])
def test_maps_of_starts_have_the_names_on_their_axes(surface: str, names: list[str]) -> None:
    app = opened("basins", {"surface": [surface], "resolution": ["100"]})
    healthy(app)
    header, _arrays = test_basins_page.payload(app)
    assert [axis["title"] for axis in header["axes"]] == names


def test_names_of_the_menu_are_explained_where_they_head_a_column() -> None:
    heads = of_the_page()
    for surface in SURFACES:
        assert [heads[name] for name in coordinates(surface)] == [heads["x"], heads["y"]]


def test_the_settings_that_open_are_those_of_old() -> None:
    assert opening_settings().surface.coordinates == ("x", "y")
