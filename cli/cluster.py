"""A Dask cluster as an executor, for the command line; Dask is an optional extra."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

PATIENCE = 10  # seconds to find the scheduler
PROGRAM = "engine.plane.map_plan"  # what a worker needs


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor whose work is handed out by the scheduler at ``address``.

    Raises:
        ValueError: There is no Dask, no scheduler, or it or a worker does not have this program.
        RuntimeError: The cluster was lost on the way.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ValueError("--scheduler needs Dask: pip install distributed") from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ValueError(
            "--scheduler must be the address of a running Dask scheduler such as "
            f"tcp://10.0.0.1:8786, got {address!r}: {error}"
        ) from None
    # What goes wrong is raised; its tracebacks on the way help nobody.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with client:
        if not _has_program(client):
            raise ValueError(
                "--scheduler must lead to a cluster that has this program: the scheduler and its "
                "workers need its folder on their PYTHONPATH"
            )
        with client.get_executor(pure=False) as executor:
            try:
                yield executor
            except CancelledError:
                raise RuntimeError("the scheduler has left or called the work off") from None
            except (OSError, RuntimeError, ValueError):
                raise
            except Exception as error:  # Dask has errors of many kinds
                said = " ".join(str(error).split())
                raise RuntimeError(f"{type(error).__name__}: {said}") from error


def _has_program(client: Any) -> bool:
    """Whether the work can be done there: workers that cannot import it fall one by one."""
    try:
        found = [client.run_on_scheduler(find_spec, PROGRAM)]
        found += client.run(find_spec, PROGRAM).values()
    except ModuleNotFoundError:
        return False
    return None not in found
