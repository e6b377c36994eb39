"""The language that a visitor chooses: by the menu, by a link, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from lessons import LESSONS
from tests.pseudo import LANGUAGE, make_pseudo
from tests.test_pages import ROOT, healthy
from ui import beside, words
from ui.delivery import shelf
from ui.settings import opening_settings
from ui.table import MAPS

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second language beside the app."""
    make_pseudo(tmp_path)
    monkeypatch.setattr(words, "LOCALES", tmp_path)
    yield


def opened(page: str = "explore", text: str = "", browser: str = "en-US") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"locale": browser}
    app.switch_page(f"pages/{page}.py")
    for name, values in parse_qs(text).items():
        app.query_params[name] = values
    app.run()
    healthy(app)
    return app


def spoken(app: AppTest) -> str:
    return LANGUAGE if "⟦" in app.title[0].value else "en"


def again(app: AppTest) -> None:
    """Another run; AppTest formats the options of a menu outside of it."""
    with words.speaking(spoken(app)):
        app.run()
    healthy(app)


def said(app: AppTest) -> list[str]:
    """What the link says of the language."""
    values = app.query_params.get("lang", [])
    return [values] if isinstance(values, str) else [*values]


@pytest.mark.parametrize("page", PAGES)
def test_a_language_is_chosen_on_every_page_and_stands_in_its_link(page: str, two: None) -> None:
    app = opened(page)
    assert spoken(app) == "en" and said(app) == []
    [menu] = app.menu_button
    assert (menu.label, list(menu.options)) == ("English", ["English", "⟦English⟧"])
    menu.click("⟦English⟧")
    again(app)
    assert spoken(app) == LANGUAGE and said(app) == [LANGUAGE]
    links = [parse_qs(link.proto.query_string) for link in app.get("page_link")]
    # By `also` a link has it in a new window, too.
    assert [link for link in links if link.get("lang") != [LANGUAGE]] == []
    assert links or page != "explore"
    # A bare address comes from a change of page.
    app.switch_page(f"pages/{PAGES[PAGES.index(page) - 1]}.py")
    again(app)
    assert spoken(app) == LANGUAGE and said(app) == [LANGUAGE]


@pytest.mark.parametrize(
    ("text", "browser", "language", "link"),
    [
        ("", f"{LANGUAGE}-XX", LANGUAGE, []),
        ("surface=bowl", LANGUAGE, LANGUAGE, []),
        ("lang=en", LANGUAGE, "en", ["en"]),
        (f"lang={LANGUAGE}", "en-US", LANGUAGE, [LANGUAGE]),
        (f"Lang={LANGUAGE.upper()}&surface=bowl", "fr", LANGUAGE, [LANGUAGE]),
        (f"lang=xx&lang={LANGUAGE}", "en", LANGUAGE, [LANGUAGE]),
    ],
)
def test_a_link_counts_more_than_the_browser(
    text: str, browser: str, language: str, link: list[str], two: None
) -> None:
    app = opened(text=text, browser=browser)
    assert (spoken(app), said(app)) == (language, link)
    assert not app.warning
    again(app)
    assert (spoken(app), said(app)) == (language, link)


@pytest.mark.parametrize("text", ["xx", "../../etc", "<b>", "", "e" * 9_000, "eo-XX", "\x00"])
def test_a_language_that_is_not_here_is_said_and_nothing_else(text: str, two: None) -> None:
    asked = urlencode({"lang": text, "surface": "bowl"})
    app = opened(text=asked, browser=LANGUAGE)
    assert (spoken(app), said(app)) == (LANGUAGE, [])
    if text:  # a word without a value says nothing
        [warning] = app.warning
        assert "`lang`" in warning.value and f"en, {LANGUAGE}" in warning.value
        assert text not in warning.value.replace("lang", "") or len(text) < 3
    assert MAPS.read(parse_qs(app.session_state[MAPS.key]))[0].surface_name == "bowl"


def test_who_goes_back_goes_back_to_the_language_of_that_link(two: None) -> None:
    app = opened(text="surface=bowl")
    before = {name: values for name, values in app.query_params.items()}
    app.menu_button[0].click("⟦English⟧").run()
    assert said(app) == [LANGUAGE]
    del app.query_params["lang"]  # the browser's back
    app.run()
    assert spoken(app) == "en" and dict(app.query_params.items()) == before
    app.query_params["lang"] = LANGUAGE  # and forth
    app.run()
    assert spoken(app) == LANGUAGE and said(app) == [LANGUAGE]


def test_a_link_from_page_to_page_keeps_what_was_chosen(two: None) -> None:
    app = opened(text="surface=bowl")
    app.menu_button[0].click("⟦English⟧").run()
    app.switch_page("pages/compare.py")
    app.query_params.clear()
    app.query_params["surface"] = "himmelblau"  # of a link that says no language
    again(app)
    assert spoken(app) == LANGUAGE and said(app) == [LANGUAGE]
    assert MAPS.read(parse_qs(app.session_state[MAPS.key]))[0].surface_name == "himmelblau"


def test_a_language_alone_is_no_link_of_a_run(two: None) -> None:
    app = opened(text=f"lang={LANGUAGE}")
    assert MAPS.read(parse_qs(app.session_state[MAPS.key]))[0] == opening_settings()


def test_what_is_turned_keeps_the_language_and_the_file_says_it(two: None) -> None:
    app = opened(text=f"surface=bowl&lang={LANGUAGE}")
    app.select_slider(key="epochs").set_value(150).run()
    assert app.query_params["epochs"] == "150" and said(app) == [LANGUAGE]

    def address() -> None:
        import streamlit as st

        from ui import csv_files

        st.text(csv_files.link_of_page())

    other = AppTest.from_function(address)
    for key in ("link", "speech", "page"):
        other.session_state[key] = app.session_state[key]
    assert f"lang={LANGUAGE}" in other.run().text[0].value


def test_a_teachers_link_says_it(two: None) -> None:
    app = opened("lessons", f"lesson={LESSONS[0].name}&lang={LANGUAGE}")
    links = [code.value for code in app.code if "lesson=" in code.value]
    assert links and all(parse_qs(link.split("?")[1])["lang"] == [LANGUAGE] for link in links)


def test_each_of_two_visitors_has_a_language_of_their_own(two: None) -> None:
    one, other = opened(), opened()
    one.menu_button[0].click("⟦English⟧").run()
    other.run()
    assert (spoken(one), spoken(other)) == (LANGUAGE, "en")
    one.run()
    assert (spoken(one), spoken(other)) == (LANGUAGE, "en")


def test_what_is_kept_by_a_language_is_in_it_whoever_asks_first(two: None) -> None:
    beside.acts_name.cache_clear()
    # The server asks for all languages when it starts, outside of any visit.
    names = [beside.acts_name(language) for language in words.languages()]
    with words.speaking(LANGUAGE):
        assert [beside.acts_name(language) for language in words.languages()] == names
    files = [shelf.find(name) for name in names]
    assert [file is not None and "⟦" in file.content.decode() for file in files] == [False, True]
    beside.acts_name.cache_clear()


def test_where_one_language_is_there_is_no_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "LOCALES", tmp_path)
    app = opened(text="lang=en&surface=bowl")
    assert not app.menu_button and not app.warning and said(app) == ["en"]
    assert len(opened(text=f"lang={LANGUAGE}&surface=bowl").warning) == 1


def test_no_two_languages_are_called_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pseudo(tmp_path)
    (tmp_path / LANGUAGE).rename(tmp_path / "pt")
    make_pseudo(tmp_path)
    monkeypatch.setattr(words, "LOCALES", tmp_path)
    assert words.own_names() == {
        "en": "English",
        LANGUAGE: "⟦English⟧",
        "pt": "⟦English⟧ (pt)",
    }
