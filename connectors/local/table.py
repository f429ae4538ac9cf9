"""Tables people export: every cell as text, every column where it was agreed to be, and no line costs its neighbours."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import polars as pl

from connectors.local.arrivals import shown_name
from connectors.local.paging import FILE, page_frame
from connectors.mapping.layout import Csv, Workbook

#: A quoted cell may go over several lines; one that goes over more was never closed.
LINES_PER_ROW = 50
#: What no unit's export comes near to, and what reading it would take the memory of the night.
MAX_LINES = 1_000_000
MAX_LINE_BYTES = 1_000_000
MAX_COLUMNS = 1000
MAX_REFUSED = 10_000
MAX_MENTIONS = 1000
_HEADING = re.compile(rb"(?:\xef\xbb\xbf)?\s*([^\n]*)")
_NO_TABLE = "not a ';' separated UTF-8 table"


class Unreadable(Exception):  # noqa: N818 - an outcome for the correction desk, told in its one argument
    """The file cannot be read at all; the argument is the reason, without anything from the file."""


class Table(NamedTuple):
    """The rows that could be read, by their raw keys; and of each other line its number, from 1, and the reason."""

    rows: pl.DataFrame
    refused: Mapping[int, str] = {}


class _MisfitError(ValueError):
    """A line that is no row; the argument says why, without anything from the line."""


def read_list(path: Path, form: Csv) -> pl.DataFrame:
    """Page rows of a list; then the lines that are no rows. Raises Unreadable."""
    table = read_csv(path, form)
    return pl.concat([records(path, form, table.rows), desk_rows(path, table)])


def read_csv(path: Path, form: Csv) -> Table:
    """A ";" separated UTF-8 file, with or without a byte order mark; empty cells are ''. Raises Unreadable."""
    try:
        data = path.read_bytes()
    except OSError:
        raise Unreadable("cannot be opened") from None
    heading = _HEADING.match(data)
    if heading and heading[1].count(b";") > MAX_COLUMNS:
        raise Unreadable(_NO_TABLE)
    if data.count(b"\n") > MAX_LINES:
        raise Unreadable(f"more than {MAX_LINES} lines")
    return _at_once(data, form) or _line_by_line(data, form)


def records(path: Path, form: Csv | Workbook, rows: pl.DataFrame) -> pl.DataFrame:
    """Page rows: of each row its cells, and what the file's name tells, by their raw keys. Raises Unreadable."""
    pieces = path.stem.split("_")[-len(form.from_name) :] if form.from_name else []
    if len(pieces) < len(form.from_name):
        raise Unreadable(f"the name of the file should end in {len(form.from_name)} pieces with '_' between them")
    told = zip(form.from_name, pieces, strict=True)
    whole = rows.with_columns(pl.lit(piece).alias(name) for name, piece in told)
    page = whole.select(
        source_id=pl.concat_str(map(_id_part, form.source_id), separator="-"),
        deleted=pl.lit(value=False),
        raw=pl.struct(pl.exclude(form.aside)).struct.json_encode(),
    )
    # Each mention of a record is a state of its own and goes on a page of its own.
    if page.height and (page["source_id"].value_counts()["count"].max() or 0) > MAX_MENTIONS:  # type: ignore[operator]
        raise Unreadable(f"one record more than {MAX_MENTIONS} times")
    return page


def desk_rows(path: Path, table: Table) -> pl.DataFrame:
    """The lines that are no rows, as page rows "file:NAME#LINE" for the correction desk."""
    places = [f"{FILE}{shown_name(path.name)}#{line}" for line in table.refused]
    return page_frame(places, [False] * len(places), [_reason(why) for why in table.refused.values()])


def desk_row(name: str, reason: str) -> pl.DataFrame:
    """One page row "file:NAME" that the mapping quarantines with the reason as its raw."""
    return page_frame([f"{FILE}{name}"], [False], [_reason(reason)])


def _reason(why: str) -> str:
    return msgspec.json.encode({"unreadable": why}).decode()


def _at_once(data: bytes, form: Csv) -> Table | None:
    """The table of a file without surprises; None when it must be read line by line. Raises Unreadable."""
    # The reader fills up short rows in silence: only without quotes does the number of separators tell that there are none.
    if b'"' in data:
        return None
    try:
        frame = pl.read_csv(data, separator=";", has_header=False, infer_schema=False, empty_string_is_null=False)
    except pl.exceptions.PolarsError:
        return None
    if data.count(b";") != frame.height * (frame.width - 1):
        return None
    check_header(frame.row(0), form.header)
    return _table(frame[1:], form)


def _line_by_line(data: bytes, form: Csv) -> Table:
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    heading = next((place for place, line in enumerate(lines) if line.strip()), 0)
    try:
        found, begin = _row(lines, heading)
    except (_MisfitError, StopIteration):
        raise Unreadable(_NO_TABLE) from None
    check_header(found, form.header)
    rows: list[list[str]] = []
    refused: dict[int, str] = {}
    for line, outcome in _rows(lines, begin, len(found)):
        if isinstance(outcome, str):
            refused[line] = outcome
            if len(refused) > MAX_REFUSED:
                raise Unreadable(f"more than {MAX_REFUSED} lines are no rows")
        else:
            rows.append(outcome)
    schema = {str(place): pl.String for place in range(len(found))}
    return _table(pl.DataFrame(rows, schema=schema, orient="row"), form, refused)


def _rows(lines: Sequence[bytes], at: int, width: int) -> Iterator[tuple[int, list[str] | str]]:
    """The number of each row's first line, with its cells or the reason why it has none; blank lines are no rows."""
    while at < len(lines):
        line, at = at, at + 1
        if lines[line].strip():
            try:
                # A row that does not fit costs its first line only: the next line may be the next row.
                cells, at = _row(lines, line, width)
                yield line + 1, cells
            except _MisfitError as reason:
                yield line + 1, f"row {line + 1} {reason}"


def _row(lines: Sequence[bytes], at: int, width: int | None = None) -> tuple[list[str], int]:
    """The cells of the row that starts at a line, and where the next one starts. Raises _MisfitError."""
    texts = (_text(line) for line in lines[at : at + LINES_PER_ROW])
    reader = csv.reader(texts, delimiter=";", strict=True)
    try:
        cells = next(reader)
    except UnicodeDecodeError:
        raise _MisfitError("is not UTF-8") from None
    except csv.Error:
        raise _MisfitError("has a misplaced quotation mark") from None
    if width is not None and len(cells) != width:
        raise _MisfitError(f"has {len(cells)} cells instead of {width}")
    return cells, at + reader.line_num


def _text(line: bytes) -> str:
    if len(line) > MAX_LINE_BYTES:
        raise _MisfitError("is too long")
    return line.decode()


def _table(frame: pl.DataFrame, form: Csv, refused: Mapping[int, str] | None = None) -> Table:
    agreed = frame[:, : len(form.columns)]
    agreed.columns = list(form.columns)
    return Table(agreed.with_columns(pl.all().fill_null("")), refused or {})


def check_header(found: Sequence[str | None], agreed: Sequence[str], place: str = "") -> None:
    """Columns by position and name; line breaks and spaces around and inside a heading do not matter.

    Raises Unreadable: every row after a misplaced column would be misread, so the file goes to the correction desk as one.
    """
    for position, name in enumerate(agreed, 1):
        given = found[position - 1] if position <= len(found) else None
        if " ".join((given or "").split()) != " ".join(name.split()):
            raise Unreadable(f"{place}column {position} should be '{' '.join(name.split())}'")
    if any(found[len(agreed) :]):
        raise Unreadable(f"{place}there is a column {len(agreed) + 1} that was not agreed")


def _id_part(part: str | Sequence[str]) -> pl.Expr:
    """A column of the source id; of several the first where it is given, else the others together."""
    if isinstance(part, str):
        return pl.col(part)
    first, *others = part
    return pl.when(pl.col(first) != "").then(pl.col(first)).otherwise(pl.concat_str(others, separator="."))
