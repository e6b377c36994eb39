"""Check the scripts of the browser: their types with tsc, their habits with ESLint.

python tests/check_scripts.py      exit 1 if there is something to mend

Node comes with the requirements of the tests, TypeScript and ESLint with npm, in the versions of
tests/javascript/package-lock.json, once, into the virtual environment. Where npm cannot have them
this says so and lets the other checks stand; in CI, where nobody reads it, that is a failure.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "tests" / "javascript"
TOOLS = Path(sys.prefix) / "javascript"
WANTED = ("package.json", "package-lock.json", "eslint.config.mjs")
PATIENCE = 600  # seconds for npm


def program(name: str) -> str | None:
    """Where node or npm is: beside this Python, or on the PATH."""
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    return beside or shutil.which(name)


def prepare() -> str | None:
    """Bring the tools where they are not yet; says what is missing, or None."""
    npm = program("npm")
    if not npm or not program("node"):
        return "there is neither node nor npm here (pip install -r requirements-dev.txt)"
    wanted = hashlib.sha256()
    for name in WANTED:
        wanted.update((SETTINGS / name).read_bytes())
    done = TOOLS / ".done"
    if done.exists() and done.read_text(encoding="utf-8") == wanted.hexdigest():
        return None
    TOOLS.mkdir(exist_ok=True)
    done.unlink(missing_ok=True)
    for name in WANTED:
        shutil.copy(SETTINGS / name, TOOLS / name)
    try:
        told = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=TOOLS,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return f"npm had nothing to show after {PATIENCE} seconds"
    if told.returncode:
        return f"npm could not have TypeScript and ESLint:\n{told.stderr.strip()[-600:]}"
    done.write_text(wanted.hexdigest(), encoding="utf-8")
    return None


def check() -> int:
    """Both checks, one after the other; how many of them have found something."""
    node = program("node")
    assert node is not None
    modules = TOOLS / "node_modules"
    commands = (
        [modules / "typescript" / "bin" / "tsc", "--project", SETTINGS],
        [
            *(modules / "eslint" / "bin" / "eslint.js", "--max-warnings", "0"),
            *("--config", TOOLS / "eslint.config.mjs", "ui/**/*.js"),
        ],
    )
    return sum(subprocess.run([node, *command], cwd=ROOT).returncode != 0 for command in commands)


def main() -> None:
    """What the command does."""
    missing = prepare()
    if missing:
        sentence = f"The scripts of the browser were NOT checked: {missing}"
        if os.environ.get("CI"):
            sys.exit(sentence)
        print(sentence, file=sys.stderr)
        return
    sys.exit(1 if check() else 0)


if __name__ == "__main__":
    main()
