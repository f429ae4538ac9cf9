"""A facility's XML envelope of visits (GIAMDINHHS): each HOSO becomes one record of its decoded parts."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import msgspec
import polars as pl

from connectors.local.paging import page_frame
from connectors.local.plain_xml import parse
from connectors.local.table import Unreadable

#: Parts that repeat: the element that is one row of theirs. Every other part is one flat element.
ROWS = {"XML2": "CHI_TIET_THUOC", "XML3": "CHI_TIET_DVKT", "XML4": "CHI_TIET_CLS", "XML5": "CHI_TIET_DIEN_BIEN_BENH"}
PARTS = frozenset({"XML1", *ROWS, "XML7"})


def read_envelope(path: Path) -> pl.DataFrame:
    """source_id "{facility}-{MA_LK}", raw {"XML1": {tag: text}, "XML2": [{…}], …, "undecodable": "XML3"}.

    A visit whose XML1 cannot be read is "{facility}-{file stem}-{n}". Raises Unreadable.
    """
    try:
        root = parse(path.read_bytes())
    except (ValueError, OSError):
        raise Unreadable("not well-formed XML") from None
    visits = root.findall("./THONGTINHOSO/DANHSACHHOSO/HOSO")
    if root.tag != "GIAMDINHHS" or not visits:
        raise Unreadable("not an envelope of visits")
    facility = path.stem.rpartition("_")[2]
    raws = [_visit(visit) for visit in visits]
    ids = [f"{facility}-{raw.get('XML1', {}).get('MA_LK') or f'{path.stem}-{n}'}" for n, raw in enumerate(raws, 1)]
    return page_frame(ids, [False] * len(ids), [msgspec.json.encode(raw).decode() for raw in raws])


def _visit(visit: Element) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    failed: list[str] = []
    for part in visit.iter("FILEHOSO"):
        kind = (part.findtext("LOAIHOSO") or "").strip()
        if kind in PARTS:
            try:
                # A part sent twice is two stories about one visit: neither is taken.
                if kind in raw:
                    raise ValueError("twice")
                raw[kind] = _part(kind, part.find("NOIDUNGFILE"))
            except ValueError:
                raw.pop(kind, None)
                failed.append(kind)
    return raw | {"undecodable": ",".join(failed)} if failed else raw


def _part(kind: str, content: Element | None) -> dict[str, str] | list[dict[str, str]]:
    inner = _inner(content)
    return [_flat(row) for row in inner.iter(ROWS[kind])] if kind in ROWS else _flat(inner)


def _inner(content: Element | None) -> Element:
    """The XML inside a part; some senders leave out base64, as text or as elements: both are read."""
    if content is None:
        raise ValueError("no content")
    if len(content):
        return content[0]
    text = (content.text or "").strip()
    # binascii's error is a ValueError, as is text that is not ASCII.
    return parse(text if text.startswith("<") else base64.b64decode("".join(text.split()), validate=True))


def _flat(element: Iterable[Element]) -> dict[str, str]:
    return {child.tag: child.text or "" for child in element}
