"""Vietnamese names as often as one meets them: family names by frequency, middle and given names by sex."""

from __future__ import annotations

from simulators.province.dice import Dice

FAMILY_SHARES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Phan": 5, "Võ": 4, "Đặng": 2, "Bùi": 2, "Đỗ": 2,
    "Hồ": 3, "Ngô": 2, "Dương": 1, "Lý": 1, "Cao": 1, "Đinh": 1, "Thái": 1, "Vi": 1, "Lương": 1, "Lô": 1, "Chu": 1,
}  # fmt: skip
FAMILY = tuple(name for name, share in FAMILY_SHARES.items() for _ in range(share))
MIDDLE = (
    ("Văn", "Văn", "Văn", "Đức", "Minh", "Hữu", "Quang", "Xuân", "Đình", "Công", "Bá", "Sỹ", "Trọng", "Anh", "Gia"),
    ("Thị", "Thị", "Thị", "Thị", "Ngọc", "Thanh", "Phương", "Khánh", "Thùy", "Bảo", "Quỳnh", "Hà", "Diệu", "Minh"),
)
GIVEN = (
    (
        "Hùng", "Dũng", "Tuấn", "Nam", "Long", "Sơn", "Hải", "Thắng", "Cường", "Kiên", "Đạt", "Phúc", "Khôi", "Huy",
        "Quân", "Trung", "Hiếu", "Thành", "Bình", "Tùng", "Lâm", "Khoa", "Vinh", "Tài", "Toàn", "Nghĩa", "Hoàng", "Đông",
    ),
    (
        "Hương", "Lan", "Hoa", "Mai", "Linh", "Trang", "Hà", "Thảo", "Nga", "Hằng", "Yến", "Nhung", "Vân", "Thủy",
        "Ngân", "Anh", "Chi", "My", "Ly", "Dung", "Hiền", "Hạnh", "Tuyết", "Loan", "Oanh", "Trinh", "Châu", "Giang",
    ),
)  # fmt: skip
# Nghệ An is mostly Kinh, with Thái, Thổ, Khơ-mú and Mông in its west.
ETHNIC_GROUPS = ("Kinh",) * 86 + ("Thái",) * 9 + ("Thổ",) * 2 + ("Khơ-mú",) + ("Mông",) + ("Ơ-đu",)


def person_name(dice: Dice, sex: int, family: str | None = None) -> str:
    """A full name; `sex` is 1 or 2. A quarter of the names have two middle words."""
    words = [family or dice.pick(FAMILY), dice.pick(MIDDLE[sex - 1])]
    if dice.chance(250):
        second = dice.pick(MIDDLE[sex - 1][3:])
        if second != words[1]:
            words.append(second)
    words.append(dice.pick(GIVEN[sex - 1]))
    return " ".join(words)


UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_in_words(value: int) -> str:
    """A number below 10,000 as it is read out: 2015 is "hai nghìn không trăm mười lăm"."""
    if value < 10:
        return UNITS[value]
    if value < 100:
        tens, rest = divmod(value, 10)
        head = "mười" if tens == 1 else f"{UNITS[tens]} mươi"
        tail = {0: "", 1: " một" if tens == 1 else " mốt", 5: " lăm"}.get(rest, f" {UNITS[rest]}")
        return head + tail
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{UNITS[hundreds]} trăm" + _after(rest)
    thousands, rest = divmod(value, 1000)
    if not rest:
        return f"{UNITS[thousands]} nghìn"
    hundreds, rest = divmod(rest, 100)
    return f"{UNITS[thousands]} nghìn {UNITS[hundreds]} trăm" + _after(rest)


def _after(rest: int) -> str:
    if not rest:
        return ""
    return f" linh {UNITS[rest]}" if rest < 10 else f" {number_in_words(rest)}"
