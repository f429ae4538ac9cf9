"""A dossier as the portal wants it, and what the portal says of one: times as yyyyMMddHHmmss, our key beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from connectors.national.verdicts import UNKNOWN, Ruling, in_its_words, text_of, verdict
from relay.model import Message, Verdict

#: Fields that hold a moment, at the top and inside lists: ISO local with us, yyyyMMddHHmmss on the wire.
MOMENTS = frozenset(
    {"NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayNopHoSo"}
    | {"NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi"}
)
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII)


_NAMES = {"key": "MaHoSo", "idempotency_key": "MaGiaoDich", "receipt": "MaBienNhan", "deleted": "IsDeleted"}


class Item(msgspec.Struct, rename=_NAMES):
    """One element of a `result`."""

    key: str | None = None
    idempotency_key: str | None = None
    error_code: int | str = ""
    receipt: str | None = None
    found: bool | None = None
    deleted: str | None = None
    #: The whole element as it came; put in after reading, whatever the portal itself may call so.
    words: Any = None


class _Named(msgspec.Struct, rename={"key": "MaHoSo", "idempotency_key": "MaGiaoDich"}):
    key: msgspec.Raw = msgspec.Raw(b"null")
    idempotency_key: msgspec.Raw = msgspec.Raw(b"null")


def dossier(wired: bytes) -> dict[str, Any]:
    """The dossier's content on the portal's wire."""
    content: dict[str, Any] = _with_times(msgspec.json.decode(wired))
    return content


def item(message: Message, content: dict[str, Any] | None) -> dict[str, Any]:
    """One element of `data`; `content` None is a deletion."""
    said = {"MaHoSo": message.key, "IsDeleted": "1"} if content is None else content
    return said | {"MaGiaoDich": message.idempotency_key}


def items(result: Sequence[msgspec.Raw]) -> Iterator[Item]:
    """The elements; of one of another form only whom it names, so that no second one about the same is believed."""
    for raw in result:
        try:
            found = msgspec.json.decode(raw, type=Item)
            found.words = raw
            yield found
        except msgspec.ValidationError:
            with suppress(msgspec.ValidationError):
                named = msgspec.json.decode(raw, type=_Named)
                yield Item(text_of(named.key), text_of(named.idempotency_key))


def held_by(message: Message, told: Sequence[Item]) -> Verdict:
    """What a look-up says of a message: held by its own delivery, by another one, not at all, or unclear."""
    match told:
        case [Item(found=False)]:
            return Verdict("absent")
        case [Item(found=True, idempotency_key=str(by), receipt=receipt, words=words)] if by:
            return (
                in_its_words(verdict(Ruling("accepted"), "00", receipt=receipt), words)
                if by == message.idempotency_key
                else Verdict("absent")
            )
    return UNKNOWN


def _with_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _moment(held) if name in MOMENTS else _with_times(held) for name, held in value.items()}
    return [_with_times(held) for held in value] if isinstance(value, list) else value


def _moment(value: Any) -> Any:
    """Seconds and hours nobody wrote are zeros; anything that is no ISO moment goes as it is, for the portal to refuse."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    return "".join(part or "00" for part in found.groups()) if found else value
