"""One registry: applies each idempotency key's effect at most once and always gives it the same answer.

A request of up to 1,000 records is one transaction. What was refused is remembered like what was accepted; a record
whose parent is unknown, or a deletion of one that others lean on, is not: it may come again under the same key once the
parent is there or the others are gone. A check is a push that is rolled back, so both always agree.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import cast

import msgspec

from simulators.clock import Clock
from simulators.national import ledger
from simulators.national.canonical import content_hash
from simulators.national.ledger import Entry, Kept, Ledger
from simulators.national.model import Finding, Held, Judge, Record, Status, Verdict

POLLS = 2
NOT_HELD = Finding("refused", "E105", "Không có bản ghi nào với khóa này để xóa")
HAS_CHILDREN = Finding("has_children", "E108", "Còn bản ghi phụ thuộc vào bản ghi này")
LATER = ("parent_unknown", "has_children")
NO_CONTENT = Finding("refused", "E100", "Bản ghi không có nội dung")
OTHER_RECORD = ("E106", "Khóa chống trùng đã dùng cho bản ghi khác")
NO_TICKET = ("E107", "Không có phiếu hẹn này")


class Registry:
    """The engine behind every national service that keeps records; `letters` mark its receipts ("BN-HT-000000001")."""

    def __init__(self, path: Path, clock: Clock, judge: Judge, letters: str) -> None:
        self.ledger = Ledger(path)
        self.clock = clock
        self.judge = judge
        self.letters = letters

    def push(self, contract: str, records: Sequence[Record]) -> list[Verdict]:
        """Apply the records; one verdict each, in order. Raises KeyError for a contract this registry does not keep."""
        with self.ledger.transaction() as db:
            return self._settle(db, contract, records)

    def check(self, contract: str, records: Sequence[Record]) -> list[Verdict]:
        """The verdicts a push would give to records never sent before; nothing is applied."""
        fresh = [msgspec.structs.replace(record, idempotency_key=f" {n}") for n, record in enumerate(records)]
        with self.ledger.transaction(keep=False) as db:
            verdicts = self._settle(db, contract, fresh)
        return [
            Verdict(
                idempotency_key=record.idempotency_key,
                key=record.key,
                status="would_accept" if verdict.status in ("accepted", "pending") else verdict.status,
                code=verdict.code,
                message=verdict.message,
                field=verdict.field,
            )
            for record, verdict in zip(records, verdicts, strict=True)
        ]

    def poll(self, tickets: Sequence[str]) -> list[tuple[str, Verdict | None]]:
        """Ask for promised receipts; the second asking resolves a ticket. None for a ticket never given."""
        numbers = {ticket: _number(ticket, f"PH-{self.letters}-") for ticket in tickets}
        with self.ledger.transaction() as db:
            kept = ledger.numbered(db, (n for n in numbers.values() if n is not None))
            waiting = [row for row in kept.values() if row.status == "pending"]
            asked = [row._replace(polls=row.polls + 1) for row in waiting]
            moved = [self._resolve(db, row) if row.polls >= POLLS else row for row in asked]
            ledger.keep_verdicts(db, moved)
        kept |= {row.seq: row for row in moved}
        verdicts = {seq: self._verdict(row) for seq, row in kept.items()}
        return [(ticket, verdicts.get(numbers[ticket] or 0)) for ticket in tickets]

    def by_key(self, contract: str, keys: Sequence[str]) -> list[Held]:
        """What is held under record keys: the current state, else a promise, else nothing."""
        with self.ledger.snapshot() as db:
            entries = ledger.entries(db, contract, keys)
            promised = ledger.promised(db, contract, (key for key in keys if key not in entries))
            kept = ledger.numbered(db, (entry.seq for entry in entries.values()))
        held = {key: self._held(kept[entry.seq], entry.hash) for key, entry in entries.items()}
        held |= {key: self._held(row, row.hash) for key, row in promised.items()}
        return [held.get(key) or Held(key, None, found=False) for key in keys]

    def by_idempotency_key(self, contract: str, idempotency_keys: Sequence[str]) -> list[Held]:
        """What was answered under idempotency keys, refusals included."""
        with self.ledger.snapshot() as db:
            kept = ledger.verdicts(db, idempotency_keys)
        held = {row.idempotency_key: self._held(row, row.hash) for row in kept.values() if row.contract == contract}
        return [held.get(idem) or Held(None, idem, found=False) for idem in idempotency_keys]

    def _settle(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Verdict]:
        answers = {idem: self._verdict(row) for idem, row in ledger.verdicts(db, _idempotency_keys(records)).items()}
        fresh: dict[str, Record] = {}
        for record in records:
            if record.idempotency_key not in answers:
                fresh.setdefault(record.idempotency_key, record)
        new = list(fresh.values())
        answers |= self._apply(db, contract, new, self._judge(db, contract, new))
        return [_same_record(record, answers[record.idempotency_key]) for record in records]

    def _judge(self, db: sqlite3.Connection, contract: str, records: Sequence[Record]) -> list[Finding]:
        written = [r for r in records if r.op == "upsert" and r.content is not None]
        findings = iter(self.judge.judge(db, contract, written))
        plain = {"upsert": NO_CONTENT, "delete": Finding("accepted")}
        return [next(findings) if r.op == "upsert" and r.content is not None else plain[r.op] for r in records]

    def _apply(
        self, db: sqlite3.Connection, contract: str, records: Sequence[Record], findings: Sequence[Finding]
    ) -> dict[str, Verdict]:
        entries = ledger.entries(db, contract, (r.key for r in records))
        leant_on = ledger.leant_on(db, contract, (r.key for r in records if r.op == "delete"))
        answers: dict[str, Verdict] = {}
        moment = self._moment()
        kept: list[Kept] = []
        changed: dict[str, Entry] = {}
        parents: dict[str, Sequence[tuple[str, str]]] = {}
        for record, judged in zip(records, findings, strict=True):
            entry = entries.get(record.key)
            finding = judged
            if record.op == "delete":
                finding = NOT_HELD if entry is None else HAS_CHILDREN if record.key in leant_on else judged
            if finding.status in LATER:
                answers[record.idempotency_key] = _waiting(record, finding)
                continue
            row = self._row(contract, record, finding, entry)
            kept.append(row)
            answers[record.idempotency_key] = self._verdict(row)
            if finding.status == "accepted":
                entries[record.key] = changed[record.key] = self._effect(row, entry, moment)
                parents[record.key] = finding.parents
        ledger.keep_verdicts(db, kept)
        ledger.keep_parents(db, contract, parents)
        ledger.keep_entries(db, contract, changed.values())
        ledger.know(db, [(r.provides, r.key) for r in kept if r.provides and r.status == "accepted"])
        return answers

    def _row(self, contract: str, record: Record, finding: Finding, entry: Entry | None) -> Kept:
        self.ledger.last_seq += 1
        return Kept(
            seq=self.ledger.last_seq,
            idempotency_key=record.idempotency_key,
            contract=contract,
            key=record.key,
            op=record.op,
            hash=_hash(record, entry),
            status=finding.status,
            code=finding.code,
            message=finding.message,
            returned=msgspec.json.encode(dict(finding.returned)).decode(),
            person=finding.person if record.op == "upsert" or entry is None else entry.person,
            provides=finding.provides,
            polls=0,
            field=finding.field,
        )

    def _effect(self, row: Kept, entry: Entry | None, moment: str) -> Entry:
        deleted = int(row.op == "delete")
        again = entry is not None and (entry.hash, entry.deleted) == (row.hash, deleted)
        applied = entry.applied + 1 if entry is not None and again else 1
        return Entry(row.key, row.hash, applied, moment, deleted, row.seq, row.person)

    def _moment(self) -> str:
        return self.clock.now().astimezone(UTC).isoformat(timespec="milliseconds")

    def _resolve(self, db: sqlite3.Connection, row: Kept) -> Kept:
        entry = ledger.entries(db, row.contract, [row.key]).get(row.key)
        # A promise kept late must not undo what was applied after it was given.
        if entry is None or entry.seq < row.seq:
            ledger.keep_entries(db, row.contract, [self._effect(row, entry, self._moment())])
        if row.provides:
            ledger.know(db, [(row.provides, row.key)])
        return row._replace(status="accepted", code="00", message="")

    def _verdict(self, row: Kept) -> Verdict:
        accepted = row.status == "accepted"
        return Verdict(
            idempotency_key=row.idempotency_key,
            key=row.key,
            status=cast(Status, row.status),
            code=row.code,
            message=row.message,
            field=row.field,
            receipt=f"BN-{self.letters}-{row.seq:09d}" if accepted else None,
            ticket=f"PH-{self.letters}-{row.seq:09d}" if row.status == "pending" or row.polls else None,
            returned=msgspec.json.decode(row.returned, type=dict[str, str]) if accepted else {},
        )

    def _held(self, row: Kept, content: str) -> Held:
        said = self._verdict(row)
        return Held(
            key=row.key,
            idempotency_key=row.idempotency_key,
            found=True,
            status=said.status,
            code=said.code,
            field=said.field,
            receipt=said.receipt,
            ticket=said.ticket,
            returned=said.returned,
            hash=content,
            deleted=row.op == "delete",
        )


def _idempotency_keys(records: Sequence[Record]) -> list[str]:
    return [record.idempotency_key for record in records]


def _hash(record: Record, entry: Entry | None) -> str:
    if record.op == "delete":
        return entry.hash if entry else ""
    return content_hash(record.content or {})


def _waiting(record: Record, finding: Finding) -> Verdict:
    return Verdict(record.idempotency_key, record.key, finding.status, finding.code, finding.message, finding.field)


def _same_record(record: Record, answer: Verdict) -> Verdict:
    if answer.key == record.key:
        return answer
    return Verdict(record.idempotency_key, record.key, "refused", *OTHER_RECORD)


def _number(ticket: str, prefix: str) -> int | None:
    digits = ticket.removeprefix(prefix)
    # Only tickets as they were printed: 18 digits at most keep SQLite's whole numbers.
    return (
        int(digits)
        if ticket.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) < 19
        else None
    )
