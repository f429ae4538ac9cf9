"""What the reporting interface is asked and what it answers, in its own words."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec

MOST = 200
LAST_YEAR = 2100

Year = Annotated[int, msgspec.Meta(ge=2022, le=LAST_YEAR)]
Number = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Size = Annotated[int, msgspec.Meta(ge=1, le=MOST)]


class _Asked(msgspec.Struct, kw_only=True):
    """The province or unit asked about (left out: the province the portal knows), and the page of its units."""

    rootDepartmentId: str | None = None  # noqa: N815 - the interface's own words, here and below
    currentPage: Number = 1  # noqa: N815
    pageSize: Size = 100  # noqa: N815
    formalityId: str | None = None  # noqa: N815


class ByYear(_Asked, tag_field="timeType", tag="year", kw_only=True):
    """A year; the current one is told so far."""

    year: Year


class ByQuarter(_Asked, tag_field="timeType", tag="quarter", kw_only=True):
    """A quarter; the current one is told so far."""

    year: Year
    quarter: Annotated[int, msgspec.Meta(ge=1, le=4)]


class ByMonth(_Asked, tag_field="timeType", tag="month", kw_only=True):
    """A month."""

    year: Year
    month: Annotated[int, msgspec.Meta(ge=1, le=12)]


class ByDates(_Asked, kw_only=True):
    """Two days, both included."""

    fromDate: date  # noqa: N815
    toDate: date  # noqa: N815


Period = ByYear | ByQuarter | ByMonth


class Metric(msgspec.Struct):
    """One metric; null where there is nothing to divide by."""

    code: str
    name: str
    numerator: float | None
    denominator: float | None
    ratio: float | None
    score: float | None
    maxScore: float  # noqa: N815


class Measured(msgspec.Struct):
    """The metrics of one department."""

    departmentId: str  # noqa: N815
    departmentCode: str  # noqa: N815
    departmentName: str  # noqa: N815
    metrics: list[Metric]


class Pagination(msgspec.Struct):
    """Which page of how many."""

    total: int
    currentPage: int  # noqa: N815
    pageSize: int  # noqa: N815
    totalPages: int  # noqa: N815


class Evaluation(msgspec.Struct):
    """transparency, dossier-digitized, handling-satisfaction: the department and its units."""

    overview: Measured
    evaluation: list[Measured]
    pagination: Pagination
    source: str


class Tree(msgspec.Struct):
    """The trees: parameters stand on `parent` and `children` themselves, without metric codes."""

    parent: dict[str, Any]
    children: list[dict[str, Any]]


class Scored(msgspec.Struct):
    """One province's total and its six groups."""

    departmentId: str  # noqa: N815
    departmentCode: str  # noqa: N815
    departmentName: str  # noqa: N815
    totalScore: float  # noqa: N815
    scoreDelta: float | None  # noqa: N815
    groupScores: dict[str, float]  # noqa: N815


class Results(msgspec.Struct):
    """service-results: all provinces. `asOf` is ours: the day the figures are of."""

    evaluation: list[Scored]
    asOf: date  # noqa: N815


class Envelope(msgspec.Struct):
    """Around every answer; OK when `data` is there."""

    code: str
    message: str
    data: Any = None


class EvaluationAnswer(Envelope):
    """Around metrics."""

    data: Evaluation | None = None


class TreeAnswer(Envelope):
    """Around a tree."""

    data: Tree | None = None


class ResultsAnswer(Envelope):
    """Around the totals of all provinces."""

    data: Results | None = None
