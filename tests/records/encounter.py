"""One good visit."""

from __future__ import annotations

from typing import Any

from tests.records import Content, in_letters, personal_id

RAW: dict[str, Any] = {
    "XML1": {
        "MA_LK": "40001000000001", "MA_CSKCB": "40001", "MA_BN": "BN1", "HO_TEN": "Võ Văn Năm", "SO_CCCD": "040085000006",
        "NGAY_SINH": "198500000000", "GIOI_TINH": "1", "MA_THE_BHYT": "GD4404123456789", "MAXA_CU_TRU": "17329",
        "LY_DO_VV": "Đau đầu", "MA_BENH_CHINH": "I10", "MA_BENH_KT": "E11.9;J00", "MA_LOAI_KCB": "03",
        "MA_DOITUONG_KCB": "1.1", "NGAY_VAO": "202603010830", "NGAY_RA": "202603051400", "SO_NGAY_DTRI": "4",
        "KET_QUA_DTRI": "1", "MA_LOAI_RV": "1", "T_TONGCHI_BV": "61000.5", "T_THUOC": "10500.5", "T_VTYT": "0",
        "MA_TTDV": "001/CCHN",
    },
    "XML2": [{"MA_LK": "x", "THANH_TIEN_BV": "10000.25"}, {"THANH_TIEN_BV": "500.25"}],
    "XML3": [{"THANH_TIEN_BV": "50500"}],
    "XML4": [{"MA_LK": "x"}],
    "XML5": [{"MA_LK": "x"}, {"MA_LK": "x"}],
    "XML7": {"NGAY_RA": "202603051400", "MA_TTDV": "002/CCHN"},
}  # fmt: skip


def good(n: int) -> Content:
    """Three nights in hospital."""
    return {
        "encounter_code": f"40001{n:09d}",
        "facility_code": "40001",
        "patient_code": f"BN{n:07d}",
        "full_name": f"Đặng Người Bệnh {in_letters(n)}",
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
