"""Every word that a visitor may read is in the template, as a whole and with named places."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import optimizers
import schedules
import surfaces
from catalogue.check import of_places, of_source, problems
from catalogue.extract import ROOT, template
from surfaces import curves

HERE = Path("page.py")
KNOWN = {"Play", "{n} steps", "must be {low:g}, got {given!r}"}


def test_every_word_can_be_translated() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("_(title)", "written out"),
        ("_(f'{n} steps')", "written out"),
        ("_('Play' if on else 'Pause')", "written out"),
        ("_()", "written out"),
        ("_(7)", "written out"),
        ("_('Pause')", "not found by the extractor"),
        ("f\"{_('Play again')}\"", "not found by the extractor"),
        ("translated('Play')", "nobody declares"),
        ("translated(counted(walks))", "nobody declares"),
        ("translated(walk.key)", "nobody declares"),
        ("_('Play') % 3", "in braces"),
        ("_('{n} steps').format(3)", "by their names"),
        ("_('{n} steps').format(m=3)", "filled are ['m']"),
        ("_('{n} steps').format(n=3, m=4)", "filled are ['m', 'n']"),
        ("_('Play').format(n=3)", "filled are ['n']"),
        ("raise RefusedError(f'got {given}')", "written out"),
        ("raise RefusedError('must be {low:g}, got {given!r}', low=1)", "filled are ['low']"),
        ("raise RefusedError('must be {low:g}, got {given!r}', 1, 2)", "by their names"),
    ],
)
def test_what_a_translator_could_not_work_with_is_found(source: str, wrong: str) -> None:
    found = list(of_source(source, HERE, KNOWN))
    assert any(wrong in line for line in found), found
    assert all(line.startswith("page.py:1: ") for line in found)


@pytest.mark.parametrize(
    "source",
    [
        "_('Play')",
        "_('Pl' 'ay')",
        "_('{n} steps').format(n=3)",
        "_('{n} steps').format(**words)",
        "translated(surface.title)",
        "translated(hyper.help)",
        "translated(error.message).format(**error.places)",
        "raise RefusedError('must be {low:g}, got {given!r}', low=1, given=2)",
        "for _ in range(3): pass",
        "gettext(title)",
    ],
)
def test_what_can_be_translated_is_let_through(source: str) -> None:
    assert list(of_source(source, HERE, KNOWN)) == []


@pytest.mark.parametrize(
    "message", ["{} steps", "{0} steps", "%s steps", "%(n)d steps", "{n steps"]
)
def test_a_place_has_a_name_of_its_own(message: str) -> None:
    [line] = of_places(message)
    assert message in line


@pytest.mark.parametrize(
    "message", ["{n} steps", "100 % of {n}", "{x!r}, {y:g}", "x_{t} \\text{ or }"]
)
def test_named_places_and_formulas_are_let_through(message: str) -> None:
    assert of_places(message) == []


def test_the_template_holds_what_the_rooms_declare() -> None:
    ids = {message.id for message in template()}
    for entry in (*surfaces.SURFACES, *curves.CURVES, *schedules.SCHEDULES, *optimizers.OPTIMIZERS):
        assert {entry.title, entry.note} <= ids
    for declared in (*schedules.SCHEDULES, *optimizers.OPTIMIZERS):
        for hyper in declared.hyperparameters():
            assert {hyper.title, hyper.help} - {""} <= ids
    for rule in optimizers.OPTIMIZERS:
        assert rule.short in ids
        assert {line for line in rule.recurrence if r"\text{" in line} <= ids


@pytest.mark.slow
def test_the_command_writes_what_a_translator_starts_from(tmp_path: Path) -> None:
    path = tmp_path / "app.pot"
    made = subprocess.run(
        [sys.executable, "-m", "catalogue", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    read = read_po(io.BytesIO(path.read_bytes()))
    assert {message.id for message in read} == {message.id for message in template()}
    assert len(read) > 600
