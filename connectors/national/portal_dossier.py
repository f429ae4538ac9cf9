"""A dossier as the portal wants it: times as yyyyMMddHHmmss, the idempotency key beside the content."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from relay.model import Message

#: Fields that hold a moment, at the top and inside lists: ISO local with us, yyyyMMddHHmmss on the wire.
MOMENTS = frozenset(
    {"NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayNopHoSo"}
    | {"NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi"}
)
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII)


def dossier(wired: bytes) -> dict[str, Any]:
    """The dossier's content on the portal's wire."""
    content: dict[str, Any] = _with_times(msgspec.json.decode(wired))
    return content


def item(message: Message, content: dict[str, Any] | None) -> dict[str, Any]:
    """One element of `data`; `content` None is a deletion."""
    said = {"MaHoSo": message.key, "IsDeleted": "1"} if content is None else content
    return said | {"MaGiaoDich": message.idempotency_key}


def _with_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _moment(held) if name in MOMENTS else _with_times(held) for name, held in value.items()}
    return [_with_times(held) for held in value] if isinstance(value, list) else value


def _moment(value: Any) -> Any:
    """Seconds and hours nobody wrote are zeros; anything that is no ISO moment goes as it is, for the portal to refuse."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    return "".join(part or "00" for part in found.groups()) if found else value
