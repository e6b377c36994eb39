"""The table of settings: every row is link, note, memory, control and history at once."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from data import Task
from engine import Stop
from tests.pseudo import make_pseudo
from tests.test_pages import ROOT, healthy
from ui import address, query, table
from ui.data.edits import Edits, EditsKind
from ui.declared_kinds import AtRate, Declaration, Listed
from ui.formula_kinds import Formula
from ui.kinds import SEPARATOR, OneOf, Real, Reals, Several, StopAt, Whole
from ui.lessons.visit import LESSON, LONGEST_RUN, MOST_LETTERS, Question, RunOfLink
from ui.line.settings import first_line_settings
from ui.network.visit import LayersKind
from ui.seen import PartKind
from ui.settings import first_settings, opening_settings
from ui.table import (
    CHECK,
    DATA,
    ETA,
    LABS,
    LINE,
    MAPS,
    NETWORK,
    OF,
    POST,
    STEP,
    TABLE,
    VIEW,
    visits_of,
)
from ui.visit import Row, Visit

# Links of every page, with the run that each opened and the address that was then shown, as they
# were before there was a table: a link that is out in the world opens what it always did.
OLD = json.loads((Path(__file__).parent / "golden" / "links.json").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(visit, row, id=f"{visit.key}-{row.word}") for visit in TABLE for row in visit.rows
]
PLACES = [
    pytest.param(visit, row, page, id=f"{page}-{row.word}")
    for visit in TABLE
    for row in visit.rows
    for page in row.pages or visit.pages
]
NONSENSE = ["nonsense", SEPARATOR, "1e400", "nan", "0x10", "１２", "a" * 500, "\x00", "<b>"]
# With everything on it that has a control: a surface with a shape, a stop rule.
FULL = "surface=rotated_bowl&start=1~2&epochs=7&walk=adam~learning_rate~0.3&stop=gradient~0.1"


def plain(value: Any) -> Any:
    """A value as JSON would give it back."""
    return json.loads(json.dumps(value))


def chosen(choice: Any) -> list[Any]:
    return [choice.name, dict(choice.values)]


def around(visit: Visit) -> Any:
    """Settings that a visit may lie within."""
    if visit.within in (LINE, DATA, NETWORK, POST):
        return visit.within.first(None)
    return first_settings("rotated_bowl") if visit.within else None


def base(visit: Visit) -> Any:
    """Settings on a ground that has a shape, where there is one."""
    if visit is CHECK:
        return visit.first(None).on_surface("rotated_bowl")
    if visit is MAPS:
        return first_settings("rotated_bowl")
    return first_line_settings("weighted_squares") if visit is LINE else visit.first(around(visit))


def frame(page: str) -> None:
    """What of a page is its link; run as a script of its own."""
    import streamlit as st

    from ui import anatomy, frame, table

    frame._in_house.set(True)
    frame.open_frame("A page", page, "What is seen here.")
    if page == "anatomy":
        anatomy.invited()
    for visit in table.TABLE:
        if visit.key == "scratch":
            st.slider("Depth", 1, 9, **visit.turns("depth"))
    frame.close_frame()


def framed(page: str, text: str) -> AppTest:
    app = AppTest.from_function(frame, kwargs={"page": page})
    for name, value in parse_qsl(text, keep_blank_values=True):
        kept = app.query_params.get(name, [])
        app.query_params[name] = [*([kept] if isinstance(kept, str) else kept), value]
    app.run()
    healthy(app)
    return app


def shown(app: AppTest) -> dict[str, list[str]]:
    params = app.query_params.items()
    return {name: [said] if isinstance(said, str) else list(said) for name, said in params}


def remembered(app: AppTest, visit: Visit) -> Any:
    outer = remembered(app, visit.within) if visit.within else None
    return visit.read(parse_qs(app.session_state[visit.key]), outer)[0]


def opened_run(app: AppTest, page: str) -> dict[str, Any]:
    """The run that a page has opened, field by field."""
    if page == "line":
        now = remembered(app, LINE)
        fields = ("shape", "starts", "steps", "epsilon", "ascend", "rules", "stop")
        return plain({"curve": now.curve_name} | {name: getattr(now, name) for name in fields})
    if page == "data":
        now = remembered(app, DATA)
        fields = ("n", "noise", "sample", "batch", "order", "seed", "decay", "start", "epochs")
        run = {
            name: getattr(now, name) for name in (*fields, "over", "seeds", "slopes_of", "below")
        }
        run |= {"loss": now.loss_name, "data": now.source_name, "edits": vars(now.edits)}
        run |= {"learners": [chosen(choice) for choice in now.choices]}
        return plain(run | {"schedule": chosen(now.schedule_choice)})
    if page == "network":
        return plain({visit.key: visit.write(remembered(app, visit)) for visit in (NETWORK, LABS)})
    if page == "check":
        return plain(CHECK.write(remembered(app, CHECK)))
    if page == "lessons":
        return plain(vars(remembered(app, LESSON)))
    if page == "blog_post":
        fields = ("repaired", "updates", "rate", "start", "chapter")
        return plain({name: getattr(remembered(app, POST), name) for name in fields})
    now = remembered(app, MAPS)
    fields = ("shape", "start", "epochs", "best_rates", "by_evaluations", "stop", "epsilon")
    run = {"surface": now.surface_name} | {name: getattr(now, name) for name in fields}
    run |= {
        "walks": [chosen(choice) for choice in now.choices],
        "schedule": chosen(now.schedule_choice),
    }
    if page == "basins":
        run |= vars(remembered(app, VIEW))
    if page == "anatomy":
        run |= {"of": remembered(app, OF).name, "step": remembered(app, STEP).step}
    if page == "rates":
        rate = remembered(app, ETA).rate
        run |= {"eta": float(rate) if rate else None}
    return plain(run)


def test_there_are_old_links_of_every_page() -> None:
    count = Counter(old["page"] for old in OLD)
    assert {*count} == {page for visit in TABLE for page in visit.pages}
    assert len({(old["page"], old["link"]) for old in OLD}) == len(OLD) >= 60
    said = {word for old in OLD for word, _value in parse_qsl(old["link"])}
    assert said >= address.words(), "every word is in one of them"


@pytest.mark.parametrize("page", MAPS.pages)
def test_who_comes_without_a_link_sees_the_opening(page: str) -> None:
    app = framed(page, "")
    assert remembered(app, MAPS) == opening_settings() and not app.warning
    # Its link says all of it, so that it opens the same when others open another picture.
    assert MAPS.read(shown(app))[0] == opening_settings()
    assert remembered(framed(page, "walk=adam"), MAPS).surface_name == "blog"
    assert remembered(framed(page, "frobnicate=1"), MAPS) == first_settings()


@pytest.mark.parametrize("old", OLD, ids=lambda old: f"{old['page']}?{old['link'][:60]}")
def test_an_old_link_opens_what_it_always_did(old: dict[str, Any]) -> None:
    app = framed(old["page"], old["link"])
    assert opened_run(app, old["page"]) == old["run"]
    assert [*shown(app).items()] == [*old["address"].items()]
    assert bool(app.warning) == old["noted"]


def allowed(kind: Any, choose: random.Random) -> list[Any]:
    """Some values of a kind, its bounds among them."""
    match kind:
        case OneOf():
            return [*kind.values.values()]
        case Whole():
            return [kind.low, kind.high, choose.randint(kind.low, kind.high)]
        case Real(literally=True):
            return ["0.25", "1e-7", "0.00001", repr(choose.random())]
        case Real():
            return [kind.low, kind.high, choose.uniform(kind.low, kind.high)]
        case Reals(make=None):
            some = [kind.farthest, -kind.farthest, 1e-9, -0.25, 3.5, 12.0]
            counts = range(kind.least, kind.most + 1)
            return [tuple(choose.sample(some, n)) for n in counts for _ in range(3)]
        case Reals():
            some = [
                tuple(choose.uniform(0.1, scale) for _ in range(kind.most))
                for scale in (1, 3, 30)
                for _ in range(20)
            ]
            made = [numbers for numbers in some if makes(kind, numbers)]
            assert made
            return made
        case Several():
            every = range(len(kind.names) + 1)
            return [tuple(name for name in kind.names if choose.random() < 0.5) for _ in every]
        case StopAt():
            rules = [rule for rule in Stop if rule is not Stop.BUDGET]
            return [(rule, e) for rule in rules for e in (kind.low, kind.high, choose.random())]
        case Declaration():
            return [some_fields(kind, name, choose) for name in kind.registry]
        case AtRate():
            return [(name, choose.random() + 1e-6) for name in kind.rates]
        case PartKind():
            return [(-1e9, 1e9, 0.0, 1e-12), (choose.random(), 2.0, -3.0, choose.random())]
        case EditsKind():
            label = int(kind.task is Task.CLASS)
            moved = tuple((i, choose.random(), choose.uniform(-9, 9)) for i in (0, kind.count - 1))
            gone = tuple(range(1, kind.count - 1))
            added = tuple((choose.random(), -1e4, label) for _ in range(3))
            return [Edits(), Edits(moved), Edits(moved, gone), Edits((), gone, added)]
        case Formula():
            return ["x^2+2y^2", "abs(x) + sin(pi y)", "1/(1+x^2) + y^4"]
        case Question():
            return ["Where?", "<b>x</b> & *y* $z$ ünï", "a" * MOST_LETTERS]
        case RunOfLink():
            return ["surface=bowl", "walk=adam~learning_rate~0.3&start=1~2&formula=x%5E2%2By%5E2"]
        case LayersKind():
            return [(), (1,), (16, 1), (16, 16, 16), (choose.randint(1, 16), 8)]
        case Listed():
            every = allowed(kind.each, choose)
            return [(), *((one,) for one in every), tuple(choose.sample(every, min(4, kind.most)))]
    raise AssertionError(f"say which values {kind} allows")


def makes(kind: Reals, numbers: tuple[float, ...]) -> bool:
    try:
        kind.make(*numbers)
    except ValueError:
        return False
    return True


def some_fields(kind: Declaration, name: str, choose: random.Random) -> Any:
    choice = kind.usual(name)
    for hyper in kind.registry[name].hyperparameters():
        low, high = hyper.slider
        value = choose.random() < 0.5 if hyper.flag else choose.uniform(low, high)
        choice = choice.with_value(hyper.name, float(round(value)) if hyper.whole else value)
    return choice


def wrong(kind: Any) -> list[str]:
    """Texts that a kind refuses as a whole."""
    beyond: list[str] = []
    match kind:
        case Whole():
            beyond = [str(kind.low - 1), str(kind.high + 1), f"{kind.low}.5", f"{kind.high:e}"]
        case Real():
            low = [repr(-kind.low), "0"] if kind.low > 0 else [repr(-kind.high)]
            beyond = [repr(2 * kind.high), *low]
        case Reals():
            beyond = [SEPARATOR.join(["1"] * (kind.most + 1)), "1e7", "1~2~"]
        case OneOf():
            beyond = [f"{name}x" for name in kind.values]
        case StopAt():
            beyond = ["gradient", "budget~0.1", f"step~{2 * kind.high}", "both~0"]
        case Formula():
            beyond = ["x^2 +", "z^2", "x.y", "x" * 500]
        case Question():  # whatever can be read is a question
            return ["a" * (MOST_LETTERS + 1), " ", "\x00", "a\u202eb"]
        case RunOfLink():
            beyond = ["lesson=x", f"surface=bowl&x={'a' * LONGEST_RUN}"]
        case Listed() | Declaration():
            beyond = ["sgd~learning_rate~0.1", "__class__"]
    return NONSENSE + beyond


@pytest.mark.parametrize(("visit", "row"), ROWS)
def test_every_allowed_value_is_read_back_as_itself(visit: Visit, row: Row) -> None:
    choose, outer = random.Random(row.word), around(visit)
    for value in allowed(row.kind_in(base(visit), outer), choose):
        settings = row.into(base(visit), value)
        assert row.value(settings) == value
        texts = parse_qs(visit.as_text(settings, outer))
        assert visit.read(texts, outer) == (settings, [])
        for page in visit.pages:
            others = [other for other in visits_of(page) if other is not visit]
            whole = {**texts}
            for other in others:
                whole |= other.write(base(other), around(other))
            here = {word: whole[word] for word in visit.words if word in whole}
            assert visit.read(here, outer) == (settings, []), f"on {page}"


@pytest.mark.parametrize(("visit", "row"), ROWS)
def test_every_wrong_value_is_one_note_and_the_default(visit: Visit, row: Row) -> None:
    outer, settings = around(visit), base(visit)
    # What the row hangs on is in the link, too.
    said = visit.write(settings, outer)
    ground = {
        word: said[word]
        for word in ("surface", "curve", "ground")
        if word in said and word != row.word
    }
    for text in wrong(row.kind_in(settings, outer)):
        usual, none = visit.read(ground, outer)
        read, notes = visit.read(ground | {row.word: [text]}, outer)
        assert read == usual and not none, text
        [note] = notes
        assert f"`{row.word}`" in note
        assert len(text) < 3 or text not in NONSENSE or text not in note


def test_no_word_is_dropped_in_silence_for_another() -> None:
    """Every two words of a visit with what old links say: both are there, or a note names one."""
    said: dict[str, set[tuple[str, ...]]] = {}
    for old in OLD:
        for word, texts in parse_qs(old["link"]).items():
            said.setdefault(word, set()).add(tuple(texts))
    assert said["formula"] and ("bowl",) in said["surface"]
    overruled = set()
    for visit in TABLE:
        alone = {
            (word, texts): visit.read({word: texts}, around(visit))
            for word in visit.words
            for texts in sorted(said.get(word, ()))[:5]
        }
        whole = [
            (word, list(texts))
            for (word, texts), (settings, notes) in alone.items()
            if not notes
            and visit.write(settings, around(visit), whole=True).get(word) == list(texts)
        ]
        for one, other in combinations(whole, 2):
            if one[0] == other[0]:
                continue
            settings, notes = visit.read(dict((one, other)), around(visit))
            shown = visit.write(settings, around(visit), whole=True)
            for word, texts in (one, other):
                if shown.get(word) != texts:
                    assert any(f"`{word}`" in note for note in notes), (one, other)
                    overruled.add(word)
    assert "surface" in overruled  # a formula has its own


def test_a_shape_where_there_is_none_is_noted_on_the_page() -> None:
    for link, wanted in (
        ("surface=bowl&shape=1", "`shape` in the link shapes what has no shape"),
        ("surface=bowl&formula=x^2%2By^2", "`surface` in the link says something else"),
    ):
        notes = [note.value for note in framed("explore", link).warning]
        assert len(notes) == 1 and wanted in notes[0]


@pytest.mark.parametrize("visit", TABLE, ids=lambda visit: visit.key)
def test_settings_are_remembered_as_one_text(visit: Visit) -> None:
    page = visit.pages[0]
    app = framed(page, FULL if visit in (MAPS, *(v for v in TABLE if v.within)) else "")
    assert isinstance(app.session_state[visit.key], str)
    for key in app.session_state:
        assert isinstance(app.session_state[key], str | int | float | bool | None), key
    assert {visit.key for visit in visits_of(page)} <= {*app.session_state}


def test_no_page_has_a_word_twice_and_no_word_two_meanings() -> None:
    meanings: dict[str, Any] = {}
    for page in {page for visit in TABLE for page in visit.pages}:
        words = [word for visit in visits_of(page) for word in visit.words]
        assert len(words) == len({*words}), page
        assert words, page
    for visit in TABLE:
        for row in visit.rows:
            assert meanings.setdefault(row.word, row.kind) is row.kind, row.word
    keys = [visit.key for visit in TABLE]
    assert len(keys) == len({*keys})


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """The keys of all controls of every page, by its file, where there is a second language."""
    folder = tmp_path_factory.mktemp("locales")
    make_pseudo(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.words.LOCALES", folder)
        yield controls_of_pages()


def controls_of_pages() -> dict[str, set[str]]:
    own = {
        "basins": f"{FULL}&resolution=100&show={{show}}",
        "line": "curve=weighted_squares&until=step",
        "blog_post": "",
    }
    keys: dict[str, set[str]] = {}
    for page in {page for visit in TABLE for page in visit.pages}:
        text = own.get(page, FULL)
        for show in ("settings", "starts") if page == "basins" else ("",):
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
            app.switch_page(f"pages/{page}.py")
            for name, value in parse_qsl(text.format(show=show)):
                app.query_params[name] = value
            app.session_state["more"] = True
            app.run()
            healthy(app)
            keys.setdefault(page, set()).update(keys_of(app))
    for page in (*MAPS.pages, *CHECK.pages):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.switch_page(f"pages/{page}.py")
        app.query_params["surface"], app.query_params["formula"] = "typed", "x^2+2y^2"
        app.run()
        healthy(app)
        keys[page].update(keys_of(app))
    return keys


def keys_of(app: AppTest) -> set[str]:
    """The keys of everything on a page that has one."""
    return {*re.findall(r'\$\$ID-\w+-([^"\s]+)"', "".join(str(one) for one in protos(app._tree)))}


def protos(node: Any) -> list[Any]:
    below = [one for child in getattr(node, "children", {}).values() for one in protos(child)]
    return [*([node.proto] if getattr(node, "proto", None) is not None else []), *below]


@pytest.mark.parametrize(("visit", "row", "page"), PLACES)
def test_every_row_has_a_control_on_its_pages(
    visit: Visit, row: Row, page: str, controls: dict[str, set[str]]
) -> None:
    wanted = (row.control,) if isinstance(row.control, str) else row.control
    starts = tuple(control for control in wanted if control.endswith("."))
    found = [key for key in controls[page] if key in wanted or key.startswith(starts)]
    assert found, sorted(controls[page])


# -- a row more, and nothing else -----------------------------------------------------------------


@dataclass(frozen=True)
class Scratch:
    depth: int = 3


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Visit:
    row = Row("depth", Whole(1, 9), "depth", "scratch.depth")
    visit = Visit("scratch", ("explore", "line"), lambda _around: Scratch(), (row,))
    monkeypatch.setattr(table, "TABLE", (*TABLE, visit))
    return visit


def test_a_row_more_is_link_note_memory_control_and_history(scratch: Visit) -> None:
    app = framed("line", "depth=7")
    assert not app.warning
    assert shown(app)["depth"] == ["7"] and app.session_state["scratch"] == "depth=7"
    assert app.slider[0].value == 7
    app.slider[0].set_value(5).run()
    assert shown(app)["depth"] == ["5"] and remembered(app, scratch) == Scratch(5)
    [warning] = framed("line", "depth=12").warning
    assert "`depth`" in warning.value and "from 1 to 9" in warning.value and "3" in warning.value
    [warning] = framed("line", "dpeth=7").warning
    assert "depth" in warning.value, "the nearest word"
    assert "depth" in address.words()
    for page, words in address.links().items():
        assert ("depth" in words) == (page in ("", "line")), "history"
    assert not query.unknown({"depth": ["1"]}, (), address.words())


def test_a_row_more_in_a_visit_is_in_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class More:
        repaired: tuple[str, ...] = ()
        depth: int = 3

    row = Row("depth", Whole(1, 9), "depth", "post.depth", unless=3)
    visit = replace(POST, first=lambda _around: More(), rows=(POST.rows[0], row))
    monkeypatch.setattr(table, "TABLE", tuple(visit if other is POST else other for other in TABLE))
    assert visit.as_text(More()) == "repair=none"
    assert visit.as_text(More(depth=4)) == "repair=none&depth=4"
    assert visit.read({"depth": ["4"]}) == (More(depth=4), [])
    assert address.links()["blog_post"] == ["repair"]
    assert "depth" in address.words()


def test_what_hangs_on_others_goes_with_them() -> None:
    """A second setting that was wished for an optimizer is forgotten where that has left."""
    maps = first_settings()
    wished = {"rule": ["adam.0"], "against": ["beta2"]}
    view, notes = VIEW.read(wished, maps)
    assert (view.rule, view.against, notes) == ("adam.0", "beta2", [])
    without = replace(maps, choices=tuple(r for r in maps.choices if r.name != "adam"))
    view, notes = VIEW.read(wished, without)
    assert (view.rule, view.against) == ("", "") and len(notes) == 1


def test_a_page_without_settings_has_no_link() -> None:
    app = framed("credits", "")
    assert not app.warning and shown(app) == {}
    assert len(framed("credits", "frobnicate=1").warning) == 1
