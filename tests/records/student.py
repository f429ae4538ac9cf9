"""One good student."""

from __future__ import annotations

from typing import Any

from tests.records import Content, in_letters, personal_id

RAW: dict[str, Any] = {
    "STT": "1", "Mã trường": "17329S01", "Năm học": "2026-2027", "Mã lớp": "5A", "Mã học sinh": "HS000001",
    "Họ tên": "Phạm Thị Hoa", "Ngày sinh": "12/06/2016", "Giới tính": "Nữ", "Trạng thái HS": "Đang học",
    "Ngày nhập trạng thái": "05/09/2026", "Dân tộc": "Thái", "Loại khuyết tật": "", "Số định danh cá nhân": "040316000005",
    "Mã xã": "17329", "Mã hồ sơ": "",
}  # fmt: skip


def good(n: int) -> Content:
    """A fifth-grader of ten."""
    return {
        "school_code": "40000701",
        "school_year": "2026-2027",
        "class_code": "5A",
        "student_code": f"40{n:08d}",
        "full_name": f"Bùi Học Trò {in_letters(n)}",
        "born_on": "2016-09-30",
        "sex": "1",
        "status": "1",
        "status_on": "2026-08-20",
        "ethnicity": "Kinh",
        "disability": None,
        "personal_id": personal_id(n, 1, 2016),
        "commune": "16636",
        "dossier_code": f"H41.15-20260820-{n:07d}",
    }
