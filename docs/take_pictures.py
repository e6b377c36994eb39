"""Take the pictures of the README from the running app: `make pictures`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from tests.find_browser import find  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
# Name, address, window, colours, and the step to stop at; None for pages that do not play.
PICTURES = (
    ("explore", "/", WIDE, "light", 45),
    ("explore-dark", "/?surface=himmelblau", WIDE, "dark", 60),
    ("compare", "/compare?surface=bowl", WIDE, "light", 40),
    ("rates", "/rates?surface=bowl&eta=0.25", WIDE, "light", None),
    ("basins", "/basins?surface=himmelblau&epochs=1000", WIDE, "light", None),
    ("anatomy", "/anatomy?surface=himmelblau&of=momentum", WIDE, "light", 6),
    ("line", "/line", WIDE, "light", 6),
    ("data", "/data?batch=4&slopes=gradient_descent", WIDE, "light", 9),
    ("network", "/network?activation=relu&init=he", WIDE, "light", 120),
    ("blog-post", "/blog_post", WIDE, "light", None),
    ("phone", "/?surface=rosenbrock", PHONE, "light", 150),
)


def main() -> None:
    """Serve the app, open each page, stop it at a step worth showing, take the picture."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=HERE.parent, env={**os.environ})
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            for name, path, size, scheme, step in PICTURES:
                phone = size["width"] < 500
                page = browser.new_page(
                    viewport=size, color_scheme=scheme, has_touch=phone, is_mobile=phone
                )
                page.goto(f"http://127.0.0.1:{port}{path}")
                page.wait_for_selector(".ov-player[data-ready], .oa-figure", timeout=60_000)
                page.wait_for_timeout(1500 if step else 6000)
                if step:
                    page.evaluate(
                        "(k) => document.querySelector('.ov-player').player.clock.jump(k)", step
                    )
                    page.wait_for_timeout(800)
                page.screenshot(path=str(HERE / f"{name}.png"))
                page.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
