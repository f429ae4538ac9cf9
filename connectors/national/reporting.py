"""The national reporting interface (MOCK): how the nation counts this province and its units, and which place it gives it.

Paths, bodies and envelope as public clients of the real interface show them. Points are taken as they are told and never worked out
here; what is not told stays None. An answer of another form is one sentence, and nothing of it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from connectors.credentials import ApiKey, Connection
from connectors.http import UNREADABLE, Http, Limits
from relay.errors import FatalError, RetryableError

NAME = "reporting"
PATH = "/api/v1/reporting/evaluation/"
PAGE = 100
#: More pages of units than any province has.
PAGES = 50
#: More than this is no count.
MOST = 2**53
PROVINCE = ""
#: Two totals that differ by no more share a place.
SAME = 0.001
PROGRESS = "TDGQ"

#: These answer with metric codes; the last one is asked by days.
BY_CODE = ("transparency", "dossier-digitized", "handling-satisfaction")

#: These answer with parameters: path → our metric code → (parameters of the numerator, parameter of the denominator).
TREES: dict[str, dict[str, tuple[tuple[str, ...], str]]] = {
    "dvc-progress-tree": {PROGRESS: (("totalOnTime",), "totalReceived")},
    "provide-online-tree": {
        "ONLINE_PROVIDED": (("partialCount", "fullCount"), "authorityCount"),
        "ONLINE_USED": (("onlineDossierCount",), "onlineServiceTotal"),
        "ONLINE_DOSSIERS": (("channelOnlineSum",), "channelTotalSum"),
    },
    "formality-online-payment-tree": {
        "PAYMENT_PROVIDED": (("totalFeeDossierFormality",), "totalFeeFormality"),
        "PAYMENT_USED": (("totalDossierOnlineFormalityPaymentSuccess",), "totalFeeDossierFormalityDistinct"),
        "PAYMENT_DOSSIERS": (("totalDossierOnlinePaymentSuccess",), "totalDossierFinancialObligation"),
    },
}

_UNIT = re.compile(r"[0-9A-Z.]{1,35}")  # agency codes, QĐ 20/2020/QĐ-TTg, article 4
_Count = Annotated[float, msgspec.Meta(ge=0, le=MOST)]


@dataclass(frozen=True)
class Period:
    """`name` as in 2026, 2026-Q4 or 2026-11, with its first and last day."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Figure:
    """One metric, by the nation's code, of a unit ("" the province)."""

    unit: str
    code: str
    numerator: float | None
    denominator: float | None
    points: float | None


@dataclass(frozen=True)
class Place:
    """The province's total and its place among `of`; equals share one. `as_of` None: the interface does not say."""

    points: float
    rank: int
    of: int
    as_of: date | None


class _Metric(msgspec.Struct):
    code: str
    numerator: _Count | None = None
    denominator: _Count | None = None
    score: _Count | None = None


class _Measured(msgspec.Struct):
    metrics: list[_Metric]
    departmentCode: str | None = None  # noqa: N815 - the interface's own words, here and below


class _Pages(msgspec.Struct):
    totalPages: Annotated[int, msgspec.Meta(ge=0, le=PAGES)]  # noqa: N815


class _Evaluation(msgspec.Struct):
    overview: _Measured
    evaluation: list[_Measured]
    pagination: _Pages


class _Tree(msgspec.Struct):
    parent: dict[str, Any]
    children: list[dict[str, Any]] = []


class _Scored(msgspec.Struct):
    departmentId: str  # noqa: N815
    totalScore: _Count  # noqa: N815
    departmentCode: str | None = None  # noqa: N815
    groupScores: dict[str, _Count] = {}  # noqa: N815


class _Results(msgspec.Struct):
    evaluation: list[_Scored]
    asOf: date | None = None  # noqa: N815


Data = TypeVar("Data")


class _Envelope(msgspec.Struct, Generic[Data]):
    code: str
    data: Data | None = None


class NationalReporting:
    """A session with the interface about one province; `province` is its agency code, such as H41."""

    name = NAME

    def __init__(self, connection: Connection, province: str, *, limits: Limits | None = None) -> None:
        self._http = Http(self.name, connection, ApiKey(connection), limits)
        self._province = province

    def read(self, period: Period) -> tuple[Place, list[Figure]]:
        """The place of the province and all figures of a period. Raises RetryableError or FatalError."""
        results = self._ask("service-results", _asked(period), _Envelope[_Results])
        own = next((one for one in results.evaluation if one.departmentCode == self._province), None)
        if own is None:
            raise self._not_listed()
        higher = sum(one.totalScore > own.totalScore + SAME for one in results.evaluation)
        place = Place(own.totalScore, higher + 1, len(results.evaluation), results.asOf)
        figures = [*self._by_code(period, own.departmentId), *self._trees(period, own)]
        return place, list({(one.unit, one.code): one for one in figures}.values())

    def _by_code(self, period: Period, department: str) -> Iterator[Figure]:
        for path in BY_CODE:
            asked = _by_days(period) if path == BY_CODE[-1] else _asked(period)
            page, pages = 1, 1
            while page <= pages:
                body = {**asked, "rootDepartmentId": department, "currentPage": page, "pageSize": PAGE}
                found = self._ask(path, body, _Envelope[_Evaluation])
                yield from _figures(PROVINCE, found.overview)
                for one in found.evaluation:
                    if unit := _unit(one.departmentCode):
                        yield from _figures(unit, one)
                page, pages = page + 1, found.pagination.totalPages

    def _trees(self, period: Period, own: _Scored) -> Iterator[Figure]:
        """Trees tell no points, but the group that has one metric only has its points."""
        points = {(PROVINCE, PROGRESS): own.groupScores.get(PROGRESS)}
        for path, codes in TREES.items():
            body = {**_asked(period), "rootDepartmentId": own.departmentId, "currentPage": 1, "pageSize": PAGE}
            tree = self._ask(path, body, _Envelope[_Tree])
            units = [(_unit(child.get("departmentCode")), child) for child in tree.children]
            for unit, told in [(PROVINCE, tree.parent), *((unit, child) for unit, child in units if unit)]:
                for code, (numerators, denominator) in codes.items():
                    counts = _sum(told, numerators), _sum(told, (denominator,))
                    yield Figure(unit, code, *counts, points.get((unit, code)))

    def _ask(self, path: str, body: dict[str, Any], envelope: type[_Envelope[Data]]) -> Data:
        try:
            said = self._http.read("POST", PATH + path, body=msgspec.json.encode(body))
            answer = msgspec.json.decode(said.decode(), type=envelope)
        except UNREADABLE:
            raise self._garbled() from None
        if answer.code != "OK" or answer.data is None:
            raise self._garbled()
        return answer.data

    def _garbled(self) -> RetryableError:
        return RetryableError(
            "The national reporting interface gave no usable answer; its figures stay as they were, try again later.",
            "Hệ thống đánh giá quốc gia chưa trả lời được; số liệu giữ như lần trước, hãy thử lại sau.",
            system=self.name,
        )

    def _not_listed(self) -> FatalError:
        return FatalError(
            f"The national reporting interface knows no province {self._province!r}; correct `province` in reporting.yaml.",
            f"Hệ thống đánh giá quốc gia không có tỉnh {self._province!r}; sửa `province` trong reporting.yaml.",
            system=self.name,
        )


def _asked(period: Period) -> dict[str, Any]:
    year, _, part = period.name.partition("-")
    if not part:
        return {"timeType": "year", "year": int(year)}
    quarter = part.startswith("Q")
    kind = "quarter" if quarter else "month"
    return {"timeType": kind, "year": int(year), kind: int(part.removeprefix("Q"))}


def _by_days(period: Period) -> dict[str, Any]:
    return {"fromDate": period.first.isoformat(), "toDate": period.last.isoformat()}


def _figures(unit: str, told: _Measured) -> Iterator[Figure]:
    for one in told.metrics:
        yield Figure(unit, one.code, one.numerator, one.denominator, one.score)


def _unit(code: object) -> str | None:
    """An agency code; a unit without one cannot be told apart and is passed over."""
    return code if isinstance(code, str) and _UNIT.fullmatch(code) else None


def _sum(told: dict[str, Any], names: tuple[str, ...]) -> float | None:
    """The parameters added up; None when the interface gives none of them."""
    values = (value for name in names if type(value := told.get(name)) is not bool)
    given = [float(value) for value in values if isinstance(value, int | float) and 0 <= value <= MOST]
    return sum(given) if given else None
