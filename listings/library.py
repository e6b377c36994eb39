"""The libraries in which a program can be written, and what they call the functions of NumPy."""

from __future__ import annotations

import ast
from enum import StrEnum

BETWEEN = "\n\n\n"  # pieces of a program


class Library(StrEnum):
    """In which library a program is written."""

    NUMPY = "NumPy"
    TORCH = "PyTorch"
    JAX = "JAX"

    @property
    def short(self) -> str:
        """By which name a program calls it."""
        return {Library.NUMPY: "np", Library.TORCH: "torch", Library.JAX: "jnp"}[self]


class _Renamer(ast.NodeTransformer):
    """Every ``np.something`` as another library has it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self._library.short, node.ctx) if node.id == "np" else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        # torch compares tensors with tensors only, and clamps them between numbers.
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if self._library is Library.TORCH and ast.unparse(node.func) == "np.array":
            node.func = ast.parse("torch.tensor", mode="eval").body
        if self._library is Library.TORCH and name in ("maximum", "minimum"):
            tensor, number = sorted(node.args, key=_is_number)
            if _is_number(number):
                side = "min" if name == "maximum" else "max"
                clamp = ast.Attribute(ast.Name("torch", ast.Load()), "clamp", ast.Load())
                return ast.Call(clamp, [self.visit(tensor)], [ast.keyword(side, number)])
        self.generic_visit(node)
        return node


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    return isinstance(node, ast.Constant)


def as_in(text: str, library: Library) -> str:
    """A part of a program that is written with NumPy, in another library."""
    if library is Library.NUMPY:
        return text
    return BETWEEN.join(_as_in(piece, library) for piece in text.split(BETWEEN))


def _as_in(text: str, library: Library) -> str:
    clamped = library is Library.TORCH and ("np.maximum" in text or "np.minimum" in text)
    if not clamped:  # as it is laid out, comments and all
        array = "tensor" if library is Library.TORCH else "array"
        return text.replace("np.array(", f"np.{array}(").replace("np.", f"{library.short}.")
    tree = ast.fix_missing_locations(_Renamer(library).visit(ast.parse(text)))
    return ast.unparse(tree)
