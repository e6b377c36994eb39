"""The words of a link: what is meant is read, what nobody knows is said once, the rest is left."""

from __future__ import annotations

import random
from difflib import get_close_matches
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import ROOT, healthy
from ui import address, query
from ui.table import TABLE, visits_of

PAGES = dict.fromkeys(page for visit in TABLE for page in visit.pages)
WORDS = {page: [word for visit in visits_of(page) for word in visit.words] for page in PAGES}
LINKS = {page: "surface=bowl&start=1~2&epochs=7&walk=adam~learning_rate~0.3" for page in WORDS} | {
    "line": "curve=double_well&from=0.4&steps=7&ball=gradient_descent~0.05&flat=0.1&way=down",
    "data": "loss=logistic&data=moons&n=20&batch=5&start=1~2&learner=adam~learning_rate~0.3",
    "network": "examples=xor&points=40&layers=4&activation=relu&trainer=adam~learning_rate~0.1",
    "check": "ground=bowl&meant=adam~learning_rate~0.3&schedule=step",
    "blog_post": "repair=bias&updates=7",
}
QUIET = "utm_source gclid fbclid mc_cid embed_options _ga ref UTM_Medium amp;utm_term".split()


def opened(page: str, text: str) -> AppTest:
    """A page, opened by the text of a link as it stands in the address bar."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    for name, value in parse_qsl(text, keep_blank_values=True):
        kept = app.query_params.get(name, [])
        app.query_params[name] = [*([kept] if isinstance(kept, str) else kept), value]
    app.run()
    healthy(app)
    return app


def shown(app: AppTest) -> dict[str, list[str]]:
    return {
        name: [values] if isinstance(values, str) else list(values)
        for name, values in app.query_params.items()
    }


def misspelled(word: str, choose: random.Random) -> str:
    """A letter too few, too many, another one, or two that have changed places."""
    place, letter = choose.randrange(len(word)), choose.choice("abcdefghijklmnopqrstuvwxyz")
    wrong = choose.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
        ]
    )
    known = wrong in address.words() or query.is_foreign(wrong) or not wrong
    return misspelled(word, choose) if known else wrong


def test_every_word_of_every_page_is_known() -> None:
    assert address.words() == {word for words in WORDS.values() for word in words}
    for page, words in address.links().items():
        assert {*words} <= {*WORDS[page or "explore"]}


@pytest.mark.parametrize("page", WORDS)
@pytest.mark.parametrize("seed", range(60))
def test_a_wrong_word_is_named_by_the_nearest(page: str, seed: int) -> None:
    choose = random.Random(f"{page}{seed}")
    word = choose.choice(WORDS[page])
    wrong = misspelled(word, choose)
    asked = {name: [value] for name, value in parse_qsl(LINKS[page])} | {wrong: ["1"]}
    [note] = query.unknown(asked, WORDS[page], address.words())
    close = {*get_close_matches(wrong, WORDS[page], cutoff=query.ALIKE)}
    if word in close and len(close) == 1:
        assert f" {word} " in note
    assert any(other in note for other in WORDS[page])


@pytest.mark.parametrize("page", WORDS)
def test_one_wrong_word_is_one_note_and_the_rest_is_read(page: str) -> None:
    right = opened(page, LINKS[page])
    assert not right.warning
    choose = random.Random(page)
    for wrong in (misspelled(WORDS[page][0], choose), "frobnicate", "x", "satrt"):
        app = opened(page, f"{LINKS[page]}&{wrong}=1~1")
        [warning] = app.warning
        assert warning.value.count(". ") + warning.value.count("? ") == 0, "one sentence"
        assert shown(app) == shown(right)
        assert not app.run().warning


@pytest.mark.parametrize("page", WORDS)
def test_capitals_and_escapes_are_read_as_meant(page: str) -> None:
    right = opened(page, LINKS[page])
    own = {
        "rates": "eta=0.5",
        "basins": "show=settings&resolution=100",
        "anatomy": "of=adam&step=3",
    }
    text = f"{LINKS[page]}&{own[page]}" if page in own else LINKS[page]
    right = opened(page, text)
    strange = "&".join(
        f"{name.upper() if i % 2 else name.title()}={value}"
        for i, (name, value) in enumerate(parse_qsl(text))
    )
    for link in (text.replace("&", "&amp;"), strange, text.replace("&", "&amp;amp;AMP;")):
        app = opened(page, link)
        assert not app.warning
        assert shown(app) == shown(right)


def test_a_word_that_stands_twice_keeps_all_of_its_values() -> None:
    both = "walk=adam~learning_rate~0.3&walk=lion~learning_rate~0.1"
    right = opened("explore", f"surface=bowl&{both}")
    app = opened("explore", f"surface=bowl&{both}".replace("&", "&amp;"))
    assert shown(app)["walk"] == shown(right)["walk"]
    assert len(shown(app)["walk"]) == 2


@pytest.mark.parametrize("page", WORDS)
def test_words_of_other_pages_and_of_others_are_left_alone(page: str) -> None:
    # A word that another page has for the same is read here, too.
    known = {row.also for visit in visits_of(page) for row in visit.rows}
    here = {query.meant(word) for word in WORDS[page]} | known
    others = [word for word in sorted(address.words()) if word not in here]
    foreign = [word for word in QUIET if not word.startswith("embed")]
    text = "&".join([LINKS[page], *(f"{word}=7" for word in (*others, *foreign))])
    app = opened(page, text)
    assert not app.warning
    assert {*foreign} <= {*shown(app)}, "others may count their visits"
    assert all(query.is_foreign(word) for word in QUIET)


@pytest.mark.parametrize("page", ["explore", "compare", "rates", "basins", "anatomy"])
def test_a_shape_of_a_surface_without_one_is_said(page: str) -> None:
    app = opened(page, f"{LINKS[page]}&shape=3~4")
    [warning] = app.warning
    assert "shape" in warning.value
    assert shown(app) == shown(opened(page, LINKS[page]))
    # The shape of a surface that is not here is nobody's fault: one note is enough.
    [warning] = opened(page, "surface=everest&shape=3~4").warning
    assert "shape" not in warning.value
