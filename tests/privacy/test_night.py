"""Nobody in the province is found outside the places made for them, failures included.

Every name and personal number the store was given, and every marked identity, is looked for in logs, output, exceptions, all
columns of the store that were not made for values, and every file the product wrote.
"""

from __future__ import annotations

import io
import json
import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest
import requests
import sqlalchemy as sa
from typer.testing import CliRunner

from flows import tasks
from flows.catalogue import FLOWS
from flows.cli import app
from flows.days import local_today
from flows.quality import quality_report
from relay.errors import RelayError
from relay.store.tables import content, metadata, raw_page
from schemas import kinds
from schemas.contract import contract
from schemas.wording import NAME
from tests.conftest import DATABASES, empty_database
from tests.flows.province import Province, province
from tests.privacy.canaries import DIGITS, Canaries
from tests.privacy.marked import Marks, mark_province

SEED = 20261124
#: Columns made for values of persons, and why; everything else is searched.
MEANT = {
    ("raw_page", "payload"): "the records as their source gave them",
    ("content", "payload"): "the records in the contract's fields",
    ("content", "parents"): "the person a record waits for",
    ("document", "fields"): "what was read off a scan",
    ("correction", "fields"): "what people set",
    ("receipt", "returned"): "the number a newborn was given",
    ("receipt", "said"): "the endpoint's own words",
    ("document", "page"): "the scan, by the name its sender gave it",
}
COMMANDS = (
    "progress", "quality report", "quality rules", "quality stops", "quarantine list", "quarantine causes", "quarantine decisions",
    "codes", "linkage", "leads", "overdue", "index", "endpoints", "sources", "audit verify", "duplicates look", "duplicates list",
    "plans", "reports", "flows", "alerts", "check", "report", "units 16690", "campaigns",
    *(f"{command} {flow}" for command in ("reconcile", "sweep", "run --dry-run", "run") for flow in FLOWS),
)  # fmt: skip
FAULTS = ("http_500", "ok_with_error", "reset", "duplicate_ack", "truncated_body")
CHATTY = ("sqlalchemy.engine", "urllib3", "requests")


@dataclass
class Lived:
    """A province after its nights; `said` is where → everything that was said there while they ran."""

    night: Province
    said: dict[str, str]
    marks: Marks

    @property
    def home(self) -> Path:
        return self.night.wiring().settings.home


@pytest.fixture(scope="module", params=DATABASES)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    home, log, output = tmp_path_factory.mktemp("home"), io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, empty_database(request, home), records=60, seed=SEED, communes=4) as night,
        listening(log),
        redirect_stdout(output),
        redirect_stderr(output),
    ):
        (home / "connections.json").write_text(json.dumps(night.known), encoding="utf-8")
        marks = mark_province(
            night.world.home / "province", f"{datetime.now(UTC) - timedelta(minutes=1):%FT%T.000000Z}"
        )
        exceptions = live(night)
        yield Lived(night, {"log": log.getvalue(), "output": output.getvalue(), "exceptions": exceptions}, marks)


@contextmanager
def listening(log: io.StringIO) -> Iterator[None]:
    """Everything that is logged, and more of what talks to databases and services than anyone asks for in production."""
    handler = logging.StreamHandler(log)
    for name in (None, *CHATTY):
        logging.getLogger(name).setLevel(logging.DEBUG if name else logging.INFO)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    for name in (None, *CHATTY):
        logging.getLogger(name).setLevel(logging.NOTSET if name else logging.WARNING)


def live(night: Province) -> str:
    """A night in which the nation fails in all its ways, one in which it does not, and every command. Gives the exceptions."""
    fault(night, [{"match": "", "kind": kind, "times": 2} for kind in FAULTS])
    exceptions = [in_full(error) for flow in FLOWS if (error := failure(night, flow))]
    fault(night, [])
    night.run()
    tasks.progress(connections=night.connections)
    quality_report(night.wiring(), local_today())
    for command in COMMANDS:
        done = CliRunner().invoke(app, command.split())
        assert done.exit_code in (0, 1), (command, done.output)
        print(done.output)
        exceptions += [in_full(done.exception)] if done.exception else []
    return "\n".join(exceptions)


def failure(night: Province, flow: str) -> RelayError | None:
    try:
        night.run(flow)
    except RelayError as error:
        return error
    return None


def in_full(error: BaseException) -> str:
    """The error with all it came from, the way a careless log would write it."""
    return "".join(traceback.format_exception(error)) + repr(vars(error))


@pytest.fixture(scope="module")
def people(lived: Lived) -> Canaries:
    """Names and personal numbers of all records, and the marks."""
    people = lived.marks.people()
    with lived.night.wiring().store.read() as tx:
        for page in tx.execute(sa.select(raw_page.c.payload)).scalars():
            people |= set(DIGITS.findall("\n".join(pl.read_ipc(BytesIO(page))["raw"])))
        for flow, text in tx.execute(sa.select(content.c.flow, content.c.payload).where(content.c.payload.is_not(None))):
            people |= {str(json.loads(text)[name]) for name in names(flow)}
    assert len(people) > 500
    return Canaries({one for one in people if not one.isdigit() or len(one) == 12})


def names(flow: str) -> list[str]:
    """The fields of a flow that hold names of persons."""
    fields = contract(flow).model.model_fields
    return [name for name, info in fields.items() if NAME in info.metadata or kinds.Name in get_args(info.annotation)]


def test_nobody_is_found_in_logs_output_or_exceptions(lived: Lived, people: Canaries) -> None:
    assert all(len(text) > 1000 for text in lived.said.values())
    assert leaks(lived, people, lived.said.items()) == {}


def test_nobody_is_found_in_a_column_that_is_not_made_for_values(lived: Lived, people: Canaries) -> None:
    assert leaks(lived, people, columns(lived.night)) == {}


def test_nobody_is_found_in_a_file_we_wrote(lived: Lived, people: Canaries) -> None:
    assert leaks(lived, people, files(lived.home)) == {}


def fault(night: Province, orders: list[dict[str, Any]]) -> None:
    for url in night.world.addresses["national"].values():
        requests.put(f"{url}/_faults", json=orders, timeout=5)


def leaks(lived: Lived, people: Canaries, places: Iterable[tuple[str, str | bytes]]) -> dict[str, list[str]]:
    """place → the fields whose marks stand in it, and how many others; never who."""
    found = {place: people.found(text) for place, text in places}
    return {place: lived.marks.told(who) for place, who in found.items() if who}


def columns(night: Province) -> Iterator[tuple[str, str]]:
    """table.column and all its values, for all columns that are not made for values of persons."""
    with night.wiring().store.read() as tx:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if (table.name, column.name) not in MEANT:
                    rows = tx.execute(sa.select(column).where(column.is_not(None))).scalars()
                    yield f"{table.name}.{column.name}", "\n".join(map(str, rows))


def files(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every file but those of the outside world and the store."""
    found = [file for file in home.rglob("*") if file.is_file()]
    mine = [
        file for file in found if file.relative_to(home).parts[0] != "world" and not file.name.startswith("store.db")
    ]
    assert len(mine) > 10
    yield from ((str(file.relative_to(home)), file.read_bytes()) for file in mine)
