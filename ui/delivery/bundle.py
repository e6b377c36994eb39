"""Modules of JavaScript that import what they use, put together as the one file that is served.

The order is that of the imports: what is used stands before what uses it. Every file but the entry
keeps a scope of its own, so that two of them may have a private name in common. Nothing else is
done to the text, but that comments on lines of their own are left out: they are for who reads the
files, and a sixth of the weight.

What may be written is little, and the rest is refused when the server starts::

    import {a, b} from "./file.js";     // at the head of a line, of a file below ui/
    export function a() {}              // also async function, class and const
    export {a, b};

The entry alone may have an ``export default``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IMPORT = re.compile(r'^import \{([\w$,\s]+)\} from "(\.{1,2}/[\w./-]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) ([\w$]+))", re.MULTILINE)
LIST = re.compile(r"^export \{([\w$,\s]+)\};\n?", re.MULTILINE)
DEFAULT = re.compile(r"^export default (?=function|class)", re.MULTILINE)
OTHER = re.compile(r"^\s*(?:import\b(?!\()|export\b).*", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)


def lean(sheet: str) -> str:
    """A style sheet without its comments, and every rule on a line of its own."""
    return re.sub(r"\n\s+", " ", re.sub(r"/\*.*?\*/\n?", "", sheet, flags=re.DOTALL))


class BundleError(ValueError):
    """Files that cannot be put together; says which, and why."""


@dataclass(frozen=True)
class Module:
    """A file of JavaScript.

    Attributes:
        path: Where it lies.
        text: What it says, without comments.
        imports: What it uses, by the file that it uses it from.
        exports: What others may use.
    """

    path: Path
    text: str
    imports: dict[Path, list[str]]
    exports: frozenset[str]


def read(path: Path) -> Module:
    """A file and what it imports and exports.

    Raises:
        BundleError: If it is not there, or says so in a form that is not understood.
    """
    try:
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BundleError(f"{path}: it cannot be read ({error})") from error
    imports: dict[Path, list[str]] = {}
    for said in IMPORT.finditer(text):
        imports.setdefault((path.parent / said[2]).resolve(), []).extend(_names(said[1]))
    exports = [said[1] for said in EXPORT.finditer(text)]
    for said in LIST.finditer(text):
        exports += _names(said[1])
    rest = text
    for form in (IMPORT, EXPORT, LIST, DEFAULT):
        rest = form.sub("", rest)
    if other := OTHER.search(rest):
        raise BundleError(
            f'{path}: only import {{a, b}} from "./file.js"; and export before function, class or '
            f"const, or of {{a, b}}, are understood, not {other[0].strip()!r}"
        )
    return Module(path, text, imports, frozenset(exports))


def _names(said: str) -> list[str]:
    names = [name.strip() for name in said.split(",") if name.strip()]
    if bad := [name for name in names if not re.fullmatch(r"[\w$]+", name)]:
        raise BundleError(f"names are imported and exported as they are, not {bad[0]!r}")
    return names


def in_order(entry: Path) -> list[Module]:
    """A file and all that it needs, each once, before what uses it.

    Raises:
        BundleError: If files import each other in a circle, or what is not exported.
    """
    done: dict[Path, Module] = {}

    def visit(path: Path, way: tuple[Path, ...]) -> None:
        if path in way:
            circle = " → ".join(step.name for step in (*way[way.index(path) :], path))
            raise BundleError(f"{circle}: they import each other in a circle")
        if path in done:
            return
        module = read(path)
        for needed, names in module.imports.items():
            visit(needed, (*way, path))
            if missing := [name for name in names if name not in done[needed].exports]:
                raise BundleError(
                    f"{path.name} imports {missing[0]} from {needed.name}, which does not export it"
                )
        done[path] = module

    visit(entry.resolve(), ())
    modules = list(done.values())
    taken: dict[str, Path] = {}
    for module in modules:
        if other := taken.get(_scope(module.path)):
            raise BundleError(f"{other} and {module.path}: two files of one bundle share a name")
        taken[_scope(module.path)] = module.path
    return modules


def bundle(entry: Path) -> str:
    """A file and all that it needs as one module, which exports what the file does."""
    *needed, last = in_order(entry)
    return "\n".join((*_scopes(needed), _with_its_names(last)))


def closed(entry: Path) -> str:
    """The same as one expression: an object of what the file exports."""
    *needed, last = in_order(entry)
    scopes = "\n".join((*_scopes(needed), _inside(last)))
    return f"(() => {{\n{scopes}}})()"


def _scopes(modules: list[Module]) -> Iterator[str]:
    for module in modules:
        yield f"const {_scope(module.path)} = (() => {{\n{_inside(module)}}})();"


def _inside(module: Module) -> str:
    if DEFAULT.search(module.text):
        raise BundleError(f"{module.path}: only what is mounted may have a default export")
    text = LIST.sub("", EXPORT.sub("", _with_its_names(module)))
    return f"{text.rstrip()}\nreturn {{{', '.join(sorted(module.exports))}}};\n"


def _with_its_names(module: Module) -> str:
    # Where others are imported, their names are taken out of their scopes.
    def take(said: re.Match[str]) -> str:
        there = _scope(module.path.parent / said[2])
        return f"const {{{', '.join(_names(said[1]))}}} = {there};"

    return IMPORT.sub(take, module.text)


def _scope(path: Path) -> str:
    # What the exports of a file are called in a bundle.
    return f"${re.sub(r'[^a-zA-Z0-9]', '_', path.stem)}"
