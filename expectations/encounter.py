"""A good encounter: admitted before discharged, costs that add up, a diagnosis and a stay that fit the patient."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import (
    absent,
    between,
    days_apart,
    equal,
    limit,
    not_after_today,
    not_before,
    present,
    present_when,
    total_of,
)
from expectations.suite.columns import first_day, flag, moment, number, year
from expectations.suite.neighbours import Clash, Tell, fields
from expectations.suite.person import number_columns, number_rules
from expectations.suite.rule import Suite, critical, info, warning
from expectations.suite.usual import alive, died_before, dossier_linked

#: Largest difference, in đồng, between a total and the sum of its lines that rounding explains. Ours.
LIMITS = {"cost_tolerance": 1.0}
LONG_STAY_DAYS = 180
COSTS = ("total_cost", "drug_cost", "drug_total", "service_total")
MOMENTS = ("admitted_at", "discharged_at", "discharge_summary_at")
TABLES = "QĐ 130/2023/QĐ-BYT and successors (XML1–XML7, DOMAIN §8)"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Moments, amounts, the age in calendar years, and flags (1 or null) for what does not fit together."""
    admitted, discharged = moment("admitted_at"), moment("discharged_at")
    nights = (discharged.dt.date() - admitted.dt.date()).dt.total_days()
    other = pl.lit(";") + pl.col("other_diagnoses").str.replace_all(" ", "", literal=True) + ";"
    repeated = other.str.contains(pl.lit(";") + pl.col("main_diagnosis") + ";", literal=True)
    pregnancy = pl.col("main_diagnosis").str.starts_with("O") & (pl.col("sex") == "1")
    return frame.with_columns(
        *number_columns("personal_id", "sex", "born_on"),
        *(moment(field).alias(field) for field in MOMENTS),
        first_day("born_on").alias("born_first"),
        (year("admitted_at") - year("born_on")).alias("age"),
        *(number(field).alias(field) for field in COSTS),
        flag(number("treatment_days") > nights + 1, "more_days_than_stay"),
        flag(repeated, "main_repeated"),
        flag(pregnancy, "pregnant_man"),
        flag(pl.col("patient_class").str.len_chars() > 4, "class_too_long"),
        flag(discharged.is_not_null() & pl.col("outcome").is_null(), "without_outcome"),
        pl.when(pl.col("discharge_summary_at").is_not_null()).then(pl.lit("yes")).alias("has_summary"),
    )


RULES = (
    critical("encounter.discharge_before_admission", "discharged_at", not_before("discharged_at", "admitted_at"), source=TABLES,
        vi="Ngày ra trước ngày vào.", fix_vi="Kiểm tra NGAY_VAO và NGAY_RA trong hồ sơ bệnh án.",
        en="The discharge is before the admission.", fix_en="Check admission and discharge (NGAY_VAO, NGAY_RA) in the medical record."),
    critical("encounter.admitted_in_future", "admitted_at", not_after_today("admitted_at"), source="ours",
        vi="Ngày vào ở tương lai.", fix_vi="Kiểm tra lại NGAY_VAO.",
        en="The admission lies in the future.", fix_en="Check the admission time (NGAY_VAO)."),
    critical("encounter.admitted_before_birth", "admitted_at", not_before("admitted_at", "born_first"),
        source="ours; a birth date of year or month precision is compared at that precision",
        vi="Ngày vào trước ngày sinh của người bệnh.", fix_vi="Kiểm tra ngày sinh và NGAY_VAO.",
        en="The admission is before the patient's birth.", fix_en="Check birth date and admission time."),
    critical("encounter.cost_sum", "total_cost", total_of("total_cost", ["drug_total", "service_total"], limit("cost_tolerance")),
        source=f"{TABLES}; tolerance ours",
        vi="Tổng chi phí khác với tổng tiền thuốc và dịch vụ, vật tư chi tiết.",
        fix_vi="Đối chiếu T_TONGCHI_BV với các dòng của XML2 và XML3; bổ sung dòng thiếu hoặc sửa tổng.",
        en="The total cost differs from the sum of the drug and service lines.",
        fix_en="Compare T_TONGCHI_BV with the lines of XML2 and XML3; add the missing line or correct the total."),
    critical("encounter.cost_not_negative", "total_cost", between("total_cost", 0), source="ours",
        vi="Tổng chi phí là số âm.", fix_vi="Kiểm tra lại T_TONGCHI_BV.",
        en="The total cost is negative.", fix_en="Check the total (T_TONGCHI_BV)."),
    warning("encounter.drug_cost_agrees", "drug_cost", total_of("drug_cost", ["drug_total"], limit("cost_tolerance")), source=TABLES,
        vi="Tiền thuốc ở bảng tổng hợp khác với tổng các dòng thuốc.", fix_vi="Đối chiếu T_THUOC với các dòng của XML2.",
        en="The drug cost of the summary differs from the sum of the drug lines.", fix_en="Compare T_THUOC with the lines of XML2."),
    warning("encounter.treatment_days_fit_stay", "treatment_days", absent("more_days_than_stay"), source=TABLES,
        vi="Số ngày điều trị nhiều hơn thời gian từ lúc vào đến lúc ra.", fix_vi="Kiểm tra SO_NGAY_DTRI, NGAY_VAO và NGAY_RA.",
        en="More days of treatment than lie between admission and discharge.", fix_en="Check treatment days, admission and discharge."),
    warning("encounter.stay_usual", "discharged_at", days_apart("discharged_at", "admitted_at", high=LONG_STAY_DAYS), source="ours",
        vi=f"Đợt điều trị dài hơn {LONG_STAY_DAYS} ngày.", fix_vi="Kiểm tra năm của NGAY_VAO và NGAY_RA; bệnh mạn tính thì giữ nguyên.",
        en=f"The stay is longer than {LONG_STAY_DAYS} days.",
        fix_en="Check the years of admission and discharge; leave them for a chronic illness."),
    warning("encounter.discharged_in_future", "discharged_at", not_after_today("discharged_at"),
        source="DOMAIN §8 (sent right after the visit)",
        vi="Ngày ra ở tương lai.", fix_vi="Chỉ gửi hồ sơ sau khi người bệnh ra viện; kiểm tra lại NGAY_RA.",
        en="The discharge lies in the future.", fix_en="Send a record after the discharge only; check NGAY_RA."),
    warning("encounter.summary_agrees", "discharge_summary_at", equal("discharge_summary_at", "discharged_at"), source=TABLES,
        vi="Thời điểm ra viện trên giấy ra viện khác với bảng tổng hợp.", fix_vi="Đối chiếu NGAY_RA của XML7 và XML1.",
        en="The discharge paper and the summary give different times of discharge.", fix_en="Compare NGAY_RA of XML7 and XML1."),
    warning("encounter.summary_signed", "discharge_doctor", present_when("discharge_doctor", "has_summary", ["yes"]), source=TABLES,
        vi="Có giấy ra viện nhưng chưa ghi người ký.", fix_vi="Bổ sung MA_TTDV trong bảng XML7.",
        en="There is a discharge paper without the doctor who signed it.", fix_en="Add the signer (MA_TTDV) in table XML7."),
    warning("encounter.main_diagnosis_once", "other_diagnoses", absent("main_repeated"), source="ours",
        vi="Bệnh chính được ghi lại trong danh sách bệnh kèm theo.", fix_vi="Bỏ mã bệnh chính khỏi MA_BENH_KT.",
        en="The main diagnosis is listed again among the others.", fix_en="Remove the main diagnosis from MA_BENH_KT."),
    warning("encounter.diagnosis_fits_sex", "main_diagnosis", absent("pregnant_man"), source="ours, from ICD-10 chapter XV",
        vi="Mã bệnh thai sản (chương O) ghi cho người bệnh nam.", fix_vi="Kiểm tra giới tính và mã bệnh chính.",
        en="A diagnosis of pregnancy (chapter O) on a male patient.", fix_en="Check sex and main diagnosis."),
    warning("encounter.age_plausible", "born_on", between("age", high=120), source="ours",
        vi="Người bệnh trên 120 tuổi theo ngày sinh đã ghi.", fix_vi="Kiểm tra lại năm sinh.",
        en="By the birth date recorded the patient is older than 120.", fix_en="Check the year of birth."),
    warning("encounter.outcome_when_discharged", "outcome", absent("without_outcome"), source=TABLES,
        vi="Đã ra viện nhưng chưa ghi kết quả điều trị.", fix_vi="Bổ sung KET_QUA_DTRI (1 đến 7).",
        en="Discharged, but the outcome of the treatment is missing.", fix_en="Add KET_QUA_DTRI (1 to 7)."),
    warning("encounter.patient_class_short", "patient_class", absent("class_too_long"), source=TABLES,
        vi="Mã đối tượng khám chữa bệnh dài hơn 4 ký tự.", fix_vi="Chọn lại MA_DOITUONG_KCB theo danh mục.",
        en="The patient class has more than 4 signs.", fix_en="Choose MA_DOITUONG_KCB again from the list."),
    warning("encounter.stays_overlap", "admitted_at", absent("overlapping"), source="DOMAIN §8 (order of visits); ours",
        vi="Thời gian điều trị trùng với một lượt khám chữa bệnh khác của cùng người bệnh.",
        fix_vi="Đối chiếu NGAY_VAO, NGAY_RA và SO_CCCD của hai lượt; chuyển viện trong ngày thì giữ nguyên.",
        en="The stay overlaps another visit of the same patient.",
        fix_en="Compare admission, discharge and personal number of the two; leave them for a transfer within the day."),
    alive("encounter.admitted_after_death", "personal_id", ("người bệnh", "patient"), ("ngày vào", "admission")),
    *number_rules("encounter", "personal_id", "sex", "born_on"),
    info("encounter.personal_id_present", "personal_id", present("personal_id"), source="NĐ 102/2025/NĐ-CP, Điều 6 (DOMAIN §3)",
        vi="Chưa có số định danh của người bệnh: chưa đưa được vào sổ sức khỏe điện tử.",
        fix_vi="Bổ sung SO_CCCD; trẻ sơ sinh và người nước ngoài có thể chưa có.",
        en="Without the patient's personal number the encounter cannot enter the electronic health book.",
        fix_en="Add the number (SO_CCCD); newborns and foreigners may lack one."),
    dossier_linked("encounter"),
)  # fmt: skip

TEXTS = (
    *MOMENTS, *COSTS, "personal_id", "born_on", "sex", "main_diagnosis", "other_diagnoses", "treatment_days",
    "discharge_doctor", "dossier_code", "patient_class", "outcome",
)  # fmt: skip
STAY = Tell("stay", fields("personal_id"), {"from": pl.col("admitted_at"), "until": pl.col("discharged_at")})
CLASHES = (
    Clash("overlapping", "stay", fields("personal_id"), ("from", "until"),
        (pl.col("other_from") < pl.col("discharged_at")) & (pl.col("admitted_at") < pl.col("other_until"))),
    died_before("personal_id", pl.col("admitted_at").str.slice(0, 10)),
)  # fmt: skip
SUITE = Suite(
    contract="encounter", texts=TEXTS, rules=RULES, derive=derive, limits=LIMITS, tells=(STAY,), clashes=CLASHES
)
