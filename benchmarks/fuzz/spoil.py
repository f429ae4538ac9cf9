"""One spoilt HTTP answer out of a true one: what it means, its bytes, its encoding, its frame; and what of it can be seen."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.fuzz import spoil_json, spoil_xml
from benchmarks.fuzz.server import Reply

XML = "application/xml"
BOMB = gzip.compress(b"[" + b" " * 8_000_000 + b"]", 9)
_MEDIA = ("application/json", XML, "text/html", "text/plain; charset=utf-16", "", "application/octet-stream", "x" * 300)
_STATUS = (200, 201, 202, 204, 206, 301, 304, 400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 500, 502, 503, 599)
_PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b'"',
    b"}",
    b"]]",
    b"<",
    b"&",
    b"\x1b[2J",
)


class Sample(NamedTuple):
    """A true answer."""

    status: int
    media: str
    body: bytes


class Spoilt(NamedTuple):
    """What goes out; the status and the body an honest reader of HTTP would see, body None when nothing whole came."""

    reply: Reply
    status: int
    body: bytes | None


def spoil(sample: Sample, rng: Random, names: Sequence[str]) -> Spoilt:
    """Mostly the meaning is spoilt and the rest is sound: that is what gets furthest into a client."""
    body, media, status = sample.body, sample.media, sample.status
    if rng.random() < 0.8:
        change = spoil_xml.spoil if media.startswith(XML) else spoil_json.spoil
        body = change(body, rng, names)
    if rng.random() < 0.15:
        body = rng.choice(_BYTES)(body, rng)
    if rng.random() < 0.1:
        media = rng.choice(_MEDIA)
    if rng.random() < 0.1:
        status = rng.choice(_STATUS)
    frame = rng.choice(_FRAMES) if rng.random() < 0.1 else _sound
    return frame(status, media, body, rng)


def _cut(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def _flip(body: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(body)) if body else 0
    return body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :]


def _splice(body: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(body) + 1)
    return body[:at] + rng.choice((*_PIECES, rng.randbytes(8), body)) + body[at + rng.randrange(3) :]


_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _flip, _splice)


def _head(status: int, *lines: str) -> bytes:
    return ("\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""])).encode("latin-1")


def _sound(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    if status in (204, 304):
        return Spoilt(Reply(_head(status)), status, b"")
    return Spoilt(Reply(_head(status, f"Content-Type: {media}", f"Content-Length: {len(body)}") + body), status, body)


def _short(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    """Promises more than it sends."""
    raw = _head(status, f"Content-Length: {len(body) + 1 + rng.randrange(2**40)}") + body
    return Spoilt(Reply(raw, close=True), status, None)


def _long(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    """Sends more than it promised: the rest would be the next answer."""
    seen = body[: rng.randrange(len(body) + 1)]
    return Spoilt(Reply(_head(status, f"Content-Length: {len(seen)}") + body, close=True), status, seen)


def _packed(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    """Compressed, or said to be, or cut."""
    whole = gzip.compress(body, mtime=0)
    cut = whole[: rng.randrange(len(whole))]
    # What is left of a cut stream is what anybody gets out of it.
    left = zlib.decompressobj(wbits=31).decompress(cut)
    packed, seen = rng.choice(((whole, body), (body, None), (cut, left), (BOMB, None)))
    raw = _head(status, "Content-Encoding: gzip", f"Content-Length: {len(packed)}") + packed
    return Spoilt(Reply(raw, close=True), status, seen)


def _chunked(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    """In pieces, the last one missing or of a length that is none."""
    half = len(body) // 2
    first = f"{half:x}\r\n".encode() + body[:half] + b"\r\n"
    rest = f"{len(body) - half:x}\r\n".encode() + body[half:] + b"\r\n0\r\n\r\n"
    tail, seen = rng.choice(((rest, body), (b"zz\r\n", None), (b"-5\r\n", None), (b"", None)))
    whole = first + tail if half else b"0\r\n\r\n"
    raw = _head(status, "Transfer-Encoding: chunked") + whole
    return Spoilt(Reply(raw, close=True), status, seen if half else b"")


def _broken(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    """No HTTP at all, or a head nobody could mean."""
    raws = (
        b"", body, b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 200\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n" + body, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", rng.randbytes(40),
    )  # fmt: skip
    return Spoilt(Reply(rng.choice(raws), close=True), 0, None)


def _later(status: int, media: str, body: bytes, rng: Random) -> Spoilt:
    """Sends away, for how long or whereto is absurd."""
    code = rng.choice((301, 307, 429, 503))
    lines = (f"Retry-After: {rng.choice(('9' * 30, '-1', '0', '1e9', 'never'))}", "Location: http://127.0.0.1:1/")
    return Spoilt(Reply(_head(code, *lines, "Content-Length: 0")), code, b"")


_FRAMES = (_short, _long, _packed, _chunked, _broken, _later)
