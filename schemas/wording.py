"""What a clerk reads when a rule fails: one sentence in Vietnamese and English, and how to put it right.

Sentences name the field by its Vietnamese heading and say what is expected, never what was found.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Stands for a field in rules about the record as a whole: no JSON object, or a name the contract does not have.
WHOLE = "content"


@dataclass(frozen=True)
class Says:
    """What a kind of field expects (completes "Số thửa …"), and the hint for mending it. Rides in a field's annotation."""

    vi: str
    en: str
    hint_vi: str
    hint_en: str


@dataclass(frozen=True)
class RuleText:
    """A rule in words: what is wrong and what to do about it."""

    vi: str
    en: str
    hint_vi: str
    hint_en: str


def one_of(vi: str) -> Says:
    """Words for a code of a list."""
    return Says(
        f"phải là một mã trong danh mục {vi}",
        "must be a code of its list",
        "Chọn lại giá trị trong danh mục; nếu hệ thống nguồn có mã mới, báo quản trị bổ sung bảng chuyển mã.",
        "Choose a value of the list; if the source has a new code, ask the administrator to add it to the mapping table.",
    )


TEXT = Says(
    "phải là chữ, tối đa 2.000 ký tự",
    "must be text of at most 2,000 characters",
    "Nhập lại theo giấy tờ gốc.",
    "Type it again from the original paper.",
)
NAME_HINT = (
    "Nhập họ tên theo giấy tờ gốc, đủ dấu tiếng Việt.",
    "Type the name from the original paper with all diacritics.",
)
NAME = Says("phải là họ tên, tối đa 500 ký tự", "must be a name of at most 500 characters", *NAME_HINT)
PERSON_NAME = Says(
    "phải là họ tên bằng chữ, tối đa 500 ký tự, không có chữ số hay ký hiệu lạ",
    "must be a name in letters, of at most 500 characters, without digits or odd signs",
    *NAME_HINT,
)
DAY = Says(
    "phải là một ngày có thật, đủ ngày, tháng, năm",
    "must be a real date with day, month and year",
    "Kiểm tra lại ngày trên giấy tờ gốc (ví dụ tháng 2 không có ngày 31).",
    "Check the date on the original paper (February has no 31st, for example).",
)
PARTIAL_DAY = Says(
    "phải là một ngày có thật; có thể chỉ ghi năm hoặc tháng và năm",
    "must be a real date; the year, or month and year, are enough",
    "Chỉ ghi phần biết chắc: năm, hoặc tháng/năm, hoặc ngày/tháng/năm.",
    "Write only what is certain: year, month/year, or day/month/year.",
)
MOMENT = Says(
    "phải là ngày và giờ có thật",
    "must be a real date and time",
    "Kiểm tra lại ngày giờ trong hệ thống nguồn.",
    "Check the date and time in the source system.",
)
DECIMAL = Says(
    "phải là một số",
    "must be a number",
    "Nhập số bằng chữ số, phần lẻ sau dấu phẩy; không ghi đơn vị.",
    "Use digits, decimals after the comma, no unit.",
)
COUNT = Says(
    "phải là số nguyên không âm",
    "must be a whole number, zero or more",
    "Nhập số nguyên.",
    "Type a whole number.",
)

ID_HINT = (
    "Đối chiếu số trên thẻ căn cước hoặc với Cơ sở dữ liệu quốc gia về dân cư.",
    "Compare with the identity card or the population database.",
)


def shaped(vi: str, en: str, example: str) -> Says:
    """Words for a structured number or code."""
    return Says(
        f"phải đúng cấu trúc {vi} (ví dụ {example})",
        f"must be a well-formed {en} (for example {example})",
        "Đối chiếu với giấy tờ hoặc hệ thống gốc và nhập lại cho đúng.",
        "Compare with the original paper or system and correct it.",
    )
