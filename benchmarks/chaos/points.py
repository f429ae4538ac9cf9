"""Where a process can be hit: every point at which something leaves it or becomes durable, labelled by the step it is in.

The product knows nothing of this: the points are the public seams of SQLAlchemy and requests. "push:request" is just before a request of
the push leaves, "push:answered" just after its answer came; "push:write" is inside a transaction, "push:commit" just before its commit and
"push:committed" just after it.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests.adapters
import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

WRITES = ("INSERT", "UPDATE", "DELETE", "COPY", "CREATE TEMP")


@dataclass(frozen=True)
class Point:
    """The nth time (from 1) that this label is passed."""

    label: str
    nth: int


@dataclass
class Passing:
    """Counts the labels a process passes; at some points it does something."""

    acts: Mapping[Point, Callable[[], None]] = field(default_factory=dict)
    step: str = "check"
    passed: Counter[str] = field(default_factory=Counter)

    def enter(self, step: str) -> None:
        """The process is in this step from now on."""
        self.step = step

    def at(self, what: str) -> None:
        """The process passes a point."""
        label = f"{self.step}:{what}"
        self.passed[label] += 1
        if act := self.acts.get(Point(label, self.passed[label])):
            act()


class Messages:
    """How many messages all processes of a run handed over to be sent; shared with forked children."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)

    def add(self, count: int) -> None:
        """Count some more. Two processes at once may lose a count, never invent one."""
        self._shared[:8] = (self.count + count).to_bytes(8, "little")

    @property
    def count(self) -> int:
        """All of them so far."""
        return int.from_bytes(self._shared[:8], "little")


def watch(passing: Passing) -> None:
    """From now on this process passes its points; there is no way back, so it is called in a child only."""
    _watch_requests(passing)
    _watch_commits(passing)
    sa.event.listen(sa.Engine, "before_cursor_execute", _writes(passing))


def _writes(passing: Passing) -> Callable[..., None]:
    def seen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            passing.at("write")

    return seen


def _watch_requests(passing: Passing) -> None:
    send = requests.adapters.HTTPAdapter.send

    def sent(self: Any, *arguments: Any, **options: Any) -> Any:
        passing.at("request")
        answer = send(self, *arguments, **options)
        passing.at("answered")
        return answer

    requests.adapters.HTTPAdapter.send = sent  # type: ignore[method-assign]


def _watch_commits(passing: Passing) -> None:
    commit: Callable[..., None] = DefaultDialect.do_commit

    def committed(self: Any, connection: Any) -> None:
        passing.at("commit")
        commit(self, connection)
        passing.at("committed")

    DefaultDialect.do_commit = committed  # type: ignore[method-assign]
