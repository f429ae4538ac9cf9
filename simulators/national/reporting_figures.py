"""The figures of the reporting interface: counted from the dossiers the portal holds; what no dossier tells is invented and fixed.

Points: the maximum where the ratio reaches the target, else their share; nothing to divide by is null (QĐ 766/QĐ-TTg).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from simulators.national.reporting_shapes import Metric, Scored

CODES = Path(__file__).parents[2] / "schemas" / "codes" / "provinces.json"
MERGED = 2025  # from this year on the provinces are those of today
# Recalled, not verified; the others get the letter H and their number.
LETTERS = {"40": "H41", "22": "H49"}
#: Quảng Nam on 23/12/2024 as one report has it: 84.2 points, place 16 of 63, 93.08 % in time. How the other points fall is invented.
REPORTED_YEAR, REPORTED_DAY, REPORTED, REPORTED_RANK = 2024, date(2024, 12, 23), "H47", 16
REPORTED_GROUPS = {"CKMB": 15.5, "TDGQ": 18.62, "CLGQ": 9.1, "TTTT": 7.2, "MDSH": 18.4, "MDHL": 15.38}

Counts = Mapping[str, int]
Share = tuple[float, float]


class Line(NamedTuple):
    """A metric's name, maximum and target; its counts by names of portal_facts.SUMS, or two fixed numbers."""

    name: str
    maximum: float
    target: float
    numerator: str | int
    denominator: str | int


#: path → metric code → line
METRICS: Mapping[str, Mapping[str, Line]] = {
    "transparency": {
        "PUBLISH_ON_TIME": Line("TTHC công bố đúng hạn", 6, 1, 19, 20),
        "PUBLIC_UPDATE_ON_TIME": Line("TTHC cập nhật, công khai đúng hạn", 4, 1, 18, 20),
        "PUBLIC_CONTENT_FULL": Line("TTHC công khai đầy đủ nội dung", 2, 1, 20, 20),
        "DOSSIER_SYNC": Line("Hồ sơ đồng bộ lên Cổng DVCQG", 6, 1, "received", "received"),
    },
    "dossier-digitized": {
        "ORIGINAL_RESULT_AVAILABLE": Line("Hồ sơ có kết quả điện tử", 6, 1, "linked", "received"),
        "SO_HOA_GIAY_TO_GIAI_QUYET": Line("Hồ sơ số hóa thành phần và kết quả", 4, 0.8, "both_linked", "received"),
        "REUSED_DIGITIZED_DATA": Line("Hồ sơ sử dụng lại dữ liệu số hóa", 2, 0.8, "digitised", "received"),
        "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": Line("Hồ sơ kết nối kho cá nhân", 4, 1, "stored", "received"),
        "CITIZEN_DATA_CONNECTED_DOSSIER": Line("Hồ sơ sử dụng CSDL dân cư", 2, 1, "citizens", "received"),
        "CITIZEN_DATA_CONNECTED_FORMALITY": Line("TTHC kết nối dữ liệu dân cư", 2, 1, "procedures", "procedures"),
        "ELECTRONIC_CERTIFIED_COPY": Line("Chứng thực bản sao điện tử", 2, 1, 31, 40),
    },
    "handling-satisfaction": {
        "PETITION_CLASSIFICATION_TTHC": Line("PAKN về quy định, TTHC", 0, 1, 12, 60),
        "PETITION_CLASSIFICATION_STAFF": Line("PAKN về cán bộ, công chức", 0, 1, 3, 60),
        "PETITION_PROCESSING_ON_TIME": Line("PAKN xử lý đúng hạn", 6, 1, 55, 60),
        "PETITION_HANDLING_SATISFACTION": Line("Hài lòng trong xử lý PAKN", 6, 1, 51, 60),
        "DOSSIER_RECEIVING_SATISFACTION": Line("Hài lòng trong tiếp nhận, giải quyết TTHC", 6, 0.9, "on_time", "received"),
    },
}  # fmt: skip

#: path → parameter of the interface → name of portal_facts.SUMS. One dossier-free reading of each is ours.
TREES: Mapping[str, Mapping[str, str]] = {
    "dvc-progress-tree": {"totalReceived": "received", "totalOnTime": "on_time"},
    "provide-online-tree": {
        "authorityCount": "procedures",
        "fullCount": "online_procedures",
        "onlineServiceTotal": "procedures",
        "onlineDossierCount": "online_procedures",
        "channelTotalSum": "received",
        "channelOnlineSum": "online_linked",
    },
    "formality-online-payment-tree": {
        "totalFeeFormality": "fee_procedures",
        "totalFeeDossierFormality": "fee_procedures",
        "totalFeeDossierFormalityDistinct": "fee_procedures",
        "totalDossierOnlineFormalityPaymentSuccess": "paid_procedures",
        "totalDossierFinancialObligation": "fees",
        "totalDossierOnlinePaymentSuccess": "paid",
    },
}
TREE_POINTS = {
    "TDGQ": [(20, 1.0, "on_time", "received")],
    "CLGQ": [(6, 0.8, "online_procedures", "procedures"), (6, 0.5, "online_linked", "received")],
    "TTTT": [(2, 0.8, "fee_procedures", "fee_procedures"), (2, 0.8, "paid_procedures", "fee_procedures"), (6, 1.0, "paid", "fees")],
}  # fmt: skip
GROUPS = {"CKMB": "transparency", "MDSH": "dossier-digitized", "MDHL": "handling-satisfaction"}


def metrics(path: str, counts: Counts, *, whole: bool = True) -> list[Metric]:
    """The metrics of a province; those no dossier tells are told of the `whole` only."""
    return [
        _metric(code, one, counts) for code, one in METRICS[path].items() if whole or isinstance(one.numerator, str)
    ]


def tree(path: str, counts: Counts) -> dict[str, int]:
    """The parameters of one department."""
    return {name: counts.get(source, 0) for name, source in TREES[path].items()}


def groups(counts: Counts) -> dict[str, float]:
    """The points of the six groups; what has nothing to divide by has none."""
    by_metric = {group: sum(one.score or 0 for one in metrics(path, counts)) for group, path in GROUPS.items()}
    by_tree = {
        group: sum(score(top, target, (counts.get(n, 0), counts.get(d, 0))) or 0 for top, target, n, d in lines)
        for group, lines in TREE_POINTS.items()
    }
    return {group: round(points, 2) for group, points in sorted({**by_metric, **by_tree}.items())}


def score(maximum: float, target: float, share: Share) -> float | None:
    """Points of a ratio, two decimals."""
    return round(min(share[0] / share[1] / target, 1) * maximum, 2) if share[1] else None


def provinces(year: int) -> dict[str, str]:
    """Department code → name of all provinces of a year: 63 before 2025, 34 from then on."""
    rows = json.loads(CODES.read_text(encoding="utf-8"))
    known = [row for row in rows if bool(row["valid_to"]) == (year < MERGED)]
    quang_nam = "49" if year < MERGED else "48"
    letters = {**LETTERS, quang_nam: REPORTED}
    return {letters.get(row["code"], f"H{row['code']}"): f"UBND {row['name']}" for row in known}


def others(year: int, own: Mapping[str, float], code: str) -> list[Scored]:
    """All provinces with their points: `code` has its `own` groups, those of the others are invented and stay the same."""
    names = provinces(year)
    ordered = sorted(set(names) - {code}, key=lambda one: uuid.uuid5(uuid.NAMESPACE_URL, f"{year}/{one}").hex)
    scored = [_scored(code, names.get(code, code), own)]
    # Fifteen stand before the reported province and the rest behind it; the same ladder serves every year.
    for place, one in enumerate(ordered):
        points = 84.3 + (REPORTED_RANK - 1 - place) * 0.55 if place < REPORTED_RANK - 1 else 83.9 - (place - 14) * 0.45
        scored.append(_scored(one, names[one], {group: points * own_max / 100 for group, own_max in MAXIMA.items()}))
    return scored


MAXIMA = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDSH": 22, "MDHL": 18}


def department_id(code: str) -> str:
    """The id the interface calls a department by."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"department/{code}"))


def _scored(code: str, name: str, points: Mapping[str, float]) -> Scored:
    rounded = {group: round(value, 2) for group, value in points.items()}
    return Scored(department_id(code), code, name, round(sum(points.values()), 2), None, rounded)


def _metric(code: str, line: Line, counts: Counts) -> Metric:
    numerator, denominator = (
        counts.get(side, 0) if isinstance(side, str) else side for side in (line.numerator, line.denominator)
    )
    if not denominator:
        return Metric(code, line.name, numerator, denominator, None, None, line.maximum)
    points = score(line.maximum, line.target, (numerator, denominator))
    return Metric(
        code, line.name, numerator, denominator, round(100 * numerator / denominator, 2), points, line.maximum
    )
