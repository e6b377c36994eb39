"""The menu of surfaces: every surface once, with a picture of its own ground."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import surfaces
from figures.ground import window
from figures.thumbnails import SIDE, sheet
from surfaces import Surface
from tests.conftest import ROOT
from ui.surface_menu import by_family, rules

PLACES = {
    surface.name: (row, column)
    for row, members in enumerate(by_family().values())
    for column, surface in enumerate(members)
}


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    """Brightness of the sheet, 0 to 255."""
    made = Image.open(BytesIO(sheet(list(by_family().values()))))
    return np.asarray(made.convert("L"), float)


def test_every_surface_is_in_one_family() -> None:
    assert sorted(PLACES) == sorted(surface.name for surface in surfaces.SURFACES)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    offered = [
        name
        for group in app.pills
        if (group.key or "").startswith("surface.") and group.key != "surface.own"
        for name in group.options
    ]
    assert sorted(offered) == sorted(surface.title for surface in surfaces.SURFACES)
    chosen = {group.key: group.value for group in app.pills if "surface." in (group.key or "")}
    assert [value for value in chosen.values() if value] == ["rotated_bowl"]


def test_the_chosen_one_clicked_again_stays() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.pills(key="surface.valleys").set_value("rosenbrock").run()
    assert app.query_params["surface"] in ("rosenbrock", ["rosenbrock"])
    app.pills(key="surface.valleys").set_value(None).run()
    assert app.query_params["surface"] in ("rosenbrock", ["rosenbrock"])
    assert app.pills(key="surface.valleys").value == "rosenbrock"


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.name)
def test_a_picture_is_dark_where_the_ground_is_low(surface: Surface, pictures: np.ndarray) -> None:
    row, column = PLACES[surface.name]
    tile = pictures[row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE][::-1]
    seen = surface.looked_at(surface.picked)
    x0, x1, y0, y1 = window(surface)
    if seen is not None:
        half = max(seen.width, seen.height) / 2
        x, y = (seen.x_min + seen.x_max) / 2, (seen.y_min + seen.y_max) / 2
        x0, x1, y0, y1 = x - half, x + half, y - half, y + half
    x, y = np.meshgrid(np.linspace(x0, x1, SIDE), np.linspace(y0, y1, SIDE))
    heights = surface.value(x, y)
    order = np.argsort(heights.ravel())
    low, high = tile.ravel()[order[:8]], tile.ravel()[order[-8:]]
    assert low.max() < high.min() - 60
    assert (np.diff(tile.ravel()[order]) >= 0).all(), "never brighter where it is lower"


def test_all_pictures_cost_as_little_as_one_change() -> None:
    assert len(rules()) < 30_000
