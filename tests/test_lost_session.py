"""A session that the server has lost: what is done next takes effect, and the run goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import served
from tests.test_pages import ROOT
from tests.visit import READY, SURFACES, Server, Visit
from ui import carried
from ui.table import TABLE

pytestmark = pytest.mark.browser

# Lets a test close the connection, and come back without the name of the session: as after two
# minutes, the server knows nothing of the visit.
FORGETFUL = """(() => {
  const sockets = window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      super(url, sockets.length ? protocols.slice(0, 2) : protocols);
      sockets.push(this);
    }
  };
})()"""
CONNECTED = "() => document.querySelector('.stApp').dataset.testConnectionState === 'CONNECTED'"
IDLE = "() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'"
MAPS = "surface=himmelblau&start=0~-1&epochs=200&walk=adam~learning_rate~0.1"
TWO = f"{MAPS}&walk=lion~learning_rate~0.02"
LINE = "curve=double_well&from=0.4~-0.2&steps=30&ball=gradient_descent~0.05&flat=0.1&way=down"
NET = "points=40&epochs=20&layers=4&trainer=adam~learning_rate~0.05"
POST = "repair=bias&updates=120&rate=0.2"

Act = Callable[[Any], None]


def words(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def lose(page: Any) -> None:
    """Lose the session; back as soon as the browser is connected, and not a moment later."""
    count = page.evaluate("() => window.sockets.length")
    page.evaluate("() => window.sockets.at(-1).close()")
    page.wait_for_function("(n) => window.sockets.length > n", arg=count, timeout=60_000)
    page.wait_for_function(CONNECTED, timeout=60_000)


def settled(page: Any) -> None:
    page.wait_for_function(IDLE, timeout=60_000)


def is_at(page: Any, path: str, wanted: dict[str, list[str]]) -> None:
    """Wait until exactly these words are in the address bar of this page, and stay there."""
    script = """([path, wanted]) => {
      const said = new URLSearchParams(location.search), names = Object.keys(wanted);
      return location.pathname === path && new Set(said.keys()).size === names.length
        && names.every((name) => said.getAll(name).join() === wanted[name].join()); }"""
    for _ in range(2):
        try:
            page.wait_for_function(script, arg=[path, wanted], timeout=30_000)
        except Exception:
            pytest.fail(f"at {page.url} instead of {path} with {wanted}")
        settled(page)
        page.wait_for_timeout(300)


def key(name: str, press: str = "ArrowRight") -> Act:
    def act(page: Any) -> None:
        page.get_by_role("slider", name=name).first.focus()
        page.keyboard.press(press)

    return act


def choose(label: str, option: str) -> Act:
    def act(page: Any) -> None:
        page.get_by_role("combobox", name=label).first.fill(option)
        page.get_by_role("option", name=option, exact=True).first.click()

    return act


def pick(surface: str) -> Act:
    def act(page: Any) -> None:
        page.locator(SURFACES).click()
        page.get_by_role("radio", name=surface).click()

    return act


def press(name: str, role: str = "button") -> Act:
    return lambda page: page.get_by_role(role, name=name).first.click()


def switch(name: str) -> Act:
    return lambda page: page.locator("label", has_text=name).first.click()


def fill(label: str, text: str) -> Act:
    def act(page: Any) -> None:
        field = page.get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Enter")

    return act


def click(selector: str, x: float, y: float) -> Act:
    def act(page: Any) -> None:
        box = page.locator(selector).first.bounding_box()
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])

    return act


def link(name: str) -> Act:
    return lambda page: page.get_by_role("link", name=name, exact=True).first.click()


ADAM = "adam~learning_rate~0.1"
# By name: page, its link, what is done, and the words that are then other than before; a word
# without a value is anything but what it was.
ACTS: dict[str, tuple[str, str, Act, dict[str, Any]]] = {
    "explore, slider": ("", MAPS, key("Epochs"), {"epochs": ["250"]}),
    "explore, slider of a part": (
        *("", MAPS, key("Adam")),
        {"walk": ["adam~learning_rate~0.12"]},
    ),
    "explore, number": ("", MAPS, fill("Start x", "1.5"), {"start": ["1.5~-1"]}),
    "explore, pill": ("", MAPS, press("Momentum"), {"walk": None}),
    "explore, button": (
        *("", MAPS, press("torch defaults")),
        {"walk": ["adam~learning_rate~0.001"]},
    ),
    "explore, map": ("", MAPS, click(".ov-map", 0.3, 0.3), {"start": None}),
    "explore, list": (
        *("", MAPS, pick("Booth's tilted bowl")),
        {"surface": ["booth"], "start": None},
    ),
    "compare, switch": ("compare", TWO, switch("Loss chart over"), {"axis": ["evaluations"]}),
    "compare, add": ("compare", TWO, press("Add a panel"), {"walk": None}),
    "compare, remove": (
        "compare",
        TWO,
        press("Remove this panel"),
        {"walk": ["lion~learning_rate~0.02"]},
    ),
    "compare, slider": (
        *("compare", TWO, key("Adam")),
        {"walk": ["adam~learning_rate~0.12", "lion~learning_rate~0.02"]},
    ),
    "rates, map": ("rates", MAPS, click(".ov-map", 0.3, 0.3), {"start": None}),
    "rates, slider": ("rates", MAPS, key("Epochs"), {"epochs": ["250"]}),
    "basins, maps of": ("basins", MAPS, press("Every setting", "radio"), {"show": ["settings"]}),
    "basins, slider": ("basins", MAPS, key("Epochs"), {"epochs": ["250"]}),
    "anatomy, list": (
        *("anatomy", MAPS, choose("Optimizer", "Lion")),
        {"of": ["lion"], "walk": None},
    ),
    "anatomy, slider": (
        *("anatomy", MAPS, key("Adam")),
        {"walk": ["adam~learning_rate~0.12"]},
    ),
    "line, slider of a part": ("line", LINE, key("GD"), {"ball": None}),
    "line, choice": ("line", LINE, press("Ascent", "radio"), {"way": ["up"]}),
    "line, curve": ("line", LINE, click(".ov-line", 0.7, 0.3), {"from": None}),
    "network, slider": ("network", NET, key("Epochs"), {"epochs": ["25"]}),
    "network, pill": ("network", NET, press("Momentum"), {"trainer": None}),
    "network, list": (
        *("network", NET, choose("Activation", "ReLU")),
        {"activation": ["relu"]},
    ),
    "post, switch": ("blog_post", POST, switch("True gradient"), {"repair": ["gradient~bias"]}),
    "post, slider": ("blog_post", POST, key("Updates"), {"updates": ["150"]}),
    "post, tab": ("blog_post", POST, press("No gradient", "tab"), {"chapter": ["field"]}),
    "post, map": ("blog_post", POST, click(".ov-map", 0.3, 0.3), {"start": None}),
}


class Forgotten(Visit):
    """A visit whose session can be lost."""

    def begin(self, path: str) -> tuple[Any, dict[str, list[str]]]:
        """Open a page; its words when all is at rest."""
        self.page.add_init_script(FORGETFUL)
        self.page.goto(self.server.url + path)
        ready = ".oa-figure[data-ready]" if path.startswith("/basins") else READY
        self.page.wait_for_selector(ready, timeout=60_000)
        self.page.wait_for_function("() => location.search")
        settled(self.page)
        # Where a film stands is a part of the address, and gone with its page.
        self.page.evaluate(
            "() => { const {player} = document.querySelector('.ov-player') ?? {};"
            " if (player && !player.header.anatomy) player.clock.jump(player.opensAt); }"
        )
        if not path.startswith("/anatomy"):
            self.page.wait_for_function("() => !new URLSearchParams(location.search).has('step')")
        self.page.wait_for_timeout(500)
        return self.page, words(self.page.url)


@pytest.fixture
def forgotten(browser: Any, server: Server) -> Iterator[Forgotten]:
    visit = Forgotten(browser, server)
    yield visit
    said = [text for text in visit.console if "WebSocket" not in text]
    visit.close()
    assert not said
    assert "Traceback" not in server.log.read_text()


def check(page: Any, path: str, before: dict[str, list[str]], other: dict[str, Any]) -> None:
    """What was done has taken effect, and nothing else is other than before."""
    for word, values in other.items():
        if values is None:
            page.wait_for_function(
                "([word, old]) => { const now = new URLSearchParams(location.search).getAll(word);"
                " return now.length && now.join() !== old; }",
                arg=[word, ",".join(before.get(word, []))],
                timeout=30_000,
            )
    now = words(page.url)
    news = {word: now[word] if values is None else values for word, values in other.items()}
    is_at(page, path, {**before, **news})


@pytest.mark.parametrize("name", ACTS)
def test_the_first_thing_that_is_done_counts(forgotten: Forgotten, name: str) -> None:
    path, query, act, other = ACTS[name]
    page, before = forgotten.begin(f"/{path}?{query}")
    lose(page)
    act(page)
    check(page, f"/{path}", before, other)


PAGES = {
    "": ("Explore", MAPS),
    "compare": ("Compare", TWO),
    "rates": ("Learning rate", MAPS),
    "basins": ("Basins", MAPS),
    "anatomy": ("Anatomy", MAPS),
    "line": ("One dimension", LINE),
    "network": ("Network", NET),
    "blog_post": ("The blog post", POST),
}


@pytest.mark.parametrize("path", PAGES)
def test_another_page_opens_with_the_same_run(forgotten: Forgotten, path: str) -> None:
    """Away and back, with the session lost before each of the two: also where the links differ."""
    query = PAGES[path][1]
    page, before = forgotten.begin(f"/{path}?{query}")
    other = "compare" if path != "compare" else "line"
    lose(page)
    link(PAGES[other][0])(page)
    page.wait_for_function(f"() => location.pathname === '/{other}' && location.search")
    settled(page)
    if other == "compare" and path not in ("line", "network", "blog_post"):
        common = {word: before[word] for word in ("surface", "start", "epochs", "walk")}
        is_at(page, "/compare", common)
    lose(page)
    link(PAGES[path][0])(page)
    is_at(page, f"/{path}", before)


def test_back_and_forward_after_a_loss(forgotten: Forgotten) -> None:
    page, first = forgotten.begin(f"/?{MAPS}")
    key("Epochs")(page)
    check(page, "/", first, {"epochs": ["250"]})
    lose(page)
    key("Epochs")(page)
    check(page, "/", first, {"epochs": ["300"]})
    link("Compare")(page)
    is_at(page, "/compare", {**first, "epochs": ["300"]})
    page.go_back()
    is_at(page, "/", {**first, "epochs": ["300"]})
    page.go_back()
    is_at(page, "/", {**first, "epochs": ["250"]})
    page.go_back()
    is_at(page, "/", first)
    for _ in range(3):
        page.go_forward()
        settled(page)
        page.wait_for_timeout(500)
    is_at(page, "/compare", {**first, "epochs": ["300"]})


def test_back_as_the_first_thing_after_a_loss(forgotten: Forgotten) -> None:
    page, first = forgotten.begin(f"/?{MAPS}")
    key("Epochs")(page)
    check(page, "/", first, {"epochs": ["250"]})
    lose(page)
    page.go_back()
    is_at(page, "/", first)


# A server that is started anew has never seen a page: the first run is another one, and long.
RESTARTED = (
    *("explore, slider of a part", "explore, map", "basins, maps of", "anatomy, list"),
    "line, slider of a part",
)


@pytest.mark.parametrize("name", [*RESTARTED, "explore, page"])
def test_a_server_that_is_started_anew_goes_on(browser: Any, tmp_path: Path, name: str) -> None:
    """On the same port, as a deployment does it."""
    path, query, act, other = ACTS.get(name, ("", MAPS, link("Compare"), {}))
    log = tmp_path / "log.txt"
    with ExitStack() as first, ExitStack() as second:
        server = first.enter_context(served(log))
        visit = Forgotten(browser, server)
        page, before = visit.begin(f"/{path}?{query}")
        length = page.evaluate("() => history.length")
        first.close()
        page.wait_for_function(f"() => !({CONNECTED})()")
        second.enter_context(served(log, port=urlsplit(server.url).port))
        page.wait_for_function(CONNECTED, timeout=60_000)
        act(page)
        check(page, "/compare" if name == "explore, page" else f"/{path}", before, other)
        assert page.evaluate("() => history.length") == length + 1
        visit.close()
    assert "Traceback" not in log.read_text()


def test_a_touch_that_the_server_did_not_live_to_see_is_not_lost(
    browser: Any, tmp_path: Path
) -> None:
    """It was on its way when the server stopped; the browser's control shows it, no link does."""
    log = tmp_path / "log.txt"
    with ExitStack() as first, ExitStack() as second:
        server = first.enter_context(served(log))
        visit = Forgotten(browser, server)
        page, before = visit.begin(f"/?{MAPS}")
        page.evaluate("() => { sockets.at(-1).send = () => {}; }")
        key("Epochs")(page)
        page.wait_for_timeout(500)
        assert words(page.url) == before
        first.close()
        page.wait_for_function(f"() => !({CONNECTED})()")
        second.enter_context(served(log, port=urlsplit(server.url).port))
        check(page, "/", before, {"epochs": ["250"]})
        visit.close()


STRANGE = [
    *("", "x", "{", "[]", "7", "null", '"link"', '{"link": 7}', '{"anatomy.of": "__class__"}'),
    *('{"link": "embed=true&surface=nowhere"}', '{"link": ""}', "[" * 5_000, '{"x": "y"}'),
    json.dumps({"link": "surface=" + "a" * 100_000}),
    json.dumps({"maps.link": "resolution=7&rule=%00", "line.link": "curve=1&embed=1"}),
    json.dumps({"link": "walk=adam~beta1~7&x=<script>", "post.link": "repair=all&rate=inf"}),
]


@pytest.mark.parametrize("text", STRANGE)
def test_what_a_browser_carries_is_read_like_a_link(text: str) -> None:
    keys = [visit.key for visit in TABLE if visit.lasting]
    texts = carried._texts(text, keys)
    assert {*texts} <= {*keys}
    if not texts:
        return  # nothing of it is there for a page to read
    for page in ("explore", "anatomy", "basins", "line", "network", "blog_post"):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.switch_page(f"pages/{page}.py")
        for name, value in texts.items():
            app.session_state[name] = value
        app.run()
        assert not app.exception
        assert "embed" not in app.query_params
