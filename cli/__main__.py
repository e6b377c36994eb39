"""The engine on the command line: ``python -m engine map`` makes maps too large for a page.

    python -m engine map --surface rastrigin --optimizer adam --resolution 4000 --out map.npz

Finished pieces are kept beside the map until it is whole: the same command goes on where an
interrupted one has stopped.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NoReturn

import optimizers
import surfaces
from cli.cluster import cluster
from cli.map_file import Pieces, save
from cli.progress import shown
from engine.analysis.teaching import teaching_rate
from engine.drive.executor import carried, serve
from engine.drive.outcome import TOLERANCE
from engine.plane.basin_map import Basins, Canvas
from engine.plane.map_plan import Plan, planned, walked

REFUSED, INTERRUPTED, FAILED = 2, 130, 1
MOST_WORKERS = 256


class CommandError(ValueError):
    """An argument is not allowed; the message is a sentence."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Before Python 3.14 it takes -1e-3 for the name of an option.
        self._negative_number_matcher = re.compile(r"-\.?\d")

    def error(self, message: str) -> NoReturn:
        raise CommandError(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    try:
        options = _parser().parse_args(arguments)
        plan = _plan(options)
        out = _out(options.out)
        with _executor(options) as executor:
            pieces = _pieces(out, plan)
            basins = _make(plan, pieces, executor)
        save(basins, plan, out, pieces.spare)
        pieces.remove()
    except CommandError as refusal:
        print(f"map: {refusal}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nmap: interrupted; the same command goes on from here", file=sys.stderr)
        return INTERRUPTED
    except (OSError, RuntimeError) as error:  # a full disk, a worker that died
        print(f"\nmap: {error}; the same command goes on from here", file=sys.stderr)
        return FAILED
    try:
        _report(basins, options.out)
        sys.stdout.flush()
    except OSError:  # nobody reads it to its end; the map is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m engine", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    text = "Walk from every point of a grid and write down where each walk ends."
    command = commands.add_parser("map", help=text, description=text)
    command.add_argument("--surface", required=True, metavar="NAME")
    command.add_argument("--optimizer", required=True, metavar="NAME")
    command.add_argument("--out", required=True, metavar="FILE.npz")
    command.add_argument("--resolution", type=_whole, default=200, help="starts per axis (200)")
    command.add_argument("--steps", type=_whole, default=500, help="steps per walk (500)")
    command.add_argument("--learning-rate", type=_number, help="a teaching value unless given")
    text = "another hyper-parameter, e.g. beta1=0.8; may be repeated"
    command.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=text)
    text = "a number that shapes the surface, e.g. kappa=100; may be repeated"
    command.add_argument("--shape", action="append", default=[], metavar="NAME=VALUE", help=text)
    sides = ("X_MIN", "X_MAX", "Y_MIN", "Y_MAX")
    command.add_argument("--domain", type=_number, nargs=4, metavar=sides, help="where walks start")
    text = f"gradient norm and step that count as zero ({TOLERANCE:g})"
    command.add_argument("--tolerance", type=_number, default=TOLERANCE, help=text)
    text = "walk by machine code: several times as fast once compiled; needs numba"
    command.add_argument("--compiled", action="store_true", help=text)
    command.add_argument("--workers", type=_whole, help="processes on this machine (1)")
    text = "a Dask scheduler that hands the work out, e.g. tcp://10.0.0.1:8786"
    command.add_argument("--scheduler", metavar="ADDRESS", help=text)
    return parser


def _plan(options: argparse.Namespace) -> Plan:
    try:
        surface = surfaces.by_name(options.surface)
        if options.shape:
            wanted = _assignments("--shape", options.shape)
            values = {p.name: p.default for p in surface.parameters}
            _known("--shape", surface.name, wanted, list(values))
            surface = surfaces.by_name(surface.name, *{**values, **wanted}.values())
        rule = optimizers.by_name(options.optimizer)
        fields: dict[str, Any] = dict(_assignments("--set", options.set))
        names = [hyper.name for hyper in rule.hyperparameters()]
        _known("--set", rule.name, fields, names)
        for hyper in rule.hyperparameters():
            if hyper.flag and hyper.name in fields and fields[hyper.name] in (0, 1):
                fields[hyper.name] = bool(fields[hyper.name])
        if options.learning_rate is not None:
            if "learning_rate" in fields:
                raise CommandError("give --learning-rate or --set learning_rate=…, not both")
            fields["learning_rate"] = options.learning_rate
        fields.setdefault("learning_rate", teaching_rate(surface, rule))
        return planned(
            surface,
            rule(**fields),
            options.resolution,
            options.steps,
            domain=options.domain,
            tolerance=options.tolerance,
            compiled=options.compiled,
        )
    except ValueError as error:
        raise CommandError(error) from None


def _assignments(option: str, texts: Sequence[str]) -> dict[str, float]:
    words = {"true": 1.0, "false": 0.0}
    found = {}
    for text in texts:
        name, _, value = text.partition("=")
        try:
            found[name] = words[value.lower()] if value.lower() in words else float(value)
        except ValueError:
            raise CommandError(f"{option} takes name=number, got {text!r}") from None
    return found


def _known(option: str, owner: str, given: dict[str, Any], allowed: Sequence[str]) -> None:
    for name in given:
        if name not in allowed:
            listed = ", ".join(allowed) or "nothing"
            raise CommandError(f"{option} of {owner} takes {listed}, got {name!r}")


def _out(text: str) -> Path:
    out = Path(text)
    if out.suffix != ".npz":
        raise CommandError(f"--out must be a file whose name ends in .npz, got {text!r}")
    if out.is_dir() or not out.parent.is_dir():
        raise CommandError(f"--out must be a file in a folder that exists, got {text!r}")
    return out


def _pieces(out: Path, plan: Plan) -> Pieces:
    try:
        return Pieces(out.with_name(f"{out.name}.pieces"), plan)
    except ValueError as error:
        raise CommandError(error) from None
    except OSError as error:
        raise CommandError(
            f"--out must be where one may write, got {str(out)!r}: {error}"
        ) from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number, got {text!r}") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number, got {text!r}") from None


@contextmanager
def _executor(options: argparse.Namespace) -> Iterator[Executor | None]:
    """Whoever carries the work."""
    if options.workers is not None and not 1 <= options.workers <= MOST_WORKERS:
        raise CommandError(f"--workers must lie in [1, {MOST_WORKERS}], got {options.workers}")
    if options.scheduler is not None and options.workers is not None:
        raise CommandError("give --workers or --scheduler, not both: a scheduler has its own")
    if options.scheduler is not None:
        with ExitStack() as stack:
            try:
                executor = stack.enter_context(cluster(options.scheduler))
            except ValueError as error:
                raise CommandError(error) from None
            yield executor
    elif options.workers is None or options.workers == 1:
        yield None
    else:
        # Fresh processes: what this one holds may not be safe to fork.
        spawn = get_context("spawn")
        with ProcessPoolExecutor(options.workers, spawn, initializer=serve) as executor:
            yield executor


def _make(plan: Plan, pieces: Pieces, executor: Executor | None) -> Basins:
    canvas = Canvas(plan)
    finished = pieces.finished()
    for place in finished:
        canvas.enter(plan.rows[place], pieces.read(place))
    left = sorted(set(range(len(plan.rows))) - set(finished))
    todo = (plan.piece(plan.rows[place]) for place in left)
    with closing(carried(walked, todo, executor, None)) as results:
        for number, result in shown(results, len(finished), len(plan.rows), "pieces", sys.stderr):
            pieces.write(left[number], result)
            canvas.enter(plan.rows[left[number]], result)
    return canvas.finished()


def _report(basins: Basins, out: str) -> None:
    shares = basins.shares
    for attractor, share in zip(basins.attractors, shares.attractors, strict=True):
        if share > 0:
            # A walk that has come as near to 0 as 1e-72 is there.
            x, y = (round(number, 9) + 0.0 for number in (attractor.x, attractor.y))
            place = f"({x:.6g}, {y:.6g})"
            print(f"{share:6.2f} %  {attractor.ground} at {place}, f = {attractor.height:.6g}")
    print(f"{shares.under_way:6.2f} %  not there yet")
    print(f"{shares.diverged:6.2f} %  diverged")
    print(f"written to {out}")


if __name__ == "__main__":
    sys.exit(main())
