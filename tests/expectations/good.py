"""One good record of each contract, by number."""

from __future__ import annotations

from tests.expectations.kit import Content, personal_id


def birth(n: int) -> Content:
    """A child of two known parents, registered in time in a commune of today."""
    return {
        "registration_unit": "16636",
        "number": str(n + 1),
        "book_no": "01/2026",
        "page_no": "1",
        "registered_on": "2026-03-20",
        "registration_type": "1",
        "signer": "Lê Văn Ký",
        "signer_title": "Chủ tịch",
        "registrar": "Trần Thị Sổ",
        "note": None,
        "child_name": f"Nguyễn Thị Bé {n}",
        "sex": "2",
        "born_on": "2026-03-01",
        "born_on_in_words": "Ngày một tháng ba năm hai nghìn không trăm hai mươi sáu",
        "birth_place": "Trạm Y tế",
        "birth_place_unit": "16636",
        "native_place": "Nghệ An",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "birth_kind": "1",
        "personal_id": personal_id(n, 2, 2026),
        **_parent("mother", n, 2, "1998-05-02"),
        **_parent("father", n, 1, "1995"),
        "requester_name": "Nguyễn Văn Cha",
        "requester_relation": "Cha",
        "requester_document_type": "5",
        "requester_document_no": personal_id(n, 1, 1995),
        "dossier_code": f"H41.15-20260320-{n:07d}",
        "scan": None,
    }


def _parent(prefix: str, n: int, sex: int, born_on: str) -> Content:
    fields = {
        "name": f"Phạm Phụ Huynh {n} {sex}",
        "born_on": born_on,
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "residence_type": "1",
        "residence": "Thôn 1",
        "document_type": "5",
        "document_no": personal_id(n, sex, int(born_on[:4])),
    }
    return {f"{prefix}_{name}": value for name, value in fields.items()}


def death(n: int) -> Content:
    """An old man, registered within a week."""
    return {
        "registration_unit": "16636",
        "number": str(n + 1),
        "book_no": "01/2026",
        "page_no": "1",
        "registered_on": "2026-05-10",
        "registration_type": "1",
        "signer": "Lê Văn Ký",
        "signer_title": "Chủ tịch",
        "registrar": "Trần Thị Sổ",
        "note": None,
        "deceased_name": f"Hồ Văn Cụ {n}",
        "sex": "1",
        "born_on": "1941-02-03",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "residence_type": "1",
        "residence": "Thôn 2",
        "document_type": "5",
        "personal_id": personal_id(n, 1, 1941),
        "died_on": "2026-05-04",
        "died_at": "04:30",
        "death_place": "Tại nhà riêng",
        "cause": "Bệnh già",
        "certificate_type": "1",
        "certificate_no": f"{n}/GBT",
        "requester_name": "Hồ Văn Con",
        "requester_relation": "Con",
        "requester_document_type": "5",
        "requester_document_no": personal_id(n, 1, 1970),
        "dossier_code": f"H41.15-20260510-{n:07d}",
    }


def parcel(n: int) -> Content:
    """A house with its garden."""
    serial = f"AA {n:08d}"
    empty = (
        "organisation_name organisation_id current_user_name current_user_id current_user_address change_reason parcel_id "
        "land_use_3 land_area_3 land_origin_3 land_form_3 land_term_3 apartment_block apartment_building apartment_no"
    )
    return {
        **dict.fromkeys(empty.split()),
        "commune_on_certificate": "16636",
        "certificate_serial": serial,
        "certificate_issued_on": "2025-08-12",
        "certificate_book_no": "CH 00123",
        "holder_name": f"Võ Thị Chủ {n}",
        "holder_born_on": "1979-04-05",
        "holder_sex": "2",
        "holder_id": personal_id(n, 2, 1979),
        "holder_address": "Thôn 3",
        "legal_party": "individual",
        "legal_role": "individual",
        "certificate_sheet": "4",
        "certificate_parcel": "17",
        "map_sheet": "4",
        "map_parcel": str(n + 1),
        "parcel_address": "Thôn 3",
        "area": "350.5",
        "land_use_1": "ONT",
        "land_area_1": "200",
        "land_origin_1": "1",
        "land_form_1": "private",
        "land_term_1": "Lâu dài",
        "land_use_2": "CLN",
        "land_area_2": "150.5",
        "land_origin_2": "1",
        "land_form_2": "private",
        "land_term_2": "50 năm",
        "asset_type": "Nhà ở riêng lẻ",
        "built_area": "80",
        "floor_area": "160",
        "ownership_form": "Sở hữu riêng",
        "ownership_term": "Lâu dài",
        "grade": "Cấp IV",
        "scan_files": f"{serial}-GCN.pdf",
        "dossier_code": f"H41.15-20250812-{n:07d}",
    }


def student(n: int) -> Content:
    """A fifth-grader of ten."""
    return {
        "school_code": "40000701",
        "school_year": "2026-2027",
        "class_code": "5A",
        "student_code": f"40{n:08d}",
        "full_name": f"Bùi Học Trò {n}",
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


def encounter(n: int) -> Content:
    """Three nights in hospital."""
    return {
        "encounter_code": f"40001{n:09d}",
        "facility_code": "40001",
        "patient_code": f"BN{n:07d}",
        "full_name": f"Đặng Người Bệnh {n}",
        "personal_id": personal_id(n, 2, 1960),
        "born_on": "1960",
        "sex": "2",
        "insurance_no": "GD4404212345678",
        "reason": "Đau ngực",
        "main_diagnosis": "I10",
        "other_diagnoses": "E11.9;K29.7",
        "visit_type": "03",
        "patient_class": "1.1",
        "admitted_at": "2026-10-01T08:30",
        "discharged_at": "2026-10-04T10:00",
        "treatment_days": 3,
        "outcome": "1",
        "discharge_kind": "1",
        "total_cost": "110500.5",
        "drug_cost": "60500.5",
        "supply_cost": "0",
        "commune": "16636",
        "drug_count": 2,
        "drug_total": "60500.5",
        "service_count": 1,
        "service_total": "50000",
        "lab_count": 0,
        "course_count": 1,
        "discharge_summary_at": "2026-10-04T10:00",
        "discharge_doctor": "00012/NA-CCHN",
        "dossier_code": f"H41.15-20261001-{n:07d}",
    }


def dossier(n: int) -> Content:
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
    return {"name": "Giấy khai sinh", "code": "KQ01", "id": "G1", "link": link, "result_code": "KQ.G15.000001"}


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
