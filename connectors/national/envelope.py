"""The health gateway's XML: envelopes and look-ups written, results read; nothing a hostile answer says is executed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, tostring
from xml.sax.saxutils import escape

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from relay.model import Message

MEDIA = "application/xml"
#: A bare carriage return would be read back as a line feed, and the content would no longer be the one we sent.
_ESCAPES = {"\r": "&#13;"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[&<>\r]")
_NAMES = ("MA_GIAO_DICH", "KHOA", "MA_KETQUA", "BIEN_NHAN", "TRUONG", "DA_XOA")


class Result(NamedTuple):
    """One HOSO of an answer."""

    idempotency_key: str
    key: str
    code: str
    receipt: str
    field: str
    deleted: str
    words: bytes


def texts(wired: bytes) -> dict[str, str]:
    """A record as XML can say it: every value a text, absent ones left out."""
    content = msgspec.json.decode(wired, type=dict[str, str | int | bool | None])
    return {name: _text(value) for name, value in content.items() if value is not None and value != ""}


def visit(message: Message, summary: Mapping[str, str] | None) -> str | None:
    """One HOSO; without a summary it is a deletion. None when a value cannot stand in XML at all."""
    fields = "".join([f"<{name}>{_escaped(value)}</{name}>" for name, value in (summary or {}).items()])
    head = (
        f"<MA_GIAO_DICH>{_escaped(message.idempotency_key)}</MA_GIAO_DICH><KHOA>{_escaped(message.key)}</KHOA>"
        f"<THAO_TAC>{message.op}</THAO_TAC>"
    )
    if _NOT_IN_XML.search(fields) or _NOT_IN_XML.search(head):
        return None
    inner = base64.b64encode(f"<TOM_TAT>{fields}</TOM_TAT>".encode()).decode()
    file = f"<FILEHOSO><LOAIHOSO>TOMTAT</LOAIHOSO><NOIDUNGFILE>{inner}</NOIDUNGFILE></FILEHOSO>"
    return f"<HOSO>{head}{file if summary is not None else ''}</HOSO>"


def wrapped(visits: Sequence[str]) -> bytes:
    """An envelope of HOSO."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><GIAMDINHHS><THONGTINDONVI><MACSKCB/></THONGTINDONVI><THONGTINHOSO>'
        f"<SOLUONGHOSO>{len(visits)}</SOLUONGHOSO><DANHSACHHOSO>{''.join(visits)}</DANHSACHHOSO>"
        "</THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>"
    ).encode()


def lookup(idempotency_keys: Sequence[str] = (), keys: Sequence[str] = ()) -> bytes:
    """A TRACUU by idempotency keys, or by record keys."""
    asked = "".join(f"<MA_GIAO_DICH>{_escaped(key)}</MA_GIAO_DICH>" for key in idempotency_keys)
    asked += "".join(f"<KHOA>{_escaped(key)}</KHOA>" for key in keys)
    return f'<?xml version="1.0" encoding="UTF-8"?><TRACUU>{asked}</TRACUU>'.encode()


def results(body: bytes) -> Iterator[Result]:
    """The HOSO of a KETQUA that succeeded as a whole. Raises msgspec.DecodeError, as other unreadable answers do.

    So it does when one element is there twice or holds others: whoever reads such an answer has to choose what it says.
    """
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise msgspec.DecodeError("not XML") from None
    if root.tag != "KETQUA" or _said(root, "MA_KETQUA") != "00":
        raise msgspec.DecodeError("not a result")
    return (
        Result._make([*(_said(node, name) for name in _NAMES), tostring(node, "utf-8")])
        for node in root.iterfind("DANHSACH/HOSO")
    )


def _said(node: Element, name: str) -> str:
    match node.findall(name):
        case []:
            return ""
        case [only] if not len(only):
            return (only.text or "").strip()
    raise msgspec.DecodeError("not plain")


def _escaped(value: str) -> str:
    return escape(value, _ESCAPES) if _SPECIAL.search(value) else value


def _text(value: str | int | bool) -> str:
    # XML Schema spells booleans in lower case.
    return str(value).lower() if isinstance(value, bool) else str(value)
