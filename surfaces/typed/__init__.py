"""A ground of a visitor's own: a formula of x and y, read, differentiated and looked over.

Nothing of the text is ever run. A tokenizer that knows a closed alphabet and a parser of one small
grammar make a tree of it, the tree becomes a list of NumPy's operations, and a list of its
derivatives is made from that by rule.

>>> surface = surface_of("(x - 1)^2 + 2y²")
>>> surface.minima
((1.0, 0.0),)
>>> [float(slope) for slope in surface.df(2.0, 1.0)]
[2.0, 4.0]
"""

from surfaces.typed.formula import Typed, formula
from surfaces.typed.ground import NAME, TITLE, readable, suggested, surface_of
from surfaces.typed.notes import REMARKS
from surfaces.typed.refusal import FormulaError
from surfaces.typed.starters import STARTERS, Starter

__all__ = [
    "NAME",
    "REMARKS",
    "STARTERS",
    "TITLE",
    "FormulaError",
    "Starter",
    "Typed",
    "formula",
    "readable",
    "suggested",
    "surface_of",
]
