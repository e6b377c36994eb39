"""The ground as a program has it: f, its gradient, and its second derivatives where they count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from listings.losses import examples_text
from listings.recorded import recorded
from listings.run import Run
from listings.sources import NotWritableError, Sources, functions_called
from surfaces import Surface
from surfaces.losses.plain import Plain

NAMES = {"f": "f", "df": "df", "d2f": "d2f"}
SAYS = {"f": "f(x, y)", "df": "(df/dx, df/dy)", "d2f": "(fxx, fxy, fyy)"}
# What a library's automatic derivative handles at every place as the formulas do.
ANALYTIC = frozenset({"pi", "e", "exp", "sin", "cos", "tan", "arctan", "tanh", "sinh", "cosh"})


def ground_text(run: Run, *, second: bool) -> str:
    """Functions ``f(x, y)``, ``df(x, y)`` and, where asked for, ``d2f(x, y)``, for NumPy.

    Raises:
        NotWritableError: The ground cannot be written down.
    """
    wanted = ("f", "df", "d2f") if second else ("f", "df")
    plain = getattr(run.surface.f, "__self__", None)
    if run.batches is not None:
        return examples_text(run.loss.plain, run.loss, wanted)
    if isinstance(plain, Plain):
        return examples_text(plain, None, wanted)
    return "\n\n\n".join(_functions(run.surface, wanted))


def _functions(surface: Surface, wanted: tuple[str, ...]) -> list[str]:
    sources = Sources()
    try:
        for name in wanted:
            sources.add(_own(surface, name), name)
    except NotWritableError:
        return [recorded(name, _own(surface, name), SAYS[name]) for name in wanted]
    constants = [piece for piece in sources.pieces if not piece.startswith("def ")]
    functions = [piece for piece in sources.pieces if piece.startswith("def ")]
    return ["\n".join(constants), *functions] if constants else functions


def _own(surface: Surface, name: str) -> Callable[..., Any]:
    formula: Callable[..., Any] = getattr(surface, name)
    return formula


def is_analytic(text: str) -> bool:
    """Whether a program can leave the gradient of its f to automatic differentiation."""
    return functions_called(text) <= ANALYTIC
