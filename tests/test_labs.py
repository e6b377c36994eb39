"""The laboratories of networks: opened one at a time, remembered in the link, and explained."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.laboratories import listed, opened, read_out  # noqa: F401
from tests.test_glossary import controls_of, heads_of
from tests.test_pages import components
from tests.test_table import allowed, keys_of, wrong
from ui.glossary import of_the_page
from ui.glossary_of_laboratories import LABORATORIES
from ui.network.below import sections
from ui.network.below.names import CLOSED, NAMES
from ui.network.below.sections import CONTROLS, SECTIONS, titles
from ui.network.below.settings import NOISES, LabSettings
from ui.network.below.visit import LABS, USUAL
from ui.visit import Row

FILES = sorted(Path(sections.__file__).parent.glob("*.py"))
# Everything that a laboratory can ask, for some ask more where more is chosen.
LINKS = [
    *({"lab": name} for name in NAMES),
    *({"lab": "noise", "left_kind": kind} for kind in NOISES[1:]),
]


def test_every_laboratory_is_in_every_list() -> None:
    assert list(titles()) == list(SECTIONS) == list(CONTROLS) == list(NAMES)
    assert len({*titles().values()}) == len(NAMES) == 6


@pytest.mark.parametrize("row", LABS.rows, ids=lambda row: row.word)
def test_every_setting_is_read_back_as_itself(row: Row) -> None:
    for value in allowed(row.kind_in(USUAL, None), random.Random(row.word)):
        settings = row.into(USUAL, value)
        assert row.value(settings) == value
        assert LABS.read(parse_qs(LABS.as_text(settings)), None) == (settings, [])


@pytest.mark.parametrize("row", LABS.rows, ids=lambda row: row.word)
def test_every_wrong_value_is_one_note_and_the_usual(row: Row) -> None:
    for text in wrong(row.kind_in(USUAL, None)):
        settings, [note] = LABS.read({row.word: [text]}, None)
        assert settings == USUAL and f"`{row.word}`" in note


def test_a_link_has_what_is_not_usual_and_nothing_else() -> None:
    assert LABS.as_text(USUAL) == ""
    assert LABS.as_text(replace(USUAL, opened="transfer")) == "lab=transfer"
    asked = LabSettings(opened="start", equal_width=8)
    assert LABS.as_text(asked) == "lab=start&equal_width=8"


@pytest.mark.slow
@pytest.mark.usefixtures("listed")
def test_every_setting_has_a_control_where_its_laboratory_is_open() -> None:
    found: set[str] = set()
    for link in LINKS:
        found |= {key for key in keys_of(opened(link)) if key.startswith("labs.")}
    words = {f"labs.{row.word}" for row in LABS.rows if row.word != "lab"}
    assert words <= found
    pictures = {key for key in found if key.split(".")[1] in NAMES}
    assert found - pictures == {*words, "labs.opened"}


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("link", LINKS, ids=lambda link: "-".join(link.values()))
def test_a_laboratory_says_what_it_computes_and_explains_its_words(link: dict[str, str]) -> None:
    app = opened(link)
    settings, _notes = LABS.read({word: [text] for word, text in link.items()}, None)
    found = SECTIONS[settings.opened](settings, "light")
    assert all(sentence in read_out(app) for sentence in found.sentences)
    assert len(components(app, "still")) == len(found.pictures)
    controls = list(controls_of(app))
    assert len(controls) >= 2 and not [label for label, help_ in controls if help_[-1:] != "."]
    terms = of_the_page()
    for head in heads_of(app):
        assert head in terms, head
    for picture in found.pictures:
        assert picture.caption.endswith(".")
        assert len(picture.figure.to_json(validate=False)) < 100_000


def test_no_entry_of_the_glossary_is_left_over() -> None:
    files = [path.read_text(encoding="utf-8") for path in FILES]
    spoken = "\n".join(files)
    for term in LABORATORIES:
        assert re.search(rf'"{re.escape(term)}"', spoken), term


@pytest.mark.usefixtures("listed")
def test_what_nobody_looks_at_is_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in NAMES:

        def counted(now, mode, name=name, own=SECTIONS[name]):  # type: ignore[no-untyped-def]
            asked.append(name)
            return own(now, mode)

        monkeypatch.setitem(sections.SECTIONS, name, counted)
    opened({})
    opened({"lab": CLOSED})
    assert asked == []
    opened({"lab": "start"})
    assert asked == ["start"]


@pytest.mark.usefixtures("listed")
def test_what_was_chosen_in_one_is_kept_while_another_is_open() -> None:
    app = opened({"lab": "start", "deep_activation": "relu"})
    app.button_group[0].set_value("activations").run()
    assert app.query_params["lab"] == "activations"
    assert app.query_params["deep_activation"] == "relu"
    app.button_group[0].set_value("start").run()
    assert app.selectbox[0].value == "relu"
