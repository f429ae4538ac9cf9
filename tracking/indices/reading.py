"""One dossier's content reduced to the facts the indices count: no name, number or text of a person gets past this module.

Where a value cannot be read it counts as not given; a malformed value is the contract's finding, not the index's. Times are local.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

#: 9 settled, 10 result handed over (TrangThaiHoSo of the national portal).
SETTLED = ("9", "10")

#: Processing is over: refused, withdrawn, stopped, settled, handed over.
ENDED = ("3", "7", "8", *SETTLED)

#: Waits for papers the citizen was asked for.
ASKED = "5"

#: All of "năm bước trên môi trường điện tử".
STEPS = 5


class Dossier(msgspec.Struct, gc=False):
    """The fields of a dossier's content that are looked at; `Any` because a leaf of the wrong type must not stop the count."""

    procedure_code: Any = None
    received_at: Any = None
    due_at: Any = None
    finished_at: Any = None
    returned_at: Any = None
    refused_at: Any = None
    status: Any = None
    channel: Any = None
    settling_unit: Any = None
    reception_unit: Any = None
    digitised: Any = None
    vneid_verified: Any = None
    paid_online: Any = None
    cashless: Any = None
    database_code: Any = None
    officer: Any = None
    electronic_steps: Any = None
    components: Any = None
    fees: Any = None
    supplements: Any = None
    results: Any = None


class Facts(NamedTuple):
    """What is counted of one dossier. Moments are YYYY-MM-DDTHH:MM."""

    procedure: str | None
    officer: str | None
    status: str
    received: str | None
    due: str | None
    end: str | None
    supplement_minutes: int
    overasked: bool
    online: bool
    linked: bool
    fee: bool
    paid: bool
    cashless: bool
    digitised: bool
    component_link: bool
    from_store: bool
    citizen_data: bool
    components: int
    components_digitised: int
    components_reused: int
    results: int
    results_signed: int
    elsewhere: bool | None
    steps: int | None


decode = msgspec.json.Decoder(Dossier).decode


def facts(payload: str) -> Facts:
    """The facts of one dossier's content. Raises msgspec.MsgspecError when it is no JSON object."""
    one = decode(payload)
    components, fees, supplements, results = map(_items, (one.components, one.fees, one.supplements, one.results))
    status, from_store = _text(one.status) or "", any(item.get("from_store") == "1" for item in components)
    end, overasked = end_of(one, status, supplements)
    signatures = [item.get("signed") for item in results if item.get("signed") is not None]
    paid = one.paid_online in ("1", "2")
    return Facts(
        procedure=_text(one.procedure_code),
        officer=_text(one.officer),
        status=status,
        received=_moment(one.received_at),
        due=_moment(one.due_at),
        end=end,
        supplement_minutes=supplement_minutes(supplements),
        overasked=overasked,
        online=one.channel == "2",
        linked=any(_text(item.get("link")) for item in results),
        fee=any(isinstance(amount := item.get("amount"), int) and amount > 0 for item in fees),
        paid=paid,
        cashless=paid or one.cashless == "1",
        digitised=one.digitised == "1" or any(item.get("digitised") == "1" for item in components),
        component_link=any(_text(item.get("link")) for item in components),
        from_store=from_store,
        citizen_data=one.vneid_verified == "1" or bool(_text(one.database_code)),
        components=len(components),
        components_digitised=sum(item.get("digitised") == "1" for item in components),
        components_reused=sum(
            item.get("reused") in ("1", "2") or bool(_text(item.get("replaces"))) for item in components
        ),
        results=len(signatures),
        results_signed=signatures.count("1"),
        elsewhere=_elsewhere(_text(one.reception_unit), _text(one.settling_unit)),
        steps=one.electronic_steps if one.electronic_steps in range(STEPS + 1) else None,
    )


def end_of(one: Dossier, status: str, supplements: Sequence[dict[str, Any]]) -> tuple[str | None, bool]:
    """(when processing ended or None, whether papers were asked for too often). QĐ 766/QĐ-TTg, 2.1.

    Settled comes before handed over before stopped or refused. A dossier that only waits for papers ended when they were asked
    for; asked for more than once it is late whatever the dates.
    """
    if status in ENDED:
        return _moment(one.finished_at) or _moment(one.returned_at) or _moment(one.refused_at), False
    if status == ASKED and supplements:
        return _moment(supplements[0].get("requested_at")), len(supplements) > 1
    return None, False


def supplement_minutes(supplements: Sequence[dict[str, Any]]) -> int:
    """Minutes the citizen needed for papers asked for and brought; what is open or runs backwards is nothing."""
    spans = [(_moment(item.get("requested_at")), _moment(item.get("received_at"))) for item in supplements]
    known = [(asked, brought) for asked, brought in spans if asked and brought and asked < brought]
    return sum(
        int((datetime.fromisoformat(brought) - datetime.fromisoformat(asked)).total_seconds()) // 60
        for asked, brought in known
    )


def _elsewhere(office: str | None, unit: str | None) -> bool | None:
    """Whether another agency took it in: codes of offices below a unit begin with its own (QĐ 20/2020/QĐ-TTg, article 4)."""
    if not office or not unit:
        return None
    return office != unit and not office.startswith(f"{unit}.")


def _items(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _moment(value: Any) -> str | None:
    """The first 16 signs of a moment that exists."""
    text = _text(value)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text[:16]).isoformat(timespec="minutes")
    except ValueError:
        return None
