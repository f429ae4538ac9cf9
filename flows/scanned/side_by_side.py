"""Scans are worked on by several processes at once, each bounded in time and memory; one that fails takes nobody along."""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as TooLate
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from digitise.opening import count
from flows.scanned.work import BROKEN, HUGE, SLOW, Row, Work, blank, rows_of
from relay.errors import FatalError

#: Address space of a process: a page of 40 million pixels takes a third of it.
MOST_MEMORY = 3 << 30
#: Seconds a page may take where config/scans.yaml is not asked, and a process to begin.
SECONDS, BEGIN = 60, 120
#: How often a scan is tried whose process, or the whole pool, was ended from outside.
TRIES = 2

_kept: dict[str, Any] = {}


class PoolBrokenError(Exception):
    """The pool itself cannot go on: its processes were killed while they held what they share."""


def worked_on(paths: Sequence[Path], work: Work) -> Iterator[list[Row]]:
    """The rows of each scan, in the order of the paths. A scan that takes too long is "slow", one that takes the memory "huge".

    Raises FatalError where the processes cannot begin at all: then nothing is known of any scan.
    """
    done = tries = 0
    while done < len(paths):
        try:
            for rows in _in_a_pool(paths[done:], work):
                done, tries = done + 1, 0
                yield rows
        except PoolBrokenError:
            tries += 1
            if tries == TRIES:  # the scan it always breaks at; another pool takes up behind it
                done, tries = done + 1, 0
                yield [blank(HUGE)]


def _in_a_pool(paths: Sequence[Path], work: Work) -> Iterator[list[Row]]:
    seconds = work.rules.seconds if work.rules else SECONDS
    with _pool(len(paths), work) as pool:
        sizes = [_asked(pool, _pages, path, seconds) for path in paths]
        limits = [seconds * _size(size) for size in sizes]
        futures = [_asked(pool, _rows, path, limit) for path, limit in zip(paths, limits, strict=True)]
        for path, limit, future in zip(paths, limits, futures, strict=True):
            yield _told(pool, future, path, limit)


@contextmanager
def _pool(scans: int, work: Work) -> Iterator[Any]:
    """Processes that have begun, with a folder for what they write down while they work; both are gone at the end."""
    from pebble import ProcessPool

    processes = (work.rules.processes if work.rules else 0) or os.cpu_count() or 1
    # Not forked: the engines keep threads and locks.
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        aside = stack.enter_context(_aside(work))
        pool = ProcessPool(min(processes, scans), initializer=_begin, initargs=[work, aside], context=context)
        stack.callback(pool.join)
        stack.callback(pool.stop)
        try:
            pool.schedule(_ready, timeout=BEGIN).result()
        except Exception:  # whatever a library that is not whole raises
            raise FatalError(
                "The processes that read scans do not begin; run `lienthong digitise` with one scan to see why.",
                "Không khởi động được tiến trình đọc bản quét; chạy `lienthong digitise` với một bản quét để xem lý do.",
            ) from None
        yield pool


@contextmanager
def _aside(work: Work) -> Iterator[Path | None]:
    """A folder beside the archives that goes with the pool, also where a process was killed and left its scan there."""
    from digitise.archive import MAKING

    if work.archive is None:
        yield None
        return
    work.archive.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=MAKING, dir=work.archive, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _asked(pool: Any, work: Any, path: Path, limit: float) -> Any:
    try:
        return pool.schedule(work, args=[path], timeout=limit)
    except RuntimeError:
        raise PoolBrokenError from None


def _size(future: Any) -> int:
    """Pages of a scan; 1 where even that could not be told: whoever reads it is told why."""
    from pebble import ProcessExpired

    try:
        return int(future.result())
    except RuntimeError:
        raise PoolBrokenError from None
    except (TooLate, ProcessExpired):
        return 1


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
            future = _asked(pool, _rows, path, limit)
        else:
            return rows
    return [blank(HUGE)]


def _begin(work: Work, aside: Path | None) -> None:
    """In a new process: bounds, engines and the maker of archives, before the first scan's time begins to count."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from digitise import engine
    from digitise.archive import Maker

    engine.warm()
    _kept["work"] = work
    _kept["maker"] = Maker(work.archive, aside).__enter__() if work.archive else None


def _ready() -> None:
    """Done by the first process that has begun."""


def _pages(path: Path) -> int:
    try:
        return count(path.read_bytes()) if path.is_file() else 1
    except Exception:  # whoever reads it is told why
        return 1


def _rows(path: Path) -> list[Row]:
    try:
        return rows_of(path, _kept["work"], _kept["maker"])
    except MemoryError:
        return [blank(HUGE)]
    except Exception:  # a page must not stop the lot; what was raised may quote it
        return [blank(BROKEN)]
