"""Twins, who are two births of one day and one mother next to each other in the book, and children who are registered twice."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from simulators.province.dice import Dice
from simulators.province.doubles import Double, misspelt, take
from simulators.province.names import GIVEN, MIDDLE
from simulators.province.record import Record
from simulators.province.world import World

ON_TIME_DAYS = 60
ON_TIME, LATE = "1", "4"
TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aăâeêioôơuưy"


def day_of(record: Record, column: str) -> date:
    """A date of a good row."""
    return datetime.strptime(record.row[column], "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


def _twins(second: Record, first: Record, dice: Dice) -> None:
    """The next number of the same book, on the same day, for the brother or sister; one in three bears a name like the other's."""
    number = int(first.row["so"].partition("/")[0]) + 1
    year = f"/{first.row['ngay_dang_ky'][-4:]}" if "/" in first.row["so"] else ""
    sex = int(first.row["nks_gioi_tinh"]) - 1
    kept = first.row["nks_ho_ten"]
    take(
        second,
        first,
        "nks_",
        "me_",
        "cha_",
        "nyc_",
        "noi_dang_ky",
        "ngay_dang_ky",
        "quyen_so",
        "loai_dang_ky",
        "nguoi_",
        "chuc_vu",
    )
    second.row |= {"so": f"{number}{year}", "trang_so": str((number + 1) // 2), "nks_so_dinh_danh": ""}
    family, *middle, given = kept.split()
    if dice.chance(330):
        second.row["nks_ho_ten"] = " ".join((family, *middle, _in_another_tone(given)))
    elif dice.chance(500):
        second.row["nks_ho_ten"] = " ".join((family, *middle, _another(dice, sex, given)))
    else:
        sex = 1 - sex
        second.row |= {
            "nks_ho_ten": " ".join((family, dice.pick(MIDDLE[sex]), dice.pick(GIVEN[sex]))),
            "nks_gioi_tinh": str(sex + 1),
        }


def _another(dice: Dice, sex: int, given: str) -> str:
    found = dice.pick(GIVEN[sex])
    return found if found != given else GIVEN[sex][GIVEN[sex].index(found) - 1]


def _in_another_tone(name: str) -> str:
    """Anh and Ánh: names parents like for twins, one sign apart."""
    signs = unicodedata.normalize("NFD", name)
    level = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in TONES))
    if level != unicodedata.normalize("NFC", name):
        return level
    place = next(place for place, letter in enumerate(level) if letter.lower() in VOWELS)
    return unicodedata.normalize("NFC", f"{level[: place + 1]}\u0301{level[place + 1 :]}")


def _twice(second: Record, first: Record, dice: Dice) -> None:
    """The same child in another book: written by another clerk, the parents' papers as far as they were shown."""
    take(second, first, "nks_", "me_", "cha_", "nyc_")
    second.row["nks_ho_ten"] = misspelt(first.row["nks_ho_ten"], dice)
    late = (day_of(second, "ngay_dang_ky") - day_of(first, "nks_ngay_sinh")).days > ON_TIME_DAYS
    second.row["loai_dang_ky"] = LATE if late else ON_TIME
    if dice.chance(200):
        second.row["me_ho_ten"] = misspelt(first.row["me_ho_ten"], dice)
    if dice.chance(150):
        second.row |= {"me_loai_giay_to_tuy_than": "", "me_so_giay_to_tuy_than": ""}
    if dice.chance(300):
        second.row["me_ngay_sinh"] = first.row["me_ngay_sinh"][-4:]
    if dice.chance(100):
        second.row |= {name: "" for name in second.row if name.startswith("cha_")} | {"nks_loai_khai_sinh": "3"}


def _registered_after(world: World, first: Record, second: Record) -> bool:
    return 0 < (day_of(second, "ngay_dang_ky") - day_of(first, "nks_ngay_sinh")).days < 3000


DOUBLES = (
    Double("duplicate_of", _twice, _registered_after),
    # The next line of the same book: as many numbers further as there are books.
    Double("twin_of", _twins, beside=lambda world: len(world.communes) * len(world.years)),
)
