"""What a language asks of its sentences, where a value stands in them that nobody knows yet.

A language that needs nothing is not here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Which of two forms a particle has hangs on the last sound of what stands before it. After a place
# both are written, as in {x}을(를), or the sentence is turned so that it needs none.
PARTICLE = re.compile(
    r"\}[`*\]”]*"
    r"((?:을|를|은|는|이|가|과|와|으로|로|이라고|라고|이나|나)(?:는|도|의|만|부터|서|써)?)(?![가-힣(])"
)


def of_korean(said: str) -> Iterator[str]:
    """Particles that are right after some values and wrong after others."""
    for found in PARTICLE.finditer(said):
        yield f"a particle that hangs on the value before it: {found[1]}"


GRAMMAR: dict[str, Callable[[str], Iterator[str]]] = {"ko": of_korean}
