"""Writes listings.json beside this file: where programs in PyTorch and in JAX go when they are run.

    python -m tests.golden.make_listings

Run by hand, with torch, jax and optax installed, whenever a program's text changes; the tests then
need the numbers only, and hold them to the engine's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

import optimizers
from listings import listing
from tests.golden.listings import CASES, LIBRARIES, ROWS, digest, run_of
from tests.programs import ran

FILE = Path(__file__).with_name("listings.json")


def main() -> None:
    """Run all of them."""
    names = [rule.name for rule in optimizers.FIRST_ORDER]
    found: dict[str, Any] = {"rules": names}
    for library in LIBRARIES:
        for case in CASES:
            text = listing(run_of(case, names), library).text
            walks = ran(text)["WALKS"]
            found[f"{case}, {library}"] = {
                "digest": digest(text),
                "walks": {
                    name: [np.asarray(walk[row]).tolist() for row in ROWS]
                    for name, walk in walks.items()
                },
            }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in found.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
