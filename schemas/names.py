"""Names and other text: mended without changing what is meant, and compared without caring how it was typed.

`mend` is what goes into content. The original spelling stays in the raw payload of the version, beside it.
"""

from __future__ import annotations

import re
import unicodedata

#: Eth and its African cousin look like Đ and are typed for it.
ETH = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
#: Signs without width: soft hyphen, zero-width spaces and joiners, direction marks, byte-order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

_SPACE = re.compile(r"\s+")
#: Controls that are no white space, and the two signs XML cannot hold.
_CONTROLS = [*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF]
_MEND = str.maketrans({**ETH, **dict.fromkeys(INVISIBLE), **dict.fromkeys(map(chr, _CONTROLS))})
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def mend(text: str) -> str:
    """NFC, Đ for Eth, no invisible signs, single spaces, none at the ends. Letters' case is the writer's."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.translate(_MEND))).strip()


def _tone_last(word: str) -> str:
    """One spelling for "hoà" and "hòa": the tone mark goes behind the word's letters."""
    signs = unicodedata.normalize("NFD", word)
    return "".join(s for s in signs if s not in _TONES) + "".join(s for s in signs if s in _TONES)


def comparison_form(text: str) -> str:
    """Equal for two spellings of one name: case folded, placement of the tone mark ignored, otherwise as mended."""
    return " ".join(_tone_last(word) for word in mend(text).casefold().split(" "))


def plain(text: str) -> str:
    """Small letters without diacritics, đ as d, one blank between words: what is left where tones are not typed, or not read."""
    signs = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(sign for sign in signs if not unicodedata.combining(sign)).split())
