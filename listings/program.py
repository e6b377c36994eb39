"""A whole program: head, ground, schedule, rules, walks."""

from __future__ import annotations

import json
from dataclasses import dataclass

from listings.drawing import batches_text
from listings.frames import Frame, frame_of
from listings.ground import ground_text, is_analytic
from listings.library import Library, as_in
from listings.own_lines import own_lines, settings_of
from listings.pace import schedule_text
from listings.run import Run, Walker
from listings.sources import NotWritableError


@dataclass(frozen=True)
class Listing:
    """A program.

    Attributes:
        text: The program, as a file.
        own: Titles of the rules that the library has not, whose own lines stand there.
        missing: Titles of the rules that are left out, since they are written with NumPy alone.
    """

    text: str
    own: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def listing(run: Run, library: Library) -> Listing:
    """The program that makes the walks of a run.

    ``WALKS`` holds them by name, each (steps + 1, 2), the start first.

    Raises:
        NotWritableError: The ground or a rule has no source; or no rule of the run can be written
            in that library.
    """
    program = _Program(run, library)
    return program.written()


class _Program:
    """What is gathered on the way."""

    def __init__(self, run: Run, library: Library) -> None:
        self._run, self._library = run, library
        self._scheduled = run.schedule is not None
        self._batched = run.batches is not None
        self._pieces: list[str] = []  # of rules, in their order
        self._functions: dict[str, str] = {}  # a function's name by its text
        self._own: list[str] = []
        self._missing: list[str] = []
        self._framed = False

    def written(self) -> Listing:
        """The program."""
        run, library = self._run, self._library
        second = library is Library.NUMPY and any(w.rule.name == "newton" for w in run.walkers)
        ground = ground_text(run, second=second)
        analytic = library is not Library.NUMPY and is_analytic(ground)
        frame = frame_of(library, analytic, self._batched, self._scheduled)
        calls = [call for walker in run.walkers if (call := self._call(walker)) is not None]
        if not calls:
            raise NotWritableError(f"no rule of this run can be written with {library}")
        if analytic:  # the gradient is the library's own
            ground = without(ground, ("df", "slopes", "slope"))
        scheduled = self._scheduled and any("schedule(" in text for text in (*self._pieces, *calls))
        pieces = [
            self._constants(),
            as_in(ground, library),
            frame.gradient,
            *([schedule_text(run.schedule, library)] if scheduled and run.schedule else []),
            *self._batches(),
            *([frame.descend] if self._framed else []),
            *self._pieces,
            "\n".join(["WALKS = {", *calls, "}"]),
            frame.ending,
        ]
        body = "\n\n\n".join(piece.strip("\n") for piece in pieces)
        text = "\n".join([*self._head(), "", *self._imports(frame, body), "", body, ""])
        return Listing(text, tuple(self._own), tuple(self._missing))

    def _head(self) -> list[str]:
        run = self._run
        titles = ", ".join(dict.fromkeys(walker.rule.title for walker in run.walkers))
        lines = [f"{titles} on: {run.surface.title}", run.surface.source, run.link]
        return [f"# {' '.join(line.split())}" for line in lines if line]

    def _imports(self, frame: Frame, body: str) -> list[str]:
        standard = ["import math"] if "math." in body else []
        standard += ["from collections import namedtuple"] if "namedtuple(" in body else []
        others = [line for line in frame.imports if line.split()[-1] + "." in body]
        return [*standard, *([""] if standard else []), *others, *frame.setting]

    def _constants(self) -> str:
        x, y = self._run.start
        return f"START = ({x!r}, {y!r})"

    def _batches(self) -> list[str]:
        run = self._run
        if run.batches is None:
            return []
        steps = max(walker.steps for walker in run.walkers)
        return [batches_text(run.batches, len(run.loss), steps)]

    def _call(self, walker: Walker) -> str | None:
        """A line of ``WALKS``."""
        known = frame_of(self._library, False, self._batched, self._scheduled).call(walker.rule)
        if known is not None:
            self._framed = True
            return f"    {named(walker)}: {known.replace('{steps}', str(walker.steps))},"
        try:
            called = self._function(walker)
        except NotWritableError:
            if self._library is Library.NUMPY:
                raise
            self._note(self._missing, walker)
            return None
        if self._library is not Library.NUMPY:
            self._note(self._own, walker)
        given = "".join(f", {name}={value!r}" for name, value in settings_of(walker.rule).items())
        return f"    {named(walker)}: {called}(START, {walker.steps}{given}),"

    @staticmethod
    def _note(titles: list[str], walker: Walker) -> None:
        if walker.rule.title not in titles:
            titles.append(walker.rule.title)

    def _function(self, walker: Walker) -> str:
        """What the walker's function is called; it is written once for all of whom it is true."""
        rule = walker.rule
        pieces = own_lines(rule, self._library, scheduled=self._scheduled, batched=self._batched)
        *helping, own = pieces
        if own not in self._functions:
            again = sum(
                name.rstrip("_0123456789") == rule.name for name in self._functions.values()
            )
            name = f"{rule.name}_{again + 1}" if again else rule.name
            self._functions[own] = name
            self._pieces += [piece for piece in helping if piece not in self._pieces]
            self._pieces.append(own.replace(f"def {rule.name}(", f"def {name}(", 1))
        return self._functions[own]


def named(walker: Walker) -> str:
    """A walk's name as a program writes it."""
    return json.dumps(walker.name, ensure_ascii=False)


def without(ground: str, names: tuple[str, ...]) -> str:
    """A ground without some of its functions."""
    pieces = ground.split("\n\n\n")
    heads = tuple(f"def {name}(" for name in names)
    return "\n\n\n".join(piece for piece in pieces if not piece.startswith(heads))
