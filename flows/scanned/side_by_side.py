"""Scans are worked on by several processes at once, each bounded in time and memory; one that fails takes nobody along."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as TooLate
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitise.opening import UnreadableError, count
from flows.scanned.work import BROKEN, HUGE, SLOW, Row, Work, blank, rows_of

if TYPE_CHECKING:
    from digitise.archive import Maker

#: Address space of a process: a page of 40 million pixels takes a third of it.
MOST_MEMORY = 3 << 30
#: A page takes less than one second; this is what a process takes to begin.
SECONDS = 60
#: How often a scan is tried whose process was ended from outside.
TRIES = 2

_kept: dict[str, Any] = {}


def worked_on(paths: Sequence[Path], work: Work) -> Iterator[list[Row]]:
    """The rows of each scan, in the order of the paths. A scan that takes too long is "slow", one that takes the memory "huge"."""
    done = 0
    for _ in range(TRIES):
        try:
            for rows in _in_a_pool(paths[done:], work):
                done += 1
                yield rows
        except PoolBrokenError:
            continue  # another one takes up where this one ended
        return
    yield from ([blank(HUGE)] for _ in paths[done:])


class PoolBrokenError(Exception):
    """The pool itself cannot go on: its processes were killed while they held what they share."""


def _in_a_pool(paths: Sequence[Path], work: Work) -> Iterator[list[Row]]:
    from pebble import ProcessPool

    processes = (work.rules.processes if work.rules else 0) or os.cpu_count() or 1
    seconds = work.rules.seconds if work.rules else SECONDS
    # Not forked: the engines keep threads and locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPool(min(processes, len(paths)), initializer=_begin, initargs=[work], context=context) as pool:
        limits = [seconds * _pages(path) for path in paths]
        asked = [pool.schedule(_rows, args=[path], timeout=limit) for path, limit in zip(paths, limits, strict=True)]
        for path, limit, future in zip(paths, limits, asked, strict=True):
            yield _told(pool, future, path, limit)


def _told(pool: Any, future: Any, path: Path, limit: float) -> list[Row]:
    from pebble import ProcessExpired

    for _ in range(TRIES):
        try:
            rows: list[Row] = future.result()
        except RuntimeError:
            raise PoolBrokenError from None
        except TooLate:
            return [blank(SLOW)]
        except ProcessExpired:
            future = _again(pool, path, limit)
        else:
            return rows
    return [blank(HUGE)]


def _again(pool: Any, path: Path, limit: float) -> Any:
    try:
        return pool.schedule(_rows, args=[path], timeout=limit)
    except RuntimeError:
        raise PoolBrokenError from None


def _pages(path: Path) -> int:
    try:
        return count(path.read_bytes()) if path.is_file() else 1
    except (OSError, UnreadableError):
        return 1


def _begin(work: Work) -> None:
    """In a new process: bounds, engines and the maker of archives, before the first scan's time begins to count."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from digitise import engine

    engine.warm()
    _kept["work"], _kept["open"] = work, ExitStack()
    _kept["maker"] = _maker(work)


def _maker(work: Work) -> Maker | None:
    from digitise.archive import Maker

    maker: Maker | None = _kept["open"].enter_context(Maker(work.archive)) if work.archive else None
    return maker


def _rows(path: Path) -> list[Row]:
    try:
        return rows_of(path, _kept["work"], _kept["maker"])
    except MemoryError:
        return [blank(HUGE)]
    except Exception:  # a page must not stop the lot; what was raised may quote it
        return [blank(BROKEN)]
