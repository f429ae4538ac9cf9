"""What every registry asks of a record by its published contract: required fields, then its own rules, then known parents.

A registry of its own adds `prepare`, what it looks up once for a request, and `own`, what it says of one record.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from simulators.national import ledger
from simulators.national.canonical import Content
from simulators.national.content import personal_id
from simulators.national.model import ACCEPTED, Finding, Record, RecordKey
from simulators.national.people import People
from simulators.national.published import PERSON, Parent, Published, key_of, missing, person_of

UNKNOWN_PARENT = "E109"


class _Known(NamedTuple):
    """A parent that is there, and whom it is about: what leans on it is about the same person."""

    record: RecordKey
    person: str | None


class ContractJudge:
    """Judges the record types of one domain; `incomplete` is its code for a required field that is missing."""

    incomplete: ClassVar[str] = "E102"

    def __init__(self, people: People, contracts: Mapping[str, Published]) -> None:
        self.people = people
        self.published = contracts

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts it keeps."""
        return tuple(self.published)

    def judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        """One finding for each record, in order, with a handful of queries for all of them."""
        kind = self.published[contract]
        contents = [record.content or {} for record in records]
        prepared = self.prepare(db, contract, records)
        known = self._known(db, kind, contents)
        return [
            self._one(db, kind, record, content, prepared, known)
            for record, content in zip(records, contents, strict=True)
        ]

    def prepare(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> Any:
        """What the registry's own rules need to know about all records of a request."""
        return None

    def own(self, db: sqlite3.Connection, contract: str, record: Record, prepared: Any) -> Finding:
        """What the registry says of a complete record beyond its contract."""
        return ACCEPTED

    def _one(
        self,
        db: sqlite3.Connection,
        kind: Published,
        record: Record,
        content: Content,
        prepared: Any,
        known: Mapping[RecordKey, _Known],
    ) -> Finding:
        if lacking := missing(kind, content):
            return Finding("refused", self.incomplete, f"Thiếu {lacking}", field=lacking)
        finding = self.own(db, kind.name, record, prepared)
        if finding.status == "refused":
            return finding
        parents: list[_Known] = []
        for parent in kind.parents:
            if named := _named(parent, content):
                if named not in known:
                    return Finding("parent_unknown", UNKNOWN_PARENT, f"Chưa có {parent.field}", field=parent.field)
                parents.append(known[named])
        inherited = next((parent.person for parent in parents if parent.person), None)
        leans_on = tuple(parent.record for parent in parents if parent.record.contract != PERSON)
        return finding._replace(person=finding.person or person_of(kind, content) or inherited, parents=leans_on)

    def _known(self, db: sqlite3.Connection, kind: Published, contents: Sequence[Content]) -> dict[RecordKey, _Known]:
        """Each parent as a child names it → the record it is; those nobody knows are left out."""
        found: dict[RecordKey, _Known] = {}
        for parent in kind.parents:
            named = {key.key for content in contents if (key := _named(parent, content))}
            if parent.kind == PERSON:
                keys = {number: (number, number) for number in self.people.known(named)}
            elif parent.person:
                keys = {who: (key, who) for who, key in ledger.keys_of_persons(db, parent.kind, named).items()}
            else:
                entries = ledger.entries(db, parent.kind, named)
                keys = {key: (key, entry.person or "") for key, entry in entries.items() if not entry.deleted}
            found |= {
                RecordKey(parent.kind, name): _Known(RecordKey(parent.kind, key), person or None)
                for name, (key, person) in keys.items()
            }
        return found


def _named(parent: Parent, content: Content) -> RecordKey | None:
    """The parent a record names, by its key or by the person it is about."""
    key = personal_id(content, parent.person) if parent.person else key_of(parent.key, content)
    return RecordKey(parent.kind, key) if key else None
