"""What a record's passport says of its scans: page, form, place and sureness of each reading, what it was compared to; never a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from schemas.identifiers import keyed_hash
from schemas.keys import hidden

if TYPE_CHECKING:
    import sqlalchemy as sa

NAMED = (
    "number", "role", "form", "outcome", "engine", "confidence", "reused", "signature", "broken", "sha256", "archive_sha256",
)  # fmt: skip
Page = dict[str, Any]
Verdicts = Mapping[tuple[int, str, int, str], str]


def pages_of(tx: sa.Connection, version_ids: Sequence[int], secret: str) -> dict[int, list[Page]]:
    """Version id → its pages in order. A reading is told by a keyed hash: whoever has the value can see that it is this one."""
    from relay.store.documents import of_versions

    verdicts, units = _verdicts(tx, version_ids), _units(tx, version_ids)
    found: dict[int, list[Page]] = defaultdict(list)
    for row in of_versions(tx, version_ids).iter_rows(named=True):
        readings = list(_readings(row, verdicts, secret))
        page = {"page": hidden(row["page"], secret), **{name: row[name] for name in NAMED}, "readings": readings}
        page |= {
            "checks": msgspec.json.decode(row["checks"] or "{}"),
            "store_code": _store_code(row, units.get(row["version_id"])),
        }
        found[row["version_id"]].append(page)
    return found


def _readings(row: Mapping[str, Any], verdicts: Verdicts, secret: str) -> Iterator[Page]:
    for name, one in msgspec.json.decode(row["fields"]).items():
        yield {
            "field": name,
            "box": one["box"],
            "confidence": one["confidence"],
            "accepted": one["accepted"],
            "reading": keyed_hash(one["value"], secret) if one["value"] else None,
            "reason": one["reason"],
            "verdict": verdicts.get((row["version_id"], row["page"], row["number"], name)),
        }


def _store_code(row: Mapping[str, Any], unit: str | None) -> str | None:
    """The code of a digitised result in the citizen's store; a paper that was handed in, or is of no known form, has none."""
    from digitise.archive import store_code

    told = unit and row["form"] and row["sha256"] and row["role"] == "result"
    return store_code(unit or "", row["form"], row["sha256"]) if told else None


def _units(tx: sa.Connection, version_ids: Sequence[int]) -> dict[int, str]:
    import sqlalchemy as sa

    from relay.store.bulk import among
    from relay.store.tables import content

    query = sa.select(content.c.version_id, content.c.unit).where(among(tx, content.c.version_id, version_ids))
    return {row.version_id: row.unit for row in tx.execute(query) if row.unit}


def _verdicts(tx: sa.Connection, version_ids: Sequence[int]) -> Verdicts:
    import sqlalchemy as sa

    from relay.store.bulk import among
    from relay.store.scan_tables import comparison

    query = sa.select(comparison).where(among(tx, comparison.c.version_id, version_ids))
    return {(row.version_id, row.page, row.number, row.field): row.verdict for row in tx.execute(query)}
