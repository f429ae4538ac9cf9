"""Deliveries: per endpoint what is on its way, what is unclear, what holds it, its breaker, and the last answers it gave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from flows.deliveries import last_requests, standing
from flows.wording import CONDITIONS, HOLDS
from ui.access import Visitor, opens
from ui.choice import Chosen
from ui.installation import wiring
from ui.page import download, language, render
from ui.table import Column, Table

router = APIRouter(prefix="/deliveries")
MAY = Depends(opens("deliveries"))

ENDPOINTS = (
    Column("endpoint", ("Đích", "Endpoint")),
    Column("flows", ("Luồng", "Flows")),
    Column("breaker", ("Tình trạng", "Condition")),
    Column("failures", ("Lỗi liên tiếp", "Failures in a row"), "number"),
    Column("retry_at", ("Thử lại lúc", "Next try"), "moment"),
    Column("pending", ("Chờ gửi", "To send"), "number"),
    Column("unknown", ("Chưa rõ kết quả", "Unclear"), "number"),
    Column("waiting", ("Đang chờ", "Waiting")),
    Column("quota_left", ("Hạn mức còn lại", "Quota left"), "number"),
    Column("nights", ("Số đêm cần", "Nights needed"), "number"),
)
REQUESTS = (
    Column("request", ("Yêu cầu", "Request")),
    Column("flow", ("Luồng", "Flow")),
    Column("endpoint", ("Đích", "Endpoint")),
    Column("sent_at", ("Gửi lúc", "Sent"), "moment"),
    Column("answered_at", ("Trả lời lúc", "Answered"), "moment"),
    Column("messages", ("Bản ghi", "Messages"), "number"),
    Column("accepted", ("Tiếp nhận", "Accepted"), "number"),
    Column("refused", ("Từ chối", "Refused"), "number"),
    Column("other", ("Khác", "Other"), "number"),
)


@router.get("")
def deliveries(request: Request, chosen: Chosen, which: str = "endpoints", who: Visitor = MAY) -> Response:
    """Endpoints, then the last requests with what was answered."""
    lang = language(request)
    english = lang == "en"
    endpoints = Table(
        "endpoints",
        "Endpoints" if english else "Các đích gửi",
        ENDPOINTS,
        [_endpoint(line, english) for line in standing(wiring())],
    )
    requests = Table(
        "requests",
        "Last requests and what was answered" if english else "Các yêu cầu gần nhất và kết quả",
        REQUESTS,
        last_requests(wiring().store),
    )
    if chosen.format:
        return download(requests if which == "requests" else endpoints, chosen.format, lang)
    return render(request, who, "deliveries.html", page="deliveries", endpoints=endpoints, requests=requests)


def _endpoint(line: Mapping[str, Any], english: bool) -> dict[str, Any]:
    waiting = ", ".join(f"{count} {HOLDS[hold][english]}" for hold, count in line["waiting"].items())
    told = CONDITIONS[line["breaker"]][english]
    return {
        **line,
        "flows": ", ".join(line["flows"]),
        "breaker": told if line["open_now"] else f"{told}, {CONDITIONS['shut'][english]}",
        "retry_at": datetime.fromisoformat(line["retry_at"]) if line["retry_at"] else None,
        "waiting": waiting,
    }
