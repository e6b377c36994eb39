"""``python -m engine`` is ``python -m cli``, by which it was known first."""

import sys

from cli.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
