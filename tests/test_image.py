"""The image's steps where nothing can build it: what it holds runs by its own command."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def listed(instruction: str) -> list[str]:
    """The words of a command that is written as a list."""
    text = DOCKERFILE.replace("\\\n", " ")
    found = re.search(rf"^{instruction}\b[^\[\n]*(\[.*\])$", text, re.MULTILINE)
    assert found, instruction
    return list(json.loads(found[1]))


def left_out(folder: str, names: list[str]) -> set[str]:
    """As the builder leaves it out."""
    here = Path(folder).relative_to(ROOT)
    patterns = [pattern.removeprefix("**/") for pattern in IGNORED if pattern.startswith("**/")]
    patterns += [pattern for pattern in IGNORED if here == Path()]
    return {name for name in names if any(fnmatch.fnmatch(name, one) for one in patterns)}


def test_what_is_in_the_image_runs_and_is_healthy(tmp_path: Path) -> None:
    place = tmp_path / "app"
    shutil.copytree(ROOT, place, ignore=left_out, symlinks=True)
    assert not (place / "tests").exists() and not (place / ".venv").exists()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])

    def here(words: list[str]) -> list[str]:
        assert words[0] == "python"
        local = [one.replace("8501", port).replace("0.0.0.0", "127.0.0.1") for one in words[1:]]
        return [sys.executable, *local]

    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat().st_mtime for path in place.rglob("*")}
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    log = tmp_path / "log.txt"
    with log.open("w") as said:
        command = here(listed("CMD"))
        process = subprocess.Popen(command, cwd=place, env=environment, stdout=said, stderr=said)
    try:
        for _ in range(150):
            answer = subprocess.run(here(listed("HEALTHCHECK")), capture_output=True)
            if answer.returncode == 0 or process.poll() is not None:
                break
            time.sleep(0.2)
        assert answer.returncode == 0, log.read_text()
    finally:
        process.terminate()
        process.wait(10)
        for path in place.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        place.chmod(0o755)
    assert before == {path: path.stat().st_mtime for path in place.rglob("*")}
    # With nobody there, its own health says so.
    assert subprocess.run(here(listed("HEALTHCHECK")), capture_output=True).returncode != 0


def test_it_is_not_root_and_nothing_of_it_can_be_written() -> None:
    assert re.search(r"^USER [1-9]\d*$", DOCKERFILE, re.MULTILINE)
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    for name, service in compose["services"].items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
    kinds = list(yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text(encoding="utf-8")))
    (pod,) = [one["spec"]["template"]["spec"] for one in kinds if one["kind"] == "Deployment"]
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["securityContext"]["runAsNonRoot"] is True
    probes = {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness")}
    assert probes == {"/_stcore/health"}


@pytest.mark.parametrize("name", ["compose.yaml", "nginx.conf"])
def test_both_replicas_are_named_alike(name: str) -> None:
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    assert {*re.findall(r"app-\d", text)} == {"app-1", "app-2"}
