"""What every civil-status registration carries: the book, the registrar, the requester.

Field names of the Ministry of Justice's digitisation tool (33150050349, 40695574612); law: Luật Hộ tịch 60/2014, articles 14, 58.
"""

from __future__ import annotations

from schemas import kinds
from schemas.contract import Record, wire


class Registration(Record):
    """The registration itself, first in every civil-status record."""

    registration_unit: kinds.CommuneCode = wire(
        "noiDangKyDvhc", "Nơi đăng ký (mã xã)", "Commune that registered, by its code at the time, old or new (ours)."
    )
    number: kinds.RegistryNumber = wire("so", "Số", "Number in the book, without the year (tool's `so`).")
    book_no: kinds.BookNo = wire(
        "quyenSo", "Quyển số", "Book, one per kind of event and year (law 60/2014, article 58)."
    )
    page_no: kinds.Text | None = wire("trangSo", "Trang số", "Page in the book (tool's `trangSo`).")
    registered_on: kinds.Day = wire("ngayDangKy", "Ngày đăng ký", "Day of registration (tool's `ngayDangKy`).")
    registration_type: kinds.RegistrationType = wire(
        "loaiDangKy", "Loại đăng ký", "0 no information, 1 on time, 2 again, 3 noted from abroad, 4 late (tool's list)."
    )
    signer: kinds.Name | None = wire("nguoiKy", "Người ký", "Who signed the extract (tool's `nguoiKy`).")
    signer_title: kinds.Text | None = wire("chucVuNguoiKy", "Chức vụ người ký", "Office of the signer.")
    registrar: kinds.Name | None = wire("nguoiThucHien", "Người thực hiện", "Officer who wrote the entry.")
    note: kinds.Text | None = wire("ghiChu", "Ghi chú", "Note in the book.")


class Requester(Record):
    """Who came to register."""

    requester_name: kinds.PersonName | None = wire(
        "nycHoTen", "Họ tên người yêu cầu", "Name of the requester (tool's `nycHoTen`)."
    )
    requester_relation: kinds.Text | None = wire(
        "nycQuanHe", "Quan hệ với người được đăng ký", "Relation to the person."
    )
    requester_document_type: kinds.DocumentType | None = wire(
        "nycLoaiGiayTo", "Loại giấy tờ người yêu cầu", "0 to 8 of the tool's list of papers."
    )
    requester_document_no: kinds.Text | None = wire("nycSoGiayTo", "Số giấy tờ người yêu cầu", "Number of that paper.")
