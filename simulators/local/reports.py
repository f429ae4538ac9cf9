"""The provincial report system: which report each unit owes and when it came, citizens' petitions, ratings, and queue tickets.

A service of its own with basic authentication; every listing is read from one id on, in pages. It knows units, never citizens.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

import holidays
from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel

from simulators.clock import HANOI
from simulators.credentials import Login
from simulators.methods import not_allowed
from simulators.province.dice import Dice, salt

MOST = 1000
WEEKS, MONTHS = 13, 3
PETITIONS, RATINGS, TICKETS = 6, 30, 40

BASIC = HTTPBasic(auto_error=False)

#: Working days in which a petition is to be answered, refused, or its sender asked for more.
TERMS = {"answered": 15, "refused": 2, "supplement": 5}
#: So many calendar days ago every petition that was not forgotten is done with, Tết included.
LONG_AGO = 45

Kind = Literal["duties", "petitions", "ratings", "tickets"]
Items = Mapping[Kind, Sequence[dict[str, Any]]]


class Listing(BaseModel):
    """A page; `next` goes into `after`, null on the last one."""

    items: list[dict[str, Any]]
    next: int | None


def made(units: Sequence[str], today: date, seed: int) -> Items:
    """Everything the system knows of the last three months; the same seed and day give the same."""
    return {
        "duties": list(_numbered(_duties(units, today, Dice(salt(seed, "duties"), 0)))),
        "petitions": list(_numbered(item for item, *_ in _petitions(units, today, seed))),
        "ratings": list(_numbered(_ratings(units, today, Dice(salt(seed, "ratings"), 0)))),
        "tickets": list(_numbered(_tickets(units, today, Dice(salt(seed, "tickets"), 0)))),
    }


def app(items: Callable[[], Items], account: Login) -> FastAPI:
    """The service; `items` gives what it knows now."""

    def known(given: Annotated[HTTPBasicCredentials | None, Depends(BASIC)]) -> None:
        pair = ("", "") if given is None else (given.username, given.password)
        if not all(secrets.compare_digest(a.encode(), b.encode()) for a, b in zip(pair, account, strict=True)):
            raise HTTPException(401, "Sai tài khoản", {"WWW-Authenticate": "Basic"})

    api = FastAPI(title="Hệ thống báo cáo của tỉnh (mô phỏng)", version="1.0.0", openapi_url=None, docs_url=None)

    @api.get("/api/{kind}", dependencies=[Depends(known)], responses={401: {"description": "Unknown account"}})
    def listing(
        kind: Kind, after: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=MOST)] = 500
    ) -> Listing:
        found = items()[kind]
        page = [item for item in found if item["id"] > after][:limit]
        more = bool(page) and page[-1]["id"] < found[-1]["id"]
        return Listing(items=page, next=page[-1]["id"] if more else None)

    api.add_exception_handler(405, not_allowed)
    return api


def _numbered(items: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, item in enumerate(items, start=1):
        yield {"id": number, **item}


def _duties(units: Sequence[str], today: date, dice: Dice) -> Iterator[dict[str, Any]]:
    """A weekly report of the campaigns due each Friday, a reform report due on the fifth of the next month."""
    friday = today - timedelta(days=(today.weekday() - 4) % 7)
    for unit in units:
        for back in range(WEEKS):
            due = friday - timedelta(days=7 * back)
            year, week, _ = due.isocalendar()
            yield _duty("campaign-progress", unit, f"{year}-W{week:02}", due, today, dice)
        month = today.replace(day=1)
        for _ in range(MONTHS):
            before = (month - timedelta(days=1)).replace(day=1)
            yield _duty("reform", unit, f"{before:%Y-%m}", month.replace(day=5), today, dice)
            month = before


def _duty(report: str, unit: str, period: str, due: date, today: date, dice: Dice) -> dict[str, Any]:
    chance = dice.below(100)
    submitted = due - timedelta(days=dice.below(3)) if chance < 85 else due + timedelta(days=1 + dice.below(4))
    at = None if chance >= 95 or submitted > today else _moment(submitted, 9 * 60 + dice.below(400))
    return {"report": report, "unit": unit, "period": period, "due_on": due.isoformat(), "submitted_at": at}


def planted(units: Sequence[str], today: date, seed: int) -> Mapping[str, tuple[int, int, int]]:
    """The truth about the petitions of every unit: in time, in time and not complained of again, all. No day is counted for it."""
    found = dict.fromkeys(units, (0, 0, 0))
    for item, in_time, content in _petitions(units, today, seed):
        before = found[item["unit"]]
        found[item["unit"]] = (before[0] + in_time, before[1] + (in_time and content), before[2] + 1)
    return found


def _petitions(units: Sequence[str], today: date, seed: int) -> Iterator[tuple[dict[str, Any], bool, bool]]:
    """Each with the truth: whether it is in time, and whether nobody complains."""
    dice = Dice(salt(seed, "petitions"), 0)
    for unit in units:
        for _ in range(PETITIONS):
            late = dice.below(100) < 12
            outcome = dice.pick(("answered",) * 7 + ("refused", "supplement", None))
            satisfied = dice.below(100) < 88 if outcome == "answered" else None
            repeated = outcome is not None and dice.below(100) < 4
            ago = dice.below(10) if outcome is None and not late else LONG_AGO + dice.below(40)
            received = today - timedelta(days=ago)
            told = {"unit": unit, "received_on": received.isoformat(), "outcome": outcome, "answered_on": None}
            if outcome:
                term = TERMS[outcome]
                days = term + 1 + dice.below(3) if late else term - dice.below(term)
                told["answered_on"] = _working_days_after(received, days).isoformat()
            yield (
                {**told, "satisfied": satisfied, "repeated": repeated},
                not late,
                satisfied is not False and not repeated,
            )


def _working_days_after(day: date, count: int) -> date:
    free = holidays.country_holidays("VN")
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in free
    return day


def _ratings(units: Sequence[str], today: date, dice: Dice) -> Iterator[dict[str, Any]]:
    for unit in units:
        for _ in range(RATINGS):
            day = today - timedelta(days=1 + dice.below(85))
            yield {"unit": unit, "rated_on": day.isoformat(), "satisfied": dice.below(100) < 96}


def _tickets(units: Sequence[str], today: date, dice: Dice) -> Iterator[dict[str, Any]]:
    for unit in units:
        for _ in range(TICKETS):
            taken = 8 * 60 + dice.below(440)
            called = taken + dice.below(22)
            day = today - timedelta(days=1 + dice.below(85))
            named = {"unit": unit, "taken_at": _moment(day, taken), "called_at": _moment(day, called)}
            yield {**named, "finished_at": _moment(day, called + 5 + dice.below(30))}


def _moment(day: date, minutes: int) -> str:
    return (datetime.combine(day, time(), HANOI) + timedelta(minutes=minutes)).isoformat()
