"""Days and areas as Vietnamese papers write them out in words, to compare the two readings of one fact."""

from __future__ import annotations

from collections.abc import Callable

from schemas.names import plain

UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number(value: int) -> str:
    """0 to 999,999 in words."""
    if value >= 1000:
        rest = value % 1000
        return f"{number(value // 1000)} nghìn" + (f" {_hundreds(rest, full=True)}" if rest else "")
    return _hundreds(value, full=False)


def _hundreds(value: int, full: bool) -> str:
    words = [f"{UNITS[value // 100]} trăm"] if full or value >= 100 else []
    tens, unit = divmod(value % 100, 10)
    if tens == 0:
        if unit or not words:
            words.append(f"linh {UNITS[unit]}" if words else UNITS[unit])
    else:
        words.append("mười" if tens == 1 else f"{UNITS[tens]} mươi")
        if unit:
            words.append({1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(unit, UNITS[unit]))
    return " ".join(words)


def day(text: str) -> str:
    """ "01/06/2023" in words; the empty text for what is no full day."""
    parts = text.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return ""
    one, month, year = map(int, parts)
    return f"Ngày {number(one)} tháng {number(month)} năm {number(year)}"


def area(text: str) -> str:
    """ "1834,0" in words; the empty text for what is no area."""
    whole, comma, part = text.partition(",")
    if not comma or not whole.isdigit() or part not in set("0123456789"):
        return ""
    return f"{number(int(whole))} phẩy {UNITS[int(part)]} mét vuông".capitalize()


def meant(fact: str, words: str, spell: Callable[[str], str]) -> str:
    """The fact with the one digit changed that makes it say these words; the empty text where that is no single one."""
    said = words.lower()
    changed = {
        f"{fact[:place]}{digit}{fact[place + 1 :]}"
        for place, sign in enumerate(fact)
        if sign.isdigit()
        for digit in "0123456789"
    }
    fitting = [one for one in changed if spell(one).lower() == said]
    return fitting[0] if len(fitting) == 1 else ""


#: Every word such papers use for figures, days and areas.
VOCABULARY = frozenset(
    (
        *UNITS, "mười", "mươi", "mốt", "tư", "lăm", "linh", "lẻ", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "phẩy",
        "ngày", "tháng", "năm", "mồng", "mùng", "giêng", "chạp", "mét", "vuông",
    )
)  # fmt: skip


def is_spoken(text: str) -> bool:
    """Whether every word is one of figures, days or areas."""
    return all(word.lower() in VOCABULARY for word in text.split())


def mended(text: str) -> str:
    """The text, each word that is none of these with the tones of the only one of its letters."""
    return " ".join(map(_mended, text.split()))


def _mended(word: str) -> str:
    known = [one for one in sorted(VOCABULARY) if plain(one) == plain(word).lower()]
    if word.lower() in VOCABULARY or len(known) != 1:
        return word
    return known[0].capitalize() if word[0].isupper() else known[0]
