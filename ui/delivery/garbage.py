"""How often Python looks for its garbage: not as often as a program that has just begun.

It looks through all that there is whenever a quarter of it is new. For a server that is everything
it has imported, again and again, a tenth of a second and more each time in which nobody is
answered; with two hundred visitors it was every eighth moment. What has been imported stays, so it
is set aside, and the rest is looked through when there is more of it.
"""

from __future__ import annotations

import gc

# Things made and not dropped before a look at the youngest; such looks before one at those that
# outlived them, and these before one at all. Python's own are 700, 10, 10.
AFTER = (5_000, 10, 20)


def seldom() -> None:
    """Look for garbage seldom from here on; for a process that serves, once it has imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*AFTER)
