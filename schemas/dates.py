"""Dates that may be partial, and the spellings of the systems we talk to. Precision is kept: a year stays a year.

A date in content is "1985", "1985-06" or "1985-06-12"; a moment is "2025-03-01T08:30" (Asia/Ho_Chi_Minh, no zone) with
":SS" only where the source's seconds are not zero. Every reader returns None for what is no date of the real calendar, so
31 February never becomes 3 March. Years outside 1800-2199 are taken for slips of the pen (the bound is ours).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

Precision = Literal["year", "month", "day"]

YEAR = "(?:18|19|20|21)[0-9]{2}"
_LEAP = "(?:(?:18|19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"
_IN_ANY_YEAR = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
#: Every day of the calendar and no other, as one pattern that Rust, Python and ECMA-262 read alike.
DAY = f"(?:{YEAR}-(?:{_IN_ANY_YEAR})|{_LEAP}-02-29)"
PARTIAL = f"(?:{YEAR}(?:-(?:0[1-9]|1[0-2]))?|{DAY})"
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = f"{DAY}T{CLOCK}(?::[0-5][0-9])?"

_DAY, _PARTIAL, _MOMENT = (re.compile(pattern) for pattern in (DAY, PARTIAL, MOMENT))
_LOCAL = re.compile(f"(?:(?:([0-9]{{1,2}})/)?([0-9]{{1,2}})/)?({YEAR})")
_LOCAL_MOMENT = re.compile(f"([0-9]{{1,2}}/[0-9]{{1,2}}/{YEAR}) ([0-9]{{2}}):([0-9]{{2}})(?::([0-9]{{2}}))?")
_XML = re.compile(f"({YEAR})([0-9]{{2}})([0-9]{{2}})(?:([0-9]{{2}})([0-9]{{2}}))?")
_COMPACT = re.compile(f"({YEAR})([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})")


def precision(date: str) -> Precision:
    """How much of a content date is known."""
    if len(date) == 4:
        return "year"
    return "month" if len(date) == 7 else "day"


def is_partial(text: str) -> bool:
    """Whether this is a content date of any precision that exists in the calendar."""
    return _PARTIAL.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Whether this is a full content date that exists."""
    return _DAY.fullmatch(text) is not None


def is_moment(text: str) -> bool:
    """Whether this is a local date and time that exists."""
    return _MOMENT.fullmatch(text) is not None


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
    found = _COMPACT.fullmatch(text)
    return _moment("-".join(found.groups()[:3]), found[4], found[5], found[6]) if found else None
