"""Words of Vietnamese values are mended where only one spelling can be meant: joined names, leftover dots, names of communes.

Communes and provinces: the national list of units (schemas.code_lists). Family names: the frequent ones, recalled.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from digitise import lexicon
from schemas.code_lists import read
from schemas.names import plain

FAMILIES = tuple(
    sign
    for line in (
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Cao Đinh Trương Thái Hà Đoàn Mai Tô",
        "Trịnh Lương Vi Lô Lữ Kha Quang Lầu Vừ Già Cụt Moong Chu Tạ Phùng Đào Lưu La Kiều Đậu Hồng Tăng Bạch Nông",
        "Triệu Giàng Sùng Thào Lò",
    )
    for sign in line.split()
)
KINDS = ("Xã", "Phường", "Thị trấn", "Đặc khu")
HAMLETS = ("Xóm", "Thôn", "Khối", "Tổ", "Ấp", "Bản", "Khu phố", "Tổ dân phố")


def words(text: str) -> str:
    """Composed letters; leftover leader dots are spaces; one space between words and after a comma, none before."""
    text = unicodedata.normalize("NFC", text).replace(".", " ")
    text = re.sub(r"\s*,[\s,]*", ", ", text)
    return " ".join(text.split()).strip(" ,-—_:;|'`~*")


def without_specks(text: str) -> str:
    """Without the lone signs that dirt is read as."""
    return " ".join(
        word
        for word in text.split()
        if any(map(str.isalnum, word)) and (len(word) > 1 or word.isdigit() or word == "ở")
    )


def name(text: str) -> str:
    """A name of words with capitals; joined words are parted, a family name without its tone is given it back."""
    text = re.sub(r"(?<=\w)[.,'`´’](?=\w)", "", text)
    text = re.sub(r"[^\w ]|[\d_]", " ", text)
    pairs = zip(" " + text, text, strict=False)
    text = "".join(f" {sign}" if before.islower() and sign.isupper() else sign for before, sign in pairs)
    found = [word.capitalize() if word[1:].isupper() and len(word) > 1 else word for word in text.split()]
    while found and len(found[-1]) == 1 and not found[-1].isupper():
        found.pop()  # a speck read as a small letter
    while len(found) > 2 and len(found[0]) == 1:
        found.pop(0)
    if found and found[0] not in FAMILIES:
        found[0] = _family(found[0].capitalize())
    return " ".join(found)


def _family(word: str) -> str:
    alike = [one for one in FAMILIES if plain(one) == plain(word)]
    if len(alike) == 1:
        return alike[0]
    close = process.extract(word, FAMILIES, scorer=fuzz.ratio, limit=2)
    likely = close[0][1] >= 75 and close[0][1] - close[1][1] >= 10 and plain(close[0][0])[0] == plain(word)[0]
    return str(close[0][0]) if likely else word


def address(text: str) -> str:
    """Parts between commas, the commune and the province spelled as the list of units does."""
    text = re.sub(
        r"(.*)\bT[iíìĩị]nh(?= [A-ZĐ])", r"\1Tỉnh", text
    )  # the last one; others may be part of a commune's name
    text = re.sub(r"(?<=\w)[\s.;:„-]+(?=(Xã|Phường|Thị trấn|Đặc khu|Tỉnh|Thành phố) )", ", ", text)
    parts = [part.strip(" .;:„-") for part in re.sub(r",\s*,", ",", text).split(",")]
    parts = [part for part in parts if part]
    if not parts:
        return ""
    province = _near(_cut(parts[-1]), tuple(provinces()))
    known = provinces().get(province)
    communes = communes_of(known) if known else ()
    return ", ".join([*(_place(part, communes) for part in _joined(parts[:-1], communes)), province])


def _cut(part: str) -> str:
    """A province's name without what was read behind it."""
    return max((name for name in provinces() if f"{part} ".startswith(f"{name} ")), key=len, default=part)


def _joined(parts: list[str], communes: tuple[str, ...]) -> list[str]:
    """Two parts that are one commune's name with a stray comma in it are one."""
    if len(parts) > 1 and parts[-1] not in communes and f"{parts[-2]} {parts[-1]}" in communes:
        return [*parts[:-2], f"{parts[-2]} {parts[-1]}"]
    return parts


def phrase(text: str) -> str:
    """A text with its known phrases spelled as they are known, and the place behind them as the list of units does."""
    spelled, known = lexicon.mended(text)
    if known or (near := lexicon.nearest(text)):
        return spelled if known else near
    parts = text.split()
    for place in range(1, len(parts)):
        head, known = lexicon.mended(" ".join(parts[:place]))
        tail = _near(" ".join(parts[place:]), tuple(_places())) if known else ""
        if tail in _places():
            return f"{head} {tail}"
    return spelled


def is_known(text: str) -> bool:
    """Whether a text is known phrases, and perhaps the name of a commune or a province behind them."""
    parts = text.split()
    cuts = [place for place in range(1, len(parts) + 1) if place == len(parts) or " ".join(parts[place:]) in _places()]
    return any(lexicon.mended(" ".join(parts[:place]))[1] for place in cuts)


@cache
def _places() -> frozenset[str]:
    """Names of communes and provinces, with and without their kind ("Tỉnh Nghệ An", "Nghệ An")."""
    communes = (name for code in set(provinces().values()) for name in communes_of(code))
    full = {*provinces(), *communes}
    return frozenset(
        full | {name.removeprefix("Thành phố ").removeprefix("Thị trấn ").split(" ", 1)[-1] for name in full}
    )


def listed(text: str) -> bool:
    """Whether the last two parts of an address are a province and one of its communes, and no part ends in a lone letter."""
    parts = text.split(", ")
    if any(re.search(r"(^|\W)[^\W\d]$", part) for part in parts):
        return False
    known = provinces().get(parts[-1])
    return known is not None and len(parts) > 1 and parts[-2] in communes_of(known)


def _place(part: str, communes: tuple[str, ...]) -> str:
    part = re.sub(r"(?<=\d) (?=\d\b)", "", part)
    hamlet = re.fullmatch(r"(\D+?) ?([\dlLIOo]{1,2})", part)
    if hamlet:
        kind = process.extractOne(hamlet.group(1), HAMLETS, scorer=fuzz.ratio, score_cutoff=55)
        if kind:
            return f"{kind[0]} {hamlet.group(2).translate(str.maketrans('lLIOo', '11100'))}"
    return _near(part, communes)


def _near(part: str, known: tuple[str, ...]) -> str:
    """The only name of the list that can be meant, else the part as it was read."""
    found = process.extract(part, known, scorer=fuzz.ratio, limit=2, score_cutoff=78)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < 3 and found[0][1] < 100):
        return part
    return str(found[0][0])


@cache
def provinces() -> dict[str, str]:
    """Name → code; of two provinces of one name in two times the later listed."""
    return {unit["name"]: unit["code"] for unit in read("provinces")}


@cache
def communes_of(province: str) -> tuple[str, ...]:
    """Names of the communes a province has or had."""
    return tuple(sorted({unit["name"] for unit in read("communes") if unit["province"] == province}))


def office(text: str) -> str:
    """A people's committee with its commune and province."""
    found = re.search(r"(Xã|Phường|Thị trấn|Đặc khu) ", text)
    if not found or fuzz.ratio(text[: found.start()].strip(), "Ủy ban nhân dân") < 70:
        return text
    return f"Ủy ban nhân dân {address(text[found.start() :])}"


@lru_cache(maxsize=4096)  # the same words are compared with every label
def bare(text: str) -> str:
    """Letters, digits and blanks of a text, small and without tones: what labels are compared by."""
    return "".join(sign for sign in plain(text) if sign.isalnum() or sign == " ").strip()
