"""A province that has lived through everything that happens to it, and all that was said while it did."""

from __future__ import annotations

import io
import json
import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
from flows.worklist.layout import BEFORE
from relay.errors import RelayError
from relay.store import Store
from relay.store.tables import content, metadata, raw_page
from schemas import kinds
from schemas.contract import contract
from schemas.wording import NAME, PERSON_NAME
from tests.flows.province import Province
from tests.flows.worklists import edited
from tests.privacy.canaries import DIGITS, Canaries
from tests.privacy.marked import NAME as MARK
from tests.privacy.marked import Marks

#: Columns made for values of persons, and why; docs/personal-data.md tells them too. Everything else is searched.
MEANT = {
    ("raw_page", "payload"): "the records as their source gave them",
    ("content", "payload"): "the records in the contract's fields",
    ("content", "parents"): "the person a record waits for",
    ("document", "fields"): "what was read off a scan",
    ("document", "page"): "the scan, by the name its sender gave it",
    ("correction", "fields"): "what people set",
    ("receipt", "returned"): "the number a newborn was given",
    ("receipt", "said"): "the endpoint's own words",
}
COMMANDS = (
    "progress", "quality report", "quality rules", "quality stops", "quarantine list", "quarantine causes", "quarantine decisions",
    "codes", "linkage", "leads", "overdue", "index", "endpoints", "sources", "audit verify", "duplicates look", "duplicates list",
    "plans", "reports", "flows", "alerts", "check", "report", "units 16690", "campaigns", "evidence-pack land-rolling",
    *(f"{command} {flow}" for command in ("reconcile", "sweep", "run --dry-run", "run") for flow in FLOWS),
)  # fmt: skip
FAULTS = ("http_500", "echo", "ok_with_error", "reset", "duplicate_ack", "truncated_body")
#: Loggers of libraries that talk to databases and services: set to tell everything, as somebody in search of a mistake would.
CHATTY = ("sqlalchemy", "sqlalchemy.engine", "urllib3", "requests")


STORES = ("store.db", "lienthong.db")


@dataclass
class Lived:
    """`said` is where → everything that was said there while the province lived."""

    night: Province
    said: dict[str, str]
    marks: Marks

    @property
    def home(self) -> Path:
        return self.night.wiring().settings.home


@contextmanager
def listening(log: io.StringIO) -> Iterator[None]:
    """Everything that is logged."""
    loggers = [logging.getLogger(), *map(logging.getLogger, CHATTY)]
    before, handler = [one.level for one in loggers], logging.StreamHandler(log)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    loggers[0].addHandler(handler)
    try:
        yield
    finally:
        loggers[0].removeHandler(handler)
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)


def live(night: Province) -> str:
    """A night in which the nation fails in all its ways, one in which it does not, and every command. Gives the exceptions."""
    fault(night, [{"match": "", "kind": kind, "times": 1} for kind in FAULTS])
    exceptions = [in_full(error) for flow in FLOWS if (error := failure(night, flow))]
    fault(night, [])
    night.run()
    tasks.progress(connections=night.connections)
    quality_report(night.wiring(), local_today())
    for command in COMMANDS:
        done = CliRunner().invoke(app, command.split())
        assert done.exit_code in (0, 1), (command, done.exit_code)
        print(done.output)
        exceptions += [in_full(done.exception)] if done.exception else []
    return "\n".join([*exceptions, a_mistaken_worklist(night)])


def a_mistaken_worklist(night: Province) -> str:
    """A worklist comes back with a person in every field of its rows, then in its locked cells too. Gives the exceptions."""
    file, exceptions = night.world.home / "worklist.xlsx", []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIENTHONG_ACTOR", "clerk")
        assert CliRunner().invoke(app, ["quarantine", "export", "birth", str(file)]).exit_code == 0
        data = file.read_bytes()
        for locked in (False, True):
            file.write_bytes(edited(data, partial(put_somebody, locked=locked)))
            done = CliRunner().invoke(app, ["quarantine", "import", str(file)])
            assert done.exit_code == 1
            print(done.output)
            exceptions += [in_full(done.exception)] if done.exception else []
    return "\n".join(exceptions)


def put_somebody(sheet: Any, places: dict[str, int], *, locked: bool) -> None:
    for place in [place for name, place in places.items() if locked or name not in BEFORE]:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, place).value = MARK


def failure(night: Province, flow: str) -> RelayError | None:
    try:
        night.run(flow)
    except RelayError as error:
        return error
    return None


def in_full(error: BaseException) -> str:
    """The error with all it came from, the way a careless log would write it."""
    return "".join(traceback.format_exception(error)) + repr(vars(error))


def fault(night: Province, orders: list[dict[str, Any]]) -> None:
    for url in night.world.addresses["national"].values():
        requests.put(f"{url}/_faults", json=orders, timeout=5)


def everybody(store: Store, marks: Marks) -> Canaries:
    """Names and personal numbers of all records, and the marks."""
    people = marks.people()
    with store.read() as tx:
        for page in tx.execute(sa.select(raw_page.c.payload)).scalars():
            people |= set(DIGITS.findall("\n".join(pl.read_ipc(BytesIO(page))["raw"])))
        for flow, text in tx.execute(
            sa.select(content.c.flow, content.c.payload).where(content.c.payload.is_not(None))
        ):
            people |= {str(json.loads(text)[name]) for name in names(flow)}
    return Canaries({one for one in people if not one.isdigit() or len(one) == 12})


def names(flow: str) -> list[str]:
    """The fields of a flow that hold names of persons."""
    fields = contract(flow).model.model_fields
    return [
        name
        for name, info in fields.items()
        if {NAME, PERSON_NAME} & set(info.metadata) or {kinds.Name, kinds.PersonName} & set(get_args(info.annotation))
    ]


def leaks(people: Canaries, marks: Marks, places: Iterable[tuple[str, str | bytes]]) -> dict[str, list[str]]:
    """place → the fields whose marks stand in it, and how many others; never who."""
    found = {place: people.found(text) for place, text in places}
    return {place: marks.told(who) for place, who in found.items() if who}


def columns(store: Store) -> Iterator[tuple[str, str]]:
    """table.column and all its values, for all columns that are not made for values of persons."""
    with store.read() as tx:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if (table.name, column.name) not in MEANT:
                    rows = tx.execute(sa.select(column).where(column.is_not(None))).scalars()
                    yield f"{table.name}.{column.name}", "\n".join(map(str, rows))


def files(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under the home but those of the outside world and the store."""
    found = [file for file in home.rglob("*") if file.is_file()]
    mine = [file for file in found if file.relative_to(home).parts[0] != "world" and not file.name.startswith(STORES)]
    yield from ((str(file.relative_to(home)), file.read_bytes()) for file in mine)
