"""Layouts nobody may tune a reader on: other labels, order, columns and fonts than the usual ones; for the last measurement only.

The labels are synonyms that stand on real papers of other years and agencies; the layouts are ours.
"""

from __future__ import annotations

from simulators.paper import parts
from simulators.paper.fonts import BOLD
from simulators.paper.school_report import table
from simulators.paper.sheet import LEFT, RIGHT, Sheet

FAMILIES = ("Noto Sans", "Noto Serif", "DejaVu Serif")
LEADERS = (".", ".", ". ", "_")
MIDDLE = 106.0
SUBJECTS = {
    "ngu_van": "Văn học và Tiếng Việt", "toan": "Toán học", "khoa_hoc_tu_nhien": "KHTN", "ngoai_ngu_1": "Tiếng Anh",
    "lich_su_dia_li": "Sử - Địa", "giao_duc_cong_dan": "GDCD", "tin_hoc": "Tin", "cong_nghe": "CN",
    "nghe_thuat": "Nhạc - Họa", "giao_duc_the_chat": "GDTC", "hoat_dong_trai_nghiem": "HĐTN",
}  # fmt: skip


def birth_extract(sheet: Sheet) -> None:
    """A certificate of birth as older offices print it: mother and father side by side, the registration first."""
    _state(sheet)
    parts.title(sheet, "GIẤY KHAI SINH", "(Trích lục từ Sổ đăng ký khai sinh)")
    sheet.row(("Nơi đăng ký:", "registration_place"))
    sheet.row(("Số đăng ký:", "number", 0.7), ("Sổ số:", "book_no", 0.8), ("Ngày đăng ký:", "registered_on", 1.1))
    sheet.label("PHẦN GHI VỀ NGƯỜI ĐƯỢC KHAI SINH", BOLD)
    sheet.row(("Họ, chữ đệm, tên khai sinh:", "child_name", 1.7), ("Nam/Nữ:", "sex", 0.6))
    sheet.row(("Số CCCD/ĐDCN:", "personal_id"))
    sheet.row(("Sinh ngày:", "born_on", 1.1), ("Dân tộc:", "ethnicity", 0.8), ("Quốc tịch:", "nationality"))
    sheet.row(("Bằng chữ:", "born_on_in_words"))
    sheet.row(("Sinh tại:", "birth_place"))
    sheet.row(("Nguyên quán:", "native_place"))
    _columns(
        sheet,
        [
            (f"PHẦN GHI VỀ NGƯỜI {word}", [
                ("Họ và tên:", f"{role}_name"), ("Sinh năm:", f"{role}_born_on"), ("Dân tộc:", f"{role}_ethnicity"),
                ("Quốc tịch:", f"{role}_nationality"), ("CMND/CCCD số:", f"{role}_document_no"),
            ])
            for role, word in (("father", "CHA"), ("mother", "MẸ"))
        ],
    )  # fmt: skip
    sheet.row(("Chỗ ở của cha:", "father_residence"))
    sheet.row(("Chỗ ở của mẹ:", "mother_residence"))
    sheet.row(("Người đi đăng ký:", "requester_name"))
    parts.signed(sheet, "CÁN BỘ KÝ CẤP", "signer", title="signer_title")


def land_certificate(sheet: Sheet) -> None:
    """An extract of the land register: the parcel before its user, numbers in the first lines."""
    _state(sheet)
    parts.title(sheet, "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", "")
    sheet.row(
        ("Seri:", "certificate_serial", 0.9),
        ("Vào sổ số:", "certificate_book_no"),
        ("Cấp ngày:", "certificate_issued_on"),
    )
    sheet.label("1. Thông tin về thửa đất", BOLD)
    sheet.row(("Tờ bản đồ:", "map_sheet", 0.9), ("Số thửa:", "map_parcel", 0.8), ("Diện tích m²:", "area", 1.1))
    sheet.row(("Diện tích ghi bằng chữ:", "area_in_words"))
    sheet.row(("Loại đất:", "land_use_1"))
    sheet.row(("Hình thức:", "land_form_1"), ("Thời hạn:", "land_term_1", 1.2))
    sheet.row(("Nguồn gốc đất:", "land_origin_1"))
    sheet.row(("Vị trí thửa đất:", "parcel_address"))
    sheet.label("2. Thông tin về người được cấp", BOLD)
    sheet.row(("Ông/Bà:", "holder_name", 1.4), ("Giới tính:", "holder_sex", 0.7))
    sheet.row(("Ngày sinh:", "holder_born_on", 0.9), ("Số định danh cá nhân:", "holder_id", 1.4))
    sheet.row(("Nơi thường trú:", "holder_address"))
    parts.signed(sheet, "CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "signer", below="GIÁM ĐỐC")


def school_report(sheet: Sheet) -> None:
    """A transcript: the result before the table, terms as HKI and HKII."""
    _state(sheet)
    parts.title(sheet, "BẢNG KẾT QUẢ HỌC TẬP CẢ NĂM", sheet.facts["school"])
    sheet.row(("Lớp:", "class_code", 0.6), ("Niên khóa:", "school_year"), ("Mã định danh HS:", "student_code", 1.4))
    sheet.row(("Học sinh:", "full_name", 1.3), ("Nam/Nữ:", "sex", 0.7))
    sheet.row(("Sinh ngày:", "born_on"), ("Số CCCD/ĐDCN:", "personal_id", 1.4))
    sheet.row(("Chỗ ở:", "address"))
    sheet.row(("Xếp loại học tập:", "overall"), ("Xếp loại rèn luyện:", "conduct"))
    sheet.y += 1
    sheet.table((76, 26, 26, 30), table("Tên môn", ("HK I", "HK II", "CN"), SUBJECTS), left=LEFT + 5, height=6.8)
    sheet.row(("Kết luận:", "promoted"))
    parts.signed(sheet, "THỦ TRƯỞNG NHÀ TRƯỜNG", "signer", other=("GVCN", "teacher"))


def health_page(sheet: Sheet) -> None:
    """A summary of a stay in two columns, the illness before the person."""
    _state(sheet)
    parts.title(sheet, "TÓM TẮT HỒ SƠ BỆNH ÁN", f"{sheet.facts['hospital']} - {sheet.facts['ward']}")
    sheet.label("A. Quá trình điều trị", BOLD)
    sheet.row(("Mã y tế:", "encounter_code"), ("Ngày vào:", "admitted_on"), ("Ngày ra:", "discharged_on"))
    sheet.row(("Chẩn đoán ra viện:", "diagnosis", 1.9), ("Mã ICD:", "icd_code", 0.7))
    sheet.row(("Điều trị:", "treatment"))
    sheet.label("B. Người bệnh", BOLD)
    sheet.row(("Bệnh nhân:", "full_name"))
    sheet.row(("Số định danh cá nhân:", "personal_id", 1.3), ("Ngày sinh:", "born_on"))
    sheet.row(("Số thẻ BHYT:", "insurance_no", 1.4), ("Nam/Nữ:", "sex", 0.7), ("Dân tộc:", "ethnicity", 0.9))
    sheet.row(("Nơi ở:", "address"))
    sheet.y += 6
    parts.signed(sheet, "ĐẠI DIỆN BỆNH VIỆN", "signer", other=("Y, BÁC SĨ KHÁM", "doctor"))


DRAWN = {
    "birth_extract": birth_extract,
    "land_certificate": land_certificate,
    "school_report": school_report,
    "health_page": health_page,
}


def _state(sheet: Sheet) -> None:
    """The state's name in the middle, as on papers that are not letters of an office."""
    sheet.centred(parts.STATE, BOLD, 0.95)
    sheet.y -= 2.4
    sheet.centred(parts.MOTTO, BOLD, 0.9)
    sheet.rule(80, sheet.y - 6, 130, sheet.y - 6)
    sheet.y += 6


def _columns(sheet: Sheet, columns: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Two columns of labels, each with its heading."""
    top = sheet.y
    for place, (heading, rows) in enumerate(columns):
        left, right = (LEFT, MIDDLE - 2) if place == 0 else (MIDDLE, RIGHT)
        sheet.y = top
        sheet.text(left, top, heading, BOLD, 0.9)
        for row in rows:
            sheet.y += sheet.style.leading
            _lone(sheet, row, left, right)
    sheet.y += sheet.style.leading


def _lone(sheet: Sheet, row: tuple[str, str], left: float, right: float) -> None:
    """One field of a column; its value never runs into the next line, where the other column would not follow."""
    height = sheet.y
    sheet.row((*row, 1.0), ("", "", 0.001), left=left, right=right)
    sheet.y = height
