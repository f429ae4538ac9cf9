"""A good dossier: someone applied, times run forwards, and what is called done has a result."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, not_after_today, not_before, not_past, present, present_when
from expectations.suite.columns import flag, item, items, moment
from expectations.suite.rule import Suite, critical, info, warning

DONE = ["9", "10"]
OPEN = ["2", "4", "5", "6"]
REFUSED = ["3", "8"]
ASKED = ["5"]
STATUSES = "DOMAIN §1.2 (statuses of the national portal)"
METRICS = "QĐ 766/QĐ-TTg (DOMAIN §2)"
MOMENTS = ("received_at", "due_at", "finished_at", "returned_at", "submitted_at", "refused_at")
TAX_CODE = r"^(?:[0-9]{10}(?:-?[0-9]{3})?|[0-9]{12})$"
TEXT = pl.String()
DIGITS = {"1": 12, "2": 9}


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Moments, what the lists hold ("yes" or null), and flags (1 or null) for what does not fit together."""
    asked, answered = (item(name).str.slice(0, 16) for name in ("requested_at", "received_at"))
    linkless = item("link").fill_null("").str.strip_chars() == ""
    due, finished = moment("due_at"), moment("finished_at")
    before, after = (item(name).str.slice(0, 16) for name in ("due_before", "due_after"))
    digits = pl.col("id_kind").replace_strict(DIGITS, default=None, return_dtype=pl.UInt32)
    return frame.with_columns(
        *(moment(field).alias(field) for field in MOMENTS),
        pl.when(pl.col("results").list.len() > 0).then(pl.lit("yes")).alias("has_result"),
        pl.when(pl.col("supplements").list.len() > 0).then(pl.lit("yes")).alias("has_supplement"),
        flag(items("results", linkless) > 0, "result_without_link"),
        flag(items("supplements", answered < asked) > 0, "answered_before_asked"),
        flag(items("supplements", after < before) > 0, "due_moved_forward"),
        flag(
            ~pl.col("applicant_id").str.contains("^[0-9]+$") | (pl.col("applicant_id").str.len_chars() != digits),
            "id_misfit",
        ),
        flag((pl.col("applicant_kind") == "2") & ~pl.col("applicant_id").str.contains(TAX_CODE), "no_tax_code"),
        flag(_day_of_code() != moment("received_at").dt.date(), "code_of_another_day"),
        flag((pl.col("digitised") == "1") & (items("components", item("digitised") == "1") == 0), "nothing_digitised"),
        pl.col("fees").list.eval(item("amount")).list.min().cast(pl.Float64).alias("lowest_fee"),
        pl.when(pl.col("status").is_in(OPEN) & finished.is_null()).then(due).alias("open_due_at"),
        (finished - due).dt.total_minutes().cast(pl.Float64).alias("minutes_late"),
    )


def _day_of_code() -> pl.Expr:
    """The day in the middle of a dossier's code, yyMMdd or yyyyMMdd."""
    digits = pl.col("code").str.extract(r"-([0-9]{6}|[0-9]{8})-")
    full = pl.when(digits.str.len_chars() == 6).then("20" + digits).otherwise(digits)
    return full.str.to_date("%Y%m%d", strict=False)


RULES = (
    critical("dossier.applicant_present", "applicant_name", present("applicant_name"), source="DOMAIN §1.3 (ChuHoSo)",
        vi="Chưa có tên chủ hồ sơ.", fix_vi="Bổ sung tên chủ hồ sơ theo tờ khai.",
        en="The applicant's name is missing.", fix_en="Add the applicant from the application form."),
    critical("dossier.received_in_future", "received_at", not_after_today("received_at"), source="ours",
        vi="Ngày tiếp nhận ở tương lai.", fix_vi="Kiểm tra lại ngày tiếp nhận trong hệ thống một cửa.",
        en="The dossier was received in the future.", fix_en="Check the date of receipt in the one-stop system."),
    critical("dossier.finished_before_received", "finished_at", not_before("finished_at", "received_at"), source="ours",
        vi="Ngày kết thúc xử lý trước ngày tiếp nhận.", fix_vi="Kiểm tra ngày tiếp nhận và ngày kết thúc xử lý trong hệ thống một cửa.",
        en="The dossier was finished before it was received.", fix_en="Check the dates of receipt and completion in the one-stop system."),
    critical("dossier.result_present_when_done", "results", present_when("has_result", "status", DONE), source=STATUSES,
        vi="Hồ sơ đã xử lý xong hoặc đã trả kết quả nhưng chưa có giấy tờ kết quả.",
        fix_vi="Đính kèm giấy tờ kết quả, hoặc sửa lại trạng thái hồ sơ.",
        en="The dossier is done or returned, yet has no result.", fix_en="Attach the result, or correct the status."),
    warning("dossier.finished_when_done", "finished_at", present_when("finished_at", "status", DONE), source=f"{METRICS} 2.1",
        vi="Hồ sơ đã xử lý xong nhưng chưa có ngày kết thúc xử lý.", fix_vi="Bổ sung ngày kết thúc xử lý.",
        en="The dossier is done without a date of completion.", fix_en="Add the date of completion."),
    warning("dossier.due_before_received", "due_at", not_before("due_at", "received_at"), source="ours",
        vi="Ngày hẹn trả trước ngày tiếp nhận.", fix_vi="Kiểm tra lại ngày hẹn trả trên giấy tiếp nhận.",
        en="The dossier was due before it was received.", fix_en="Check the due date on the receipt slip."),
    warning("dossier.due_date_present", "due_at", present_when("due_at", "status", OPEN + DONE), source=f"{METRICS} 2.1",
        vi="Hồ sơ đã tiếp nhận nhưng chưa có ngày hẹn trả.", fix_vi="Bổ sung ngày hẹn trả theo thời hạn của thủ tục.",
        en="The dossier was received without a due date.", fix_en="Add the due date from the procedure's time limit."),
    warning("dossier.submitted_after_received", "submitted_at", not_before("received_at", "submitted_at"), source="ours",
        vi="Ngày nộp hồ sơ sau ngày tiếp nhận.", fix_vi="Kiểm tra ngày nộp và ngày tiếp nhận.",
        en="The dossier was submitted after it was received.", fix_en="Check the dates of submission and receipt."),
    warning("dossier.returned_before_received", "returned_at", not_before("returned_at", "received_at"), source="ours",
        vi="Ngày trả kết quả trước ngày tiếp nhận.", fix_vi="Kiểm tra ngày trả kết quả.",
        en="The result was returned before the dossier was received.", fix_en="Check the date the result was returned."),
    warning("dossier.overdue", "due_at", not_past("open_due_at"), source=f"{METRICS} 2.1",
        vi="Hồ sơ đang xử lý đã quá hạn trả.", fix_vi="Xử lý ngay, hoặc gửi phiếu xin lỗi và hẹn lại ngày trả.",
        en="The dossier is still open after its due date.", fix_en="Settle it now, or send the apology slip with a new date."),
    info("dossier.settled_on_time", "finished_at", between("minutes_late", high=0), source=f"{METRICS} 2.1",
        vi="Hồ sơ được giải quyết sau ngày hẹn trả.", fix_vi="Không cần sửa dữ liệu nếu các ngày đều đúng.",
        en="The dossier was settled after its due date.", fix_en="Nothing to correct if the dates are right."),
    warning("dossier.supplement_recorded", "supplements", present_when("has_supplement", "status", ASKED), source=STATUSES,
        vi="Hồ sơ đang chờ bổ sung nhưng không có yêu cầu bổ sung nào.", fix_vi="Ghi yêu cầu bổ sung, hoặc sửa lại trạng thái.",
        en="The dossier waits for a supplement nobody asked for.", fix_en="Record the request, or correct the status."),
    warning("dossier.supplement_answered_after_request", "supplements", absent("answered_before_asked"), source="ours",
        vi="Ngày nhận bổ sung trước ngày yêu cầu bổ sung.", fix_vi="Kiểm tra các ngày của yêu cầu bổ sung.",
        en="A supplement was received before it was asked for.", fix_en="Check the dates of the supplement."),
    warning("dossier.refusal_explained", "note", present_when("note", "status", REFUSED), source="ours",
        vi="Hồ sơ bị từ chối hoặc dừng xử lý nhưng chưa ghi lý do.", fix_vi="Ghi lý do vào ghi chú.",
        en="The dossier was refused or stopped without a reason.", fix_en="Write the reason into the note."),
    warning("dossier.fee_not_negative", "fees", between("lowest_fee", 0), source="ours",
        vi="Có khoản phí, lệ phí là số âm.", fix_vi="Kiểm tra lại mức phí, lệ phí.",
        en="A fee is negative.", fix_en="Check the fees."),
    warning("dossier.due_moved_forward", "supplements", absent("due_moved_forward"), source="ours",
        vi="Ngày hẹn trả mới sau khi bổ sung sớm hơn ngày hẹn trả trước đó.", fix_vi="Kiểm tra hai ngày hẹn trả của yêu cầu bổ sung.",
        en="The due date after a supplement is earlier than the one before.", fix_en="Check the two due dates of the supplement."),
    warning("dossier.refused_before_received", "refused_at", not_before("refused_at", "received_at"), source="ours",
        vi="Ngày từ chối trước ngày tiếp nhận.", fix_vi="Kiểm tra ngày từ chối và ngày tiếp nhận.",
        en="The dossier was refused before it was received.", fix_en="Check the dates of refusal and receipt."),
    warning("dossier.applicant_number_fits_kind", "applicant_id", absent("id_misfit"),
        source="DOMAIN §1.3 (LoaiDinhDanh 1 has 12 digits, 2 has 9)",
        vi="Số định danh của chủ hồ sơ không đúng độ dài của loại định danh đã chọn.", fix_vi="Kiểm tra số định danh và loại định danh.",
        en="The applicant's number does not have the length of its kind.", fix_en="Check the number and its kind."),
    warning("dossier.business_has_tax_code", "applicant_id", absent("no_tax_code"), source="DOMAIN §1.3 (LoaiDoiTuong 2)",
        vi="Chủ hồ sơ là doanh nghiệp nhưng số định danh không phải mã số thuế.", fix_vi="Nhập mã số thuế của doanh nghiệp.",
        en="The applicant is a business, but its number is no tax code.", fix_en="Enter the tax code of the business."),
    warning("dossier.code_day_agrees", "code", absent("code_of_another_day"), source="DOMAIN §1.1 (day in the dossier code); ours",
        vi="Ngày trong mã hồ sơ khác với ngày tiếp nhận.", fix_vi="Kiểm tra ngày tiếp nhận; mã hồ sơ không sửa.",
        en="The day in the dossier code is not the day of receipt.", fix_en="Check the date of receipt; the code itself stays."),
    info("dossier.result_has_link", "results", absent("result_without_link"), source=f"{METRICS} 4.1",
        vi="Giấy tờ kết quả chưa có đường dẫn bản điện tử.", fix_vi="Tải lên bản điện tử của kết quả.",
        en="A result has no link to its electronic copy.", fix_en="Upload the electronic copy."),
    info("dossier.digitised_components", "digitised", absent("nothing_digitised"), source=f"{METRICS} 4.3",
        vi="Hồ sơ ghi là có số hóa nhưng không thành phần nào được số hóa.", fix_vi="Đánh dấu các thành phần đã số hóa.",
        en="The dossier says digitised, but none of its components is.", fix_en="Mark the components that were digitised."),
    info("dossier.applicant_numbered", "applicant_id", present("applicant_id"), source="DOMAIN §1.3 (SoDinhDanh)",
        vi="Chưa có số định danh của chủ hồ sơ: kết quả không hiện trên VNeID.", fix_vi="Bổ sung số định danh cá nhân hoặc mã số thuế.",
        en="Without the applicant's number the result cannot be seen in VNeID.", fix_en="Add the personal number or the tax code."),
)  # fmt: skip

#: What is read of each list.
LISTS = {
    "components": pl.List(pl.Struct({"digitised": TEXT})),
    "fees": pl.List(pl.Struct({"amount": pl.Int64()})),
    "supplements": pl.List(pl.Struct(dict.fromkeys(("requested_at", "received_at", "due_before", "due_after"), TEXT))),
    "results": pl.List(pl.Struct({"link": TEXT})),
}
TEXTS = (*MOMENTS, "code", "applicant_name", "applicant_kind", "applicant_id", "id_kind", "status", "digitised", "note")
SUITE = Suite(contract="dossier", texts=TEXTS, lists=LISTS, rules=RULES, derive=derive)
