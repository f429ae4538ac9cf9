"""Numbers, dates and words as people read them: Vietnamese by default ("93,1 %", 12.480), English on request ("93.1 %", 12,480)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

Lang = Literal["vi", "en"]

#: Sectors in the order of a province's report, in Vietnamese and English.
DOMAINS: Mapping[str, tuple[str, str]] = {
    "civil_status": ("Hộ tịch", "Civil status"),
    "land": ("Đất đai", "Land"),
    "school": ("Giáo dục", "School"),
    "health": ("Y tế", "Health"),
    "dossier": ("Thủ tục hành chính", "Procedures"),
}

#: A state → its words and the colour of a terminal.
STATES: Mapping[Lang, Mapping[str, str]] = {
    "vi": {
        "not_started": "Chưa bắt đầu",
        "done": "Hoàn thành",
        "on_track": "Đúng tiến độ",
        "at_risk": "Nguy cơ trễ",
        "late": "Dự báo trễ",
        "missed": "Quá hạn",
    },
    "en": {
        "not_started": "Not started",
        "done": "Done",
        "on_track": "On track",
        "at_risk": "At risk",
        "late": "Late",
        "missed": "Missed",
    },
}

STATUSES: Mapping[Lang, Mapping[str, str]] = {
    "vi": {
        "received": "mới nhận",
        "unchanged": "không đổi",
        "superseded": "đã có bản mới",
        "quarantined": "cách ly",
        "pending": "chờ gửi",
        "waiting": "đang chờ",
        "unknown": "chưa rõ",
        "accepted": "được tiếp nhận",
        "cancelled": "đã hủy",
    },
    "en": {
        name: name
        for name in (
            "received",
            "unchanged",
            "superseded",
            "quarantined",
            "pending",
            "waiting",
            "unknown",
            "accepted",
            "cancelled",
        )
    },
}


def number(value: int, lang: Lang) -> str:
    """A whole number with its thousands set apart."""
    text = f"{value:,}"
    return text.replace(",", ".") if lang == "vi" else text


def decimal(value: float | None, lang: Lang, places: int = 1) -> str:
    """A number with so many decimals; "–" where there is none."""
    if value is None:
        return "–"
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def share(value: float | None, lang: Lang) -> str:
    """A percentage with one decimal; "–" where there is nothing to divide by."""
    return "–" if value is None else f"{decimal(value, lang)} %"


def day(value: date | None) -> str:
    """dd/mm/yyyy, the same in both languages; "–" when there is none."""
    return value.strftime("%d/%m/%Y") if value else "–"


def until(deadline: date | None, bound: str, lang: Lang) -> str:
    """The deadline with its bound in words."""
    if deadline is None:
        return "không thời hạn" if lang == "vi" else "open-ended"
    words = {"vi": ("trước", "đến hết"), "en": ("before", "by")}[lang]
    return f"{words[0] if bound == 'strictly_before' else words[1]} {day(deadline)}"
