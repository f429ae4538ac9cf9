"""One good dossier, and the items its lists are made of."""

from __future__ import annotations

from typing import Any

from tests.records import Content, personal_id

RAW: dict[str, Any] = {
    "MaHoSo": "H41.15-20260305-0000001", "MaTTHC": "1.001193", "TenTTHC": "Đăng ký khai sinh", "ChuHoSo": "Trần Thị Mai",
    "LoaiDoiTuong": "1", "SoDinhDanh": "040190000001", "LoaiDinhDanh": "1", "NgayTiepNhan": "05/03/2026 08:30:00",
    "NgayHenTra": "10/03/2026 17:00:00", "NgayKetThucXuLy": "06/03/2026 09:15:30", "TrangThaiHoSo": "10",
    "KenhThucHien": "2", "HinhThuc": "0", "DonViXuLy": "H41.15", "NoiNopHoSo": "H41.15.1", "HoSoCoThanhPhanSoHoa": 1,
    "TaiLieuNop": [{"TepDinhKemId": "T1", "TenTepDinhKem": "Tờ khai.pdf", "DuocSoHoa": "1"}],
    "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "HinhThucThu": "1", "Gia": 8000}],
    "DanhSachHoSoBoSung": [],
    "DanhSachGiayToKetQua": [{"TenGiayTo": "Giấy khai sinh", "MaGiayToKetQua": "KQ.G15.000001"}],
}  # fmt: skip


def good(n: int) -> Content:
    """A birth registration, returned before it was due."""
    return {
        "code": f"H41.15-20261001-{n:07d}",
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "field_code": "G15-HT01",
        "field_name": "Hộ tịch",
        "applicant_name": f"Phan Người Nộp {n}",
        "applicant_kind": "1",
        "applicant_id": personal_id(n, 1, 1990),
        "id_kind": "1",
        "address": "Thôn 4",
        "email": None,
        "phone": "0912345678",
        "summary": "Đăng ký khai sinh",
        "received_at": "2026-10-01T08:00",
        "due_at": "2026-10-06T17:00",
        "finished_at": "2026-10-02T15:30",
        "returned_at": "2026-10-02T17:00",
        "submitted_at": "2026-10-01T07:45",
        "status": "10",
        "channel": "2",
        "result_form": "0",
        "settling_unit": "H41.15",
        "reception_unit": "H41.15.1",
        "digitised": "1",
        "vneid_verified": "1",
        "paid_online": "1",
        "refused_at": None,
        "cashless": "1",
        "database_code": None,
        "officer": "CB01",
        "electronic_steps": 5,
        "note": None,
        "components": [component("1")],
        "fees": [fee(8000)],
        "supplements": [],
        "results": [result("https://luutru.example.vn/1.pdf")],
    }


def component(digitised: str) -> Content:
    """One paper handed in."""
    names = ("id", "name", "code", "link", "digitised", "reused", "from_store", "replaces")
    return dict(
        zip(names, ("T1", "Tờ khai.pdf", "TP01", "https://x.example.vn/1", digitised, "0", "0", None), strict=True)
    )


def fee(amount: int) -> Content:
    """One fee in đồng."""
    return {"name": "Lệ phí", "code": "LP01", "collected": "1", "amount": amount, "kind": "1"}


def result(link: str | None) -> Content:
    """One result."""
    return {
        "name": "Giấy khai sinh",
        "code": "KQ01",
        "id": "G1",
        "link": link,
        "result_code": "KQ.G15.000001",
        "signed": None,
    }


def supplement(requested_at: str, received_at: str | None) -> Content:
    """One request to supplement."""
    return {
        "id": "B1",
        "requested_by": "Cán bộ một cửa",
        "content": "Bổ sung bản sao",
        "requested_at": requested_at,
        "received_at": received_at,
        "status": "1",
        "due_before": None,
        "due_after": None,
    }
