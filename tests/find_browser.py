"""Find a Chromium for the browser tests, or install one.

python tests/find_browser.py            print its path; exit 1 if there is none
python tests/find_browser.py --install  the same, after installing one if need be
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """The path of a browser: the one named by CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def installed_by_apt(package: str) -> bool:
    """Whether Debian's package could be installed, where we may do that."""
    apt = shutil.which("apt-get")
    root = os.geteuid() == 0
    if not apt or not (root or shutil.which("sudo")):
        return False
    sudo = [] if root else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", package])
    done = [
        subprocess.run([*sudo, *command], env=quiet, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    return done[-1].returncode == 0


def install() -> None:
    """Install a browser: Debian's package where we may, Playwright's download elsewhere."""
    if not installed_by_apt("chromium"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None and "--install" in sys.argv:
        install()
    browser = find()
    if browser is None:
        sys.exit(
            "No Chromium was found and none could be installed: install one "
            "(Debian: apt install chromium) or name it in the variable CHROMIUM."
        )
    print(browser)
