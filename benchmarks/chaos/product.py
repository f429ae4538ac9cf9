"""The product as the harness sees it: one process that runs some flows from pull to receipt, and may be hit on its way."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.chaos.points import Messages, Passing, watch

#: Everything a run imports, once for all: Great Expectations alone takes seconds.
WARM = (
    "connectors.local.civil_db",
    "connectors.local.drop",
    "connectors.local.onestop",
    "connectors.local.write_back",
    "connectors.mapping",
    "connectors.national.civil_status",
    "connectors.national.health",
    "connectors.national.land",
    "connectors.national.population",
    "connectors.national.portal",
    "connectors.national.school",
    "digitise.reading",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
    "expectations",
    "expectations.suite",
    "flows.judging",
    "flows.night",
    "great_expectations",
    "pandas",
    "psycopg",
    "pyarrow.pandas_compat",
    "relay.delivery.settle",
    "relay.stages.preview",
    "schemas.shape",
    "tesserocr",
    "tracking.campaigns",
    "tracking.names",
)
#: Small, so that a run of few records takes several requests.
BATCH = 4
FINE, LATER, STOPPED, BROKEN = 0, 3, 4, 5


@dataclass(frozen=True)
class Installation:
    """Where one product lives; `known`: the connections to its outside world; `silence_s`: how long it waits for an answer."""

    home: Path
    database_url: str
    known: Mapping[str, dict[str, str]]
    silence_s: float = 0.6


def warm_up() -> None:
    """Import what every run needs, and use none of it: threads would not outlive a fork."""
    from flows.catalogue import FLOWS
    from schemas.contract import contracts

    for name in WARM:
        importlib.import_module(name)
    for flow in FLOWS:
        importlib.import_module(f"expectations.{flow}")
    contracts()


def run(
    where: Installation, flows: Sequence[str], messages: Messages, passing: Passing, jump: timedelta = timedelta()
) -> int:
    """Run these flows and settle what they leave open, in this process. Returns FINE, LATER, STOPPED or BROKEN."""
    from relay import clock
    from relay.errors import FatalError, RetryableError

    _live_in(where, flows, messages)
    clock.jump(jump)
    watch(passing)
    try:
        _night(where, flows, passing)
    except RetryableError:
        return LATER
    except FatalError as error:
        _tell(error.en)
        return STOPPED
    except Exception as error:
        _tell(f"{type(error).__name__} at {_place(error)}")
        return BROKEN
    return FINE


def _tell(sentence: str) -> None:
    """Most runs are meant to end badly; only one that is looked at alone says how."""
    if os.environ.get("LIENTHONG_CHAOS_TELL"):
        sys.stderr.write(f"{sentence}\n")


def _night(where: Installation, flows: Sequence[str], passing: Passing) -> None:
    from connectors.credentials import Connection
    from flows import tasks
    from flows.night import run_flow

    def connections(name: str) -> Connection:
        return Connection(**where.known[name])

    for flow in flows:
        run_flow(flow, step=passing.enter, connections=connections)
    passing.enter("settle")
    tasks.settle(connections=connections)


def _live_in(where: Installation, flows: Sequence[str], messages: Messages) -> None:
    os.environ.update(LIENTHONG_HOME=str(where.home), LIENTHONG_DATABASE_URL=where.database_url)
    from connectors import http
    from connectors.national.endpoint import NationalEndpoint
    from flows import tasks
    from flows.catalogue import FLOWS

    quick = http.Limits(
        connect_s=1, silence_s=where.silence_s, answer_s=2 * where.silence_s, attempts=2, longest_wait_s=0.02
    )
    http.Limits = lambda: quick  # type: ignore[assignment, misc]
    vars(tasks)["FLOWS"] = {flow: FLOWS[flow] for flow in flows}  # settling looks at these only
    deliver = NationalEndpoint.push
    NationalEndpoint.batch_size = BATCH

    def counted(self, contract, sent):  # type: ignore[no-untyped-def]
        messages.add(len(sent))
        return deliver(self, contract, sent)

    NationalEndpoint.push = counted  # type: ignore[method-assign]


def _place(error: BaseException) -> str:
    """Where an error came from, without its message, which may quote a record."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/site-packages/" not in frame.filename] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
