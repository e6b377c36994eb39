"""Find nginx for the tests of several replicas, or install it.

python tests/find_nginx.py            print its path; exit 1 if there is none
python tests/find_nginx.py --install  the same, after installing Debian's if need be
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.find_browser import installed_by_apt


def find() -> str | None:
    """The path of nginx: the one named by NGINX, or one that is installed."""
    named = os.environ.get("NGINX")
    return named or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


if __name__ == "__main__":
    if find() is None and "--install" in sys.argv:
        installed_by_apt("nginx-light")
    path = find()
    if path is None:
        sys.exit("No nginx was found: without it the tests of several replicas are left out.")
    print(path)
