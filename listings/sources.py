"""Functions as they stand in their files, with all that they need of what stands around them."""

from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType
from typing import Any


class NotWritableError(TypeError):
    """Something has no source that could stand in a program."""


class Sources:
    """Pieces of source, each once, in an order in which they can be run.

    Attributes:
        pieces: The constants and functions, those that others need first.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._values: dict[str, Any] = {}

    def add(self, function: Callable[..., Any], name: str | None = None) -> None:
        """A function under its own name, or another.

        Raises:
            NotWritableError: It, or what it needs, has no source.
        """
        called = name or function.__name__
        if self._known(called, function):
            return
        definition, lines = _definition(function)
        for needed in _free(definition):
            self._need(needed, function)
        names = ", ".join(argument.arg for argument in definition.args.args)
        body = [
            line
            for line in lines[definition.body[0].lineno - 1 :]
            if not line.strip().startswith("del ")  # what is not used is not spoken of
        ]
        self.pieces.append("\n".join([f"def {called}({names}):", *body]))

    def _known(self, name: str, value: Any) -> bool:
        """Whether it is written already; then it has to be the same."""
        if name in self._values:
            if self._values[name] is not value and self._values[name] != value:
                raise NotWritableError(f"{name} would mean two things")
            return True
        self._values[name] = value
        return False

    def _need(self, name: str, function: Any) -> None:
        around = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
        if name in around:
            self._bind(name, around[name].cell_contents)
            return
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            if value.__name__ != "numpy":
                raise NotWritableError(f"{name} is a module of this house")
            return
        if not _is_constant(value):
            self._bind(name, value)
        elif not self._known(name, value):
            self.pieces.append(self._constant(name, value, function))

    def _bind(self, name: str, value: Any) -> None:
        if inspect.isfunction(value):
            self.add(value)
            if value.__name__ != name and not self._known(name, value):
                self.pieces.append(f"{name} = {value.__name__}")
        elif _is_constant(value):
            if not self._known(name, value):
                self.pieces.append(f"{name} = {_number(value)}")
        elif hasattr(value, "_fields"):
            if not self._known(name, value):
                self.pieces.append(f'{name} = namedtuple("{name}", "{" ".join(value._fields)}")')
        else:
            raise NotWritableError(f"{name} is {type(value).__name__}")

    def _constant(self, name: str, value: Any, function: Any) -> str:
        """Its own line of the file if there is one for it alone, else its value."""
        module = inspect.getmodule(function)
        for statement in ast.parse(inspect.getsource(module)).body if module else ():
            if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
                continue
            target = statement.targets[0]
            if isinstance(target, ast.Name) and target.id == name:
                for needed in _names(statement.value):
                    self._need(needed, function)
                return f"{name} = {ast.unparse(statement.value)}"
        return f"{name} = {_number(value)}"


def _is_constant(value: Any) -> bool:
    """Whether it is a number, or a table of numbers."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return all(map(_is_constant, value))
    return isinstance(value, int | float)


def _number(value: Any) -> str:
    return repr(tuple(value)) if isinstance(value, tuple) else repr(value + 0)


def _definition(function: Callable[..., Any]) -> tuple[ast.FunctionDef, list[str]]:
    if not inspect.isfunction(function):
        raise NotWritableError(f"{type(function).__name__} is no plain function")
    try:
        text = textwrap.dedent(inspect.getsource(function))
        definition = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError) as error:
        raise NotWritableError(str(error)) from error
    if not isinstance(definition, ast.FunctionDef) or definition.decorator_list:
        raise NotWritableError(f"{function.__name__} is no plain function")
    if definition.args.defaults or definition.args.vararg or definition.args.kwonlyargs:
        raise NotWritableError(f"{function.__name__} takes more than its places")
    return definition, text.rstrip().splitlines()


def _names(node: ast.AST) -> list[str]:
    return list(dict.fromkeys(part.id for part in ast.walk(node) if isinstance(part, ast.Name)))


def _free(definition: ast.FunctionDef) -> list[str]:
    """What a function reads that it does not make itself."""
    own = {argument.arg for argument in ast.walk(definition.args) if isinstance(argument, ast.arg)}
    made = {
        part.id
        for part in ast.walk(definition)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    read = [name for statement in definition.body for name in _names(statement)]
    return [
        name
        for name in dict.fromkeys(read)
        if name not in own | made | {"np"} and not hasattr(builtins, name)
    ]


def functions_called(text: str) -> set[str]:
    """Which functions of NumPy a piece of source calls."""
    return {
        part.attr
        for part in ast.walk(ast.parse(text))
        if isinstance(part, ast.Attribute)
        and isinstance(part.value, ast.Name)
        and part.value.id == "np"
    }
