"""Which pages the house has, and what each of them is made of, read from app.py and the pages."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from ui.table import MAPS, visits_of

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Page:
    """A page as its file says it.

    Attributes:
        name: The file's name, e.g. ``"rates"``.
        path: Its address; ``""`` for the first.
        calls: What it calls by name, e.g. ``"show_player"``.
        settings: Whether it shows the visit's settings: the surface, start and walks of the link.
    """

    name: str
    path: str
    calls: frozenset[str]
    settings: bool

    @property
    def player(self) -> bool:
        """Whether walks are played on it."""
        return "show_player" in self.calls

    @property
    def drawing(self) -> bool:
        """Whether something of ours is drawn on it, by the player or without."""
        return self.player or bool({"show_basins", "show_menu"} & self.calls)


def _read() -> tuple[Page, ...]:
    pages = []
    for call in _calls(ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "Page"):
            continue
        [file] = (argument.value for argument in call.args if isinstance(argument, ast.Constant))
        first = any(keyword.arg == "default" for keyword in call.keywords)
        tree = ast.parse((ROOT / str(file)).read_text(encoding="utf-8"))
        name = Path(str(file)).stem
        calls = frozenset(map(_name, _calls(tree)))
        pages.append(Page(name, "" if first else name, calls, MAPS in visits_of(name)))
    return tuple(pages)


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


HOUSE = _read()
