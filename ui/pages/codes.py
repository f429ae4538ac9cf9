"""Error codes of the national endpoints: what each means, the fix, who can act, how many records it holds. No record is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from flows.codes import Code
from flows.codes import chosen as narrowed
from flows.codes import codes as every
from ui.access import Visitor, opens
from ui.choice import Chosen
from ui.installation import wiring
from ui.page import download, language, render
from ui.table import Column, Table

W: Mapping[str, tuple[str, str]] = {
    "title": ("Mã lỗi của hệ thống quốc gia", "Error codes of the national systems"),
    "intro": (
        "Mỗi mã: nghĩa là gì, sửa thế nào, ai sửa được, đang giữ bao nhiêu bản ghi. Mã chưa có trong danh mục đứng đầu: "
        "hỏi đơn vị vận hành rồi bổ sung.",
        "Each code: what it means, the fix, who can act, how many records it holds. Codes the catalogue does not know come "
        "first: ask those who run the system, then add them.",
    ),
    "table": ("Các mã", "Codes"),
    "endpoint": ("Đích", "Endpoint"),
    "any": ("mọi đích", "any"),
    "code": ("Mã", "Code"),
    "no_code": ("(không có mã)", "(no code)"),
    "held": ("Đang giữ", "Held now"),
    "records": ("Đã gặp", "In all"),
    "meaning": ("Ý nghĩa", "Meaning"),
    "fix": ("Cách xử lý", "Fix"),
    "who": ("Người xử lý", "Who can act"),
    "retry": ("Gửi lại có ích", "Retrying helps"),
    "yes": ("có", "yes"),
    "no": ("không", "no"),
    "last": ("Gặp lần cuối", "Last seen"),
    "source": ("Nguồn", "Source"),
    "unknown": ("Chỉ mã chưa biết", "Only unknown ones"),
}

router = APIRouter(prefix="/quality/codes")
#: Figures without records: for everyone who may see the quality report.
MAY = Depends(opens("quality"))

COLUMNS = (
    Column("code", W["code"]),
    Column("endpoint", W["endpoint"]),
    Column("held", W["held"], "number"),
    Column("records", W["records"], "number"),
    Column("meaning", W["meaning"]),
    Column("fix", W["fix"]),
    Column("who", W["who"]),
    Column("retry", W["retry"]),
    Column("last", W["last"], "moment"),
    Column("source", W["source"]),
)


@router.get("")
def codes(
    request: Request,
    chosen: Chosen,
    endpoint: Annotated[str, Query(max_length=40)] = "",
    unknown: bool = False,
    who: Visitor = MAY,
) -> Response:
    """The catalogue beside what was answered, unknown codes first."""
    lang = language(request)
    english = lang == "en"
    found = narrowed(every(wiring().store), endpoint, unknown=unknown)
    table = Table("codes", W["table"][english], COLUMNS, [_row(one, english) for one in found])
    if chosen.format:
        return download(table, chosen.format, lang)
    return render(
        request,
        who,
        "codes.html",
        page="quality",
        cw=lambda name: W[name][english],
        table=table,
        endpoint=endpoint,
        unknown=unknown,
    )


def _row(one: Code, english: bool) -> dict[str, Any]:
    return {
        "code": one.code or W["no_code"][english],
        "endpoint": one.endpoint or W["any"][english],
        "held": one.held,
        "records": one.records,
        "meaning": one.meaning[english],
        "fix": one.fix[english],
        "who": one.who_in_words[english],
        "retry": W["yes" if one.retry else "no"][english],
        "last": one.last,
        "source": one.source,
    }
