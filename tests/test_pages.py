"""Every page, run as Streamlit runs it, without a browser."""

from __future__ import annotations

import math
import re
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import schedules
import surfaces
from engine import BestRate, best_rate, ranked, run
from figures.blob import unpack
from tests.house import HOUSE, ROOT, Page
from ui import fair, words
from ui.first_looks import one_ball, side_by_side, three_rates
from ui.kinds import NOBODY
from ui.settings import opening_settings
from ui.symbols import letters
from ui.table import LINE, MAPS

# Pages whose link is their own affair, or that have no player, have their own tests.
PAGES = sorted(page.name for page in HOUSE if page.player and page.settings)
RACES = [page for page in PAGES if page != "anatomy"]  # pages on which everybody walks at once


def opened(page: str, query: dict[str, list[str]] | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)
    app.switch_page(f"pages/{page}.py")
    for key, values in (query or {}).items():
        app.query_params[key] = values
    return app.run()


def components(app: AppTest, role: str) -> list[bytes]:
    """What is sent to every component of this role on the page."""
    protos = [element.proto for element in app.get("bidi_component")]
    name = f"optimizer_visualizer_{role}_"
    return [proto.bytes for proto in protos if proto.component_name.startswith(name)]


def payload(app: AppTest) -> tuple[dict, dict[str, np.ndarray]]:
    """What is sent to the player."""
    return unpack(components(app, "player")[-1])


def tables(app: AppTest) -> list[dict[str, list[str]]]:
    """The columns of every table of the page."""
    found = []
    for element in app.markdown:
        if element.value.startswith("| "):
            head, _, *rows = (
                [cell.strip() for cell in line.strip("| ").split("|")]
                for line in element.value.splitlines()
            )
            found.append({name: [row[i] for row in rows] for i, name in enumerate(head)})
    return found


def ends(app: AppTest) -> dict[str, list[str]]:
    """The columns of the table of ends."""
    [table] = tables(app)
    return table


def with_formulas(app: AppTest) -> AppTest:
    """The page after a click on its formulas."""
    app.session_state["formulas"] = True
    return app.run()


def healthy(app: AppTest) -> None:
    assert not app.exception, app.exception
    assert not app.error


@pytest.mark.parametrize("page", HOUSE, ids=lambda page: page.name)
def test_every_page_is_there_with_a_name_and_a_foot(page: Page) -> None:
    app = opened(page.name)
    healthy(app)
    assert len(app.title) == 1 and app.title[0].value
    assert any("that torch.optim has agree with it" in caption.value for caption in app.caption)
    assert bool(app.get("bidi_component")) == page.drawing
    assert {*app.query_params} or not page.settings


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(page: str) -> None:
    app = opened(page)
    healthy(app)
    header, _ = payload(app)
    assert (
        header["rates"]["kept"][-1] if page == "rates" else header["steps"]
    ) == opening_settings().epochs
    everyone = [f"{choice.name}.0" for choice in opening_settings().choices]
    assert [walk["key"] for walk in header["walks"]] == (everyone if page in RACES else ["adam.0"])
    assert not app.warning


@pytest.mark.parametrize("page", ["compare", "explore"])
def test_a_schedule_is_chosen_linked_and_walked(page: str) -> None:
    query = {"surface": ["bowl"], "walk": ["adam~learning_rate~0.3"], "epochs": ["120"]}
    app = opened(page, query)
    app.session_state["more"] = True
    app.run()
    app.selectbox(key="schedule").set_value("cosine").run()
    healthy(app)
    assert parse_qs(app.session_state["link"])["schedule"] == ["cosine~period~120"]
    app.select_slider(key="schedule.cosine.low").set_value(0.5).run()
    healthy(app)
    assert "cosine~period~120~low~0.5" in app.query_params["schedule"]
    cosine = schedules.by_name("cosine")(period=120, low=0.5)
    adam = optimizers.by_name("adam")(learning_rate=0.3)
    walk = run(surfaces.by_name("bowl"), adam, surfaces.by_name("bowl").start, 120, schedule=cosine)
    header, arrays = payload(app)
    np.testing.assert_allclose(arrays["x0"], walk.points[:, 0], rtol=1e-6, atol=1e-30)
    np.testing.assert_allclose(
        header["walks"][0]["eta"] * arrays["factors"], walk.learning_rates, rtol=1e-6
    )
    assert any(cosine.formula in element.value for element in with_formulas(app).markdown)
    again = opened(page, parse_qs(app.session_state["link"]))
    np.testing.assert_array_equal(payload(again)[1]["x0"], arrays["x0"])
    app.selectbox(key="schedule").set_value("constant").run()
    assert "schedule" not in app.query_params


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
    looks = {(walk["hue"], walk["dash"], walk["marker"]) for walk in header["walks"]}
    assert len(looks) == len(everyone)


def test_numbers_on_the_page_are_the_engine_s() -> None:
    app = opened("explore", {"surface": ["bowl"], "walk": ["adam~learning_rate~0.3"]})
    _, arrays = payload(app)
    surface = surfaces.by_name("bowl")
    walk = run(surface, optimizers.by_name("adam")(learning_rate=0.3), surface.start, 300)
    np.testing.assert_allclose(arrays["x0"], walk.points[:, 0], rtol=1e-6, atol=1e-30)
    np.testing.assert_allclose(arrays["gap0"], walk.heights, rtol=1e-6, atol=1e-30)
    table = ends(app)
    assert table["Evaluations"] == ["300"]
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
    app.pills(key="surface.posts").set_value("bowl").run()
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
    for page in RACES:
        app = opened(page, {"walk": [NOBODY]})
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


def test_everybody_walks_at_its_best_rate_and_the_own_rates_come_back() -> None:
    own = {"surface": ["bowl"], "epochs": ["40"], "walk": ["adam~learning_rate~0.3", "lion"]}
    app = opened("compare", own)
    before = [panel["title"] for panel in payload(app)[0]["panels"]]
    assert before[0] == "Adam · η = 0.3"
    assert len(tables(app)) == 1
    app.toggle(key="best_rates").set_value(True).run()
    healthy(app)
    header, arrays = payload(app)
    surface = surfaces.by_name("bowl")
    bests = [
        best_rate(surface, optimizers.by_name(name)(), (1e-5, 10.0), surface.start, 40)
        for name in ("adam", "lion")
    ]
    assert [panel["title"] for panel in header["panels"]] == [
        f"{label} · best η = {best.rate:g}"
        for label, best in zip(("Adam", "Lion"), bests, strict=True)
    ]
    ranks, _ends = tables(app)
    order = ranked(bests)
    assert ranks["Place"] == ["1", "2"]
    assert ranks["Optimizer"] == [("Adam", "Lion")[i] for i in order]
    assert [float(rate) for rate in ranks["Best η"]] == [bests[i].rate for i in order]
    for i, best in enumerate(bests):
        walk = run(
            surface,
            optimizers.by_name(("adam", "lion")[i])(learning_rate=best.rate),
            surface.start,
            40,
        )
        np.testing.assert_allclose(arrays[f"gap{i}"], walk.heights, rtol=1e-12, atol=0)
        shown = ranks["f − f*"][order.index(i)].replace("−", "-")
        assert float(shown) == pytest.approx(walk.heights[-1], rel=1e-2)
    for name, best in zip(("adam", "lion"), bests, strict=True):
        slider = app.select_slider(key=f"{name}.0.learning_rate")
        assert slider.disabled and slider.value == best.rate and "(its best)" in slider.label
    [words] = [caption.value for caption in app.caption if "Held equal" in caption.value]
    assert "budget (gradient evaluations: 40)" in words and "lowest f − f*" in words
    assert app.query_params["rates"] in ("best", ["best"])
    assert "adam~learning_rate~0.3" in app.query_params["walk"]
    app.toggle(key="best_rates").set_value(False).run()
    assert [panel["title"] for panel in payload(app)[0]["panels"]] == before
    assert not app.select_slider(key="adam.0.learning_rate").disabled
    assert app.select_slider(key="adam.0.learning_rate").value == 0.3
    assert "rates" not in app.query_params


def test_switches_outlive_explore_which_they_do_not_change() -> None:
    query = {"rates": ["best"], "axis": ["evaluations"], "walk": ["adam~learning_rate~0.3"]}
    app = opened("explore", query)
    healthy(app)
    header, _ = payload(app)
    assert header["walks"][0]["rate"] == "0.3"
    assert header["abscissa"] == "step"
    assert not app.select_slider(key="adam.0.learning_rate").disabled
    app.query_params.clear()
    app.switch_page("pages/compare.py").run()
    header, _ = payload(app)
    assert "best η" in header["panels"][0]["title"]
    assert header["abscissa"] == "gradient evaluations"
    app.toggle(key="by_evaluations").set_value(False).run()
    assert payload(app)[0]["abscissa"] == "step"
    assert "axis" not in app.query_params


def test_a_change_in_a_fair_comparison_asks_for_the_best_rates_anew() -> None:
    query = {"rates": ["best"], "surface": ["bowl"], "walk": ["adam~learning_rate~0.3"]}
    app = opened("compare", query)
    first = payload(app)[0]["panels"]
    app.select_slider(key="epochs").set_value(20).run()
    assert payload(app)[0]["panels"] != first
    app.button[[button.label for button in app.button].index("Add a panel")].click().run()
    assert len(tables(app)[0]["Place"]) == 2
    app.selectbox(key="panel.0").set_value("lion").run()
    healthy(app)
    assert payload(app)[0]["panels"][0]["title"].startswith("Lion · best η = ")


def test_without_a_minimum_the_table_says_f_and_where_all_diverges_that() -> None:
    app = opened("compare", {"rates": ["best"], "surface": ["saddle"], "walk": ["adam"]})
    ranks = tables(app)[0]
    assert "f" in ranks and "f − f*" not in ranks
    assert ranks["Rates that end within 10× of it"] == ["—"]
    assert any("lowest f at the end" in caption.value for caption in app.caption)
    query = {"surface": ["rosenbrock"], "start": ["1e6~1e6"], "walk": ["gradient_descent"]}
    app = opened("compare", {"rates": ["best"], **query})
    healthy(app)
    ranks = tables(app)[0]
    assert ranks["f − f*"] == ["diverges"] and ranks["Best η"] == ["—"]
    assert payload(app)[0]["panels"][0]["title"] == "GD · every η diverges, here 1e−5"


def test_a_second_visitor_does_not_wait_for_the_best_rates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    query = {"rates": ["best"], "surface": ["booth"], "walk": ["adam", "momentum"]}
    first = tables(opened("compare", query))[0]
    monkeypatch.setattr(fair, "best_rate", lambda *_, **__: pytest.fail("asked for again"))
    # Whatever their own rates are.
    query["walk"] = ["adam~learning_rate~0.7", "momentum~learning_rate~0.001"]
    assert tables(opened("compare", query))[0] == first


@pytest.mark.parametrize(
    ("low", "high", "at_border", "words"),
    [
        (0.02, 0.3, False, "0.02 … 0.3, a factor of 15"),
        (1e-5, 2e-3, True, "1e−5 … 0.002, at least a factor of 200"),
        (1e-4, 1.0, False, "1e−4 … 1, 4 decades"),
        (1e-5, 4.0, True, "1e−5 … 4, at least 5.6 decades"),
        (0.5, 0.5, False, "this one alone"),
        (math.nan, math.nan, False, "—"),
    ],
)
def test_how_much_a_rate_matters_in_words(
    low: float, high: float, at_border: bool, words: str
) -> None:
    said = fair._alike(BestRate(0.1, 1.0, 1.0, 3, low, high, at_border))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == words
    assert said.count(" ") == (1 if low < high else words.count(" "))


def test_a_diverging_run_is_explained() -> None:
    app = opened(
        "explore", {"surface": ["rosenbrock"], "walk": ["gradient_descent~learning_rate~1"]}
    )
    healthy(app)
    table = ends(app)
    [why] = table["How it ended, and why"]
    assert re.fullmatch(
        r"Diverges: its steps are too long for the curvature; at the start η·λmax = \d+ > 2, .+"
        r"Its numbers overflowed after step \d+\. Try a learning rate below 0\.\d+\.",
        why,
    )


class Marked:
    """A catalogue that shows which words went through it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.mark.parametrize("page", PAGES)
def test_all_words_pass_the_translation(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_fitting", lambda folder, asked: ("xx", Marked()))
    monkeypatch.setattr(words, "languages", lambda: ("xx",))
    app = with_formulas(
        opened(page, {"start": ["x"], "surface": ["rotated_bowl"], "rates": ["best"]})
    )
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
                app.toggle,
            )
            for element in kind
        ),
        *(
            element.value
            for kind in (app.caption, app.title, app.header, app.warning, app.info, app.markdown)
            for element in kind
        ),
        *payload(app)[0]["words"].values(),
    ]
    shapes = surfaces.by_name("rotated_bowl").parameters
    mathematics = {"x", "y", "f", "|∇f|", *(letters(shape.symbol) for shape in shapes)}
    for text in texts:
        if text and text not in mathematics and not text.startswith("<style"):
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


# -- the first minute --------------------------------------------------------------------------


def test_every_page_has_a_heading_and_a_sentence() -> None:
    said = set()
    for page in PAGES:
        app = opened(page)
        assert "Optimizer visualizer" in app.title[0].value
        sentence = app.caption[0].value
        assert sentence.endswith(".") and len(sentence) < 100
        said.add(sentence)
    assert len(said) == len(PAGES)


def test_the_opening_shows_walks_that_differ_and_arrive() -> None:
    settings = opening_settings()
    domain = settings.surface.domain
    walks = [
        run(settings.surface, choice.optimizer(), settings.start, settings.epochs).points
        for choice in settings.choices
    ]
    assert 2 <= len(walks) <= 3
    for walk in walks:
        assert np.all(np.abs(walk) <= domain.x_max), "all of it is on the map"
        assert np.linalg.norm(walk[-1]) < 0.02 * domain.diagonal
    for i, walk in enumerate(walks):
        for other in walks[:i]:
            apart = np.linalg.norm(walk[:, None] - other[None], axis=2).min(axis=1)
            assert apart.max() > 0.03 * domain.diagonal, "they take other ways"


def test_the_first_looks_lead_where_they_say() -> None:
    crawls, arrives, leaves = three_rates().choices
    ends = {
        name: run(three_rates().surface, choice.optimizer(), three_rates().start, 30)
        for name, choice in (("crawls", crawls), ("arrives", arrives), ("leaves", leaves))
    }
    gaps = {name: walk.heights[-1] / walk.heights[0] for name, walk in ends.items()}
    assert 0.01 < gaps["crawls"] < 0.5 and gaps["arrives"] < 1e-12 and gaps["leaves"] > 100
    assert len(side_by_side().choices) == 2
    assert LINE.read(parse_qs(LINE.as_text(one_ball())))[0] == one_ball()
    for settings in (three_rates(), side_by_side()):
        assert MAPS.read(parse_qs(MAPS.as_text(settings)))[0] == settings
