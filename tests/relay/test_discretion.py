"""What a database knows of people stays out of errors and logs, however curious the logging is."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import pytest
import sqlalchemy as sa

from relay.store import Store
from relay.store.tables import content

PERSON = "Nguyễn Thị Bí Mật"
ROW: dict[str, Any] = {"version_id": 1, "flow": "birth", "natural_key": "1", "payload": PERSON}


def failure(store: Store, **wrong: Any) -> str:
    """The error a wrong row gives, the way a careless log would write it."""
    with pytest.raises(sa.exc.DBAPIError) as error, store.begin() as tx:
        tx.execute(content.insert(), [ROW | wrong])
    return "".join(traceback.format_exception(error.value)) + repr(vars(error.value))


def test_an_error_says_what_is_wrong_and_of_nobody(store: Store) -> None:
    missing = failure(store, natural_key=None)
    assert "natural_key" in missing
    assert PERSON not in missing
    with store.begin() as tx:
        tx.execute(sa.text("CREATE UNIQUE INDEX one_each ON content (payload)"))
        tx.execute(content.insert(), [ROW])
    twice = failure(store, version_id=2)
    assert "IntegrityError" in twice
    assert PERSON not in twice


def test_rows_are_not_logged_though_everything_is(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    for name in (None, "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.Engine"):
        caplog.set_level(logging.DEBUG, name)
    curious = Store(store.url)
    with curious.begin() as tx:
        tx.execute(content.insert(), [ROW])
        assert tx.execute(sa.select(content.c.payload)).scalar() == PERSON
    assert PERSON not in caplog.text
    unguarded = sa.create_engine(store.engine.url)
    with unguarded.connect() as tx:
        tx.execute(sa.select(content.c.payload)).all()
    unguarded.dispose()
    curious.close()
    assert PERSON in caplog.text, "an engine of anybody else would have told"
