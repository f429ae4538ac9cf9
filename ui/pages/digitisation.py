"""Paper that became data: scans read and reused, fields accepted unseen, measured error, thresholds. Figures only, no record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from digitise.forms import form as declared
from flows.catalogue import FLOWS
from tracking.digitisation.lines import FEW, Line, lines, together
from tracking.digitisation.thresholds import Threshold, in_force
from ui.access import Visitor, opens
from ui.choice import Chosen
from ui.installation import unit_names, wiring
from ui.page import SAFETY, download, language, render
from ui.table import Column, Table

W: Mapping[str, tuple[str, str]] = {
    "title": ("Số hóa giấy tờ", "Digitisation of paper"),
    "intro": (
        "Bản quét kèm hồ sơ được đọc thành dữ liệu. Tỷ lệ sai chỉ tính trên các mục đã kiểm: khớp với hồ sơ, "
        f"hoặc bàn sửa đã quyết định; dưới {FEW} mục thì chưa tính. Đầu vào là trang thành phần hồ sơ, đầu ra là trang kết quả.",
        "Scans that come with records are read into data. The error counts checked readings only: those that agree with the record, "
        f"and those the desk has decided on; below {FEW} none is told. Input: pages of papers handed in; output: pages of results.",
    ),
    "none": (
        "Chưa có bản quét nào được đọc. Khai báo thư mục bản quét của nguồn (“scans” trong sources.yaml), luồng đêm sẽ đọc.",
        "No scan has been read yet. Name the source's folder of scans (“scans” in sources.yaml); the nightly flow reads it.",
    ),
    "units": ("Theo mẫu giấy và đơn vị", "By form and unit"),
    "months": ("Theo tháng", "By month"),
    "limits": ("Ngưỡng tự nhận đang dùng", "Thresholds in force"),
    "no_limits": (
        "Chưa đủ mục đã kiểm để đặt ngưỡng; dùng ngưỡng mặc định.",
        "Too few checked readings to set any; the declared thresholds hold.",
    ),
    "form": ("Mẫu giấy", "Form"),
    "unit": ("Đơn vị", "Unit"),
    "month": ("Tháng", "Month"),
    "pages": ("Trang", "Pages"),
    "reused": ("Dùng lại (%)", "Reused (%)"),
    "inputs": ("Số hóa đầu vào (%)", "Input digitised (%)"),
    "results": ("Số hóa đầu ra (%)", "Output digitised (%)"),
    "accepted": ("Tự nhận (%)", "Accepted unseen (%)"),
    "checked": ("Đã kiểm", "Checked"),
    "wrong": ("Sai", "Wrong"),
    "error": ("Sai (%)", "Error (%)"),
    "field": ("Mục", "Field"),
    "least": ("Ngưỡng", "Threshold"),
    "never": ("luôn qua bàn sửa", "always to the desk"),
    "unknown": ("chưa rõ mẫu", "unknown form"),
    "trend": ("Mục tự nhận qua các tháng (%)", "Fields accepted unseen, by month (%)"),
    "desk": ("Mục chờ người xem ở bàn sửa", "What waits for people on the desk"),
    "official": (
        "Tỷ lệ số hóa hồ sơ theo QĐ 766 ở trang Chỉ số",
        "Digitisation of dossiers as Decision 766 counts it: Indices",
    ),
}
router = APIRouter(prefix="/quality/digitisation")
#: Figures without records: for everyone who may see the quality report.
MAY = Depends(opens("quality"))

COUNTS = (
    Column("pages", W["pages"], "number"),
    Column("input_rate", W["inputs"], "share"),
    Column("result_rate", W["results"], "share"),
    Column("reuse", W["reused"], "share"),
    Column("accepted_share", W["accepted"], "share"),
    Column("checked", W["checked"], "number"),
    Column("wrong", W["wrong"], "number"),
    Column("error", W["error"], "share"),
)
UNITS = (Column("form", W["form"]), Column("unit", W["unit"]), *COUNTS)
MONTHS = (Column("month", W["month"]), *COUNTS)
LIMITS = (
    Column("form", W["form"]),
    Column("field", W["field"]),
    Column("least", W["least"]),
    Column("checked", W["checked"], "number"),
    Column("wrong", W["wrong"], "number"),
)


@router.get("")
def digitisation(
    request: Request,
    chosen: Chosen,
    which: Annotated[str, Query(pattern="^(units|months|limits)$")] = "units",
    who: Visitor = MAY,
) -> Response:
    """Figures of scans, by form and unit, by month, and the thresholds."""
    lang = language(request)
    english = lang == "en"
    store = wiring().store
    found = lines(store)
    limits = [_limit(one, english) for one in in_force(store)]
    tables = {
        "units": Table(
            "units", W["units"][english], UNITS, [_line(one, english) for one in together(found, "form", "unit")]
        ),
        "months": Table(
            "months", W["months"][english], MONTHS, [_line(one, english) for one in together(found, "month")]
        ),
        "limits": Table("limits", W["limits"][english], LIMITS, limits),
    }
    if chosen.format:
        return download(tables[which], chosen.format, lang)
    return render(
        request,
        who,
        "digitisation.html",
        page="quality",
        gw=lambda name: W[name][english],
        tables=tables,
        whole=next(iter(together(found)), None),
    )


@router.get("/trend.svg")
def trend(request: Request, narrow: int = 0, _: Visitor = MAY) -> Response:
    """The share of fields accepted unseen, month by month."""
    from tracking.charts import shares

    months = together(lines(wiring().store), "month")
    points = [
        (date.fromisoformat(f"{one.month}-01"), one.accepted_share)
        for one in months
        if one.month and one.accepted_share is not None
    ]
    return Response(
        shares(points, language(request), "accepted_unseen", narrow=bool(narrow)),
        media_type="image/svg+xml",
        headers=SAFETY,
    )


def _line(one: Line, english: bool) -> dict[str, Any]:
    form = _called(one.form, english)
    flow = declared(one.form).contract if one.form else ""
    name = unit_names()(FLOWS[flow].domain, one.unit) if flow in FLOWS and one.unit else ""
    unit = f"{name} {one.unit}".strip()
    shares = {name: getattr(one, name) for name in ("input_rate", "result_rate", "reuse", "accepted_share", "error")}
    month = "/".join(reversed(one.month.split("-")))
    return {**asdict(one), "form": form, "unit": unit, "month": month, **shares}


def _called(form: str, english: bool) -> str:
    return declared(form).called[english] if form else W["unknown"][english]


def _limit(one: Threshold, english: bool) -> dict[str, Any]:
    least = W["never"][english] if one.least > 1 else f"{one.least:.2f}".replace(".", "." if english else ",")
    return {**asdict(one), "form": _called(one.form, english), "least": least}
