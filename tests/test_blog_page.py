"""The page of the blog post: its link, its switches, its words, with and without a browser."""

from __future__ import annotations

import itertools
import re
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import published
from figures.blob import unpack
from figures.blog_field import LONGEST, shortened
from figures.blog_rings import rings
from published import START, TRUE, Repair
from tests.test_link import STRANGE
from tests.test_pages import Marked, components, healthy, opened, payload
from tests.visit import READY, Server, Visit
from ui import words
from ui.post.choice import CHAPTERS, REPAIRS, Choice
from ui.post.scene import WHOLE
from ui.post.story import point, story
from ui.table import POST

PAGE = "blog_post"


def told(app: AppTest) -> str:
    """The sentence below the picture."""
    [text] = [m.value for m in app.markdown if m.value.startswith("**After")]
    return text


# -- the link --------------------------------------------------------------------------------------

ALL_REPAIRED = [
    tuple(itertools.compress(REPAIRS, mask)) for mask in itertools.product((0, 1), repeat=5)
]


@pytest.mark.parametrize("repaired", ALL_REPAIRED, ids=lambda names: "~".join(names) or "none")
def test_a_link_opens_exactly_the_choice_it_was_made_of(repaired: tuple[str, ...]) -> None:
    for choice in (
        Choice(repaired),
        Choice(repaired, 300, 0.1, (1.5, -0.25), "field"),
        Choice(repaired, 5000, 1e-5, (1e6, -1e-7), "conclusions"),
    ):
        assert POST.read(POST.write(choice)) == (choice, [])
        assert POST.read(parse_qs(POST.as_text(choice))) == (choice, [])


def test_an_empty_link_is_the_post_as_published() -> None:
    choice, notes = POST.read({})
    assert (choice, notes) == (Choice(), [])
    assert (choice.updates, choice.rate, choice.start) == (93, 0.05, (0.5, 5.8))
    assert choice.repair == Repair()
    assert POST.as_text(choice) == "repair=none&updates=93"


def test_hostile_links_are_read_without_a_stumble() -> None:
    for key, text in itertools.product(POST.words, STRANGE):
        choice, notes = POST.read({key: [text]})
        assert POST.read(POST.write(choice)) == (choice, [])
        assert len(notes) <= 1
        assert len(text) < 3 or not any(text in note for note in notes)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"repair": ["gradient~everything"]}, "`repair`"),
        ({"updates": ["0"]}, "updates"),
        ({"updates": ["5001"]}, "updates"),
        ({"updates": ["9e3"]}, "updates"),
        ({"rate": ["0"]}, "`rate`"),
        ({"rate": ["11"]}, "`rate`"),
        ({"start": ["1"]}, "start"),
        ({"start": ["1e7~0"]}, "start"),
        ({"chapter": ["17"]}, "chapter"),
    ],
)
def test_what_is_not_understood_is_named_once(query: dict[str, list[str]], note: str) -> None:
    choice, notes = POST.read(query)
    assert len(notes) == 1
    assert note in notes[0]
    assert choice == Choice(("gradient",) if "repair" in query else ())
    app = opened(PAGE, query)
    healthy(app)
    assert [warning.value for warning in app.warning] == notes


# -- the page --------------------------------------------------------------------------------------


def test_it_opens_as_published() -> None:
    app = opened(PAGE)
    healthy(app)
    header, arrays = payload(app)
    assert header["steps"] == 93
    assert header["start"] == list(START)
    assert header["minima"] == []
    assert header["minimum"] is None
    assert not header["solid"]
    assert header["window"] == pytest.approx([-1, 1.99, -1.88109, 6.01486], abs=1e-5)
    assert [walk["label"] for walk in header["walks"]] == ["As published"]
    assert (arrays["x0"][-1], arrays["y0"][-1]) == pytest.approx((-0.1137376, -0.0878260), rel=1e-6)
    assert "(−0.1137376, −0.0878260)" in told(app)
    assert "update 91" in told(app)
    assert not any(toggle.value for toggle in app.toggle)


def test_the_ground_is_the_post_s_circles() -> None:
    app = opened(PAGE)
    ground, arrays = unpack(app.get("bidi_component")[0].proto.bytes)
    header, _ = payload(app)
    assert ground["id"] == header["ground"]
    x_min, x_max, y_min, y_max = ground["window"]
    x = np.linspace(x_min, x_max, ground["nx"])[None, :]
    y = np.linspace(y_min, y_max, ground["ny"])[:, None]
    away = np.sqrt(x**2 + y**2).ravel()
    bands = ground["bands"]
    # A line of the player, at (k + ½) / bands, is the circle of radius k / 4.
    np.testing.assert_allclose((arrays["z"] * bands - 0.5) * 0.25, away, atol=1e-5)
    assert max(away) <= 0.25 * (bands - 0.5)


def test_every_window_of_the_circles_has_them_at_the_same_places() -> None:
    for part in (published.window(), WHOLE):
        made = rings(part)
        assert made.level(0.25 * np.arange(4)) * made.bands == pytest.approx(
            np.arange(4) + 0.5, abs=1e-4
        )


@pytest.mark.parametrize("name", REPAIRS)
def test_each_switch_changes_what_it_says(name: str) -> None:
    app = opened(PAGE)
    before, arrays_before = payload(app)
    app.toggle(key=f"post.{name}").set_value(True).run()
    healthy(app)
    assert app.query_params["repair"] in (name, [name])
    after, arrays = payload(app)
    if name == "contours":
        assert after["minima"] == [list(TRUE.minima[0])]
        assert after["minimum"] == TRUE.minimum
        assert after["solid"]
        assert after["window"] == before["window"]
        assert "It is still under way" in told(app)
    elif name == "window":
        assert tuple(after["window"]) == WHOLE
        assert after["minima"] == []
    else:
        repair = Repair(**{name: True})
        walk = repair.walk()
        assert after["ground"] == before["ground"]
        assert [walk["label"] for walk in after["walks"]] == ["As published", "Partly repaired"]
        np.testing.assert_allclose(arrays["x1"], walk.points[:, 0], rtol=1e-6)
        np.testing.assert_allclose(arrays["y1"], walk.points[:, 1], rtol=1e-6)
        np.testing.assert_array_equal(arrays["x0"], arrays_before["x0"])
        assert point(walk.points[-1]) in told(app)
    app.toggle(key=f"post.{name}").set_value(False).run()
    assert payload(app)[0] == before


def test_all_repaired_and_all_as_published() -> None:
    app = opened(PAGE, {"updates": ["1000"]})
    assert "come to rest where the published field is zero" in told(app)
    app.button(key="post.repair").click().run()
    healthy(app)
    assert all(toggle.value for toggle in app.toggle)
    assert "It has arrived." in told(app)
    header, arrays = payload(app)
    assert header["walks"][1]["label"] == "Repaired"
    # The slope that is shown is that of f: flat at its minimum, steep where the other rests.
    assert arrays["slope1"][-1] < 1e-5
    assert arrays["slope0"][-1] == pytest.approx(3.83, abs=0.01)
    app.button(key="post.published").click().run()
    assert app.query_params["updates"] in ("93", ["93"])
    assert "(−0.1137376, −0.0878260)" in told(app)


def test_it_plays_on() -> None:
    app = opened(PAGE)
    app.button(key="post.play.300").click().run()
    healthy(app)
    assert payload(app)[0]["steps"] == 300
    end = Repair().walk(300).points[-1]
    assert point(end) in told(app)
    app.select_slider(key="post.updates").set_value(1000).run()
    assert payload(app)[0]["steps"] == 1000
    app.select_slider(key="post.rate").set_value(0.1).run()
    assert payload(app)[0]["walks"][0]["rate"] == "0.1"
    assert app.query_params["rate"] in ("0.1", ["0.1"])


def test_a_walk_from_elsewhere_and_one_from_far_away_are_told() -> None:
    app = opened(PAGE, {"start": ["1.5~0.5"]})
    end = Repair().walk(start=(1.5, 0.5)).points[-1]
    assert "from (1.5000, 0.5000)" in told(app)
    assert point(end) in told(app)
    app = opened(PAGE, {"start": ["1e6~1e6"], "repair": ["none"]})
    healthy(app)
    # Who begins out there and comes down has not left.
    assert "It is still under way" in told(app)
    app = opened(PAGE, {"start": ["1e6~-1e6"], "rate": ["10"], "updates": ["1"]})
    assert "It is still under way" in told(app)


@pytest.mark.parametrize("rate", ["0.00001", "10"])
@pytest.mark.parametrize("start", ["0.5~5.8", "1e6~-1e6", "0~0"])
def test_extremes_are_shown_without_a_stumble(rate: str, start: str) -> None:
    for repair, updates in (("none", "1"), ("gradient~bias", "5000"), ("contours~window", "2")):
        query = {"repair": [repair], "updates": [updates], "rate": [rate], "start": [start]}
        healthy(opened(PAGE, {**query, "chapter": ["conclusions"]}))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_opens_alone(chapter: str) -> None:
    app = opened(PAGE, {"chapter": [chapter]})
    healthy(app)
    assert len(components(app, "still")) == {"walks": 0, "defects": 0}.get(chapter, 3)
    text = "\n".join(element.value for element in [*app.markdown, *app.caption])
    for needed in {
        "picture": ("2.375 below", "Update 91", "0.1225", "3.309"),
        "walks": ("(−0.1137376, −0.0878260)", "(0.4823843, −4.2559677)", "(0.139, −3.947)"),
        "field": ("(0.1391863, −3.9471540)", "(−3.8299, −0.0058)", "−1.2x + 0.5y + 0.1"),
        "defects": ("| 16 |", "2.077", "update 12", "−2.8506", "58.5", "3.74e−9", "+0.005556"),
        "conclusions": ("264 updates", "606 updates", "Half of it", "Well observed", "4.211"),
    }[chapter]:
        assert needed in text


def test_the_conclusions_follow_the_visitor_s_numbers() -> None:
    app = opened(PAGE, {"chapter": ["conclusions"], "rate": ["0.1"], "updates": ["400"]})
    text = "\n".join(element.value for element in app.markdown)
    adam, descent = (published.needed_at(name, 0.1) for name in ("adam", "gradient_descent"))
    assert f"With your η = 0.1: gradient descent {descent} updates, Adam {adam} updates." in text
    app = opened(PAGE, {"chapter": ["conclusions"], "rate": ["1"]})
    text = "\n".join(element.value for element in app.markdown)
    assert "gradient descent not within 20,000 updates" in text


def test_the_other_pages_keep_their_run() -> None:
    app = opened("explore", {"surface": ["bowl"], "walk": ["adam~learning_rate~0.3"]})
    app.query_params.clear()
    app.switch_page(f"pages/{PAGE}.py").run()
    app.toggle(key="post.gradient").set_value(True).run()
    assert "surface" not in app.query_params
    app.query_params.clear()
    app.switch_page("pages/explore.py").run()
    assert payload(app)[0]["ground"] == "bowl"
    app.query_params.clear()
    app.switch_page(f"pages/{PAGE}.py").run()
    assert app.toggle(key="post.gradient").value


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_all_words_pass_the_translation(chapter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_fitting", lambda folder, asked: ("xx", Marked()))
    monkeypatch.setattr(words, "languages", lambda: ("xx",))
    app = opened(PAGE, {"start": ["x"], "chapter": [chapter]})
    healthy(app)
    labelled = (app.toggle, app.select_slider, app.button)
    said = (app.caption, app.warning, app.markdown)
    texts = [
        *(text for kind in labelled for element in kind for text in (element.label, element.help)),
        *(tab.label for tab in app.tabs),
        *(element.value for kind in said for element in kind),
        *payload(app)[0]["words"].values(),
    ]
    for text in texts:
        assert not text or "⟦" in text, f"not translated: {text}"


def test_arrows_keep_their_direction() -> None:
    dx, dy = np.array([3.0, 1e-3, 0.0, -8.0]), np.array([4.0, 0.0, 0.0, 0.0])
    u, v = shortened(dx, dy, 8.0)
    np.testing.assert_allclose(u * dy, v * dx, atol=1e-12)
    assert np.hypot(u, v).max() == pytest.approx(LONGEST)
    assert (u[1] > 0, u[2], v[2]) == (True, 0, 0)


def test_a_story_of_a_walk_that_is_under_way() -> None:
    from ui.post.scene import walks_of

    choice = Choice(("gradient", "bias", "epsilon"), updates=300)
    text = story(choice, walks_of(choice))
    assert "It is still under way" in text
    assert "As published, it would stand at (0.1681, −3.3051) by now." in text


# -- in a browser ----------------------------------------------------------------------------------

WALK = "() => { const {walks} = document.querySelector('.ov-player').player; const w = walks.at(-1); return [w.x.at(-1), w.y.at(-1)]; }"
GROUND = "() => document.querySelector('.ov-player').player.panels[0].groundKey"
CIRCLES = "() => document.querySelectorAll('.ov-ground .contourlayer .contourlines path, .ov-ground .contourlayer path').length"


@pytest.mark.browser
def test_all_switches_in_the_browser(visit: Visit) -> None:
    page = visit.open_paused(f"/{PAGE}")
    assert page.evaluate(WALK) == pytest.approx([-0.1137376, -0.0878260], rel=1e-6)
    assert page.evaluate(CIRCLES) > 20
    assert not page.locator(".ov-3d").is_visible(), "circles have no height that a walk could have"
    grounds = {page.evaluate(GROUND)}
    labels = {
        "gradient": "True gradient",
        "bias": "Bias correction that counts",
        "epsilon": "ε added, not subtracted",
        "contours": "Contours of f",
        "window": "Window with the minimum",
    }
    done: list[str] = []
    for name, label in labels.items():
        switch = page.get_by_text(label, exact=True)
        visit.renewed(switch.click)
        done.append(name)
        page.wait_for_function("(text) => location.search.includes(text)", arg="~".join(done))
        end = Choice(tuple(done)).repair.walk().points[-1]
        assert page.evaluate(WALK) == pytest.approx(end, rel=1e-6)
        page.wait_for_function(
            "(text) => document.querySelector('.stMain').textContent.includes(text)", arg=point(end)
        )
        page.wait_for_timeout(300)
        grounds.add(page.evaluate(GROUND))
    assert len(grounds) == 3, "contours and window draw another ground, the others do not"
    assert page.locator(".ov-3d").is_visible()
    # In three dimensions, and back to the page that has only two.
    page.locator(".ov-3d").click()
    page.wait_for_selector(".ov-space canvas")
    visit.renewed(page.get_by_text("Contours of f", exact=True).click)
    page.wait_for_selector(".ov-map", state="visible")
    assert not page.locator(".ov-in-space").count()
    sidebar = page.locator(".stSidebar")
    visit.renewed(sidebar.get_by_role("button", name="As published").click)
    page.wait_for_function("() => location.search.startsWith('?repair=none')")
    assert page.evaluate(WALK) == pytest.approx([-0.1137376, -0.0878260], rel=1e-6)
    # A software renderer complains about its own speed.
    visit.console[:] = [text for text in visit.console if not re.search("GL Driver|Canvas2D", text)]


@pytest.mark.browser
def test_it_plays_on_and_walks_away(visit: Visit) -> None:
    page = visit.open_paused(f"/{PAGE}")
    visit.renewed(page.get_by_role("button", name="300 updates", exact=True).click)
    assert page.evaluate(WALK) == pytest.approx([0.1681500, -3.3051168], rel=1e-6)
    page.wait_for_function("() => location.search.includes('updates=300')")
    visit.renewed(page.go_back)
    assert page.evaluate("() => document.querySelector('.ov-player').player.steps") == 93


@pytest.mark.browser
def test_chapters_are_turned_and_linked(visit: Visit) -> None:
    page = visit.open_paused(f"/{PAGE}?repair=window&updates=93")
    for title, chapter in (("No gradient", "field"), ("Two conclusions", "conclusions")):
        page.get_by_role("tab", name=title).click()
        page.wait_for_function("(text) => location.search.includes(text)", arg=f"chapter={chapter}")
        page.wait_for_function(
            "() => document.querySelectorAll('.ov-still[data-ready] .main-svg').length >= 6"
        )
    page.reload()
    page.wait_for_selector(READY)
    page.wait_for_selector("[role=tab][aria-selected=true]")
    assert page.locator("[role=tab][aria-selected=true]").text_content() == "Two conclusions"


# Either window is opened in one scheme and then turned into the other, as a visitor's system does it.
@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "schemes"), [(390, ("dark", "light")), (1280, ("light", "dark"))]
)
def test_it_fits_the_screen(
    browser: Any, server: Server, width: int, schemes: tuple[str, ...]
) -> None:
    phone = width < 500
    size = {"width": width, "height": 844 if phone else 800}
    visit = Visit(
        browser, server, viewport=size, color_scheme=schemes[0], has_touch=phone, is_mobile=phone
    )
    page = visit.open_paused(f"/{PAGE}?chapter=defects")
    page.wait_for_selector("[data-testid=stMarkdown] table")
    dark = "document.querySelector('.ov-player').player.dark"
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"() => {dark} === {str(scheme == 'dark').lower()}")
        page.wait_for_timeout(300)
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
        if not phone:
            foot = page.locator(".ov-foot").bounding_box()
            assert foot["y"] + foot["height"] <= 800, "the whole player is seen without scrolling"
    visit.close()
