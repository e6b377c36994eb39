"""The server as `streamlit run app.py` starts it, which says what it holds when it is asked.

    python -m bench.watched --server.port 8501 --server.disconnectedSessionTTL 4 &
    kill -USR1 $!

It collects its garbage first, and writes one line of JSON: what the process holds, and how many
there are of what belongs to visitors. Where there is no /proc, only objects are counted.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from streamlit.web import cli

OF_VISITORS = ("AppSession", "ScriptRunner", "ScriptRunContext", "SessionState", "WebSocket")


def held() -> dict[str, Any]:
    """What is left after a collection."""
    gc.collect()
    kinds = Counter(type(one).__name__ for one in gc.get_objects())
    found: dict[str, Any] = {name: kinds[name] for name in OF_VISITORS}
    found["objects"] = kinds.total()
    found["threads"] = threading.active_count()
    process = Path("/proc/self")
    if process.exists():
        found["handles"] = len(os.listdir(process / "fd"))
        pages = int((process / "statm").read_text().split()[1])
        found["megabytes"] = round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    return found


def tell(_signal: int, _frame: object) -> None:
    print(json.dumps(held()), flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, tell)
    sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
    cli.main()
