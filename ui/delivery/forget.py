"""Lets go of the sessions whose visitors have not come back, also where nobody else comes.

Streamlit keeps a session for two minutes after its browser has left, and looks for those that are
over only when another one leaves; then it drops them, with three handles each, for the garbage
collector to find. After a class has gone home a hundred of them would stay overnight. It has no
word for that in public; `tests/test_soak.py` tells when another version keeps them elsewhere.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit import runtime

STAY = "server.disconnectedSessionTTL"  # Streamlit's name for how long a session is kept


def let_go(manager: Any) -> int:
    """Shut the sessions down whose time to come back is over.

    Args:
        manager: Streamlit's, of all sessions.

    Returns:
        How many these were.
    """
    with manager._storage_lock:
        over = manager._session_storage._cache.expire()
    for _name, info in over:
        info.session.shutdown()
    return len(over)


async def now_and_then() -> None:
    """Do so while the server runs."""
    while True:
        await asyncio.sleep(st.get_option(STAY) / 4)
        manager = (
            getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None
        )
        # What Streamlit keeps elsewhere one day stays there as long as it will.
        with suppress(AttributeError):
            let_go(manager)
