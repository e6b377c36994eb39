"""What is there for those who do not see the screen, or do not use a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import optimizers
import schedules
import surfaces
from figures.ground import ground_blob
from figures.walks import Panel, walks_blob
from surfaces import curves
from tests.axe import CONTRAST, MARKUP, OPTIONS, Known, Node, expected, findings, heard, ours
from tests.conftest import Server
from tests.house import HOUSE
from tests.visit import Visit, go_to
from ui.player import player_words
from ui.player.standalone import standalone_page
from ui.scene import walks_of
from ui.settings import first_settings
from ui.symbols import letters

PAGES = tuple(page.path for page in HOUSE)
DRAWN = tuple(page.path for page in HOUSE if page.drawing)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},  # where only the colours are others
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
# Everything that can be asked for: a shape, a schedule, a stop rule, the best rates.
QUERIES = {
    "": "surface=rotated_bowl&schedule=cosine&stop=gradient",
    "compare": "surface=bowl&rates=best",
    "rates": "surface=bowl&schedule=cosine",
    "basins": "surface=himmelblau&resolution=50",
    "anatomy": "surface=rosenbrock&of=adam&step=12",
    "line": "curve=weighted_squares",
    "data": "seeds=5&slopes=adam&step=7",
    "network": "epochs=50&layers=4~4&step=7",
    "blog_post": "",
    "lessons": "lesson=rate-too-large",
}
JUDGED = {"light": OPTIONS, "dark": CONTRAST, "phone": OPTIONS}
SETTLED = "() => !document.querySelector('[data-testid=stStatusWidget]')"
READY = ".ov-player[data-ready], .oa-figure[data-waiting='0']"
FOOT = "[data-testid=stCaptionContainer]"
TOLD = "() => [...document.querySelectorAll('.ov-map, .ov-loss, .oa-map')].every((e) => e.told)"


@pytest.fixture
def looking(browser: Any, server: Server, look: str) -> Iterator[Visit]:
    visit = Visit(browser, server, **LOOKS[look])
    yield visit
    console, outside = visit.console, visit.outside
    visit.close()
    # A browser without a graphics card says that its pixels are slow to read.
    assert not [text for text in console if not re.search("GL Driver|Canvas2D", text)]
    assert not outside


def opened(visit: Visit, path: str, query: str = "") -> Any:
    """The page at rest, with its pictures described."""
    page = visit.page
    page.goto(f"{visit.server.url}/{path}?{query or QUERIES.get(path, '')}")
    page.wait_for_selector(READY if path in DRAWN else FOOT, timeout=60_000)
    settle(page)
    return page


def settle(page: Any) -> None:
    player = page.locator(".ov-player")
    if player.count() and player.get_attribute("data-playing") == "true":
        page.locator(".ov-play").click()
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(400)  # Streamlit's own elements arrive one after the other
    page.wait_for_function(TOLD)


def rest(page: Any) -> None:
    """Leave focus and pointer where they open no tooltip, which would fade while it is judged."""
    page.evaluate("() => document.activeElement.blur()")
    page.mouse.move(1, 1)
    page.wait_for_function("() => !document.querySelector('.stTooltipContent')")


def states(page: Any) -> Iterator[str]:
    """The page as it comes, and then with everything open that can be opened."""
    yield "as it comes"
    wide = page.viewport_size["width"] > 640  # else the sidebar is away
    for summary in page.locator("summary:visible" if wide else ".stMain summary:visible").all():
        summary.click()
        settle(page)
    for choice in (".ov-curvature:is(button):visible", ".ov-name:visible"):
        if page.locator(choice).count() > (choice.startswith(".ov-name")):
            page.locator(choice).first.click()
    settle(page)
    yield "with all settings, formulas, tables, the curvature, and a walk that is hidden"
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        settle(page)
        yield f"with the tab {tab.text_content()}"
    if page.locator(".ov-3d:visible").count():
        page.locator(".ov-3d").click()
        page.wait_for_function("() => document.querySelector('.ov-space').told")
        yield "in three dimensions"
    if not wide and page.get_by_test_id("stExpandSidebarButton").count():
        page.get_by_test_id("stExpandSidebarButton").click()
        page.wait_for_timeout(600)
        yield "with the sidebar"


def headings(nodes: list[Node]) -> list[int]:
    return [node.level for node in nodes if node.role == "heading"]


def judged_by_ear(page: Any, state: str) -> None:
    """What a screen reader says: words without markup, headings in order, a name for everything."""
    nodes = heard(page)
    marked = [node for node in nodes if MARKUP.search(node.name + node.description)]
    formulas = {"math", "MathMLMath", "StaticText", "InlineTextBox", "code"}
    assert not [node for node in marked if node.role not in formulas], state
    levels = headings(nodes)
    assert levels.count(1) == 1, state
    assert levels[0] == 1, state
    jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert not jumps, state
    controls = {"button", "slider", "combobox", "spinbutton", "switch", "image", "radio", "link"}
    nameless = [n for n in nodes if n.role in controls and not n.name.strip()]
    assert not nameless, state


def drawings_are_images(page: Any) -> None:
    """A drawing is one image that says what it shows."""
    drawn = page.locator(".ov-map:visible, .ov-loss:visible, .ov-series:visible, .oa-map").count()
    images = [node for node in heard(page) if node.role == "image"]
    images = [n for n in images if re.match(r"(Map|Data|Curve|Cobweb|Chart|Answers)\b", n.name)]
    assert len(images) == drawn > 0
    for image in images:
        assert re.search(r"\d", image.description), image
    read_out = """() => [...document.querySelectorAll('.ov-player svg text, .oa-figure svg text')]
      .filter((text) => !text.closest('[aria-hidden=true]')).map((text) => text.textContent)"""
    assert page.evaluate(read_out) == []


def has_room_for_a_finger(page: Any) -> None:
    small = page.evaluate("""() => [...document.querySelectorAll('.ov-player :is(button, select, input)')]
      .filter((e) => e.checkVisibility()).map((e) => [e.className, e.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)""")
    assert not small


# One visit serves axe, the ear and the finger: to open everything on a page takes the most time.
@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "explore")
def test_axe_has_nothing_against_it_and_it_is_told_in_words(
    looking: Visit, path: str, look: str
) -> None:
    page = opened(looking, path)
    if look == "light" and path in DRAWN:
        drawings_are_images(page)
    if look == "phone":
        has_room_for_a_finger(page)
    seen: set[Known] = set()
    found = {}
    for state in states(page):
        if look == "light":
            judged_by_ear(page, state)
        page.keyboard.press("Tab")  # what scrolls is reached from here on
        rest(page)
        found[state] = ours(page, path, look, seen, JUDGED[look])
    assert not {state: rest for state, rest in found.items() if rest}
    assert seen == expected(path, look), "an entry that is not seen any more has to go"


@pytest.mark.browser
def test_a_map_tells_where_the_walks_are(visit: Visit) -> None:
    page = opened(visit, "", "surface=bowl&start=1~1&epochs=40&walk=gradient_descent")
    go_to(page, 0)
    told = "() => document.querySelector('.ov-map').told.textContent"
    page.wait_for_function(f"() => ({told})().includes('At step 0: GD (1.0000, 1.0000).')")
    go_to(page, 7)
    page.wait_for_function(f"() => ({told})().includes('At step 7:')")
    x, y = page.evaluate(
        "() => { const [walk] = document.querySelector('.ov-player').player.walks;"
        " return [walk.x[7], walk.y[7]].map((n) => n.toFixed(4).replace('-', '−')); }"
    )
    assert f"GD ({x}, {y})" in page.evaluate(told)
    assert "minimum: (0.0000, 0.0000)." in page.evaluate(told)


@pytest.mark.browser
def test_nothing_is_said_while_it_plays(visit: Visit) -> None:
    page = opened(visit, "", "surface=bowl&epochs=2000")
    page.evaluate("() => document.querySelector('.ov-player').player.clock.goTo(0)")
    page.locator(".ov-play").click()
    page.wait_for_function(
        "() => document.querySelector('.ov-map').told.textContent.includes('pause')"
    )
    page.evaluate("""() => { globalThis.said = [];
      const note = (changes) => said.push(...changes.map((c) => c.target.className || c.target.id));
      for (const told of document.querySelectorAll('.ov-player [id^=ov-told]'))
        new MutationObserver(note).observe(told, {childList: true, characterData: true, subtree: true}); }""")
    step = page.evaluate("() => document.querySelector('.ov-player').player.clock.frames")
    page.wait_for_function(
        "(n) => document.querySelector('.ov-player').player.clock.frames > n + 20", arg=step
    )
    assert page.evaluate("() => said") == []
    live = """() => [...document.querySelectorAll('.ov-player [role=status], .ov-player [aria-live]')]
      .map((region) => region.getAttribute('aria-live'))"""
    assert {*page.evaluate(live)} == {"off"}
    page.locator(".ov-play").click()
    page.wait_for_function(
        "() => document.querySelector('.ov-map').told.textContent.includes('At step')"
    )
    assert {*page.evaluate(live)} == {"polite"}


@pytest.mark.browser
def test_every_row_says_where_it_is_heading(visit: Visit) -> None:
    page = opened(
        visit, "", "surface=bowl&start=-3~0&epochs=30&walk=gradient_descent~learning_rate~0.01"
    )
    page.evaluate("() => document.querySelector('.ov-player').player.clock.goTo(3)")
    page.wait_for_function("() => document.querySelector('.ov-step').textContent.startsWith('3 /')")
    cells = [node.name for node in heard(page) if node.role in ("cell", "gridcell")]
    assert "to the right" in cells
    heads = [node.name for node in heard(page) if node.role == "columnheader"]
    assert "where it is heading" in heads


FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  if (e === document.body) return null;
  const box = e.getBoundingClientRect();
  globalThis.walked ??= new Map(); const again = walked.has(e); walked.set(e, true);
  return {ours: Boolean(e.closest('.ov-player, .oa-figure')), again, name: e.className || e.tagName,
    seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1, size: [box.width, box.height]}; }"""


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "explore")
def test_tab_reaches_everything_once_and_shows_where_it_is(
    looking: Visit, path: str, look: str
) -> None:
    page = opened(looking, path)
    stops = []
    for _press in range(250):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:  # from the last one to the first
            continue
        if stop["again"]:
            break
        stops.append(stop)
    else:
        pytest.fail("the focus does not come round")
    mine = [stop for stop in stops if stop["ours"]]
    invisible = [stop for stop in mine if not stop["seen"]]
    assert not invisible
    missed = page.evaluate("""() => [...document.querySelectorAll(
      '.ov-player :is(button, select, input), .ov-player, .oa-maps')]
      .filter((e) => e.checkVisibility() && !e.disabled && !walked.has(e)).map((e) => e.className)""")
    assert not missed


@pytest.mark.browser
def test_the_heading_takes_one_line(visit: Visit) -> None:
    page = opened(visit, "")
    page.evaluate("() => scrollTo(0, 0)")
    top = page.locator(".ov-map").bounding_box()["y"]
    page.add_style_tag(
        content="[data-testid=stLayoutWrapper]:has(> .st-key-heading) { display: none }"
    )
    assert 0 <= top - page.locator(".ov-map").bounding_box()["y"] <= 30
    assert page.locator("h1").text_content() == "Explore · Optimizer visualizer"


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_the_saved_page(browser: Any, server: Server, tmp_path: Path, look: str) -> None:
    settings = first_settings()
    walks = walks_of(settings)
    panels = [Panel(tuple(range(len(walks))))]
    blob = walks_blob(settings.surface, walks, panels, settings.start, player_words())
    saved = tmp_path / "walks.html"
    saved.write_text(standalone_page("Any <title>", ground_blob(settings.surface), blob))
    visit = Visit(browser, server, **LOOKS[look])
    try:
        page = visit.page
        page.goto(saved.as_uri())
        page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
        page.wait_for_function(TOLD)
        for state in states(page):
            assert not findings(page, options=JUDGED[look]), state
            nodes = heard(page)
            assert headings(nodes) == [1], state
            assert not [node for node in nodes if MARKUP.search(node.name.replace("<title>", ""))]
    finally:
        visit.close()


def test_symbols_are_letters() -> None:
    things = [
        *(rule.hyperparameters() for rule in optimizers.OPTIMIZERS),
        *(schedule.hyperparameters() for schedule in schedules.SCHEDULES),
        *(thing.parameters for thing in (*surfaces.SURFACES, *curves.CURVES)),
    ]
    symbols = {thing.symbol for group in things for thing in group}
    assert len(symbols) > 10
    for symbol in symbols:
        assert not re.search(r"[\\{}_^$]", letters(symbol)), symbol
        # A single sign and what stands below it; only words are written as words.
        assert "text" in symbol or not re.search("[A-Za-z]{2}", letters(symbol)), symbol
    assert letters(r"\beta_1") == "β₁"
    assert letters(r"\Delta_{\max}") == "Δₘₐₓ"
    assert letters(r"s_{\mathrm{init}}") == "sᵢₙᵢₜ"
