"""Finds identities in bytes, however they were written: one pass per layer of packing, however many people are looked for.

A name is known by its folded words (no accents, no capitals), so "NGUYEN THI LAN" finds "Nguyễn Thị Lan"; a personal
number by its twelve digits. JSON, addresses, UTF-16, base64, gzip and zip are opened before searching.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

from schemas.names import plain

WORD = re.compile(r"[a-z]+")
DIGITS = re.compile(r"[0-9]{12,}")
ESCAPED = re.compile(r"(?:\\+u[0-9a-fA-F]{4})+")
PACKED = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
DEPTH = 3  # a gzip in base64 in JSON


class Canaries:
    """People to look for: full names (at least three words) and personal numbers (twelve digits)."""

    def __init__(self, people: Iterable[str]) -> None:
        people = set(people)
        self.numbers = {one for one in people if one.isdigit()}
        self.names = {words for one in people - self.numbers if len(words := _words(one)) >= 3}
        self.lengths = sorted({len(name) for name in self.names})

    def __len__(self) -> int:
        return len(self.numbers) + len(self.names)

    def found(self, data: bytes | str) -> set[str]:
        """Those that stand in it: numbers, and names as folded words."""
        data = data.encode() if isinstance(data, str) else data
        return {one for text in layers(data) for one in self._in(text)}

    def _in(self, text: str) -> Iterator[str]:
        for run in DIGITS.findall(text):
            yield from (run[at : at + 12] for at in range(len(run) - 11) if run[at : at + 12] in self.numbers)
        words = _words(text)
        for length in self.lengths:
            runs = zip(*(words[at:] for at in range(length)), strict=False)
            yield from (" ".join(run) for run in runs if run in self.names)


def layers(data: bytes, depth: int = DEPTH) -> Iterator[str]:
    """The text of the bytes in every way of reading them that gives text."""
    text = data.decode(errors="replace")
    yield text
    for read in (_unescaped, unquote_plus, html.unescape):
        if (other := read(text)) != text:
            yield other
    if b"\x00" in data:
        yield data.decode("utf-16-le", errors="replace")
        yield data[1:].decode("utf-16-le", errors="replace")
    if depth:
        for inner in _opened(data):
            yield from layers(inner, depth - 1)


def _opened(data: bytes) -> Iterator[bytes]:
    try:
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                yield from (packed.read(name) for name in packed.namelist())
        elif data[:2] == b"\x1f\x8b":
            yield gzip.decompress(data)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error):
        pass
    yield from filter(None, map(_unpacked, PACKED.findall(data)))


def _unpacked(run: bytes) -> bytes:
    """What a run of base64 holds; nothing when it is none."""
    run = run.translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return b""


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: _characters(found[0]), text)


def _characters(escaped: str) -> str:
    return "".join(chr(int(code, 16)) for code in re.findall(r"u([0-9a-fA-F]{4})", escaped))


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(plain(text)))
