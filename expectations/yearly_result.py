"""A good yearly result: marks and levels of the kind the class calls for, and an end of the year that says what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from expectations.suite.checks import absent
from expectations.suite.columns import day, flag, item, items, misfit, year
from expectations.suite.rule import Suite, critical, info, warning
from expectations.suite.usual import in_future, unusual

PRIMARY = "TT 27/2020/TT-BGDĐT (recalled), sheet KetQuaHocTapImport (DOMAIN §7)"
SECONDARY = "TT 22/2021/TT-BGDĐT (recalled, DOMAIN §7)"
LEVELS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "primary": {"subject": ("T", "H", "C"), "competence": ("T", "Đ", "C"), "quality": ("T", "Đ", "C")},
    "secondary": {"subject": ("Đ", "CĐ")},
}
PERIODS = {"primary": ("GK1", "CK1", "GK2", "CN"), "secondary": ("HK1", "HK2", "CN")}
GRADES = {"primary": ("HTXS", "HTT", "HT", "CHT"), "secondary": ("T", "K", "D", "CD")}
FAILED, YES, AT_THE_END = ("CHT", "CD"), "1", "CN"


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Primary or secondary by the class, what of the assessments does not fit it, and what the end of a year leaves open."""
    grade = pl.col("class_code").str.extract(r"^([0-9]{1,2})").cast(pl.Int64)
    stage = pl.when(grade <= 5).then(pl.lit("primary")).when(grade <= 12).then(pl.lit("secondary"))
    score = item("score").cast(pl.Float64, strict=False)
    odd_levels = {
        name: items("assessments", misfit(item("group"), item("level"), scale)) for name, scale in LEVELS.items()
    }
    failed = pl.col("overall").is_in(FAILED) | (pl.col("conduct") == "CD")
    at_the_end = pl.col("period") == AT_THE_END
    return frame.with_columns(
        day("born_on").alias("born_on"),
        (year("school_year") - year("born_on") - grade - 5).alias("years_off"),
        flag((stage == "primary") & (items("assessments", (score < 1) | (score % 1 != 0)) > 0), "odd_scores"),
        flag(pl.any_horizontal((stage == name) & (odd > 0) for name, odd in odd_levels.items()), "odd_levels"),
        flag(pl.col("assessments").list.len() == 0, "nothing_assessed"),
        flag(misfit(stage, pl.col("period"), PERIODS), "odd_period"),
        flag(misfit(stage, pl.col("overall"), GRADES), "odd_overall"),
        flag(at_the_end & pl.col("overall").is_null(), "no_overall"),
        flag(failed & pl.any_horizontal(pl.col("promoted", "completed") == YES), "promoted_though_failed"),
        flag((stage == "primary") & (pl.col("promoted") == YES) & pl.col("completed").is_null(), "promoted_incomplete"),
        flag((stage == "secondary") & at_the_end & pl.col("conduct").is_null(), "no_conduct"),
        flag((stage == "secondary") & pl.col("signed").is_null(), "unsigned"),
    )


RULES = (
    critical("yearly_result.primary_scores_whole", "assessments", absent("odd_scores"), source=PRIMARY,
        vi="Điểm kiểm tra định kỳ ở tiểu học phải là số nguyên từ 1 đến 10.", fix_vi="Đối chiếu điểm với bảng tổng hợp của lớp.",
        en="A primary test is marked with a whole number from 1 to 10.", fix_en="Compare the marks with the class's table."),
    critical("yearly_result.levels_fit", "assessments", absent("odd_levels"), source=f"{PRIMARY}; {SECONDARY}",
        vi="Mức đạt được không thuộc thang của cấp học (ví dụ năng lực: T, Đ, C; môn ở tiểu học: T, H, C).",
        fix_vi="Chọn lại mức theo bảng tổng hợp của lớp.",
        en="The level is not of the scale of this stage of schooling (competences T, Đ, C; primary subjects T, H, C).",
        fix_en="Choose it again from the class's table."),
    critical("yearly_result.overall_present", "overall", absent("no_overall"), source=PRIMARY,
        vi="Kết quả cả năm chưa có xếp loại.", fix_vi="Nhập xếp loại cuối năm của học sinh.",
        en="The result of the whole year has no overall grade.", fix_en="Enter the pupil's grade of the year."),
    critical("yearly_result.promoted_incomplete", "completed", absent("promoted_incomplete"), source=PRIMARY,
        vi="Học sinh được lên lớp nhưng chưa ghi hoàn thành chương trình lớp học.", fix_vi="Kiểm tra hai cột “Hoàn thành” và “Lên lớp”.",
        en="The pupil goes up without having completed the year's programme.", fix_en="Check “completed” and “promoted”."),
    critical("yearly_result.period_fits", "period", absent("odd_period"), source=SECONDARY,
        vi="Kỳ đánh giá không thuộc cấp học của lớp.", fix_vi="Kiểm tra tên tệp (kỳ) và mã lớp.",
        en="The period is not one of the class's stage of schooling.", fix_en="Check the file's name (period) and the class code."),
    in_future("yearly_result.born_in_future", "born_on", ("ngày sinh", "birth date"), ("giấy khai sinh", "the birth certificate")),
    warning("yearly_result.overall_fits", "overall", absent("odd_overall"), source=SECONDARY,
        vi="Xếp loại không thuộc thang của cấp học.", fix_vi="Kiểm tra xếp loại và mã lớp.",
        en="The overall grade is not of the scale of the stage of schooling.", fix_en="Check the grade and the class code."),
    warning("yearly_result.promoted_though_failed", "promoted", absent("promoted_though_failed"), source="ours",
        vi="Xếp loại hoặc rèn luyện chưa đạt nhưng vẫn hoàn thành chương trình hay được lên lớp.",
        fix_vi="Kiểm tra kết quả rèn luyện trong hè hoặc cột “Lên lớp”.",
        en="The pupil failed and yet completed the year or goes up.", fix_en="Check the summer examination or the column “promoted”."),
    warning("yearly_result.conduct_present", "conduct", absent("no_conduct"), source=SECONDARY,
        vi="Chưa có kết quả rèn luyện cả năm.", fix_vi="Bổ sung kết quả rèn luyện.",
        en="The conduct of the year is missing.", fix_en="Add it."),
    warning("yearly_result.something_assessed", "assessments", absent("nothing_assessed"), source="ours",
        vi="Chưa có môn học, năng lực hay phẩm chất nào được đánh giá.", fix_vi="Nhập kết quả đánh giá của kỳ.",
        en="Nothing has been assessed.", fix_en="Enter the assessments of the period."),
    unusual("yearly_result.age_usual", "class_code", ("tuổi so với khối lớp", "age for the grade"), -1, 3, column="years_off"),
    info("yearly_result.signed", "signed", absent("unsigned"), source="ours (the form of electronic school records is not public)",
        vi="Chưa ghi đã ký số.", fix_vi="Ký số theo quy trình học bạ số nếu trường đã áp dụng.",
        en="Nothing says that it was signed.", fix_en="Sign it where the school keeps electronic records."),
)  # fmt: skip

SUITE = Suite(contract="yearly_result", rules=RULES, derive=derive)
