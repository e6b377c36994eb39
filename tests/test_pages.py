"""Every page, run as Streamlit runs it, without a browser."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import surfaces
from engine import run
from figures.blob import unpack
from tests.test_link import hostile_links
from ui import link, words
from ui.settings import first_settings

ROOT = Path(__file__).parent.parent
# The pages with a player; the maps of "Basins" have test_basins_page.py.
PAGES = sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"basins"})


def opened(page: str, query: dict[str, list[str]] | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.switch_page(f"pages/{page}.py")
    for key, values in (query or {}).items():
        app.query_params[key] = values
    return app.run()


def payload(app: AppTest) -> tuple[dict, dict[str, np.ndarray]]:
    blobs = [element.proto.bytes for element in app.get("bidi_component")]
    return unpack(blobs[-1])


def ends(app: AppTest) -> dict[str, list[str]]:
    """The columns of the table of ends."""
    [text] = [element.value for element in app.markdown if element.value.startswith("| ")]
    head, _, *rows = (
        [cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines()
    )
    return {name: [row[i] for row in rows] for i, name in enumerate(head)}


def with_formulas(app: AppTest) -> AppTest:
    """The page after a click on its formulas."""
    app.session_state["formulas"] = True
    return app.run()


def healthy(app: AppTest) -> None:
    assert not app.exception, app.exception
    assert not app.error


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(page: str) -> None:
    app = opened(page)
    healthy(app)
    header, _ = payload(app)
    assert header["steps"] == 300
    assert [walk["key"] for walk in header["walks"]] == [
        f"{runner.name}.0" for runner in first_settings().runners
    ]
    assert not app.warning


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)
def test_every_surface_can_be_shown(page: str, surface: surfaces.Surface) -> None:
    app = opened(page, {"surface": [surface.name]})
    healthy(app)
    header, _ = payload(app)
    assert header["ground"].startswith(surface.name)
    assert tuple(header["start"]) == surface.start


def test_every_optimizer_walks_at_once() -> None:
    everyone = [rule.name for rule in optimizers.OPTIMIZERS]
    app = opened("explore", {"walk": everyone})
    healthy(app)
    header, _ = payload(app)
    assert [walk["key"] for walk in header["walks"]] == [f"{name}.0" for name in everyone]
    assert len({(walk["hue"], walk["dash"]) for walk in header["walks"]}) == len(everyone)


def test_numbers_on_the_page_are_the_engine_s() -> None:
    app = opened("explore", {"surface": ["bowl"], "walk": ["adam~learning_rate~0.3"]})
    _, arrays = payload(app)
    surface = surfaces.by_name("bowl")
    walk = run(surface, optimizers.by_name("adam")(learning_rate=0.3), surface.start, 300)
    np.testing.assert_allclose(arrays["x0"], walk.points[:, 0], rtol=1e-6, atol=1e-30)
    np.testing.assert_allclose(arrays["gap0"], walk.heights, rtol=1e-6, atol=1e-30)
    table = ends(app)
    assert table["Gradients used"] == ["300"]
    assert float(table["f"][0].replace("−", "-")) == pytest.approx(walk.heights[-1], rel=1e-3)


def test_a_control_changes_the_run_and_the_link() -> None:
    app = opened("explore")
    app.select_slider(key="adam.0.learning_rate").set_value(0.5).run()
    healthy(app)
    header, _ = payload(app)
    assert header["walks"][-1]["rate"] == "0.5"
    assert "adam~learning_rate~0.5" in app.query_params["walk"]
    app.select_slider(key="epochs").set_value(1000).run()
    header, _ = payload(app)
    assert header["steps"] == 1000
    assert header["walks"][-1]["rate"] == "0.5"
    app.selectbox(key="surface").set_value("bowl").run()
    header, _ = payload(app)
    assert header["ground"] == "bowl"
    assert header["start"] == [-4.0, 3.0]
    app.number_input(key="start.x").set_value(2.5).run()
    assert payload(app)[0]["start"] == [2.5, 3.0]


def test_an_optimizer_that_comes_back_has_its_settings_of_old() -> None:
    query = {"walk": ["momentum~learning_rate~0.01~momentum~0.5", "adam~learning_rate~0.1"]}
    app = opened("explore", query)
    app.button_group(key="optimizers").set_value(["adam"]).run()
    assert [walk["key"] for walk in payload(app)[0]["walks"]] == ["adam.0"]
    app.button_group(key="optimizers").set_value(["adam", "momentum"]).run()
    assert any("~momentum~0.5" in walk for walk in app.query_params["walk"])


def test_no_optimizer_at_all_is_a_page_too() -> None:
    for page in PAGES:
        app = opened(page, {"walk": [link.NOBODY]})
        healthy(app)
        assert app.info


def test_settings_outlive_a_change_of_page() -> None:
    app = opened(
        "explore", {"surface": ["bowl"], "epochs": ["77"], "walk": ["adam~learning_rate~0.3"]}
    )
    app.query_params.clear()
    app.switch_page("pages/compare.py").run()
    header, _ = payload(app)
    assert (header["ground"], header["steps"]) == ("bowl", 77)
    assert header["panels"] == [{"walks": [0], "title": "Adam · η = 0.3"}]
    assert app.query_params["walk"] in ("adam~learning_rate~0.3", ["adam~learning_rate~0.3"])


def test_panels_are_added_changed_and_removed() -> None:
    app = opened("compare", {"walk": ["adam~learning_rate~0.3"]})
    labels = [button.label for button in app.button]
    add = labels.index("Add a panel")
    app.button[add].click().run()
    assert len(payload(app)[0]["panels"]) == 2
    app.selectbox(key="panel.0").set_value("lion").run()
    assert payload(app)[0]["walks"][0]["key"] == "lion.0"
    # The same optimizer twice: one colour, two patterns, two names.
    app.selectbox(key="panel.1").set_value("lion").run()
    walks = payload(app)[0]["walks"]
    assert walks[0]["hue"] == walks[1]["hue"]
    assert walks[0]["dash"] != walks[1]["dash"]
    assert [walk["label"] for walk in walks] == ["Lion", "Lion 2"]
    app.button(key="remove.0").click().run()
    assert len(payload(app)[0]["panels"]) == 1
    for _ in range(7):
        app.button[[b.label for b in app.button].index("Add a panel")].click().run()
    assert len(payload(app)[0]["panels"]) == 8
    assert "Add a panel" not in [button.label for button in app.button]


def check_hostile(queries: list[dict[str, list[str]]]) -> None:
    for i, query in enumerate(queries):
        app = opened(PAGES[i % len(PAGES)], {key: v for key, v in query.items() if key and v})
        healthy(app)
        assert len(app.warning) <= 1


def test_some_hostile_links_open_a_page() -> None:
    check_hostile(random.Random(1).sample(hostile_links(), 24))


@pytest.mark.slow
def test_hundreds_of_hostile_links_open_a_page() -> None:
    check_hostile(random.Random(2).sample(hostile_links(), 300))


def test_a_diverging_run_is_explained() -> None:
    app = opened(
        "explore", {"surface": ["rosenbrock"], "walk": ["gradient_descent~learning_rate~1"]}
    )
    healthy(app)
    table = ends(app)
    assert table["How it stood at its end"][0].startswith("diverged: its numbers overflowed")


class Marked:
    """A catalogue that shows which words went through it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.mark.parametrize("page", PAGES)
def test_all_words_pass_the_translation(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "speak", lambda language: words._catalogue.set(Marked()))
    app = with_formulas(opened(page, {"start": ["x"], "surface": ["rotated_bowl"]}))
    healthy(app)
    texts = [
        *(
            element.label
            for kind in (
                app.selectbox,
                app.select_slider,
                app.number_input,
                app.button,
                app.button_group,
            )
            for element in kind
        ),
        *(
            element.value
            for kind in (app.caption, app.subheader, app.warning, app.info, app.markdown)
            for element in kind
        ),
        *payload(app)[0]["words"].values(),
    ]
    mathematics = {"x", "y", "f", "|∇f|"}
    for text in texts:
        if text and text not in mathematics and not text.startswith(("$", "<style")):
            assert "⟦" in text, f"not translated: {text}"


def test_the_rules_stand_below_in_the_symbols_of_the_sliders() -> None:
    everyone = [rule.name for rule in optimizers.OPTIMIZERS]
    app = with_formulas(opened("explore", {"walk": everyone, "surface": ["bowl"]}))
    healthy(app)
    assert "x^2 + 2y^2" in app.latex[0].value
    text = "\n".join(element.value for element in app.markdown)
    for rule in optimizers.OPTIMIZERS:
        assert rule.title in text
        assert rule.source in text
        for line in rule.recurrence:
            assert line in text
