"""The national reporting interface (MOCK): how the nation sees each province, from the dossiers the portal holds.

Paths, bodies and the envelope are as public clients of the real interface show them; the login, `departmentCode` of units, `asOf` and
all figures are ours. Every answer is HTTP 201, as there.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulators.clock import HANOI, Clock
from simulators.national import portal_facts
from simulators.national import reporting_figures as figures
from simulators.national import reporting_shapes as shape
from simulators.national.openapi import Shapes, answer, read
from simulators.national.portal_facts import Span
from simulators.national.registry import Registry

PATH = "/api/v1/reporting/evaluation/"
DONE = 201
SOURCE = "MOCK"
DEFAULT = "H41"
QUOTED = {"totalReceived": 10_000, "totalOnTime": 9_308}  # 93.08 %; the counts behind it are invented
FAILURES = (400, 401, 404)

Units = Mapping[str, Mapping[str, int]]
Page = tuple[int, int]


class Reporting:
    """What the interface knows: the dossiers of the portal, and the date."""

    def __init__(self, portal: Registry, clock: Clock) -> None:
        self.portal, self.clock = portal, clock

    def today(self) -> date:
        """The day in Việt Nam."""
        return self.clock.now().astimezone(HANOI).date()

    def units(self, first: date, last: date) -> Units:
        """Unit → counts over the days; "" is the province."""
        until = min(last, self.today())
        with self.portal.ledger.snapshot() as db:
            return portal_facts.sums(db, Span(f"{first:%Y%m%d}", f"{last:%Y%m%d}", f"{until:%Y%m%d}235959"))

    def province(self) -> str:
        """The code of the province whose dossiers the portal holds."""
        units = self.units(date(1900, 1, 1), date(9999, 12, 31))
        return next((unit.partition(".")[0] for unit in units if unit), DEFAULT)

    def evaluation(self, path: str, units: Units, code: str, page: Page) -> shape.Evaluation:
        """Metrics of a department and of the units below it."""
        names = _below(units, code)
        shown, paging = _paged(names, page)
        whole = _measured(path, code, self.counts(units, code))
        return shape.Evaluation(whole, [_measured(path, unit, units[unit]) for unit in shown], paging, SOURCE)

    def tree(self, path: str, units: Units, code: str, page: Page) -> shape.Tree:
        """Parameters of a department and of the units below it."""
        shown, _ = _paged(_below(units, code), page)
        whole = self.counts(units, code) or {}
        return shape.Tree(
            _named(code) | figures.tree(path, whole), [_named(u) | figures.tree(path, units[u]) for u in shown]
        )

    def counts(self, units: Units, code: str) -> Mapping[str, int] | None:
        """The counts of a department; None of a province whose dossiers are not here."""
        return units[""] if code == self.province() else units.get(code)

    def results(self, year: int, units: Units) -> shape.Results:
        """All provinces; the reported one as it was reported."""
        if year == figures.REPORTED_YEAR:
            return shape.Results(figures.others(year, figures.REPORTED_GROUPS, figures.REPORTED), figures.REPORTED_DAY)
        return shape.Results(figures.others(year, figures.groups(units[""]), self.province()), self.today())


def mount(app: FastAPI, shapes: Shapes, reporting: Reporting) -> None:
    """Give the application its routes."""
    by_period = {"anyOf": [shapes.schema(one) for one in (shape.ByYear, shape.ByQuarter, shape.ByMonth)]}
    told: dict[str, tuple[Any, Any, Callable[[str, Any], Any]]] = {
        "transparency": (shape.Period, shape.EvaluationAnswer, _evaluating(reporting)),
        "dossier-digitized": (shape.Period, shape.EvaluationAnswer, _evaluating(reporting)),
        "handling-satisfaction": (shape.ByDates, shape.EvaluationAnswer, _evaluating(reporting)),
        **dict.fromkeys(figures.TREES, (shape.Period, shape.TreeAnswer, _growing(reporting))),
        "service-results": (shape.Period, shape.ResultsAnswer, _ranking(reporting)),
    }
    for path, (asked, envelope, work) in told.items():
        documented = shapes.body(by_period if asked == shape.Period else asked)
        _route(app, shapes, path, documented, asked, envelope, work)


def _route(
    app: FastAPI, shapes: Shapes, path: str, documented: dict[str, Any], asked: Any, envelope: Any, work: Any
) -> None:
    responses = shapes.answers(envelope, *FAILURES)
    responses[DONE] = responses.pop(200)
    responses[404]["description"] = "There is no such department"

    async def evaluate(request: Request) -> Response:
        """Evaluate a department (MOCK)."""
        found = await run_in_threadpool(work, path, await read(request, asked))
        return answer(envelope("OK", "Thành công (MOCK)", found), DONE)

    name = path.replace("-", "_")
    app.post(
        PATH + path, name=name, operation_id=name, responses=responses, status_code=DONE, response_class=Response,
        openapi_extra=documented,
    )(evaluate)  # fmt: skip


def _evaluating(reporting: Reporting) -> Callable[[str, Any], Any]:
    def evaluate(path: str, asked: Any) -> Any:
        units = reporting.units(*span(asked))
        return reporting.evaluation(path, units, _code(reporting, units, asked), (asked.currentPage, asked.pageSize))

    return evaluate


def _growing(reporting: Reporting) -> Callable[[str, Any], Any]:
    def grow(path: str, asked: Any) -> Any:
        if asked.rootDepartmentId == figures.department_id(figures.REPORTED) and asked.year == figures.REPORTED_YEAR:
            quoted = QUOTED if path == "dvc-progress-tree" else figures.tree(path, {})
            return shape.Tree(_named(figures.REPORTED) | quoted, [])
        units = reporting.units(*span(asked))
        return reporting.tree(path, units, _code(reporting, units, asked), (asked.currentPage, asked.pageSize))

    return grow


def _ranking(reporting: Reporting) -> Callable[[str, Any], Any]:
    return lambda _, asked: reporting.results(asked.year, reporting.units(*span(asked)))


def span(asked: Any) -> tuple[date, date]:
    """The first and last day asked about."""
    match asked:
        case shape.ByDates():
            return asked.fromDate, asked.toDate
        case shape.ByQuarter():
            last = 3 * asked.quarter
        case shape.ByMonth():
            last = asked.month
        case _:
            return date(asked.year, 1, 1), date(asked.year, 12, 31)
    first = last if isinstance(asked, shape.ByMonth) else last - 2
    return date(asked.year, first, 1), date(asked.year, last, calendar.monthrange(asked.year, last)[1])


def _code(reporting: Reporting, units: Units, asked: Any) -> str:
    """The department asked about: a province, or a unit that settled something in the period. HTTP 404 for any other."""
    if asked.rootDepartmentId is None:
        return reporting.province()
    codes = {*figures.provinces(span(asked)[0].year), reporting.province(), *filter(None, units)}
    known = {figures.department_id(code): code for code in codes}
    if asked.rootDepartmentId not in known:
        raise HTTPException(404, "Không có đơn vị này")
    return known[asked.rootDepartmentId]


def _below(units: Units, code: str) -> list[str]:
    return [unit for unit in units if unit.startswith(f"{code}.")]


def _paged(names: list[str], page: Page) -> tuple[list[str], shape.Pagination]:
    number, size = page
    return names[(number - 1) * size : number * size], shape.Pagination(
        len(names), number, size, -(-len(names) // size)
    )


def _measured(path: str, code: str, counts: Mapping[str, int] | None) -> shape.Measured:
    found = [] if counts is None else figures.metrics(path, counts, whole="." not in code)
    return shape.Measured(**_named(code), metrics=found)


def _named(code: str) -> dict[str, Any]:
    return {
        "departmentId": figures.department_id(code),
        "departmentCode": code,
        "departmentName": figures.provinces(figures.MERGED).get(code, f"Cơ quan {code}"),
    }
