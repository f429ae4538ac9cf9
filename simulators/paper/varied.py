"""The four forms as other offices set them: other words for a label, other order, no colons, values below labels, ruled tables.

To develop on. `held_back` is another such set, which is only measured with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulators.paper import parts, school_report
from simulators.paper.fonts import BOLD, ITALIC, REGULAR
from simulators.paper.sheet import LEFT, RIGHT, Sheet

FAMILIES = ("Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans")
NAMES = ("Họ và tên", "Họ tên", "Họ, chữ đệm, tên", "Họ và chữ đệm, tên")
BORN = ("Ngày sinh", "Sinh ngày", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Năm sinh")
NUMBER = ("Số định danh cá nhân", "Số CCCD", "Số căn cước", "Số ĐDCN", "Mã định danh")
HOME = ("Nơi cư trú", "Nơi thường trú", "Địa chỉ", "Địa chỉ thường trú", "Chỗ ở hiện nay")
SEX, PEOPLE, NATION = ("Giới tính", "Giới"), ("Dân tộc",), ("Quốc tịch",)
Labels = tuple[str, tuple[str, ...]]


def _parent(role: str, word: str) -> Sequence[Labels]:
    return (
        (f"{role}_name", ("Họ và tên", "Họ tên", *(f"{name} {word}" for name in ("Họ và tên", "Họ, chữ đệm, tên người")))),
        (f"{role}_born_on", BORN), (f"{role}_ethnicity", PEOPLE), (f"{role}_nationality", NATION),
        (f"{role}_document_no", ("Giấy tờ tùy thân", "Số giấy tờ tùy thân", "Số CCCD")), (f"{role}_residence", HOME),
    )  # fmt: skip


#: Form → its parts: a heading, and for each field the words a label may have.
PARTS: Mapping[str, Sequence[tuple[str, Sequence[Labels]]]] = {
    "birth_extract": (
        ("", (("number", ("Số", "Số đăng ký")), ("book_no", ("Quyển số", "Quyển")))),
        ("I. Người được khai sinh", (
            ("child_name", NAMES), ("born_on", BORN), ("born_on_in_words", ("Bằng chữ", "Ghi bằng chữ", "(bằng chữ)")), ("sex", SEX),
            ("ethnicity", PEOPLE), ("nationality", NATION), ("birth_place", ("Nơi sinh", "Sinh tại")),
            ("native_place", ("Quê quán", "Nguyên quán")), ("personal_id", NUMBER),
        )),
        ("II. Người mẹ", _parent("mother", "mẹ")), ("III. Người cha", _parent("father", "cha")),
        ("IV. Đăng ký", (
            ("requester_name", ("Người đi khai sinh", "Người yêu cầu", "Họ tên người đi khai sinh")),
            ("registration_place", ("Nơi đăng ký khai sinh", "Đăng ký tại", "Cơ quan đăng ký")),
            ("registered_on", ("Ngày đăng ký", "Đăng ký ngày")),
        )),
    ),
    "land_certificate": (
        ("", (("certificate_serial", ("Số phát hành", "Số seri", "Số phát hành GCN")),)),
        ("I. Chủ sử dụng", (
            ("holder_name", (*NAMES, "Ông/Bà", "Người sử dụng đất")), ("holder_born_on", BORN), ("holder_sex", SEX),
            ("holder_id", NUMBER), ("holder_address", HOME),
        )),
        ("II. Thửa đất", (
            ("map_parcel", ("Thửa đất số", "Số thửa", "Thửa số")), ("map_sheet", ("Tờ bản đồ số", "Tờ bản đồ", "Số tờ")),
            ("parcel_address", ("Địa chỉ thửa đất", "Vị trí thửa đất", "Địa chỉ")), ("area", ("Diện tích", "Diện tích (m2)")),
            ("area_in_words", ("Bằng chữ", "Viết bằng chữ")), ("land_form_1", ("Hình thức sử dụng", "Hình thức sử dụng đất")),
            ("land_use_1", ("Mục đích sử dụng", "Loại đất", "Mục đích sử dụng đất")),
            ("land_term_1", ("Thời hạn sử dụng", "Thời hạn", "Thời hạn sử dụng đất")),
            ("land_origin_1", ("Nguồn gốc sử dụng", "Nguồn gốc sử dụng đất")),
            ("certificate_book_no", ("Số vào sổ", "Số vào sổ cấp GCN")), ("certificate_issued_on", ("Ngày cấp", "Cấp ngày")),
        )),
    ),
    "school_report": (
        ("Học sinh", (
            ("full_name", (*NAMES, "Họ và tên học sinh")), ("born_on", BORN), ("sex", SEX), ("personal_id", NUMBER),
            ("student_code", ("Mã học sinh", "Mã số học sinh")), ("class_code", ("Lớp", "Học sinh lớp")),
            ("school_year", ("Năm học", "Niên khóa")), ("address", HOME),
        )),
        ("Kết quả", (
            ("overall", ("Học tập", "Kết quả học tập")), ("conduct", ("Rèn luyện", "Kết quả rèn luyện")),
            ("promoted", ("Được lên lớp/Ở lại lớp", "Lên lớp hoặc ở lại lớp")),
        )),
    ),
    "health_page": (
        ("", (("encounter_code", ("Mã y tế", "Số lưu trữ", "Số hồ sơ")),)),
        ("Người bệnh", (
            ("full_name", (*NAMES, "Họ và tên người bệnh", "Tên người bệnh")), ("born_on", BORN), ("sex", SEX), ("ethnicity", PEOPLE),
            ("personal_id", NUMBER), ("insurance_no", ("Số thẻ BHYT", "Mã số BHYT", "Thẻ BHYT số")), ("address", HOME),
        )),
        ("Điều trị", (
            ("admitted_on", ("Ngày vào viện", "Vào viện", "Nhập viện ngày")),
            ("discharged_on", ("Ngày ra viện", "Ra viện", "Xuất viện ngày")),
            ("diagnosis", ("Chẩn đoán", "Chẩn đoán ra viện", "Chẩn đoán xác định")), ("icd_code", ("Mã ICD-10", "Mã bệnh", "ICD-10")),
            ("treatment", ("Phương pháp điều trị", "Điều trị", "Xử trí")),
        )),
    ),
}  # fmt: skip
TITLES = {
    "birth_extract": ("TRÍCH LỤC KHAI SINH", "GIẤY KHAI SINH"),
    "land_certificate": ("GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT",),
    "school_report": ("HỌC BẠ", "HỌC BẠ TRUNG HỌC CƠ SỞ"),
    "health_page": ("GIẤY RA VIỆN",),
}
#: Millimetres from the top below which there is no room for a signature.
LOWEST = 250.0
STYLES = ("colon", "bare", "below", "table", "numbered", "bold")


def draw(form: str, sheet: Sheet) -> None:
    """A sheet of the form in one of the styles."""
    style = sheet.dice.pick(STYLES)
    if style == "below" and len(PARTS[form]) > 3:
        style = "bold"  # a long form has no room for it
    parts.heading(sheet, f"CƠ QUAN CẤP\n{sheet.facts['province'].upper()}")
    parts.title(sheet, sheet.dice.pick(TITLES[form]), "")
    number = 0
    for place, (heading, fields) in enumerate(PARTS[form]):
        if form == "school_report" and place == 1:
            terms = sheet.dice.pick((("HK I", "HK II", "Cả năm"), ("Kì 1", "Kì 2", "CN")))
            subjects = school_report.MARKED | school_report.LEVELLED
            sheet.table((60, 30, 30, 30), school_report.table("Môn", terms, subjects), height=6.4)
        if heading:
            sheet.label(heading, BOLD)
        for field, labels in fields:
            number += 1
            if sheet.facts[field] or style != "table":
                _line(sheet, field, sheet.dice.pick(labels), style, number)
    if sheet.y < LOWEST:  # a long form is signed overleaf
        parts.signed(sheet, "NGƯỜI KÝ", "signer")


def _line(sheet: Sheet, field: str, label: str, style: str, number: int) -> None:
    words = f"{number}. {label}" if style == "numbered" else label
    if style in ("colon", "numbered"):
        sheet.row((f"{words}:", field))
        return
    if style == "below":
        sheet.text(LEFT, sheet.y, words, ITALIC, 0.72)
        sheet.value(field, LEFT, sheet.y + 4.6, width=RIGHT - LEFT)
        sheet.y += 9.0
        return
    at = 96.0
    if style == "table":
        sheet.frame(LEFT, sheet.y - 5, RIGHT, sheet.y + 1.6)
        sheet.rule(at - 2, sheet.y - 5, at - 2, sheet.y + 1.6)
    sheet.text(
        LEFT + 1.5, sheet.y, f"{words}:" if style == "bold" else words, BOLD if style == "bold" else REGULAR, 0.9
    )
    sheet.value(field, at, sheet.y, width=RIGHT - at - 1)
    sheet.y += 6.4
