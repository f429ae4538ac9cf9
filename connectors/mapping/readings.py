"""How one raw column becomes one field of a contract, as a column expression.

A reading that can fail leaves null where something was written and could not be read; the mapping turns that into a violation.
`schemas.dates` says what each spelling means; the expressions here say the same for a whole column, and tests hold them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from schemas.code_lists import codes_by_label, labels
from schemas.dates import CLOCK, YEAR

LOCAL_CODE = "local_code"


@dataclass(frozen=True)
class Reading:
    """The field's value from raw column `raw`. `changed` is the word to note where the value differs from the raw text."""

    raw: str
    value: pl.Expr
    can_fail: bool = False
    changed: str | None = None


def text(raw: str) -> Reading:
    """The text itself: names, places, and codes that are the contract's already."""
    return Reading(raw, pl.col(raw))


def number(raw: str) -> Reading:
    """The number before the year of "123/2024", as written; anything of another shape stays whole for the contract to refuse."""
    return Reading(raw, pl.coalesce(pl.col(raw).str.extract("^([0-9]+)/[0-9]{4}$", 1), pl.col(raw)))


def coded(raw: str, table: Mapping[str, str]) -> Reading:
    """A local code through a table; a code the table lacks cannot be read."""
    value = pl.col(raw).replace_strict(dict(table), default=None, return_dtype=pl.String)
    return Reading(raw, value, can_fail=True, changed=LOCAL_CODE)


def labelled(raw: str, table: Mapping[str, str]) -> Reading:
    """A label spelt out (table: lower-case label → code); an unknown label cannot be read."""
    value = pl.col(raw).str.to_lowercase().replace_strict(dict(table), default=None, return_dtype=pl.String)
    return Reading(raw, value, can_fail=True)


def label_of(raw: str, name: str, **more: str) -> Reading:
    """A label of a code list, or its code; `more` are further spellings, label=code."""
    table = {**{code.lower(): code for code in labels(name)}, **codes_by_label(name), **more}
    return labelled(raw, table)


def ethnicity(raw: str) -> Reading:
    """The group's name as the national list spells it, from its number or its name without regard to case and hyphens.

    What is not found stays as written: the contract's shape names it.
    """
    groups = labels("ethnicities")
    table = {**groups, **{name.lower(): name for name in groups.values()}}
    table |= {name.lower().replace("-", " "): name for name in groups.values()}
    value = pl.col(raw).str.to_lowercase().replace_strict(table, default=pl.col(raw), return_dtype=pl.String)
    return Reading(raw, value, changed="respelt")


def _iso_day(written: pl.Expr, pattern: str) -> pl.Expr:
    """ISO date where `written` is a real date of this strptime pattern in years 1800 to 2199."""
    return written.str.to_date(pattern, strict=False, exact=True).dt.to_string("%Y-%m-%d")


def _where(written: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(written.str.contains(pattern)).then(written)


def _day(raw: str) -> pl.Expr:
    return _iso_day(_where(pl.col(raw), rf"^[0-9]{{1,2}}/[0-9]{{1,2}}/{YEAR}$"), "%d/%m/%Y")


def day(raw: str) -> Reading:
    """dd/mm/yyyy."""
    return Reading(raw, _day(raw), can_fail=True)


def partial_day(raw: str) -> Reading:
    """dd/mm/yyyy, mm/yyyy or yyyy."""
    written = pl.col(raw)
    year = _where(written, f"^{YEAR}$")
    month = _where(written, f"^(?:0?[1-9]|1[0-2])/{YEAR}$")
    iso_month = month.str.slice(-4) + "-" + month.str.head(-5).str.zfill(2)
    return Reading(raw, pl.coalesce(_day(raw), year, iso_month), can_fail=True)


def clock(raw: str) -> Reading:
    """HH:MM, also H:MM and H giờ MM."""
    parts = pl.col(raw).str.to_lowercase().str.extract_groups(r"^([0-9]{1,2})(?::| giờ | ?h ?)([0-9]{2})(?: phút)?$")
    iso = parts.struct[0].str.zfill(2) + ":" + parts.struct[1]
    return Reading(raw, _where(iso, f"^{CLOCK}$"), can_fail=True)


def _moment(stamp: pl.Expr) -> pl.Expr:
    """Content moment from text yyyy-mm-dd HH:MM:SS; seconds only where they are not zero."""
    iso = stamp.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, exact=True, time_unit="ms")
    full = iso.dt.to_string("%Y-%m-%dT%H:%M:%S")
    return pl.when(full.str.ends_with(":00")).then(full.str.head(-3)).otherwise(full)


def local_moment(raw: str) -> Reading:
    """dd/mm/yyyy HH:MM[:SS] of the one-stop system."""
    written = _where(pl.col(raw), f"^[0-9]{{1,2}}/[0-9]{{1,2}}/{YEAR} {CLOCK}(?::[0-5][0-9])?$")
    parts = written.str.splitn(" ", 2)
    time = parts.struct[1]
    seconds = pl.when(time.str.len_bytes() == 5).then(time + ":00").otherwise(time)
    return Reading(raw, _moment(_iso_day(parts.struct[0], "%d/%m/%Y") + " " + seconds), can_fail=True)


def xml_day(raw: str) -> Reading:
    """yyyymmdd or yyyymmddHHMM of the health XML, 00 for an unknown month or day."""
    written = _where(pl.col(raw), f"^{YEAR}[0-9]{{4}}(?:[0-9]{{4}})?$").str.head(8)
    year = _where(written, "0000$").str.head(4)
    month = _where(written, "(?:0[1-9]|1[0-2])00$")
    iso_month = month.str.head(4) + "-" + month.str.slice(4, 2)
    whole = written.str.head(4) + "-" + written.str.slice(4, 2) + "-" + written.str.slice(6, 2)
    return Reading(raw, pl.coalesce(_iso_day(whole, "%Y-%m-%d"), year, iso_month), can_fail=True)


def xml_moment(raw: str) -> Reading:
    """yyyymmddHHMM of the health XML."""
    written = _where(pl.col(raw), f"^{YEAR}[0-9]{{4}}(?:[01][0-9]|2[0-3])[0-5][0-9]$")
    stamp = written.str.replace("^(....)(..)(..)(..)(..)$", "$1-$2-$3 $4:$5:00")
    return Reading(raw, _moment(stamp), can_fail=True)


def decimal(raw: str) -> Reading:
    """A decimal with a point, as the health XML writes."""
    return Reading(raw, _where(pl.col(raw), r"^-?[0-9]{1,15}(?:\.[0-9]{1,6})?$"), can_fail=True)


def local_decimal(raw: str) -> Reading:
    """A decimal with a comma, thousands in groups of three allowed ("1.234,5").

    A lone point is read as the decimal point unless exactly three digits follow: then it could be either, and is not read.
    """
    plain = _where(pl.col(raw), r"^-?[0-9]{1,15}(?:,[0-9]{1,6})?$|^-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,6}$")
    pointed = _where(pl.col(raw), r"^-?[0-9]{1,15}\.(?:[0-9]{1,2}|[0-9]{4,6})$")
    comma = plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return Reading(raw, pl.coalesce(comma, pointed), can_fail=True)


def whole(raw: str) -> Reading:
    """A whole number; ".0" of a JSON float is forgiven, ".000" is not, for it may group thousands."""
    digits = pl.col(raw).str.extract(r"^(-?[0-9]{1,15})(?:\.0)?$", 1)
    return Reading(raw, digits.cast(pl.Int64), can_fail=True)
