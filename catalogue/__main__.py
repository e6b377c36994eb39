"""``python -m catalogue``: check all words of the app; with a file's name, write the template."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.pofile import write_po

from catalogue.check import problems
from catalogue.extract import template


def main(arguments: list[str]) -> int:
    """Say what is wrong, one line each; the status is 1 if anything is."""
    wrong = problems()
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        return 1
    catalog = template()
    if arguments:
        with Path(arguments[0]).open("wb") as file:
            write_po(file, catalog, sort_by_file=True)
    print(f"{len(catalog)} messages can be translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
