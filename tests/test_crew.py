"""Whoever carries the pieces of a map, the numbers are the same to the bit."""

import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

import optimizers
import surfaces
from engine import CancelledError, basins
from engine.drive.executor import carried
from engine.plane import map_plan
from tests.test_basins import HILL

Adam, RMSProp = optimizers.by_name("adam"), optimizers.by_name("rmsprop")
HIMMELBLAU, RASTRIGIN = surfaces.by_name("himmelblau"), surfaces.by_name("rastrigin")


@contextmanager
def dask() -> Iterator[Executor]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
        client.get_executor(pure=False) as executor,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        yield executor


EXECUTORS = {
    "threads": lambda: ThreadPoolExecutor(2),
    "processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    "dask": dask,
}


@pytest.fixture
def small_pieces(monkeypatch):
    """Four rows of a map of thirty at a time, eight pieces in all."""
    monkeypatch.setattr(map_plan, "PIECE", 120)


def the_same(one, other):
    for name in ("x", "y", "ends", "steps", "codes", "which"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), strict=True)
    assert one.attractors == other.attractors and one.shares == other.shares


# Dask's event loop is closed by its own thread, which may leave a socket to the collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("name", EXECUTORS)
def test_all_executors_give_the_same_map(name, small_pieces):
    if name == "dask":
        pytest.importorskip("distributed", reason="Dask is an optional extra")
    jobs = [
        (HIMMELBLAU, Adam(0.1), 30, 300),
        (RASTRIGIN, RMSProp(0.02, centered=True), 30, 120),  # transcendental, and chaotic
        (surfaces.by_name("rotated_bowl", 80, 20), Adam(0.2), 30, 200),
    ]
    with EXECUTORS[name]() as executor:
        for job in jobs:
            the_same(basins(*job, executor=executor), basins(*job))


def test_the_size_of_the_pieces_does_not_matter(monkeypatch):
    whole = basins(HIMMELBLAU, Adam(0.1), 30, 300)
    monkeypatch.setattr(map_plan, "PIECE", 1)
    the_same(basins(HIMMELBLAU, Adam(0.1), 30, 300), whole)


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor])
def test_progress_counts_the_pieces(executor, small_pieces):
    said = []
    made = executor and executor(2)
    basins(
        HIMMELBLAU,
        Adam(0.1),
        30,
        20,
        executor=made,
        progress=lambda done, total: said.append((done, total)),
    )
    assert said == [(done, 8) for done in range(9)]


def test_a_map_of_searches_has_smaller_pieces_so_that_it_can_be_cancelled_soon():
    """BFGS on a saddle has no bottom to come to: 40,000 walks in one piece took a minute."""
    saddle, cancel, said = surfaces.by_name("saddle"), threading.Event(), []

    def progress(done, total):
        said.append((done, total))
        if done:
            cancel.set()

    for rule in (optimizers.by_name("newton"), optimizers.by_name("bfgs")):
        cancel.clear()
        with pytest.raises(CancelledError):
            basins(saddle, rule(), 200, 2, progress=progress, cancel=cancel)
        assert said[-1] == (1, 10)


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor])
def test_a_map_can_be_cancelled(executor, small_pieces):
    cancel, said = threading.Event(), []

    def progress(done, total):
        said.append(done)
        if done == 3:
            cancel.set()

    with pytest.raises(CancelledError, match="the work was cancelled before it was finished"):
        basins(
            HIMMELBLAU,
            Adam(0.1),
            30,
            20,
            executor=executor and executor(1),
            progress=progress,
            cancel=cancel,
        )
    assert said == [0, 1, 2, 3]


class Reluctant(Executor):
    """Takes work and never begins."""

    def __init__(self):
        self.futures = []

    def submit(self, function, /, *arguments, **options):
        self.futures.append(Future())
        return self.futures[-1]


def test_cancelling_reaches_work_that_has_not_begun(small_pieces):
    executor, cancel = Reluctant(), threading.Event()
    threading.Timer(0.2, cancel.set).start()
    with pytest.raises(CancelledError):
        basins(HIMMELBLAU, Adam(0.1), 30, 20, executor=executor, cancel=cancel)
    assert len(executor.futures) == 8
    assert all(future.cancelled() for future in executor.futures)


def test_what_goes_wrong_is_told_and_the_rest_is_called_off(small_pieces):
    def progress(done, total):
        if done:
            raise KeyError("mine")

    executor = Reluctant()
    with pytest.raises(KeyError, match="mine"):
        first = threading.Timer(0.1, lambda: executor.futures[0].set_result(piece))
        piece = map_plan.walked(*map_plan.planned(HIMMELBLAU, Adam(0.1), 30, 20).piece(slice(0, 4)))
        first.start()
        basins(HIMMELBLAU, Adam(0.1), 30, 20, executor=executor, progress=progress)
    assert all(future.cancelled() for future in executor.futures[1:])


def fails(number):
    if number == 2:
        raise ArithmeticError("number two")
    return number


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor(2)])
def test_a_piece_that_fails_fails_the_work(executor):
    done = []
    with pytest.raises(ArithmeticError, match="number two"):
        done += carried(fails, [(n,) for n in range(5)], executor, None)
    assert list(carried(fails, [(n,) for n in (0, 1)], None, None)) == [(0, 0), (1, 1)]


# -- surfaces travel -----------------------------------------------------------------------------


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)
def test_surfaces_travel_by_name(surface):
    there = pickle.loads(pickle.dumps(surface))
    assert there is surface
    assert len(pickle.dumps(surface)) < 200


def test_a_surface_with_parameters_travels_with_them():
    bowl = surfaces.by_name("rotated_bowl", 77.5, 12.0)
    there = pickle.loads(pickle.dumps(bowl))
    assert there == bowl and there.arguments == (77.5, 12.0)
    twin = surfaces.rotated_bowl.make.__wrapped__(77.5, 12.0)  # as another process makes it
    assert twin != bowl and pickle.loads(pickle.dumps(twin)) == bowl


def test_a_surface_of_ones_own_travels_as_it_is():
    """Also under a name of the registry: it is not mistaken for that one."""
    for own in (HILL, replace(HILL, name="himmelblau"), replace(HIMMELBLAU, minima=())):
        there = pickle.loads(pickle.dumps(own))
        assert there == own
        assert there.value(1.0, 2.0) == own.value(1.0, 2.0)


@pytest.mark.parametrize("rule", optimizers.OPTIMIZERS, ids=lambda rule: rule.name)
def test_rules_travel(rule):
    assert pickle.loads(pickle.dumps(rule(learning_rate=0.3))) == rule(learning_rate=0.3)
