"""How would you write this run down yourself? Programs that make exactly the walks of a run.

    listing(run, Library.NUMPY)  # or TORCH, JAX

What is written is read from the house's own source: formulas of the ground and lines of the rules
stand in the program as they stand in their files, without what the settings take out.
"""

from listings.library import Library
from listings.program import Listing, listing
from listings.run import Run, Walker

__all__ = ["Library", "Listing", "Run", "Walker", "listing"]
