"""Walks the audit log and names the first thing wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from relay.audit.chain import BEGINNING, Event, Head, digest
from relay.audit.keys import Keys, head_bytes, signed_by


class Broken(NamedTuple):
    """The first row of the log that is not as it was written, and what is wrong with it."""

    seq: int
    what: str


#: What can be wrong, in English and Vietnamese.
SENTENCES = {
    "missing": ("this row is missing", "thiếu dòng này"),
    "moved": ("this row stands in the wrong place, or twice", "dòng này sai vị trí hoặc bị lặp"),
    "edited": ("this row was edited", "dòng này đã bị sửa"),
    "unlinked": ("this row does not follow the one before it", "dòng này không nối tiếp dòng trước"),
    "unsigned": ("this row has no signed head", "dòng này không có chữ ký"),
    "forged": ("the head of this row is not signed by a known key", "chữ ký tại dòng này không thuộc khóa đã biết"),
    "other_head": ("the head of this row was signed for another log", "chữ ký tại dòng này thuộc một nhật ký khác"),
}


class Walk(NamedTuple):
    """How many events and heads were seen, and what is wrong, if anything."""

    events: int
    heads: int
    broken: Broken | None


def walk(events: Iterable[Event], heads: Sequence[Head], keys: Keys, copies: Sequence[Head] = ()) -> Walk:
    """Check every link, every hash and every signature.

    `events` and `heads` as the store keeps them, in order; `copies` are heads that were kept elsewhere: only they can tell of
    rows taken from the end together with their heads.
    """
    signed = {head.seq: head for head in heads}
    kept: dict[int, list[Head]] = {}
    for head in copies:
        kept.setdefault(head.seq, []).append(head)
    seen, previous = 0, BEGINNING
    for event in events:
        mine = (signed.get(event.seq), *kept.get(event.seq, ()))
        if wrong := _wrong_link(event, seen + 1, previous) or _wrong_heads(event, mine, keys):
            return Walk(seen, len(signed), wrong)
        seen, previous = event.seq, event.hash
    # A head beyond the end tells of rows that were taken away.
    beyond = max((*signed, *kept), default=0) > seen
    return Walk(seen, len(signed), Broken(seen + 1, "missing") if beyond or len(heads) > len(signed) else None)


def walk_one(event: Event, head: Head, keys: Keys) -> Broken | None:
    """Check one event and its head by themselves, without the rest of the log."""
    if digest(*event[:-1]) != event.hash:
        return Broken(event.seq, "edited")
    return _wrong_heads(event, (head,), keys) if head.seq == event.seq else Broken(event.seq, "other_head")


def _wrong_link(event: Event, expected: int, previous: str) -> Broken | None:
    if event.seq > expected:
        return Broken(expected, "missing")
    if event.seq < expected:
        return Broken(event.seq, "moved")
    if digest(*event[:-1]) != event.hash:
        return Broken(event.seq, "edited")
    return None if event.previous == previous else Broken(event.seq, "unlinked")


def _wrong_heads(event: Event, heads: Iterable[Head | None], keys: Keys) -> Broken | None:
    for head in heads:
        if head is None:
            return Broken(event.seq, "unsigned")
        if not signed_by(keys, head.key_id, head.signature, head_bytes(head.seq, head.hash)):
            return Broken(event.seq, "forged")
        if head.hash != event.hash:
            return Broken(event.seq, "other_head")
    return None
