"""Possible duplicates: sought each night in what changed, judged by people with a reason, and followed by the next step of a verdict.

A verdict changes no record by itself. A record on the desk is proposed for discarding to a second person; one the nation holds can be
withdrawn only by the unit that registered it, in its own system.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from flows.catalogue import FLOWS
from flows.desk import deciding
from flows.desk.records import held
from flows.wiring import Wiring
from relay.clock import utc_now
from relay.desk.decisions import Change, Kind
from relay.errors import FatalError, RelayError
from relay.store import evidence
from relay.store.desk_tables import duplicate
from tracking.duplicates.declared import declared
from tracking.duplicates.reading import End, Pair, Verdict, pairs
from tracking.duplicates.seeking import Looked
from tracking.duplicates.seeking import look as seek

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What became of a verdict: `decision`, the proposal to discard one of the two, or what the source has to do (Vietnamese, English)."""

    pair: Pair
    decision: int | None = None
    next_step: tuple[str, str] | None = None


def look(wiring: Wiring, flows: Iterable[str] | None = None) -> list[Looked]:
    """Seek in what changed of these flows, of all when None. Raises FatalError for a flow whose type declares nothing to compare."""
    wanted = [flow for flow in FLOWS if flow in declared()] if flows is None else list(flows)
    for flow in wanted:
        if flow not in declared():
            raise FatalError(
                f"Nothing is declared to compare {flow} by; the flows searched are {', '.join(declared())}.",
                f"Chưa khai báo cách so sánh cho {flow}; các luồng được dò trùng: {', '.join(declared())}.",
                flow=flow,
            )
    return [seek(wiring.store, flow, declared()[flow], wiring.settings.key_secret) for flow in wanted]


def look_at_night(wiring: Wiring) -> int:
    """As `look`, flow by flow; one that fails is told to the log and stops nothing. Returns how many new pairs wait for a verdict."""
    found = 0
    for flow in (flow for flow in FLOWS if flow in declared()):
        try:
            found += look(wiring, [flow])[0].pairs
        except (RelayError, sa.exc.SQLAlchemyError, ValueError, KeyError) as error:
            # The message may quote a row; its name does not.
            log.error("duplicates of %s were not sought: %s", flow, type(error).__name__)
    return found


def pair_of(wiring: Wiring, flow: str, one: str, other: str) -> Pair:
    """The pair of two records by key or record id. Raises FatalError."""
    wanted = {one, other}
    for pair in pairs(wiring.store, flow, decided=True):
        if all({end.key, str(end.record_id)} & wanted for end in (pair.a, pair.b)):
            return pair
    raise FatalError(
        f"These two records of {flow} are no pair; `lienthong duplicates list --flow {flow}` shows the pairs.",
        f"Hai bản ghi {flow} này không phải một cặp; xem các cặp bằng `lienthong duplicates list --flow {flow}`.",
        flow=flow,
    )


def judge(wiring: Wiring, pair: Pair, verdict: Verdict, user: str, reason: str, give_up: int | None = None) -> Said:
    """Write down what somebody says of a pair. `give_up`: the record id of the one that is to go, of two that are the same.

    Raises FatalError for somebody who may not decide about both records, without a reason, or when it was judged meanwhile.
    """
    deciding.demand_may_propose(wiring, user, pair.units)
    if not reason.strip() or (give_up is not None and (verdict == "different" or give_up not in _ids(pair))):
        raise FatalError(
            "A verdict needs a reason, and only a pair that is the same has a record to give up; nothing was written.",
            "Kết luận cần có lý do, và chỉ cặp trùng mới có bản ghi cần bỏ; chưa ghi gì.",
        )
    _write(wiring, pair, verdict, user, reason.strip(), give_up)
    [judged] = pairs(wiring.store, pair.flow, decided=True, only=_ids(pair))
    return _followed(wiring, judged, user, reason) if give_up is not None else Said(judged)


def _ids(pair: Pair) -> tuple[int, int]:
    return pair.a.record_id, pair.b.record_id


def _write(wiring: Wiring, pair: Pair, verdict: Verdict, user: str, reason: str, give_up: int | None) -> None:
    values = {"verdict": verdict, "decided_by": user, "decided_at": utc_now(), "reason": reason, "given_up": give_up}
    a, b = _ids(pair)
    mine = sa.and_(duplicate.c.flow == pair.flow, duplicate.c.record_a == a, duplicate.c.record_b == b)
    as_shown = duplicate.c.verdict.is_(None) if pair.verdict is None else duplicate.c.verdict == pair.verdict
    with wiring.store.begin() as tx:
        if not tx.execute(duplicate.update().where(mine, as_shown).values(values)).rowcount:
            raise FatalError(
                "This pair was judged or changed meanwhile; load the list again.",
                "Cặp này vừa được kết luận hoặc đã thay đổi; hãy tải lại danh sách.",
                flow=pair.flow,
            )
        body = {"actor": user, "verdict": verdict, "records": list(_ids(pair)), "given_up": give_up}
        evidence.note(tx, "duplicate_judged", pair.flow, body)


def _followed(wiring: Wiring, pair: Pair, user: str, reason: str) -> Said:
    end = pair.a if pair.given_up == pair.a.record_id else pair.b
    on_desk = held(wiring.store, pair.flow, only=[end.version_id])
    if on_desk and on_desk[0].open_decision is None:
        change = [Change(end.version_id)]
        return Said(pair, deciding.propose(wiring, pair.flow, Kind.DISCARD, change, user, reason))
    return Said(pair, next_step=withdraw_at_source(end))


def withdraw_at_source(end: End) -> tuple[str, str]:
    """What is left to do where the product holds nothing back: Vietnamese and English."""
    unit = end.unit or "?"
    return (
        f"Đơn vị {unit} cần hủy đăng ký {end.key} trên hệ thống nguồn; lần đồng bộ tới sẽ tự hủy bản ghi ở cơ sở dữ liệu quốc gia.",
        f"Unit {unit} must withdraw the registration {end.key} in its own system; the next sync then withdraws it from the nation.",
    )
