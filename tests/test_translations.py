"""Catalogues: whole, certain, as their English in all that is no word, and compiled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from catalogue.complete import of_message
from catalogue.extract import ROOT, template
from catalogue.grammar import of_korean
from catalogue.terms import of_terms, read_terms, terms_in
from catalogue.translations import (
    bring_up_to_date,
    compiled,
    language_of,
    problems_of,
    read,
    sources,
    texts,
)
from tests.pseudo import LANGUAGE
from ui import words

TEMPLATE = template()
TERMS = {"learning rate": ("학습률",), "rate": ("비율", "속도"), "saddle": ("안장",)}


def write(source: Path, catalog: Catalog) -> None:
    source.parent.mkdir(parents=True, exist_ok=True)
    with source.open("wb") as file:
        write_po(file, catalog)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Path, Catalog]:
    """A catalogue in which every message says its English, and where it lies."""
    catalog = Catalog(locale=LANGUAGE, charset="utf-8")
    for message in TEMPLATE:
        if message.id:
            catalog.add(message.id, message.id)
    source = tmp_path / LANGUAGE / "LC_MESSAGES" / "app.po"
    write(source, catalog)
    return source, catalog


@pytest.mark.parametrize("source", sources(), ids=language_of)
def test_a_language_that_is_spoken_is_spoken_wholly(source: Path) -> None:
    assert list(problems_of(source, TEMPLATE)) == []
    # In the menu it has the name that its speakers give it.
    name = language_of(source)
    own = Locale.parse(name).get_display_name()
    assert own is not None
    assert words.own_names()[name.replace("_", "-")].casefold() == own.casefold()


def test_all_that_is_spoken_has_a_source() -> None:
    spoken = {path.parent.parent.name for path in (ROOT / "locales").glob("*/LC_MESSAGES/app.mo")}
    assert spoken == {language_of(source) for source in sources()}


def test_a_whole_catalogue_is_let_through(whole: tuple[Path, Catalog]) -> None:
    source, _catalog = whole
    assert list(problems_of(source, TEMPLATE)) == []


@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        (lambda catalog: catalog.delete("Play"), "not translated: 'Play'"),
        (lambda catalog: setattr(catalog["Play"], "string", ""), "not translated: 'Play'"),
        (lambda catalog: catalog["Play"].flags.add("fuzzy"), "uncertain: 'Play'"),
        (lambda catalog: catalog.add("Plays", "Plays"), "any more: 'Plays'"),
        (lambda catalog: setattr(catalog["{n} steps"], "string", "{m} steps"), "other places"),
    ],
)
def test_what_is_not_whole_is_found(
    broken: object, wrong: str, whole: tuple[Path, Catalog]
) -> None:
    source, catalog = whole
    assert callable(broken)
    broken(catalog)
    write(source, catalog)
    [line] = problems_of(source, TEMPLATE)
    assert line.startswith(f"{LANGUAGE}: ") and wrong in line


def test_what_was_compiled_of_something_else_is_found(whole: tuple[Path, Catalog]) -> None:
    source, catalog = whole
    catalog["Play"].string = "Play!"
    with source.open("wb") as file:
        write_po(file, catalog)
    [line] = problems_of(source, TEMPLATE)
    assert "app.mo is not made of app.po" in line
    source.with_suffix(".mo").unlink()
    assert "app.mo is not made of app.po" in next(iter(problems_of(source, TEMPLATE)))


def test_a_catalogue_is_brought_up_to_date(whole: tuple[Path, Catalog]) -> None:
    source, catalog = whole
    catalog["Play"].string = "Ludi"
    catalog.delete("Pause")
    catalog.add("Nobody says that any more.", "Neniu.")
    write(source, catalog)
    bring_up_to_date(source, TEMPLATE)
    said = texts(read(source))
    assert said["Play"] == "Ludi" and "Nobody says that any more." not in said
    assert [line for line in problems_of(source, TEMPLATE)] == [
        f"{LANGUAGE}: not translated: 'Pause'"
    ]
    assert compiled(source) == said
    first = source.read_bytes(), source.with_suffix(".mo").read_bytes()
    bring_up_to_date(source, TEMPLATE)
    assert (source.read_bytes(), source.with_suffix(".mo").read_bytes()) == first


def test_the_command_brings_the_catalogues_beside_the_template_up_to_date(
    whole: tuple[Path, Catalog],
) -> None:
    source, _catalog = whole
    source.with_suffix(".mo").unlink()
    path = source.parents[2] / "app.pot"
    made = subprocess.run(
        [sys.executable, "-m", "catalogue", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    assert list(problems_of(source, TEMPLATE)) == []
    # What a translator is told beside a message.
    assert "#. the name of your language in your language" in source.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("{n} steps", "스텝 {n}개"),
        ("{low:g} to {high}, got {given!r}", "받은 값 {given!r}, {low:g}에서 {high}까지"),
        ("**Play** `w` and $x^2$", "`w`와 $x^2$ **재생**"),
        (r"g_t \leftarrow 0 \text{ where it changed}", r"\text{바뀐 곳에서 } g_t \leftarrow 0"),
        ("(a) [b](https://c)", "[나](https://c) (가)"),
        ("**{x}** is (**a**)", "**{x}에** 있음(**가**)"),
        ("half open: [2, ∞)", "반열린 구간: [2, ∞)"),
        ("the rules’ own lines", "규칙의 줄"),
    ],
)
def test_a_translation_in_another_order_is_let_through(english: str, said: str) -> None:
    assert list(of_message(english, said)) == []


@pytest.mark.parametrize(
    ("english", "said", "wrong"),
    [
        ("{n} steps", "스텝", "places"),
        ("{n} steps", "스텝 {m}개", "places"),
        ("{n:g} steps", "스텝 {n}개", "places"),
        ("{n} steps", "스텝 {n개", "expected '}'"),
        ("**Play**", "**재생", "bold"),
        ("**{x}** is", "**{x}**에", "asterisks"),
        ("is **{x}**", "값**{x}** 뒤", "asterisks"),
        ("**a** (b) **{c}**", "**가** (나) **(다)**는", "asterisks"),
        ("`w` here", "w 여기", "code"),
        ("$x^2$ here", "$x^3$ 여기", "formulas"),
        ("$x^2$ here", "$x^2 여기", "formulas"),
        (r"g_t \text{ where}", r"h_t \text{ 곳}", "formulas"),
        ("[a](https://b)", "[가](https://c)", "targets"),
        (":blue[a]", ":red[가]", "colours"),
        (":material/play: a", "가", "icons"),
        ("a<br>b", "가나", "tags"),
        ("(a)", "(가", "( or ) alone"),
        ("“a”", "“가", "“ or ” alone"),
        ("a ", "가", "ends"),
        ("a\n\nb", "가 나", "paragraphs"),
    ],
)
def test_what_is_no_word_stays_as_it_is(english: str, said: str, wrong: str) -> None:
    assert any(wrong in line for line in of_message(english, said))


def test_a_term_is_called_alike_everywhere(tmp_path: Path) -> None:
    assert list(terms_in("Learning rates and a saddle", TERMS)) == ["learning rate", "saddle"]
    assert list(terms_in("a rated `rate` of {rate} in $rate$", TERMS)) == []
    assert list(terms_in(r"x \text{ at the rate}", TERMS)) == ["rate"]
    assert list(of_terms("The learning rate", "학습률", TERMS)) == []
    assert list(of_terms("The rate of a saddle", "안장점의 속도", TERMS)) == []
    [wrong] = of_terms("The learning rate", "배움의 속도", TERMS)
    assert "학습률" in wrong
    (tmp_path / "terms.csv").write_text("english,korean\nrate,비율|속도\n", encoding="utf-8")
    assert read_terms(tmp_path) == {"rate": ("비율", "속도")}
    assert read_terms(tmp_path / "nowhere") == {}
    (tmp_path / "terms.csv").write_text("english,korean\nrate\n", encoding="utf-8")
    with pytest.raises(ValueError, match="two columns"):
        read_terms(tmp_path)


@pytest.mark.parametrize(
    "said", ["{x}을", "`{x}`은 크다", "{a}와 {b}", "{x}으로", "“{x}”이", "{x}로는"]
)
def test_a_particle_that_hangs_on_a_value_is_found(said: str) -> None:
    assert list(of_korean(said))


@pytest.mark.parametrize(
    "said",
    [
        "{x}을(를)",
        "{n}가지",
        "{n}개를",
        "{x}에서",
        "{x}입니다",
        "기울기({x})가",
        "{x}(으)로",
        "{x}의",
    ],
)
def test_one_that_does_not_is_let_through(said: str) -> None:
    assert not list(of_korean(said))
