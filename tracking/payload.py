"""One field of a record's content, read inside the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from relay.store.tables import content


def field(tx: sa.Connection, name: str) -> Any:
    """The field `name` of content.payload as text."""
    # PostgreSQL reads a text as JSON only when told so; on SQLite such a cast would make it a number.
    payload: Any = content.c.payload
    document = sa.cast(payload, sa.JSON) if tx.dialect.name == "postgresql" else sa.type_coerce(payload, sa.JSON)
    return document[name].as_string()
