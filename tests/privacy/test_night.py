"""Nobody in the province is found outside the places made for them, failures included.

Every name and personal number the store was given, and every marked identity, is looked for in logs, output, exceptions, pages, all
columns of the store that were not made for values, and every file the product wrote.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from relay.store import Store
from relay.store.desk_tables import viewing
from relay.store.tables import content, raw_page, version
from tests.conftest import DATABASES, empty_database
from tests.flows.province import province
from tests.privacy.canaries import Canaries
from tests.privacy.crawling import crawl
from tests.privacy.living import Lived, columns, everybody, files, leaks, listening, live
from tests.privacy.marked import mark_province
from tests.ui.serving import served
from ui import installation

SEED = 20261124
#: Who sees no value of any record: people.yaml's auditor and leader, and somebody only Airflow knows.
WITHOUT_THE_RIGHT = ("auditor", "leader", "nobody")


@pytest.fixture(scope="module", params=DATABASES)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    home, log, output = tmp_path_factory.mktemp("home"), io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, empty_database(request, home), records=60, seed=SEED, communes=4) as night,
    ):
        print(f"seed {SEED}")
        (home / "connections.json").write_text(json.dumps(night.known), encoding="utf-8")
        marks = mark_province(
            night.world.home / "province", f"{datetime.now(UTC) - timedelta(minutes=1):%FT%T.000000Z}"
        )
        with listening(log), redirect_stdout(output), redirect_stderr(output):
            exceptions = live(night)
        installation.wiring.cache_clear()
        yield Lived(night, {"log": log.getvalue(), "output": output.getvalue(), "exceptions": exceptions}, marks)
        installation.wiring.cache_clear()


#: Pages read the same tables of either database.
on_sqlite = pytest.mark.parametrize("lived", ["sqlite"], indirect=True)


def store_of(lived: Lived) -> Store:
    return lived.night.wiring().store


@pytest.fixture(scope="module")
def people(lived: Lived) -> Canaries:
    found = everybody(store_of(lived), lived.marks)
    assert len(found) > 500
    return found


def test_the_marks_were_read(lived: Lived, people: Canaries) -> None:
    """They lie in the store where values belong, so they are missing elsewhere because they were kept from there."""
    with store_of(lived).read() as tx:
        pages = [pl.read_ipc(io.BytesIO(page)) for page in tx.execute(sa.select(raw_page.c.payload)).scalars()]
    read = set(lived.marks.fields) & people.found("\n".join(raw for page in pages for raw in page["raw"]))
    places = {place.split(".")[0] for place in lived.marks.fields.values() if not place.endswith(" file")}
    assert {lived.marks.fields[number].split(".")[0] for number in read} == places
    assert len(places) > 8
    assert len(read) > len(lived.marks.fields) * 0.9


def test_nobody_is_found_in_logs_output_or_exceptions(lived: Lived, people: Canaries) -> None:
    assert all(len(text) > 1000 for text in lived.said.values())
    assert leaks(people, lived.marks, lived.said.items()) == {}


def test_nobody_is_found_in_a_column_that_is_not_made_for_values(lived: Lived, people: Canaries) -> None:
    assert leaks(people, lived.marks, columns(store_of(lived))) == {}


def test_nobody_is_found_in_a_file_we_wrote(lived: Lived, people: Canaries) -> None:
    written = dict(files(lived.home))
    assert {name.split("/")[0] for name in written} >= {"quality", "reports"}
    assert leaks(people, lived.marks, written.items()) == {}


@on_sqlite
@pytest.mark.parametrize("user", WITHOUT_THE_RIGHT)
def test_nobody_is_found_on_a_page_without_the_right(lived: Lived, people: Canaries, user: str) -> None:
    with served() as base:
        shown = crawl(base, user, "/", *records(lived))
    assert len(shown) > 30
    assert leaks(people, lived.marks, shown.items()) == {}


@on_sqlite
def test_a_clerk_sees_values_and_each_look_is_written_down(lived: Lived, people: Canaries) -> None:
    with served() as base:
        shown = crawl(base, "clerk", *records(lived))
    assert any(people.found(page) for page in shown.values()), "the search would find people on pages"
    with store_of(lived).read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(viewing)).scalar_one() > 0


def records(lived: Lived) -> list[str]:
    """Addresses that lead to single records: the desk's and the passport's, of every flow and state."""
    query = sa.select(content.c.flow, version.c.status, version.c.hold, sa.func.min(version.c.version_id)).join(
        version, version.c.version_id == content.c.version_id
    )
    with store_of(lived).read() as tx:
        rows = tx.execute(query.group_by(content.c.flow, version.c.status, version.c.hold)).fetchall()
        of = dict(tx.execute(sa.select(version.c.version_id, version.c.record_id)).fetchall())  # type: ignore[arg-type]
    desk = [f"/desk/record/{flow}/{one}" for flow, _, _, one in rows]
    return desk + [f"/passport?key={of[one]}" for *_, one in rows]
