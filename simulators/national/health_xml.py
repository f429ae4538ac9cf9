"""The health gateway's XML: envelopes of records read, results and look-ups written and read.

An envelope is a GIAMDINHHS whose HOSO each carry MA_GIAO_DICH, KHOA, THAO_TAC and a FILEHOSO "TOMTAT" with the base64 of
<TOM_TAT><name>text</name>…</TOM_TAT>. A field's content is the text of its element; an empty element says nothing and is
left out, so {"A": "1", "B": null} is the same as <A>1</A> with or without <B/>.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from simulators.national.canonical import Content
from simulators.national.model import Record

MEDIA = "application/xml"
SUMMARY = "TOMTAT"
# The elements of one HOSO of an answer; TRUONG names the field a refusal is about, DA_XOA says 1 of a deleted record.
SAID = ("MA_GIAO_DICH", "KHOA", "MA_KETQUA", "THONG_BAO", "BIEN_NHAN", "TRUONG", "DA_XOA")


class EnvelopeError(Exception):
    """The request is no envelope this gateway reads; the sentence names the place, never a value."""


class Result(NamedTuple):
    """One HOSO of an answer."""

    idempotency_key: str
    key: str
    code: str
    message: str = ""
    receipt: str = ""
    field: str = ""
    deleted: str = ""


def envelope(body: bytes) -> list[Record]:
    """The records of an envelope; one whose summary cannot be decoded has an empty content. Raises EnvelopeError."""
    root = _root(body, "GIAMDINHHS")
    return [_record(place, node) for place, node in enumerate(root.iterfind("THONGTINHOSO/DANHSACHHOSO/HOSO"), 1)]


def lookup(body: bytes) -> tuple[list[str], list[str]]:
    """The idempotency keys and the record keys of a TRACUU. Raises EnvelopeError."""
    root = _root(body, "TRACUU")
    return [_text(node) for node in root.iterfind("MA_GIAO_DICH")], [_text(node) for node in root.iterfind("KHOA")]


def answer(results: Iterable[Result]) -> bytes:
    """A KETQUA with one HOSO for each result."""
    root = _said("00", "")
    listed = SubElement(root, "DANHSACH")
    for result in results:
        node = SubElement(listed, "HOSO")
        for name, value in zip(SAID, result, strict=True):
            SubElement(node, name).text = value
    return _bytes(root)


def failure(code: str, message: str) -> bytes:
    """A KETQUA that refuses the whole request."""
    return _bytes(_said(code, message))


def _said(code: str, message: str) -> Element:
    root = Element("KETQUA")
    SubElement(root, "MA_KETQUA").text = code
    SubElement(root, "THONG_BAO").text = message
    return root


def _bytes(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _record(place: int, node: Element) -> Record:
    idem, key, op = (_text(node.find(name)) for name in ("MA_GIAO_DICH", "KHOA", "THAO_TAC"))
    if not idem or not key:
        raise EnvelopeError(f"HOSO {place}: MA_GIAO_DICH, KHOA")
    if op == "upsert":
        return Record(key, idem, "upsert", _summary(node))
    if op == "delete":
        return Record(key, idem, "delete")
    raise EnvelopeError(f"HOSO {place}: THAO_TAC")


def _summary(node: Element) -> Content:
    for part in node.iterfind("FILEHOSO"):
        if _text(part.find("LOAIHOSO")) == SUMMARY:
            try:
                inner = _root(base64.b64decode(_text(part.find("NOIDUNGFILE")), validate=True), "TOM_TAT")
            except (ValueError, EnvelopeError):
                return {}
            return {child.tag: child.text for child in inner if child.text}
    return {}


def _root(body: bytes, tag: str) -> Element:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise EnvelopeError("not XML") from error
    if root.tag != tag:
        raise EnvelopeError(f"no {tag}")
    return root


def _text(node: Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""
