"""``python -m catalogue``: check all words of the app, in all of its languages.

With a file's name, write the template there, and bring the catalogues beside it up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.pofile import write_po

from catalogue.check import problems
from catalogue.extract import template
from catalogue.translations import bring_up_to_date, language_of, problems_of, read, sources, texts


def main(arguments: list[str]) -> int:
    """Say what is wrong, one line each; the status is 1 if anything is."""
    catalog = template()
    wrong = problems()
    if arguments and not wrong:
        path = Path(arguments[0])
        with path.open("wb") as file:
            write_po(file, catalog, sort_by_file=True)
        for source in sources(path.parent):
            bring_up_to_date(source, catalog)
            print(f"{language_of(source)}: {len(texts(read(source)))} are translated")
    elif not wrong:
        wrong = [line for source in sources() for line in problems_of(source, catalog)]
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(f"{len(catalog)} messages can be translated")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
