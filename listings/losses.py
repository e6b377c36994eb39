"""A loss of examples as a program has it: the rows as numbers, and how one of them counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from listings.sources import Sources
from surfaces.losses import DataLoss
from surfaces.losses.plain import Plain

ROW = 'Row = namedtuple("Row", "a b t")'


def examples_text(plain: Plain, batched: DataLoss | None, wanted: Sequence[str]) -> str:
    """The functions that ``wanted`` names, of x, y and, where steps see batches, of their rows."""
    kind = plain.kind
    sources = Sources()
    sources.add(kind.terms.of, "loss_of_row")
    if "df" in wanted:
        sources.add(kind.terms.slopes)
    if "d2f" in wanted:
        sources.add(kind.terms.bends)
    if batched is None:
        table, shares = np.stack(plain.rows, axis=1), plain.weights
    else:
        row = kind.rows(batched.examples)
        table = np.stack([np.asarray(part, dtype=float) for part in row], axis=1)
        shares = np.full(len(table), 1 / len(table))
    pieces = [_rows(table, shares), *sources.pieces]
    arguments = "x, y" if batched is None else "x, y, row=ROWS"
    row_name = "ROWS" if batched is None else "row"
    alike = len(set(shares.tolist())) == 1
    mean = "np.mean({})" if alike else "np.sum(SHARES * {})"
    made = _Loss(plain, arguments, row_name, mean)
    pieces += [made.written(name) for name in wanted]
    return "\n\n\n".join(pieces)


def _rows(table: np.ndarray, shares: np.ndarray) -> str:
    lines = [
        "# What the loss sees of every example: what goes with the first weight, what goes with",
        "# the second, and what is wanted.",
        ROW,
        "ROWS = Row(",
        *(
            f"    {name}=np.array({_listed(column)}),"
            for name, column in zip("abt", table.T, strict=True)
        ),
        ")",
    ]
    if len(set(shares.tolist())) > 1:
        lines += ["# How much each of them counts.", f"SHARES = np.array({_listed(shares)})"]
    return "\n".join(lines)


def _listed(numbers: np.ndarray) -> str:
    """A list, eight numbers a line where one line is not enough."""
    texts = [repr(float(number)) for number in numbers]
    if len(texts) <= 4:
        return f"[{', '.join(texts)}]"
    lines = [", ".join(texts[low : low + 4]) for low in range(0, len(texts), 4)]
    return "[\n        " + ",\n        ".join(lines) + ",\n    ]"


class _Loss:
    """f, df and d2f over the rows, with root and penalties."""

    def __init__(self, plain: Plain, arguments: str, row: str, mean: str) -> None:
        self._plain, self._arguments, self._row, self._mean = plain, arguments, row, mean

    def written(self, name: str) -> str:
        """One of the three."""
        return {"f": self._f, "df": self._df, "d2f": self._d2f}[name]()

    def _head(self, name: str, doc: str) -> list[str]:
        return [f"def {name}({self._arguments}):", f'    """{doc}"""']

    def _of(self) -> str:
        return self._mean.format(f"loss_of_row(x, y, {self._row})")

    def _means(self, *parts: str) -> str:
        return ", ".join(self._mean.format(part) for part in parts)

    def _f(self) -> str:
        whole = f"np.sqrt({self._of()})" if self._plain.kind.root else self._of()
        return "\n".join([*self._head("f", "The loss."), f"    return {whole}{self._penalty()}"])

    def _penalty(self) -> str:
        text = ""
        if self._plain.ridge:
            text += f" + {self._plain.ridge!r} / 2 * (x * x + y * y)"
        if self._plain.lasso:
            text += f" + {self._plain.lasso!r} * (np.abs(x) + np.abs(y))"
        return text

    def _slope(self, axis: str) -> str:
        text = ""
        if self._plain.ridge:
            text += f" + {self._plain.ridge!r} * {axis}"
        if self._plain.lasso:
            text += f" + {self._plain.lasso!r} * np.sign({axis})"
        return text

    def _df(self) -> str:
        lines = self._head("df", "Its slopes along both weights.")
        lines.append(f"    u, v = slopes(x, y, {self._row})")
        lines.append(f"    u, v = {self._means('u', 'v')}")
        if self._plain.kind.root:
            lines += [
                f"    root = np.sqrt({self._of()})",
                "    root = np.where(root == 0, np.inf, root)  # at the tip of a cone 0 is taken",
                "    u, v = u / (2 * root), v / (2 * root)",
            ]
        return "\n".join([*lines, f"    return u{self._slope('x')}, v{self._slope('y')}"])

    def _d2f(self) -> str:
        lines = self._head("d2f", "Its second derivatives.")
        lines.append(f"    xx, xy, yy = bends(x, y, {self._row})")
        lines.append(f"    xx, xy, yy = {self._means('xx', 'xy', 'yy')}")
        if self._plain.kind.root:
            lines += [
                f"    u, v = slopes(x, y, {self._row})",
                f"    u, v = {self._means('u', 'v')}",
                f"    root = np.sqrt({self._of()})",
                "    p, q = u / (2 * root), v / (2 * root)",
                "    xx, xy, yy = (xx / 2 - p * p), (xy / 2 - p * q), (yy / 2 - q * q)",
                "    xx, xy, yy = xx / root, xy / root, yy / root",
            ]
        more = f" + {self._plain.ridge!r}" if self._plain.ridge else ""
        return "\n".join([*lines, f"    return xx{more}, xy, yy{more}"])


def is_of_examples(surface: Any) -> bool:
    """Whether a ground is the loss of some examples."""
    return isinstance(getattr(surface.f, "__self__", None), Plain)
