"""The command line: what it writes, what it refuses, and what an interruption leaves behind."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

import optimizers
import surfaces
from cli import progress
from cli.__main__ import main
from cli.cluster import cluster as dask
from cli.map_file import fingerprint
from engine import basins
from engine.plane import map_plan
from engine.plane.map_plan import planned
from tests.conftest import ROOT

Adam = optimizers.by_name("adam")
HIMMELBLAU = surfaces.by_name("himmelblau")
SMALL = ["map", "--surface", "himmelblau", "--optimizer", "adam", "--resolution", "30"]


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(map_plan, "PIECE", 120)


def the_same(path, m):
    with np.load(path, allow_pickle=False) as file:
        found = dict(file)
    for name, wanted in (
        ("x", m.x),
        ("y", m.y),
        ("ends", m.ends),
        ("steps", m.steps),
        ("outcome", m.codes),
        ("attractor", m.which),
        ("attractor_x", [a.x for a in m.attractors]),
        ("attractor_height", [a.height for a in m.attractors]),
        ("attractor_ground", [str(a.ground) for a in m.attractors]),
        ("attractor_known", [a.known for a in m.attractors]),
        ("attractor_share", m.shares.attractors),
        ("share_under_way", m.shares.under_way),
        ("share_diverged", m.shares.diverged),
    ):
        np.testing.assert_array_equal(found[name], wanted, err_msg=name)
    assert (found["outcome_names"][found["outcome"]] == m.outcome.astype(str)).all()
    return json.loads(str(found["settings"]))


def test_it_writes_the_map(tmp_path, capsys, small_pieces):
    out = tmp_path / "map.npz"
    options = ["--learning-rate", "0.1", "--set", "beta1=0.8", "--steps", "300", "--out", str(out)]
    assert main([*SMALL, *options]) == 0
    m = basins(HIMMELBLAU, Adam(0.1, beta1=0.8), 30, 300)
    settings = the_same(out, m)
    assert settings["surface"] == "himmelblau" and settings["beta1"] == 0.8
    said = capsys.readouterr()
    assert f"{m.shares.attractors[0]:.2f} %  minimum at (3, 2), f = 0" in said.out
    assert "8/8 pieces" in said.err
    assert [p.name for p in tmp_path.iterdir()] == ["map.npz"]


def test_everything_can_be_set(tmp_path):
    out = tmp_path / "map.npz"
    options = "map --surface rotated_bowl --shape kappa=40 --optimizer rmsprop --resolution 9"
    options += " --learning-rate 0.05 --set centered=true --set decay=0.9 --domain -1 1 -2e-3 2"
    options += f" --steps 50 --tolerance 1e-4 --workers 2 --out {out}"
    assert main(options.split()) == 0
    rule = optimizers.by_name("rmsprop")(0.05, centered=True, decay=0.9)
    surface = surfaces.by_name("rotated_bowl", 40, 30)
    wanted = basins(surface, rule, 9, 50, domain=(-1, 1, -2e-3, 2), tolerance=1e-4)
    assert the_same(out, wanted)["centered"] is True


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_dask_scheduler_hands_the_work_out(tmp_path, small_pieces):
    distributed = pytest.importorskip("distributed", reason="Dask is an optional extra")
    out = tmp_path / "map.npz"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        options = ["--learning-rate", "0.1", "--scheduler", cluster.scheduler_address]
        assert main([*SMALL, *options, "--out", str(out)]) == 0
        # What Dask raises when the scheduler goes down is said in a sentence, too.
        for lost, sentence in (
            (CancelledError(), "the scheduler has left"),
            (KeyError("a key\nand more"), "KeyError: .*a key"),
        ):
            with pytest.raises(RuntimeError, match=sentence), dask(cluster.scheduler_address):
                raise lost
    the_same(out, basins(HIMMELBLAU, Adam(0.1), 30))


def test_a_cluster_without_this_program_is_refused(tmp_path, capsys):
    pytest.importorskip("distributed", reason="Dask is an optional extra")
    found = tmp_path / "scheduler.json"
    elsewhere = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    command += ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(found)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=elsewhere, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as scheduler:
        try:
            # The scheduler opens its file before it writes it: an empty one is not yet an answer.
            deadline = time.monotonic() + 60
            while not (found.exists() and (text := found.read_text()).endswith("\n}")):
                assert scheduler.poll() is None and time.monotonic() < deadline
                time.sleep(0.05)
            address = json.loads(text)["address"]
            out = tmp_path / "map.npz"
            assert main([*SMALL, "--out", str(out), "--scheduler", address]) == 2
        finally:
            scheduler.terminate()
    assert capsys.readouterr().err.endswith("need its folder on their PYTHONPATH\n")
    assert not list(tmp_path.glob("map*"))


# -- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options, sentence",
    [
        ("--surface nowhere", "surface: one of blog, bowl, .*; got 'nowhere'"),
        ("--optimizer sgd", "optimizer: one of gradient_descent, .*; got 'sgd'"),
        ("--resolution ten", "argument --resolution: must be a whole number, got 'ten'"),
        ("--resolution 1", r"resolution must be a whole number in \[2, 10000\], got 1"),
        ("--steps -3", r"steps must lie in \[0, 1000000\], got -3"),
        ("--learning-rate fast", "argument --learning-rate: must be a number, got 'fast'"),
        ("--learning-rate -1", "adam: learning_rate must be .*at least 0, got -1.0"),
        ("--learning-rate 1 --set learning_rate=2", "give --learning-rate or --set learning_rate"),
        ("--set beta1=2", r"adam: beta1 must be in \[0, 1\), got 2.0"),
        ("--set beta3=2", "--set of adam takes learning_rate, beta1, .*, got 'beta3'"),
        ("--set beta1", "--set takes name=number, got 'beta1'"),
        ("--set beta1=big", "--set takes name=number, got 'beta1=big'"),
        ("--shape kappa=3", "--shape of himmelblau takes nothing, got 'kappa'"),
        ("--surface rotated_bowl --shape kappa=0", r"kappa must lie in \[1, 1000\], got 0.0"),
        ("--domain 0 0 1 2", "domain must be finite with x_min < x_max .* got "),
        ("--tolerance 0", "tolerance must be a positive number, got 0.0"),
        ("--workers 0", r"--workers must lie in \[1, 256\], got 0"),
        ("--workers 2 --scheduler tcp://h:1", "give --workers or --scheduler, not both"),
        ("--scheduler here", "--scheduler must be the address of a running Dask .* got 'here'"),
        ("--out map.txt", "--out must be a file whose name ends in .npz, got 'map.txt'"),
        ("--out no/where.npz", "--out must be a file in a folder that exists, got 'no/where.npz'"),
        ("--colour red", "unrecognized arguments: --colour red"),
    ],
)
def test_what_is_refused(options, sentence, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if "--scheduler here" in options:
        pytest.importorskip("distributed", reason="Dask is an optional extra")
    assert main([*SMALL, "--out", "map.npz", *options.split()]) == 2
    said = capsys.readouterr()
    assert not said.out
    (line,) = said.err.splitlines()  # one sentence, no traceback, no usage
    assert line.startswith("map: ")
    assert re.search(sentence, line)
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_named(capsys):
    assert main(["map", "--surface", "bowl"]) == 2
    assert "the following arguments are required: --optimizer, --out" in capsys.readouterr().err


# -- interruptions -------------------------------------------------------------------------------

LONG = "map --surface himmelblau --optimizer adam --learning-rate 0.1 --resolution 600"


def interrupted(out: Path, number: int) -> subprocess.CompletedProcess:
    """The command, stopped by a signal when two of its ten pieces are there."""
    command = [sys.executable, "-m", "engine", *LONG.split(), "--out", str(out)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # Tests that run in the background ignore the signal, and their children would, too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        deadline = time.monotonic() + 60
        while len(list(out.parent.glob("*.pieces/0*.npz"))) < 2:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.005)
        os.kill(process.pid, number)
        _, said = process.communicate(timeout=30)
    return subprocess.CompletedProcess(command, process.returncode, stderr=said)


def test_killed_it_leaves_no_half_file_and_goes_on_from_there(tmp_path, capsys):
    out = tmp_path / "map.npz"
    assert interrupted(out, signal.SIGKILL).returncode == -signal.SIGKILL
    assert [p.name for p in tmp_path.iterdir()] == ["map.npz.pieces"]
    kept = {p: p.stat().st_mtime_ns for p in (tmp_path / "map.npz.pieces").glob("0*.npz")}
    assert 2 <= len(kept) < 10
    for path in kept:
        with np.load(path, allow_pickle=False) as piece:
            assert piece["ends"].shape == (66, 600, 2)

    # Another map is not mixed with it, and what was finished is not thrown away.
    assert main([*LONG.split(), "--out", str(out), "--steps", "400"]) == 2
    assert "its steps is 500 and not 400; delete the folder" in capsys.readouterr().err
    assert {p: p.stat().st_mtime_ns for p in kept} == kept

    assert main([*LONG.split(), "--out", str(out)]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["map.npz"]
    the_same(out, basins(HIMMELBLAU, Adam(0.1), 600))


def test_workers_do_not_outlive_a_killed_command(tmp_path):
    command = [sys.executable, "-m", "engine", *LONG.split(), "--workers", "2"]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "map.npz")],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("*.pieces/0*.npz")):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.01)
        process.kill()
        process.wait()
    try:
        with pytest.raises(ProcessLookupError):
            while time.monotonic() < deadline:
                os.killpg(process.pid, 0)  # asks whether anybody of the session is left
                time.sleep(0.05)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_a_reader_who_leaves_early_is_no_error(tmp_path):
    out = tmp_path / "map.npz"
    command = [sys.executable, "-m", "engine", *SMALL, "--out", str(out)]
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(command, cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, text=True)
    os.close(theirs)
    assert (done.returncode, done.stderr.split()) == (0, ["1/1", "pieces"])
    assert out.exists()


def test_a_piece_that_is_not_whole_is_made_again(tmp_path, small_pieces, monkeypatch):
    import cli.__main__ as command

    out = tmp_path / "map.npz"
    arguments = [*SMALL, "--learning-rate", "0.1", "--out", str(out)]
    monkeypatch.setattr(command, "save", lambda *_: (_ for _ in ()).throw(OSError("no space")))
    assert main(arguments) == 1
    monkeypatch.undo()
    monkeypatch.setattr(map_plan, "PIECE", 120)
    piece = tmp_path / "map.npz.pieces" / "00003.npz"
    piece.write_bytes(piece.read_bytes()[:500])
    (tmp_path / "map.npz.pieces" / "unfinished.1").write_bytes(b"of a killed process")
    assert main(arguments) == 0
    the_same(out, basins(HIMMELBLAU, Adam(0.1), 30))
    assert [p.name for p in tmp_path.iterdir()] == ["map.npz"]


def test_interrupted_it_says_how_to_go_on(tmp_path):
    out = tmp_path / "map.npz"
    out.write_text("an older map")
    stopped = interrupted(out, signal.SIGINT)
    assert stopped.returncode == 130
    assert stopped.stderr.splitlines()[-1] == "map: interrupted; the same command goes on from here"
    assert out.read_text() == "an older map"


def test_a_finished_piece_is_not_made_again(tmp_path, small_pieces, monkeypatch):
    import cli.__main__ as command

    out, made = tmp_path / "map.npz", []

    def walked(*piece):
        if len(made) == 3:
            raise OSError("no space left on device")
        made.append(piece[3][0])
        return map_plan.walked(*piece)

    monkeypatch.setattr(command, "walked", walked)
    arguments = [*SMALL, "--learning-rate", "0.1", "--out", str(out)]
    assert main(arguments) == 1
    begun = made.copy()
    made[:] = [None] * 10
    assert main(arguments) == 0
    again = made[10:]
    assert len(begun) == 3 and len(again) == 5 and not set(begun) & set(again)
    the_same(out, basins(HIMMELBLAU, Adam(0.1), 30))


def test_a_folder_of_something_else_is_left_alone(tmp_path, capsys):
    folder = tmp_path / "map.npz.pieces"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    assert main([*SMALL, "--out", str(tmp_path / "map.npz")]) == 2
    assert "must hold pieces of this map, it holds something else" in capsys.readouterr().err
    assert (folder / "letter.txt").read_text() == "dear"


def test_the_fingerprint_tells_maps_apart():
    plans = [
        planned(HIMMELBLAU, Adam(0.1), 30, 300),
        planned(HIMMELBLAU, Adam(0.2), 30, 300),
        planned(HIMMELBLAU, Adam(0.1, beta2=0.9), 30, 300),
        planned(HIMMELBLAU, optimizers.by_name("adamw")(0.1), 30, 300),
        planned(surfaces.by_name("bowl"), Adam(0.1), 30, 300),
        planned(surfaces.by_name("rotated_bowl"), Adam(0.1), 30, 300),
        planned(surfaces.by_name("rotated_bowl", 3, 4), Adam(0.1), 30, 300),
        planned(HIMMELBLAU, Adam(0.1), 31, 300),
        planned(HIMMELBLAU, Adam(0.1), 30, 301),
        planned(HIMMELBLAU, Adam(0.1), 30, 300, tolerance=1e-5),
        planned(HIMMELBLAU, Adam(0.1), 30, 300, near=0.1),
        planned(HIMMELBLAU, Adam(0.1), 30, 300, domain=(-5, 5, -5, 4)),
    ]
    prints = [json.dumps(fingerprint(plan)) for plan in plans]
    assert len(set(prints)) == len(prints)
    assert json.dumps(fingerprint(planned(HIMMELBLAU, Adam(0.1), 30, 300))) == prints[0]


# -- the bar -------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_fills():
    screen = Terminal()
    assert list(progress.shown("abc", 1, 4, "pieces", screen)) == ["a", "b", "c"]
    first, *_, last = (line.strip() for line in screen.getvalue().split("\r")[1:])
    assert "1/4" in first and "4/4" in last and "100%" in last


@pytest.mark.parametrize("bars", [True, False])
def test_where_there_is_no_terminal_or_no_bar_every_tenth_is_a_line(bars, monkeypatch):
    log = io.StringIO() if bars else Terminal()
    if not bars:
        monkeypatch.setattr(progress, "tqdm", None)
    assert sum(progress.shown(range(100), 0, 100, "pieces", log)) == 4950
    assert log.getvalue().splitlines() == [f"{done}/100 pieces" for done in range(10, 101, 10)]
