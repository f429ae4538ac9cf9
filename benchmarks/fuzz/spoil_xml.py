"""A true XML answer, spoilt where it means something, and the attacks XML is known for."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from random import Random
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

WORDS = (
    "00",
    "PENDING",
    "404",
    "E108",
    "E109",
    "E401",
    "E900",
    "",
    " ",
    "0",
    "000",
    "00 00",
    "\u0660\u0660",
    "1",
    "x" * 70000,
)
BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "00"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;">]>'
)
FILE = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
_ENCODINGS = ("utf-16", "utf-7", "utf-32", "ascii", "nonsense", "cp037")


def spoil(body: bytes, rng: Random, names: Sequence[str]) -> bytes:
    """The same document with one to three things wrong, or an attack in front of it."""
    root = fromstring(body)
    for _ in range(rng.choice((1, 1, 2, 3))):
        _change(root, rng, names)
    text: bytes = tostring(root, "utf-8")
    match rng.randrange(12):
        case 0:
            return rng.choice((BOMB, FILE)) + text.replace(b">00<", b">&f;<")
        case 1:
            encoding = rng.choice(_ENCODINGS)
            return f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + text
        case 2:
            return text.decode().encode(rng.choice(("utf-16", "utf-32", "utf-8-sig")))
        case 3:
            return text.replace(
                b">00<", rng.choice((b">0<!-- -->0<", b"><![CDATA[00]]><", b">&#48;0<", b">00<?x y?><"))
            )
    return text


def _change(root: Element, rng: Random, names: Sequence[str]) -> None:
    parents = [node for node in root.iter() if len(node)]
    if not parents:
        return
    parent = rng.choice(parents)
    child = rng.choice(list(parent))
    match rng.randrange(9):
        case 0:
            parent.remove(child)
        case 1 | 2:
            child.text = rng.choice(WORDS)
        case 3 | 4:
            child.text = rng.choice(names)
        case 5:
            # Once more, maybe with another word in it.
            again = copy.deepcopy(child)
            rng.choice(list(again.iter())).text = rng.choice(WORDS)
            parent.insert(rng.randrange(len(parent) + 1), again)
        case 6:
            child.tag = rng.choice(("MA_KETQUA", "MA_GIAO_DICH", "KHOA", "HOSO", "KETQUA", "{urn:x}MA_KETQUA"))
        case 7:
            SubElement(child, rng.choice(("MA_KETQUA", "x"))).text = rng.choice(WORDS)
            child[-1].tail = rng.choice(WORDS)
        case _:
            _swap(root, child, rng)


def _swap(root: Element, child: Element, rng: Random) -> None:
    other = rng.choice(list(root.iter(child.tag)))
    child.text, other.text = other.text, child.text
