"""What README and docstrings promise: examples run, sources are cited, hooks do the checks."""

from __future__ import annotations

import argparse
import ast
import doctest
import importlib
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml

import cli.__main__
import optimizers
import schedules
import surfaces
from cli.__main__ import _parser
from surfaces import curves
from ui import table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROOMS = ("surfaces", "optimizers", "schedules", "engine", "published", "figures", "ui", "catalogue")

# -- the README -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_readme_s_python_runs_and_answers_as_it_says() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 3
    names: dict[str, Any] = {}
    answers = 0
    for block in blocks:
        exec(block, names)  # in their order, as a reader would type them
        for line in block.splitlines():
            said = re.fullmatch(r"(\w\S*(?:\(.*\))?\S*)  # (\(\d[\d, ]*\)|Outcome\.\w+).*", line)
            if said:
                answers += 1
                expected = eval(said[2], {"Outcome": importlib.import_module("engine").Outcome})
                assert eval(said[1], names) == expected, line
    assert answers == 4


def test_the_readme_s_commands_are_understood() -> None:
    pages = README + (cli.__main__.__doc__ or "")
    commands = re.findall(r"python -m engine (map [^#\n`]*)", pages)
    assert len(commands) >= 4
    whole = "--surface rastrigin --optimizer adam --out map.npz"
    for command in commands:
        options = _parser().parse_args(shlex.split(command.replace("…", whole)))
        assert isinstance(options, argparse.Namespace)
        assert options.surface in {surface.name for surface in surfaces.SURFACES}


def test_what_the_readme_links_to_is_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!http)([^)#]+)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"
    for path in re.findall(r"`((?:\w+/)+\w+\.(?:py|csv|js))`", README):
        if not path.rpartition("/")[2].startswith("my_"):
            assert (ROOT / path).exists(), path


# -- docstrings -----------------------------------------------------------------------------------


def modules() -> list[str]:
    """The modules whose docstrings have examples."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
        if ">>> " in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("name", modules())
def test_examples_in_docstrings_are_so(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert not found.failed


def test_what_one_reads_first_has_an_example() -> None:
    assert len(modules()) >= 8
    assert {"engine.drive.machine", "engine.drive.sweeping", *ROOMS[:3]} <= {*modules()}


def links_in(module: Any) -> list[str]:
    """The links that the docstring of a module shows, without the dots of what is left out."""
    text = ast.get_docstring(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
    assert text
    joined = re.sub(r"\n\s*&", "&", text)
    return [found.rstrip("…~") for found in re.findall(r"^\s*\?(\S+)$", joined, re.MULTILINE)]


def test_links_in_the_docstring_of_the_table_are_understood() -> None:
    examples = links_in(table)
    assert len(examples) == 4
    for example in examples:
        # What is cut off ends in dots.
        query = parse_qs(example.replace("&walk=momentum~…", "").replace("~…", ""))
        assert len(query) > 3
        [visit] = [visit for visit in table.TABLE if set(query) <= {*visit.words}]
        settings, notes = visit.read(query)
        assert not notes
        assert set(visit.write(settings)) >= set(query)


# -- sources --------------------------------------------------------------------------------------

# What nobody has published as a paper: ours, an exercise, a commonplace, or a program.
NO_PAPER = re.compile(
    r"Made for this collection\b|(Exercise|Objective function|Contour function) of a study post\b"
    r"|The double-well potential\b|The simplest function with a kink\b|As torch\.optim without\b"
)
PROGRAM = re.compile(r"torch\.optim\.lr_scheduler\.\w+\. https://docs\.pytorch\.org/\S+\.html")
AUTHOR = re.compile(r"(?:[A-Z]\.(?:-[A-Z]\.)?\s?)*[^\W\d_][\w’'-]*")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
LINK = re.compile(r"https://(?:[\w-]+\.)+[a-z]{2,}/\S+")
SOURCES = [
    pytest.param(entry.source, id=f"{room}.{entry.name}")
    for room, registry in (
        ("surface", surfaces.SURFACES),
        ("curve", curves.CURVES),
        ("optimizer", optimizers.OPTIMIZERS),
        ("schedule", schedules.SCHEDULES),
    )
    for entry in registry
]


def faults_of(source: str) -> list[str]:
    """What a source lacks of author, title, year and link."""
    if NO_PAPER.match(source) or PROGRAM.fullmatch(source):
        return []
    authors, _comma, rest = source.partition(", ")
    links = LINK.findall(source)
    title = LINK.sub("", YEAR.sub("", rest))
    return [
        fault
        for fault, lacks in (
            ("author", not AUTHOR.match(authors)),
            ("title", len(re.findall(r"[^\W\d_]{3,}", title)) < 3),
            ("year", not YEAR.search(LINK.sub("", source))),
            ("link", not links or links[-1].endswith((".", ",", ";"))),
        )
        if lacks
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_has_author_title_year_and_link(source: str) -> None:
    assert faults_of(source) == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("", ["author", "title", "year", "link"]),
        ("A. O. Griewank, Generalized descent for global optimization, JOTA 34, 1981", ["link"]),
        ("Kingma, Ba, Adam: a method for stochastic optimization. https://x.org/a1", ["year"]),
        ("Kingma, Ba, 2015. https://arxiv.org/abs/1412.6980", ["title"]),
        ("Zeiler, ADADELTA: an adaptive method, 2012. https://arxiv.org/abs/1212.5701.", ["link"]),
        ("2015, a method for stochastic optimization, https://arxiv.org/abs/1412.6980", ["author"]),
    ],
)
def test_what_a_source_lacks_is_found(source: str, faults: list[str]) -> None:
    assert faults_of(source) == faults


# -- habits ---------------------------------------------------------------------------------------


def test_hooks_do_what_make_check_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe
    checks = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()]
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    [local] = yaml.safe_load(text)["repos"]
    assert local["repo"] == "local", "the project's own tools"
    assert [hook["entry"] for hook in local["hooks"]] == [c.removesuffix(" .") for c in checks]


def test_every_decision_says_question_answer_reason_and_cost() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len(records) >= 3
    for number, record in enumerate(records, 1):
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        parts = re.findall(r"^\*\*(.+?)\.\*\*", text, re.MULTILINE)
        assert parts == ["The question", "What was decided", "Why", "What it costs"]
        for path in re.findall(r"`((?:\w+/)+\w+\.\w+)`", text):
            assert (ROOT / path).exists(), f"{record.name}: {path}"


# -- the glossary, and the plan of the house -------------------------------------------------------


def absent(reference: str) -> bool:
    """Whether there is no such file, or no such name in it, as in ``"figures/blob.py: pack"``."""
    file, _, name = reference.partition(": ")
    if not (ROOT / file).is_file():
        return True
    made = rf"^(export )?(class|def|function) {name}\b|^{name}\b[^=\n]*="
    return not re.search(made, (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_word_of_the_glossary_is_where_it_says() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [rows] = re.findall(r"^\| word .*\n\|---.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    table = [row.strip("|").split(" | ") for row in rows.splitlines()]
    assert len(table) > 25 and all(len(row) == 3 for row in table)
    for word, _meaning, where in table:
        references = re.findall("`(.+?)`", where)
        assert references, f"{word}: where is it?"
        assert not [r for r in references if absent(r)], word
    assert absent("figures/blob.py: unheard_of") and absent("figures/unheard_of.py")


def test_the_readme_names_every_room_and_every_file_it_speaks_of_is_there() -> None:
    rooms = re.findall(r"^\| `(\w+)/` \|", README, re.MULTILINE)
    assert sorted(rooms) == sorted(
        p.name
        for p in ROOT.iterdir()
        if (p.is_dir() and [*p.glob("*.py")] and p.name not in {"tests", "bench", "docs"})
    )
    told = {t for t in re.findall(r"`((?:\w+/)+[\w.]*)`", README) if "my_" not in t}
    assert len(told) > 20
    assert not [t for t in told if not (ROOT / t).exists() and "locales/" not in t]
