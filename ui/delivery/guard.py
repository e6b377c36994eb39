"""What a browser is told not to do with our pages, whatever stands before the server.

Nothing is fetched from anywhere else, and nothing that was typed or linked becomes a script. Who
may show the app in a frame is open, for course pages live on addresses that nobody here knows;
whoever runs it can name them in the environment:

    FRAME_ANCESTORS="'self' https://course.example" make run

Content Security Policy Level 3, W3C working draft, 2025, https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
import os
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANCESTORS = "FRAME_ANCESTORS"  # the environment's name for who may show the app in a frame
POLICY = "content-security-policy"

INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)

DIRECTIVES = {
    "default-src": "'self'",
    # Streamlit brings the few lines of a component as a blob; nothing is made of text by eval.
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit's and Plotly's styles are made as they go
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' blob:",
    "connect-src": "'self' blob: data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
OTHERS = {
    "x-content-type-options": "nosniff",
    # A link holds a whole run: where a visitor goes next has no need of it.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def hashes(page: bytes) -> str:
    """The scripts that stand in a piece of HTML, as a policy names them."""
    found = [hashlib.sha256(script).digest() for script in INLINE.findall(page)]
    return " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in found)


def policy(page: bytes = b"", later: str = "") -> str:
    """The policy for a page.

    Args:
        page: HTML whose inline scripts are ours or Streamlit's.
        later: Those that will be put into it, as `hashes` names them.
    """
    scripts = f"{DIRECTIVES['script-src']} {hashes(page)} {later}".strip()
    directives = DIRECTIVES | {"script-src": scripts}
    ancestors = os.environ.get(ANCESTORS, "").strip()
    if ancestors:
        # What ends a directive would begin another one.
        directives["frame-ancestors"] = re.sub(r"[;,\r\n]", " ", ancestors)
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class Guard:
    """Adds these headers to every answer that has not its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message.get("headers", [])))
                for name, value in OTHERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault(POLICY, policy())
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, guarded)
