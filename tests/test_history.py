"""The browser's history: one press on back is the page before, or the settings before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.house import HOUSE
from tests.test_pages import opened
from tests.visit import READY, Server, Visit
from ui import address

PAGES = sorted(page.name for page in HOUSE)
STEPS = "() => document.querySelector('.ov-player')?.player?.steps"
# Where the browser is, when the server has nothing more to say.
PLACE = """() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'
  && document.querySelector('[aria-current=page]')
  && [location.pathname, location.search]"""
MAPS = "surface=bowl&start=1~2&epochs={}&walk=adam"


@pytest.fixture
def history(browser: Any, server: Server) -> Iterator[Any]:
    """Pushes addresses on an empty page with our script on it; what can be gone back to then."""
    context = browser.new_context()
    script = re.sub("</?script>", "", address.script("en"))

    def pushed(*urls: str) -> list[str]:
        page = context.new_page()
        page.goto(f"{server.url}/_stcore/health")
        first = page.evaluate("() => history.length")
        page.evaluate(script)
        page.evaluate(script)  # a second time is as good as once
        for url in urls:
            page.evaluate("(url) => history.pushState({}, '', url)", url)
        entries = []
        for _ in range(page.evaluate("() => history.length") - first):
            entries.append(page.evaluate("() => location.pathname + location.search"))
            page.evaluate(
                """() => new Promise((done) => {
                  addEventListener("popstate", done, {once: true});
                  history.back(); })"""
            )
        page.close()
        return entries[::-1]

    yield pushed
    context.close()


def links(page: str, epochs: int = 100) -> str:
    """Some link of a page, with its words alone."""
    maps = {"surface": "bowl", "start": "1~2", "epochs": epochs, "walk": "adam"}
    words = address.links().get(page, address.links()[""])
    return f"/{page}?{urlencode({word: maps.get(word, '1') for word in words})}"


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_a_page_are_in_its_link(page: str) -> None:
    said = {*opened(page).query_params}
    own = address.links().get(
        "" if page == address.FIRST else page, []
    )  # not every page has a link
    assert said >= {*own}
    fuller = [words for words in address.links().values() if len(words) > len(own)]
    assert not any(said >= {*words} for words in fuller), "taken for another page's"


def test_all_words_belong_to_pages() -> None:
    assert {*address.links()} - {""} <= {*PAGES}
    text = Path(address.__file__).with_name("history.js").read_text(encoding="utf-8")
    assert not re.search(r"<[/\w!]", text), "Streamlit leaves out what has a tag in it"


@pytest.mark.browser
def test_a_link_takes_the_place_of_the_bare_address(history: Any) -> None:
    asked = ["/compare", links("compare"), "/basins", links("basins"), "/line", links("line")]
    assert history(*asked) == asked[1::2]
    embedded = [f"/basins?embed=true&{links('basins')[8:]}"]
    assert history("/basins?embed=true", *embedded) == embedded


@pytest.mark.browser
def test_other_settings_are_another_entry(history: Any) -> None:
    first, second = links("compare", 100), links("compare", 200)
    asked = [first, second, f"{second}&rates=best", second]
    assert history(*asked) == asked
    assert history(links("blog_post"), f"{links('blog_post')}&start=1~2") == [
        links("blog_post"),
        f"{links('blog_post')}&start=1~2",
    ]


@pytest.mark.browser
def test_a_link_that_comes_before_its_page_waits_for_it(history: Any) -> None:
    """As Streamlit does it in a busy browser: first the link, on the page before."""
    for here, there in (("basins", ""), ("", "basins"), ("line", "compare"), ("", "blog_post")):
        early = links(there).replace(f"/{there}?", f"/{here}?")
        assert history(links(here), early, links(there)) == [links(here), links(there)]
    # The last settings of a page that was left at once are its own.
    late = [links("compare", 100), links("compare", 200)]
    foreign = links("compare", 200).replace("/compare", "/anatomy")
    assert history(*late, foreign, links("anatomy", 200)) == [*late, links("anatomy", 200)]
    # A page that Streamlit has begun to leave by itself gets none of the next one's.
    early = links("rates", 200)
    assert history(links("rates"), "/rates", early, links("", 200)) == [
        links("rates"),
        links("", 200),
    ]
    # But it keeps what it was given where it stays.
    assert history(links("rates"), "/rates", early, "/line") == [links("rates"), early, "/line"]


def at(page: Any, path: str, *words: str) -> str:
    """Wait until a page is open with words in its link; the whole address."""
    page.wait_for_function(
        f"([path, words]) => {{ const place = ({PLACE})();"
        " return place && place[0] === path && words.every((word) => place[1].includes(word)); }",
        arg=[path, words],
        timeout=30_000,
    )
    return str(page.url)


def opened_at_end(visit: Visit, path: str) -> Any:
    """A page whose film has come to its end, so that no step stands in its address."""
    page = visit.open_paused(path)
    page.evaluate(
        "() => { const p = document.querySelector('.ov-player').player; p.clock.jump(p.steps); }"
    )
    page.wait_for_function("() => !new URLSearchParams(location.search).has('step')")
    return page


def turn(page: Any) -> None:
    page.get_by_role("slider", name="Epochs").first.focus()
    page.keyboard.press("ArrowRight")


def open_page(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


@pytest.mark.browser
def test_one_press_on_back_is_the_page_before_as_it_was(visit: Visit) -> None:
    page = opened_at_end(visit, f"/?{MAPS.format(200)}")
    first = at(page, "/", "epochs=200")
    length = page.evaluate("() => history.length")
    turn(page)
    addresses = [first, at(page, "/", "epochs=250")]
    open_page(page, "Compare")
    addresses.append(at(page, "/compare", "epochs=250"))
    open_page(page, "Basins")
    addresses.append(at(page, "/basins", "epochs=250", "show=starts"))
    open_page(page, "One dimension")
    addresses.append(at(page, "/line", "curve="))
    assert page.evaluate("() => history.length") == length + 4
    for place in (3, 2, 1, 0, 1, 2, 3, 4):
        (page.go_back if addresses.index(page.url) > place else page.go_forward)()
        page.wait_for_url(addresses[place])  # the player's own word in it may have come between
        path = "/" + page.url.split("?")[0].rsplit("/", 1)[1]
        assert at(page, path) == addresses[place], "and it stays so"
        if path in ("/", "/compare"):
            page.wait_for_selector(READY)
            page.wait_for_function(f"(n) => ({STEPS})() === n", arg=200 if place == 0 else 250)
        elif path == "/basins":
            page.wait_for_selector(".oa-figure[data-ready]")
    assert page.evaluate("() => history.length") == length + 4


@pytest.mark.browser
def test_a_slider_turned_while_a_page_opens_is_remembered(visit: Visit) -> None:
    page = opened_at_end(visit, f"/?{MAPS.format(200)}")
    first = at(page, "/", "epochs=200")
    open_page(page, "Compare")
    page.wait_for_function("() => location.pathname === '/compare'")
    turn(page)
    at(page, "/compare", "epochs=250")
    open_page(page, "Learning rate")
    at(page, "/rates", "epochs=250")
    page.go_back()
    at(page, "/compare", "epochs=250")
    while page.url.split("?")[0].endswith("compare"):
        page.go_back()
        at(page, "/" if page.url == first else "/compare")
    assert page.url == first


@pytest.mark.browser
def test_pages_that_are_run_through_lie_behind_each_other(visit: Visit) -> None:
    page = opened_at_end(visit, f"/?{MAPS.format(200)}")
    first = at(page, "/", "epochs=200")
    length = page.evaluate("() => history.length")
    for name in ("Basins", "One dimension", "Anatomy"):
        open_page(page, name)
        page.wait_for_timeout(150)
    at(page, "/anatomy", "of=adam")
    count = page.evaluate("() => history.length") - length
    assert 1 <= count <= 3, "a page that was not waited for may not have been opened"
    for _ in range(count):
        page.go_back()
        path = page.evaluate("() => location.pathname")
        page.wait_for_timeout(500)
        at(page, path)
    assert at(page, "/", "epochs=200") == first


@pytest.mark.browser
def test_on_back_nets_are_those_of_the_settings_before(visit: Visit) -> None:
    """Also where the page was left while they were trained, and asked for them again and again."""
    page = opened_at_end(visit, f"/?{MAPS.format(200)}")
    first = at(page, "/", "epochs=200")
    length = page.evaluate("() => history.length")
    open_page(page, "Network")
    addresses = [first, at(page, "/network", "epochs=300")]
    page.wait_for_selector(READY)
    turn(page)
    page.wait_for_function("() => !location.search.includes('epochs=300')")
    addresses.append(at(page, "/network", "epochs="))
    open_page(page, "Compare")
    addresses.append(at(page, "/compare", "epochs=200"))
    assert page.evaluate("() => history.length") == length + 3
    for place in (2, 1, 0, 1, 2):
        (page.go_back if addresses.index(page.url) > place else page.go_forward)()
        page.wait_for_url(addresses[place])  # the player's own word in it may have come between
        path = "/" + page.url.split("?")[0].rsplit("/", 1)[1]
        assert at(page, path) == addresses[place], "and it stays so"
        if path == "/network":
            updates = 300 if place == 1 else int(re.search(r"epochs=(\d+)", page.url)[1])
            page.wait_for_function(f"(n) => ({STEPS})() === n", arg=updates)
    assert page.evaluate("() => history.length") == length + 3


@pytest.mark.browser
def test_a_page_that_opens_another_by_itself_is_found_as_it_was(visit: Visit) -> None:
    page = visit.open(f"/rates?{MAPS.format(60)}")
    at(page, "/rates", "epochs=60")
    page.locator(".ov-rate-slider").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('&eta=')")
    before = page.url
    page.get_by_role("button", name="Explore with this rate").click()
    at(page, "/", "walk=adam~")
    page.go_back()
    assert at(page, "/rates", "&eta=") == before


def test_nothing_in_the_script_of_every_page_looks_like_a_tag() -> None:
    """Of a script that holds one nothing is left: Streamlit purifies HTML."""
    text = address.script("en").removeprefix("<script>").removesuffix("</script>")
    assert not re.search(r"<[/!\w]", text)
