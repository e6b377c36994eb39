"""A visitor's language: on every page, in its parts that run alone, and in what is saved."""

from __future__ import annotations

import inspect
import pickle
import shutil
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from google.protobuf.message import Message
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

import surfaces
from engine import RefusedError, basins
from figures.blob import unpack
from figures.ground import ground_blob
from figures.walks import Panel, walks_blob
from lessons import LESSONS
from tests.conftest import served
from tests.pseudo import LANGUAGE, make_pseudo, unmarked
from tests.test_pages import ROOT, healthy
from tests.visit import POSITION, Server, Visit, go_to
from ui import scene, words
from ui.check.examples import published_text
from ui.maps.job_status import problems
from ui.network.below.names import NAMES
from ui.player import player_words
from ui.player.standalone import standalone_page
from ui.settings import first_settings

pytestmark = pytest.mark.long
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
# A link that is wrong in one word, so that there is a note; and what is worth opening.
LINKS = {page: {"start": ["x"]} for page in PAGES} | {
    "check": {"ground": ["nowhere"], "formula": ["|x| + y^2"]},
    "lessons": {"lesson": ["nowhere"]},
    "rates": {"formula": ["x^2 / 4 + |y|"], "start": ["x"]},
    "network": {"layers": ["x"]},
    "compare": {"surface": ["rotated_bowl"], "rates": ["best"], "start": ["x"]},
    "line": {"from": ["x"], "ball": ["adam~0.1", "gradient_descent~0.1"]},
}
NAMES_OF_LESSONS = [lesson.name for lesson in LESSONS]
ROOMS = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"tests"}
KEYS = {"language", "words"}  # by which it is told what is kept in one language from the other
NOTES_DROPPED = {"ui.visit._settings"}  # reads a link, and keeps nothing of what is said of it
OPEN = ("formulas", "more", "ledger", "as-code")
# Parts of Streamlit's messages that nobody reads.
TECHNICAL = {
    *("id", "icon", "type", "component_name", "js_content", "css_content", "deferred_file_id"),
    *("form_id", "columns", "url", "page", "page_script_hash", "query_string"),
}
# Parts of what a picture is made of that somebody reads.
READ = {"label", "title", "text", "alt", "name", "hovertemplate"}


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of the pseudo-language beside the app."""
    make_pseudo(tmp_path)
    monkeypatch.setattr(words, "LOCALES", tmp_path)
    said, kept, wrong = words._said, kept_functions(), set[str]()

    def heard(english: str) -> str:
        frame = sys._getframe(1)
        while frame is not None:
            # What is kept for all visitors has no words in it, or is kept by the language.
            code = frame.f_code
            if code in kept and not KEYS & {*code.co_varnames[: code.co_argcount]}:
                wrong.add(kept[code])
            frame = frame.f_back
        return said(english)

    monkeypatch.setattr(words, "_said", heard)
    with words.speaking(LANGUAGE):  # AppTest formats the options of a menu outside of the run
        yield
    assert not wrong - NOTES_DROPPED


def kept_functions() -> dict[CodeType, str]:
    """Every function of ours whose answers are kept for all visitors, by its code."""
    kept = {}
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] not in ROOMS:
            continue
        for one in vars(module).values():
            made = inspect.unwrap(one) if callable(one) and hasattr(one, "cache_info") else None
            if inspect.isfunction(made):
                kept[made.__code__] = f"{made.__module__}.{made.__qualname__}"
    return kept


def opened(page: str, locale: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"locale": locale}
    app.switch_page(f"pages/{page}.py")
    for word, values in LINKS[page].items():
        app.query_params[word] = values
    for key in OPEN:
        app.session_state[key] = True
    if page == "check":
        app.session_state["check.text"] = published_text()
    return app.run()


def texts_of(message: Message) -> Iterator[str]:
    """What a message from Streamlit to the browser says to a visitor."""
    for field, value in message.ListFields():
        if field.name in TECHNICAL:
            continue
        for part in value if field.is_repeated else [value]:
            if isinstance(part, Message):
                yield from texts_of(part)
            elif isinstance(part, str) and not part.startswith(("<style", "<script")):
                yield part


def said_in(app: AppTest) -> list[str]:
    """Every text on a page, in the order of its elements.

    The carried visit is nobody's text, and a program is written in Python.
    """
    nodes = [node for node in app._tree if getattr(node, "proto", None) is not None]
    return [
        text
        for node in nodes
        if getattr(node, "key", None) != "carried" and node.type not in ("html", "code")
        for text in texts_of(node.proto)
    ]


def drawn_in(app: AppTest) -> Iterator[str]:
    """Every text in the player's facts: words, names, titles."""
    for element in app.get("bidi_component"):
        if "_player_" in element.proto.component_name:
            header, _arrays = unpack(element.proto.bytes)
            yield from header["words"].values()
            for part in ("walks", "panels"):
                yield from read_in(header.get(part, []))  # the sheet for a loss has neither


def read_in(facts: Any) -> Iterator[str]:
    if isinstance(facts, dict):
        for key, value in facts.items():
            if key in READ and isinstance(value, str):
                yield value
            else:
                yield from read_in(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from read_in(value)


def all_marked(texts: list[str]) -> None:
    assert any("⟦" in text for text in texts)
    wrong = {text: found for text in texts if (found := unmarked(text))}
    assert not wrong


@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_the_language_of_its_visitor(page: str, pseudo: None) -> None:
    app = opened(page, f"{LANGUAGE}-XX")
    assert not app.exception
    assert page == "check" or not app.error  # a walk that is wrong is called so
    assert app.warning, "the note on the link is part of what is read"
    # What a visitor has pasted is no word of ours, nor is a formula.
    ours = [text for text in said_in(app) if text != published_text() and text[:1] != "$"]
    all_marked(ours)
    all_marked(list(drawn_in(app)) or ["⟦⟧"])


@pytest.mark.parametrize("laboratory", NAMES)
def test_a_laboratory_speaks_it_too(
    laboratory: str, pseudo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LINKS, "network", {"lab": [laboratory]})
    app = opened("network", LANGUAGE)
    healthy(app)
    assert any("still" in one.proto.component_name for one in app.get("bidi_component"))
    all_marked(said_in(app))


@pytest.mark.parametrize("formula", ["x^2 + 2y^2", "x^2 +", "z^2", "abs(x) + log(y)"])
def test_a_formula_of_ones_own_speaks_it_too(
    formula: str, pseudo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LINKS, "explore", {"surface": ["typed"], "formula": [formula]})
    app = opened("explore", LANGUAGE)
    assert not app.exception
    typed = {box.value for box in app.text_input}
    all_marked([text for text in said_in(app) if text not in typed and text[:1] != "$"])


@pytest.mark.parametrize("lesson", NAMES_OF_LESSONS[:: len(NAMES_OF_LESSONS) // 4])
def test_a_lesson_speaks_it_too(lesson: str, pseudo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LINKS, "lessons", {"lesson": [lesson]})
    app = opened("lessons", LANGUAGE)
    healthy(app)
    all_marked([text for text in said_in(app) if text[:1] != "$"])
    all_marked(list(drawn_in(app)) or ["⟦⟧"])


def run_alone(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Run every part of the page that can be run alone, and nothing else of it."""
    parts = [*app._fragment_storage._fragments]
    alone = partial(RerunData, fragment_id_queue=parts)
    with monkeypatch.context() as patch:
        patch.setattr(local_script_runner, "RerunData", alone)
        return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_a_part_that_is_run_alone_speaks_it_too(
    page: str, pseudo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(page, LANGUAGE)
    whole = said_in(app)
    app = run_alone(app, monkeypatch)
    healthy(app)
    part = said_in(app)
    assert len(part) < len(whole), "only a part of the page was run"
    assert part or page == "lessons", "a list, of which nothing is run alone"
    if page in {"explore", "line", "basins"}:
        all_marked(part)
    else:  # what is run alone there brings grounds and carries the visit, and says nothing
        assert not [text for text in part if unmarked(text)]


def test_two_visitors_read_two_languages(pseudo: None) -> None:
    with words.speaking("en"):
        said = {*said_in(opened("explore", "en-GB"))} - {*words.own_names().values()}
    assert len(said) > 50 and not any("⟦" in text for text in said)
    all_marked(said_in(opened("explore", LANGUAGE)))
    meet, heard = threading.Barrier(2), {}

    def hear(language: str) -> None:
        with words.speaking(language):
            meet.wait(10)
            heard[language] = words._("Play"), words.language()
            meet.wait(10)

    threads = [threading.Thread(target=hear, args=(name,)) for name in ("en-US", LANGUAGE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"en-US": ("Play", "en"), LANGUAGE: ("⟦Play⟧", LANGUAGE)}


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        *(("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("pt-PT", "pt"), ("pt", "pt"), ("ko-KR", "ko")),
        *(("en-GB", "en"), ("de", "en"), ("", "en"), ("zh-Hant-TW", "zh-Hant")),
        *(("../../ko", "en"), ("ko/../pt", "en"), ("ko\n", "en"), ("*", "en"), ("k" * 999, "en")),
    ],
)
def test_the_nearest_language_is_spoken(
    asked: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pseudo(tmp_path)
    for name in ("ko", "pt", "pt_BR", "zh_Hant"):
        shutil.copytree(tmp_path / LANGUAGE, tmp_path / name)
    monkeypatch.setattr(words, "LOCALES", tmp_path)
    with words.speaking(asked):
        assert words.language() == language
        assert words._("Play") == ("Play" if language == "en" else "⟦Play⟧")
        assert words._("") == "", "the catalogue's own head is no message"
    assert words.language() == "en", "outside of any run"


def test_what_the_engine_refuses_is_said_in_the_language(pseudo: None) -> None:
    with pytest.raises(RefusedError) as caught:
        basins(surfaces.by_name("bowl"), first_settings().choices[0].optimizer(), resolution=1)
    refused = caught.value
    assert str(refused).startswith("resolution must be a whole number in [2, ")
    assert str(refused).endswith("got 1")
    again = pickle.loads(pickle.dumps(refused))
    assert (str(again), again.message, again.places) == (
        str(refused),
        refused.message,
        refused.places,
    )
    [told, general] = problems([refused, again, ValueError("of no visitor's business")])
    assert told == f"⟦{refused}⟧"
    assert not unmarked(general)


def saved_page() -> str:
    settings = first_settings()
    walks = scene.walks_of(settings)
    panels = [Panel(tuple(range(len(walks))))]
    blob = walks_blob(settings.surface, walks, panels, settings.start, player_words())
    return standalone_page("⟦title⟧", ground_blob(settings.surface), blob, settings.surface)


def test_a_saved_page_says_its_language(pseudo: None) -> None:
    assert f'<html lang="{LANGUAGE}">' in saved_page()
    with words.speaking("en"):
        assert '<html lang="en">' in saved_page()


# -- in a browser ---------------------------------------------------------------------------------

# What is shown, and what is read out of the player; the words of menus are Streamlit's own. An
# icon is a word of its font.
SHOWN = """() => {
  const texts = [];
  const silent = 'script, style, annotation, [data-testid*=Icon], [data-testid=stCode]';
  for (const root of document.querySelectorAll('.stMain, .stSidebar')) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), parts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(silent)) parts.push(walker.currentNode.data);
    }
    texts.push(parts.join('\\n'));
  }
  for (const part of document.querySelectorAll('.ov-player *, .oa-figure *, .ov-still *')) {
    for (const name of ['title', 'aria-label', 'aria-valuetext', 'alt', 'aria-description']) {
      texts.push(part.getAttribute(name) ?? '');
    }
  }
  texts.push(document.title);
  return texts;
}"""
NAVIGATION = """() => [...document.querySelectorAll('[data-testid=stTopNavLink]')].map(
  (link) => link.innerText.trim())"""


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of an app that has a catalogue."""
    folder = tmp_path_factory.mktemp("foreign")
    away = shutil.ignore_patterns(".git", ".venv", "tests", "docs", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, folder / "app", ignore=away)
    make_pseudo(folder / "app" / "locales")
    with served(folder / "log.txt", folder / "app") as running:
        yield running


@pytest.fixture
def abroad(browser: Any, foreign: Server) -> Iterator[Visit]:
    visit = Visit(browser, foreign, locale=LANGUAGE, accept_downloads=True)
    yield visit
    console = visit.console
    visit.close()
    assert not console


@pytest.mark.browser
def test_a_browser_sees_no_other_word(abroad: Visit) -> None:
    page = abroad.page
    for name in ["", *(name for name in PAGES if name != "explore")]:
        # The list of lessons has no picture; one of them has.
        asked = "?lesson=rate-too-large" if name == "lessons" else ""
        page.goto(f"{abroad.server.url}/{name}{asked}")
        if name == "check":  # it has nothing to show before something is pasted
            page.locator(".stMain [data-testid=stButton] button").first.click()
        page.wait_for_selector(".ov-player[data-ready], .oa-figure[data-ready]", timeout=90_000)
        page.wait_for_selector(".st-key-run i", state="attached")
        page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
        assert page.evaluate("() => document.documentElement.lang") == LANGUAGE
        # There a place for a file has words of Streamlit's own, and what is pasted is nobody's: the
        # page is heard without a browser above.
        if name != "check":
            all_marked(page.evaluate(SHOWN))
        titles = page.evaluate(NAVIGATION)
        assert len(titles) == len(PAGES)
        all_marked(titles)


@pytest.mark.browser
def test_a_turn_of_a_slider_and_a_saved_page_keep_the_language(
    abroad: Visit, tmp_path: Path
) -> None:
    page = abroad.open_paused("/")

    def turn() -> None:
        page.get_by_role("slider", name="Adam").first.focus()
        page.keyboard.press("ArrowRight")

    abroad.renewed(turn)
    go_to(page, 3)
    assert "learning_rate" in page.url
    all_marked(page.evaluate(SHOWN))
    with page.expect_download() as download:
        page.get_by_role("button", name="Animation as a web page").click()
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    page.goto(file.as_uri())
    page.wait_for_selector(".ov-player[data-ready]")
    assert page.evaluate("() => document.documentElement.lang") == LANGUAGE
    all_marked(page.evaluate(SHOWN.replace(".stMain, .stSidebar", "main")))


@pytest.fixture
def at_home(browser: Any, foreign: Server) -> Iterator[Visit]:
    visit = Visit(browser, foreign, locale="en-US", accept_downloads=True)
    yield visit
    console = visit.console
    visit.close()
    assert not console


# The run that began with it has come to its end, and the player has drawn what it brought.
SPOKEN = """(language) => document.documentElement.lang === language
  && !document.querySelector('[data-stale=true], [data-testid=stStatusWidget]')
  && document.querySelector('.st-key-run i')
  && (document.querySelector('.ov-player[data-ready]')?.ariaLabel[0] === '⟦')
    === (language !== 'en')"""
LINKED = "(language) => new URLSearchParams(location.search).get('lang') === language"


def spoken(page: Any, language: str) -> None:
    """Wait until a page has come in a language, and look whether all of it has."""
    page.wait_for_function(SPOKEN, arg=language)
    titles = page.evaluate(NAVIGATION)
    if language == LANGUAGE:
        all_marked(page.evaluate(SHOWN))
        all_marked(titles)
    else:
        assert not any("⟦" in text for text in titles)


@pytest.mark.browser
def test_a_language_is_chosen_kept_and_gone_back_from(at_home: Visit, tmp_path: Path) -> None:
    page = at_home.open_paused("/")
    spoken(page, "en")
    go_to(page, 3)
    page.wait_for_url("**step=3**")
    before = page.url
    assert "lang=" not in before
    page.locator(".st-key-languages button:visible").click()
    page.get_by_role("menuitem", name="⟦English⟧").click()
    spoken(page, LANGUAGE)
    page.wait_for_function(LINKED, arg=LANGUAGE)
    # The film stands where it stood; what was chosen in the other language is still chosen.
    assert page.evaluate(POSITION) == 3 and page.locator(".ov-wait").count() == 0
    assert page.get_attribute(".ov-player", "data-playing") == "false"
    assert parse_qs(urlsplit(page.url).query) == {
        **parse_qs(urlsplit(before).query),
        "lang": [LANGUAGE],
    }
    with page.expect_download() as download:
        page.get_by_role("button", name="Animation as a web page").click()
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    assert f'<html lang="{LANGUAGE}">' in file.read_text(encoding="utf-8")
    page.locator("[data-testid=stTopNavLink][href$=compare]").click()
    page.wait_for_url("**/compare?**")
    page.wait_for_function(LINKED, arg=LANGUAGE)
    spoken(page, LANGUAGE)
    shared = page.url
    page.go_back()
    page.wait_for_function("() => location.pathname === '/'")
    spoken(page, LANGUAGE)
    page.go_back()  # to before it was chosen
    spoken(page, "en")
    assert page.url == before
    page.go_forward()
    spoken(page, LANGUAGE)
    page.reload()
    spoken(page, LANGUAGE)
    # Who is sent the link reads the same; who comes by themselves is asked by their browser.
    other = at_home.context.new_page()
    other.goto(shared)
    spoken(other, LANGUAGE)
    other.goto(at_home.server.url)
    spoken(other, "en")
    spoken(page, LANGUAGE)
    other.close()
