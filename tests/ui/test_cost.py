"""What a page of progress asks the store is the same whether it holds few records or many: it reads figures, never records."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from relay.store import Store, scan_tables, tables
from relay.store.figure_tables import lead, open_dossier, standing
from tests.ui.conftest import Get
from ui.installation import wiring

#: Tables with a row or more per record.
GROWING = (
    *(tables.record, tables.version, tables.content, tables.raw_page, scan_tables.document, tables.violation),
    *(tables.outbox, tables.attempt, tables.receipt, tables.change, open_dossier, lead),
)


@pytest.mark.parametrize("page", ["/progress", "/progress/land-rolling", "/progress/land-rolling/units/16690"])
def test_pages_of_progress_read_no_table_that_grows_with_records(get: Get, page: str, filled: Store) -> None:
    asked: list[str] = []
    sa.event.listen(wiring().store.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    get(page)
    named = {name for text in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", text)}
    assert standing.name in named, "the page did ask the store"
    assert not named & {table.name for table in GROWING}
