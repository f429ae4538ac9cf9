"""What a value of each kind looks like: a reading is brought into the printed form, and said to hold or not to hold.

Ours: all patterns. The personal number: sex and century in its fourth digit, year of birth in the next two (NĐ 137/2015, Điều 13).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from rapidfuzz import fuzz, process

from digitise import icd, names, spoken, texts
from digitise.forms import FieldForm

DIGITS = str.maketrans("OoQDlIi|!SsBZzg", "000011111558229")
NUMERIC = frozenset(
    {"book", "class", "date", "id", "number", "decimal", "mark", "insurance", "code10", "years", "serial", "icd"}
)
#: Kinds of digits alone.
ALL_DIGITS = frozenset({"id", "number", "code10", "decimal", "years", "book"})
#: Signs from which two labels of a list may differ in one word only.
LONG = 50
#: Kinds the digit engine reads again, and those whose shape says where they end.
BY_DIGITS = NUMERIC | {"level"}
SHAPED = NUMERIC | {"address", "list", "office", "term"}
#: Readings of the letter Đ alone.
LIKE_D = ("Đ", "Ð", "D", "đ", "ĐÐ", "2)", "l2)", "b", "Ø")
PATTERNS = {
    "id": r"\d{12}",
    "number": r"\d{1,12}|\d{1,7}/\d{4}",
    "code10": r"\d{10}",
    "decimal": r"\d+,\d",
    "mark": r"(10|\d),\d|Đ|CĐ",
    "insurance": r"[A-Z]{2}\d{13}|\d{10}",
    "book": r"\d{2}/\d{4}",
    "class": r"\d{1,2}[A-Z]\d?",
    "years": r"\d{4}-\d{4}",
    "serial": r"[A-ZĐ]{1,2} \d{5,8}",
}
NAME = re.compile(r"[^\W\d_]+( [^\W\d_]+){1,5}")
WORDS = re.compile(r"[^\W\d_]+( [^\W\d_]+){3,}")
ADDRESS = re.compile(r"(\S.*, )?(Xã|Phường|Thị trấn|Đặc khu) [^,\d]+, (Tỉnh|Thành phố) [^,\d]+")


def tidy(field: FieldForm, text: str) -> tuple[str, bool]:
    """(value, whether it holds as a value of its kind). Nothing is invented: what cannot be mended stays as read."""
    text = " ".join(text.split()).strip(" .…:;_-|,'\"`~*—–")
    if field.kind == "list":
        return _listed(field, text)
    if field.kind == "date":
        return _day(text)
    if field.kind == "icd":
        return icd.code(_numeric("icd", text))
    if field.kind in PATTERNS:
        text = _numeric(field.kind, text)
        return text, re.fullmatch(PATTERNS[field.kind], text) is not None
    if field.kind == "level":
        return ("CĐ", False) if text[:1] in "Cc" and len(text) > 1 else ("Đ", text in LIKE_D)
    text = texts.words(text)
    if field.kind == "name":
        text = texts.name(text)
        return text, NAME.fullmatch(text) is not None and all(word[0].isupper() for word in text.split())
    if field.kind == "address":
        text = texts.address(text)
        return text, ADDRESS.fullmatch(text) is not None and texts.listed(text)
    if field.kind == "office":
        text = texts.office(text)
        return text, text.startswith("Ủy ban nhân dân ") and texts.listed(text[16:])
    if field.kind == "words":
        text = spoken.mended(texts.without_specks(text))
        return text, WORDS.fullmatch(text) is not None and spoken.is_spoken(text)
    if field.kind == "term":
        return _term(text)
    return texts.phrase(text), bool(text) and not re.search(r"[|{}\[\]_~]", text)


def as_read(value: str, text: str) -> bool:
    """Whether every word of a value stands so in what was read: none was mended by a list."""
    read = texts.words(text).replace(",", " ").lower()
    return set(value.replace(",", " ").lower().split()) <= set(read.split())


def is_known(kind: str, value: str) -> bool:
    """Whether a name or text is made of known words only: then less confidence is enough."""
    if kind == "name":
        family, *rest = value.split() or [""]
        return family in texts.FAMILIES and names.is_listed(rest)
    return kind == "text" and texts.is_known(value)


def _listed(field: FieldForm, text: str) -> tuple[str, bool]:
    """The label of the list most like what was read, when no other is nearly as like."""
    text = texts.without_specks(texts.words(text))
    best = process.extract(text, field.words, scorer=fuzz.ratio, processor=str.lower, limit=2)
    if not best or best[0][1] < 60 or (len(best) > 1 and best[0][1] - best[1][1] < (2 if len(text) > LONG else 5)):
        return text, False
    return str(best[0][0]), best[0][1] >= 75


def _term(text: str) -> tuple[str, bool]:
    """For good, or until a day."""
    if fuzz.ratio(text, "Lâu dài") >= 70:
        return "Lâu dài", True
    day = re.search(r"\d\d/\d\d/\d{4}(?!\d)", text)
    if not day or fuzz.ratio(text[: day.start()].strip(" ,"), "Đến ngày") < 70:
        return text, False
    until, holds = _day(day.group())
    return f"Đến ngày {until}", holds


def digits(text: str) -> str:
    """The digits of a text, with what is misread for one."""
    return re.sub(r"\D", "", text.translate(DIGITS))


def with_comma(text: str) -> str:
    """A decimal whose comma was lost ("20040" is "2004,0"); the empty text for anything else."""
    return f"{text[:-1]},{text[-1]}" if re.fullmatch(r"\d{2,}", text) else ""


def _day(text: str) -> tuple[str, bool]:
    """dd/mm/yyyy or a year alone; a day that is not in the calendar does not hold."""
    packed = text.replace(" ", "")
    text = packed.translate(DIGITS)
    if re.fullmatch(r"(19|20)\d\d", text):
        return text, True
    whole = r"(\d\d)\D?(\d\d)\D?(\d{4})"
    found = re.fullmatch(whole, text) or re.match(rf"{whole}(?!\d)", packed) or re.match(rf"{whole}(?!\d)", text)
    if not found:
        return text, False
    day, month, year = found.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return f"{day}/{month}/{year}", False
    return f"{day}/{month}/{year}", 1900 <= int(year) <= 2099


def _numeric(kind: str, text: str) -> str:
    packed = text.replace(" ", "")
    if kind in ALL_DIGITS and 2 * sum(map(str.isdigit, packed)) < sum(map(str.isalnum, packed)):
        return ""  # words: a letter is taken for a digit among digits only
    if kind == "number" and (numbered := re.fullmatch(r"(\d{1,7})/((?:19|20)\d\d)", packed)):
        return numbered.group()  # a number in a book, with its year
    if kind in ("id", "number", "code10"):
        return re.sub(r"\D", "", packed.translate(DIGITS))
    if kind == "decimal":
        return re.sub(r"[^\d,]", "", packed.translate(DIGITS).replace(".", ","))
    if kind == "mark":
        return _mark(packed)
    if kind == "insurance":
        return packed[:2].upper().replace("6", "G").replace("0", "D") + re.sub(r"\D", "", packed[2:].translate(DIGITS))
    if kind == "book":
        return re.sub(r"^(\d\d)\D?(\d{4})\D*$", r"\1/\2", packed.translate(DIGITS))
    if kind == "class":
        return re.sub(r"[^0-9A-Z]", "", packed.upper())
    if kind == "years":
        return re.sub(r"[–—]", "-", packed.translate(DIGITS))
    if kind == "icd":
        packed = packed.replace(",", ".")
        packed = packed[:1].upper().replace("1", "I").replace("8", "B") + packed[1:].translate(DIGITS)
        return re.sub(r"^(\w\d\d)(\d)$", r"\1.\2", packed)
    letters = re.match(r"\D{1,2}", packed)
    head = letters.group() if letters else ""
    return f"{head.upper()} {re.sub(r'[^0-9]', '', packed[len(head) :].translate(DIGITS))}".strip()


def _mark(text: str) -> str:
    if re.fullmatch(r"[CcG]?[ĐDđÐĐ]", text):
        return "CĐ" if len(text) == 2 else "Đ"
    text = re.sub(r"[^\d,]", "", text.translate(DIGITS).replace(".", ","))
    return f"{text[:-1]},{text[-1]}" if re.fullmatch(r"\d\d|100", text) else text


def agrees(values: Mapping[str, str]) -> dict[str, bool]:
    """Field → whether another field of the page bears it out; fields nothing speaks about are left out."""
    spoken: dict[str, bool] = {}
    for number, born, sex in (
        ("personal_id", "born_on", "sex"), ("holder_id", "holder_born_on", "holder_sex"),
        ("mother_document_no", "mother_born_on", ""), ("father_document_no", "father_born_on", ""),
    ):  # fmt: skip
        if re.fullmatch(r"\d{12}", values.get(number, "")) and values.get(born, "")[-4:].isdigit():
            said = fits(values[number], values[born][-4:], values.get(sex, "") or _role(number))
            spoken |= {number: said, born: said}
    for first in [name for name in values if name.endswith("_hk1")]:
        names = [first[:-3] + term for term in ("hk1", "hk2", "cn")]
        marks = [values.get(name, "").replace(",", "") for name in names]
        if all(mark.isdigit() for mark in marks):
            one, two, year = map(int, marks)
            spoken |= dict.fromkeys(names, (one + 2 * two + 1) // 3 == year)
    return spoken


def _role(number: str) -> str:
    return "Nữ" if number.startswith("mother") else "Nam"


def fits(number: str, year: str, sex: str) -> bool:
    """Whether a personal number can belong to somebody of this year of birth and sex."""
    if not re.fullmatch(r"\d{4}", year) or number[4:6] != year[2:]:
        return False
    century = int(year[:2]) - 19
    return sex not in ("Nam", "Nữ") or int(number[3]) == 2 * century + (sex == "Nữ")
