"""What must hold of every message, so that it can be translated as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from string import Formatter

from catalogue.extract import KEYWORDS, REFUSALS, ROOT, WORDS, declared_fields, template

ROOMS = ("app.py", "pages", "ui", "engine", "lessons")
DECLARED = "translated"  # says what was declared elsewhere
MESSAGE = "message"  # of a refusal
PERCENT = re.compile(r"%(\(\w+\)|[sdrfgi]\b)")
ASKED = re.compile(r'\bwords\["((?:[^"\\]|\\.)*)"\]')  # by a script of the browser


def problems() -> list[str]:
    """One line for everything that a translator could not work with."""
    known = {str(message.id) for message in template() if message.id}
    found = [
        line
        for path in sources()
        for line in of_source(path.read_text(encoding="utf-8"), path, known)
    ]
    found += [line for message in sorted(known) for line in of_places(message)]
    for path in sorted((ROOT / "ui").rglob("*.js")):
        asked = set(ASKED.findall(path.read_text(encoding="utf-8")))
        found += [f"{_named(path)}: no word of ours: {word!r}" for word in sorted(asked - known)]
    return found


def sources() -> Iterator[Path]:
    """The files whose words a visitor may read."""
    for room in ROOMS:
        path = ROOT / room
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def of_source(text: str, path: Path, known: Collection[str]) -> Iterator[str]:
    """What is wrong with the calls in a file.

    Args:
        text: Its source.
        path: Where it lies.
        known: All messages of the template.
    """
    for node in ast.walk(ast.parse(text)):
        where = f"{_named(path)}:{getattr(node, 'lineno', 0)}"
        if _calls(node, *KEYWORDS):
            message = _message(node)
            if message is None:
                yield f"{where}: a message is written out where it is said: {ast.unparse(node)}"
            elif message not in known:
                yield f"{where}: not found by the extractor: {message!r}"
            elif _calls(node, *REFUSALS):
                yield from _filled(message, node, where)
        elif _calls(node, DECLARED) and not _is_declared(node):
            yield f"{where}: nobody declares that: {ast.unparse(node)}"
        elif (
            isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _calls(node.left, "_")
        ):
            yield f"{where}: places have names, in braces: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = node.func.value
            if node.func.attr == "format" and _calls(said, "_"):
                message = _message(said)
                yield from _filled(message, node, where) if message is not None else ()


def of_places(message: str) -> list[str]:
    """What is wrong with the places of a message; the braces of LaTeX are none."""
    if WORDS in message:
        return []
    try:
        places = {name for _text, name, _spec, _kind in Formatter().parse(message)}
    except ValueError as error:
        return [f"{error}: {message!r}"]
    nameless = [name for name in places if name is not None and not name.isidentifier()]
    if nameless or PERCENT.search(message):
        return [f"a place without a name of its own: {message!r}"]
    return []


def _filled(message: str, call: ast.AST, where: str) -> Iterator[str]:
    """Whether a call fills exactly the places of its message."""
    assert isinstance(call, ast.Call)
    if of_places(message):
        return  # it is said already
    positional = call.args if isinstance(call.func, ast.Attribute) else call.args[1:]
    if positional:
        yield f"{where}: places are filled by their names: {message!r}"
    names = {keyword.arg for keyword in call.keywords}
    if None in names:
        return  # a mapping, which is not known here
    places = {name for _text, name, _spec, _kind in Formatter().parse(message)} - {None}
    if names != places:
        yield f"{where}: filled are {sorted(map(str, names))}: {message!r}"


def _is_declared(node: ast.AST) -> bool:
    """Whether the argument is a field whose texts are in the template."""
    assert isinstance(node, ast.Call)
    one = node.args[0] if len(node.args) == 1 and not node.keywords else None
    if isinstance(one, ast.Attribute):
        return one.attr in declared_fields() | {MESSAGE}
    # A function of ours may be handed such a field, by its name.
    return isinstance(one, ast.Name) and one.id in declared_fields()


def _calls(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _message(node: ast.AST) -> str | None:
    """The literal that a call is given first; None if it is none."""
    assert isinstance(node, ast.Call)
    if not node.args or not isinstance(node.args[0], ast.Constant):
        return None
    value = node.args[0].value
    return value if isinstance(value, str) else None


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
