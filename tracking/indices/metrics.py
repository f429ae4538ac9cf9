"""Every metric by one name, with its points, target and where its counts come from; metrics.csv is the table, read once.

Whoever counts something writes numerator and denominator under one of these ids; nobody invents a name of their own. Shares are
0.8 for 80 %. Maxima and targets: QĐ 766/QĐ-TTg (2022) as the reporting interface of the national portal applies it; the column
`law` says "ours" or "unsourced" where no document does.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

#: share: part of a whole; mean: so much per one; minutes: a mean that should stay under its target; count: a number, denominator 1.
Kind = Literal["share", "mean", "minutes", "count"]

#: The six groups of the decision in its order, with their maxima: 100 points.
GROUPS: Mapping[str, tuple[float, str, str]] = {
    "transparency": (18, "Công khai, minh bạch", "Transparency"),
    "progress": (20, "Tiến độ giải quyết", "Progress of settlement"),
    "online": (12, "Dịch vụ công trực tuyến", "Online services"),
    "payment": (10, "Thanh toán trực tuyến", "Online payment"),
    "digitisation": (22, "Số hóa hồ sơ", "Digitisation"),
    "satisfaction": (18, "Mức độ hài lòng", "Satisfaction"),
}

#: Figures that bear no points.
BESIDE = "beside"

#: What must be connected before a metric can be counted: (Vietnamese, English).
SOURCES: Mapping[str, tuple[str, str]] = {
    "dossiers": ("hồ sơ của hệ thống một cửa", "dossiers of the one-stop system"),
    "catalogue": ("danh mục thủ tục trong indices.yaml", "the procedure catalogue in indices.yaml"),
    "procedures": ("Cơ sở dữ liệu quốc gia về TTHC", "the national database of procedures"),
    "certification": ("hệ thống chứng thực bản sao điện tử", "the system of electronic certified copies"),
    "petitions": ("hệ thống phản ánh, kiến nghị", "the petition system"),
    "ratings": ("hệ thống đánh giá hài lòng", "the satisfaction ratings"),
    "queue": ("hệ thống xếp hàng tại quầy", "the queue tickets of the reception desks"),
    "documents": ("trục liên thông văn bản", "the document exchange"),
    "reports": ("hệ thống báo cáo của tỉnh", "the provincial report system"),
}

#: Stands in the column `maximum` where the configuration shares the points out: the 12 points of group 3.
ONLINE_POINTS = "online"


@dataclass(frozen=True, slots=True)
class Metric:
    """One line of the board. `maximum` None: no points, or (group "online") points by configuration. `national`: the nation's code."""

    id: str
    number: str
    group: str
    maximum: float | None
    target: float | None
    kind: Kind
    source: str
    national: str
    title_vi: str
    title_en: str
    law: str

    @property
    def scored(self) -> bool:
        """Whether it counts towards the 100 points."""
        return self.group != BESIDE


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by id, in the order of the decision, the unscored ones last."""
    with Path(__file__).with_name("metrics.csv").open(encoding="utf-8", newline="") as table:
        return {row["id"]: _metric(row) for row in csv.DictReader(table, delimiter=";")}


def metric(name: str) -> Metric:
    """One metric. Raises KeyError for a name there is none of."""
    return metrics()[name]


def by_national_code() -> dict[str, Metric]:
    """The metrics the nation reports, by its code."""
    return {one.national: one for one in metrics().values() if one.national}


def _metric(row: dict[str, str]) -> Metric:
    numbers = {name: None if row[name] in ("", ONLINE_POINTS) else float(row[name]) for name in ("maximum", "target")}
    return Metric(**{**row, **numbers})  # type: ignore[arg-type]
