"""Dates that may be partial, and the spellings of the systems we talk to. Precision is kept: a year stays a year.

A date in content is "1985", "1985-06" or "1985-06-12"; a moment is "2025-03-01T08:30" (Asia/Ho_Chi_Minh, no zone) with
":SS" only where the source's seconds are not zero. Every reader returns None for what is no date of the real calendar, so
31 February never becomes 3 March. Years outside 1800-2199 are taken for slips of the pen (the bound is ours).
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Literal

Precision = Literal["year", "month", "day"]

YEAR = r"(?:18|19|20|21)\d\d"
_ISO = re.compile(rf"({YEAR})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MOMENT = re.compile(rf"({YEAR}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_LOCAL = re.compile(rf"(?:(?:(\d{{1,2}})/)?(\d{{1,2}})/)?({YEAR})", re.ASCII)
_LOCAL_MOMENT = re.compile(rf"(\d{{1,2}}/\d{{1,2}}/{YEAR}) (\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_XML = re.compile(rf"({YEAR})(\d\d)(\d\d)(?:(\d\d)(\d\d))?", re.ASCII)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _exists(year: int, month: int, day: int) -> bool:
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    return (month, day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def precision(date: str) -> Precision:
    """How much of a content date is known."""
    if len(date) == 4:
        return "year"
    return "month" if len(date) == 7 else "day"


@lru_cache(maxsize=65_536)
def is_partial(text: str) -> bool:
    """Whether this is a content date of any precision that exists in the calendar."""
    found = _ISO.fullmatch(text)
    if not found:
        return False
    year, month, day = found.groups()
    return _exists(int(year), int(month or 1), int(day or 1))


def is_day(text: str) -> bool:
    """Whether this is a full content date that exists."""
    return len(text) == 10 and is_partial(text)


@lru_cache(maxsize=65_536)
def is_moment(text: str) -> bool:
    """Whether this is a local date and time that exists."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return False
    day, hour, minute, second = found.groups()
    return is_day(day) and int(hour) < 24 and int(minute) < 60 and int(second or 0) < 60


def from_local(text: str) -> str | None:
    """Content date from dd/mm/yyyy, mm/yyyy or yyyy, as the local systems write."""
    found = _LOCAL.fullmatch(text)
    if not found:
        return None
    parts = [found[3], *(part.zfill(2) for part in (found[2], found[1]) if part)]
    iso = "-".join(parts)
    return iso if is_partial(iso) else None


def to_local(date: str) -> str:
    """dd/mm/yyyy, mm/yyyy or yyyy from a content date."""
    return "/".join(reversed(date.split("-")))


def from_local_moment(text: str) -> str | None:
    """Content moment from "dd/mm/yyyy HH:MM[:SS]", as the one-stop system writes."""
    found = _LOCAL_MOMENT.fullmatch(text)
    day = from_local(found[1]) if found else None
    if not found or not day:
        return None
    return _moment(day, found[2], found[3], found[4] or "00")


def _moment(day: str, hour: str, minute: str, second: str) -> str | None:
    iso = f"{day}T{hour}:{minute}" if second == "00" else f"{day}T{hour}:{minute}:{second}"
    return iso if is_moment(iso) else None


def from_xml(text: str) -> str | None:
    """Content date from yyyymmdd or yyyymmddHHMM of the health XML, where 00 stands for an unknown month or day."""
    found = _XML.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()[:3]
    if month == "00" and day != "00":
        return None
    iso = "-".join([year, *(part for part in (month, day) if part != "00")])
    return iso if is_partial(iso) else None


def from_xml_moment(text: str) -> str | None:
    """Content moment from yyyymmddHHMM of the health XML."""
    found = _XML.fullmatch(text) if len(text) == 12 else None
    if not found:
        return None
    return _moment("-".join(found.groups()[:3]), found[4], found[5], "00")


def compact(moment: str) -> str:
    """The yyyyMMddHHmmss of the public-service portal from a content moment or full date (midnight)."""
    return datetime.fromisoformat(moment).strftime("%Y%m%d%H%M%S")


def from_compact(text: str) -> str | None:
    """Content moment from the portal's yyyyMMddHHmmss."""
    if not re.fullmatch(rf"{YEAR}\d{{10}}", text, re.ASCII):
        return None
    day = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return _moment(day, text[8:10], text[10:12], text[12:14])
