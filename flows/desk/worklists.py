"""Worklists of the desk: records held back leave as a workbook, come back filled in, and every row is a proposal or is told why not.

A row is taken whole or not at all; rows that cannot be taken stop no others. Whoever takes a worklist out has seen its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec

from flows.desk import deciding
from flows.desk.causes import PARENT, cause_text
from flows.desk.deciding import SEERS, release_of
from flows.desk.fields import typed
from flows.desk.records import Held, Seen, held, look
from flows.people import demand_role, load_people
from flows.wiring import Wiring
from flows.worklist.answering import answered
from flows.worklist.layout import Line
from flows.worklist.reading import Row, read
from flows.worklist.sheet import write
from relay.audit.keys import signer
from relay.clock import utc_now
from relay.desk.decisions import Change, Kind, not_decidable
from relay.errors import FatalError, RelayError
from schemas.contract import contract

EVERYTHING = "*"
GONE = {
    "gone": "Bản ghi không còn trên bàn sửa (nguồn đã gửi bản mới, hoặc đã xử lý).",
    "decided": "Bản ghi đang có quyết định chờ duyệt.",
}
ANOTHER = "Khóa bản ghi của dòng này không phải khóa của bản ghi ở đây. Hãy xuất phiếu mới."


@dataclass(frozen=True)
class Imported:
    """What came of a worklist: `decisions` made, `taken` rows in them, `refused` rows, `untouched` rows; `answer`: the marked workbook."""

    decisions: tuple[int, ...]
    taken: int
    refused: int
    untouched: int
    answer: bytes


def export(wiring: Wiring, flow: str, unit: str | None, user: str) -> tuple[bytes, int]:
    """The worklist of a flow, of one unit or of all of the user's. Returns the workbook and its rows. Raises FatalError."""
    people = load_people(wiring.settings.config / "people.yaml")
    demand_role(people, user, SEERS)
    mine = None if EVERYTHING in people[user].units else set(people[user].units)
    units = mine if unit is None else {unit} & mine if mine is not None else {unit}
    records = [one for one in held(wiring.store, flow, units=units) if one.open_decision is None]
    seen = look(wiring.store, records, user, "worklist")
    lines = [_line(flow, one, seen[one.version_id]) for one in records]
    return write(flow, unit or EVERYTHING, lines, _secret(wiring), utc_now()), len(lines)


def take_back(wiring: Wiring, data: bytes, user: str) -> Imported:
    """Make decisions of a returned worklist, one per kind and reason. Raises FatalError when nothing of the file can be taken."""
    returned = read(data, _secret(wiring))
    if returned.refusal:
        raise FatalError(returned.refusal[1], returned.refusal[0])
    answers: dict[int, tuple[bool, str]] = {}
    changes = sorted(_changes(wiring, returned.flow, returned.rows, user, answers), key=_what)
    numbers = []
    for (kind, reason), pairs in groupby(changes, key=_what):
        batch = [change for _, change in pairs]
        try:
            number = deciding.propose(wiring, returned.flow, Kind(kind), batch, user, reason or "worklist")
        except RelayError as error:
            answers |= {one.version_id: (False, error.vi) for one in batch}
            continue
        numbers.append(number)
        answers |= {one.version_id: (True, f"Đã gửi người duyệt: quyết định D{number}.") for one in batch}
    taken = sum(fine for fine, _ in answers.values())
    return Imported(tuple(numbers), taken, len(answers) - taken, returned.untouched, answered(data, answers))


def _refusals(wiring: Wiring, user: str, units: Iterable[str | None]) -> dict[str | None, str]:
    """Unit → why this user may not decide about its records; units that are the user's are not in it."""
    found = {}
    for unit in units:
        try:
            deciding.demand_may_propose(wiring, user, [unit])
        except RelayError as error:
            found[unit] = error.vi
    return found


def _changes(
    wiring: Wiring, flow: str, rows: Sequence[Row], user: str, answers: dict[int, tuple[bool, str]]
) -> Iterable[tuple[Row, Change]]:
    """The rows that can be taken with their changes; the others get their answer."""
    ids = [row.version_id for row in rows]
    with wiring.store.read() as tx:
        lost = not_decidable(tx, flow, ids) if ids else {}
    records = {one.version_id: one for one in held(wiring.store, flow, only=ids)} if ids else {}
    refusals = _refusals(wiring, user, {one.unit for one in records.values()})
    for row in rows:
        if row.version_id in lost:
            answers[row.version_id] = (False, GONE[lost[row.version_id]])
        elif records[row.version_id].key != row.key:
            answers[row.version_id] = (False, ANOTHER)
        elif refusal := refusals.get(records[row.version_id].unit):
            answers[row.version_id] = (False, refusal)
        elif row.errors:
            answers[row.version_id] = (False, " ".join(vi for _, vi, _ in row.errors))
        else:
            try:
                yield row, _change(flow, row, records[row.version_id])
            except RelayError as error:
                answers[row.version_id] = (False, error.vi)


def _change(flow: str, row: Row, one: Held) -> Change:
    if row.kind == "release":
        return release_of(one)
    if row.kind == "discard":
        return Change(row.version_id)
    fields = {name: None if text is None else typed(flow, name, text) for name, text in row.fields.items()}
    return Change(row.version_id, fields)


def _what(pair: tuple[Row, Change]) -> tuple[str, str]:
    row, _ = pair
    return str(row.kind), row.reason


def _line(flow: str, one: Held, seen: Seen) -> Line:
    rules = tuple(rule for rule, _ in one.breaches) or (PARENT,)
    tip = " ".join(cause_text(flow, rule, "vi") for rule in rules)
    fields = {name: _text(seen.fields.get(name)) for name in contract(flow).fields}
    return Line(one.version_id, one.record_id, one.key, one.unit or "?", rules, fields, one.wrong, tip)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _secret(wiring: Wiring) -> bytes:
    """Another installation's worklist names other records by the same numbers, so the key that signs the audit log has its part in it."""
    signed = signer(wiring.settings.keys).sign(b"worklist")
    return f"worklist\n{wiring.settings.key_secret}\n{signed}".encode()
