"""The second reader: says what an answer plainly tells, without a line of the clients' code, and doubts whatever can be doubted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.dom.minidom import Element
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.minidom import parseString

SUCCESS: tuple[Any, ...] = (0, "0", "00")


def plain_json(body: bytes) -> Any:
    """The document, or None."""
    try:
        return json.loads(body.decode(), strict=False)
    except (ValueError, RecursionError):
        return None


def _items(document: Any, name: str) -> list[dict[str, Any]]:
    listed = document.get(name) if isinstance(document, dict) else None
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _about(items: list[dict[str, Any]], name: str, value: str) -> list[dict[str, Any]]:
    return [item for item in items if item.get(name) == value]


def _only(items: list[dict[str, Any]], name: str, value: str) -> dict[str, Any]:
    """The one item with this value, or an empty one."""
    found = _about(items, name, value)
    return found[0] if len(found) == 1 else {}


def _proven(receipt: Any) -> bool:
    return isinstance(receipt, str) and bool(receipt.strip())


def _success(code: Any) -> bool:
    return not isinstance(code, bool | float) and code in SUCCESS


def records(body: bytes, idempotency_key: str, key: str, verb: str) -> bool:
    """Whether a JSON registry accepts this delivery (`check`: would accept it; `poll`: the ticket given as key)."""
    items = _items(plain_json(body), "results")
    if verb == "poll":
        item = _only(items, "ticket", key)
        return item.get("code") == "00" and item.get("status") == "accepted" and _proven(item.get("receipt"))
    item = _only(items, "idempotency_key", idempotency_key)
    if item.get("key") not in (None, "", key):
        return False
    if verb == "check":
        return item.get("status") == "would_accept" and item.get("code") in ("00", "PENDING")
    told = item.get("found") is True or verb == "push"
    return told and item.get("code") == "00" and item.get("status") == "accepted" and _proven(item.get("receipt"))


def portal(body: bytes, idempotency_key: str, key: str, verb: str) -> bool:
    """The same of the portal."""
    document = plain_json(body)
    items = _items(document, "result")
    if not isinstance(document, dict) or not _success(document.get("error_code")):
        return False
    if verb == "ask":
        item = _only(items, "MaHoSo", key)
        told = item.get("found") is True and item.get("MaGiaoDich") == idempotency_key
        return told and _proven(item.get("MaBienNhan"))
    item = _only(items, "MaGiaoDich", idempotency_key)
    agreed = item.get("MaHoSo") in (None, "", key) and _success(item.get("error_code"))
    return agreed and (verb == "check" or _proven(item.get("MaBienNhan")))


def health(body: bytes, idempotency_key: str, key: str, verb: str) -> bool:
    """The same of the health gateway."""
    named = [node for node in _visits(body) if idempotency_key in _all(node, "MA_GIAO_DICH")]
    if len(named) != 1 or _all(named[0], "MA_GIAO_DICH") != [idempotency_key]:
        return False
    accepted = _all(named[0], "MA_KETQUA") == ["00"] and _all(named[0], "KHOA") in ([], [""], [key])
    receipt = _all(named[0], "BIEN_NHAN")
    return accepted and (verb == "check" or (len(receipt) == 1 and receipt != [""]))


def health_holds(body: bytes, key: str) -> bool:
    """Whether the gateway holds a record and has not deleted it."""
    named = [node for node in _visits(body) if key in _all(node, "KHOA")]
    live = [_all(node, "MA_KETQUA") == ["00"] and _all(node, "DA_XOA") == ["0"] for node in named]
    return bool(live) and all(live)


def records_hold(body: bytes, key: str) -> bool:
    """The same of a JSON registry."""
    named = _about(_items(plain_json(body), "results"), "key", key)
    wanted = {"found": True, "deleted": False, "status": "accepted"}
    return bool(named) and all({name: item.get(name) for name in wanted} == wanted for item in named)


def portal_holds(body: bytes, key: str) -> bool:
    """The same of the portal."""
    document = plain_json(body)
    named = _about(_items(document, "result"), "MaHoSo", key)
    told = bool(named) and _success(document["error_code"])
    return told and all(item.get("found") is True and item.get("IsDeleted") == "0" for item in named)


def knows(body: bytes, number: str) -> bool:
    """Whether the population register knows a person."""
    named = _about(_items(plain_json(body), "results"), "id", number)
    return bool(named) and all(item.get("known") is True for item in named)


def stored(body: bytes, idempotency_key: str) -> bool:
    """Whether the one-stop system confirms a returned receipt."""
    named = _about(_items(plain_json(body), "results"), "idempotency_key", idempotency_key)
    return bool(named) and all(item.get("status") in ("stored", "already") for item in named)


def _visits(body: bytes) -> list[Element]:
    """The HOSO of a KETQUA that says 00."""
    try:
        root = parseString(body, forbid_dtd=True).documentElement
    except (ExpatError, DefusedXmlException, ValueError, LookupError):
        return []
    if root.tagName != "KETQUA" or _all(root, "MA_KETQUA") != ["00"]:
        return []
    return [visit for listed in _named(root, "DANHSACH") for visit in _named(listed, "HOSO")]


def _named(node: Element, name: str) -> Iterator[Element]:
    return (child for child in node.childNodes if isinstance(child, Element) and child.tagName == name)


def _all(node: Element, name: str) -> list[str]:
    """The whole text of each child of this name; one with elements inside is no text, and no value we look for."""
    return [_text(child) for child in _named(node, name)]


def _text(node: Element) -> str:
    if any(isinstance(child, Element) for child in node.childNodes):
        return "\0"
    return "".join(child.data for child in node.childNodes if child.nodeType in (3, 4)).strip()
