"""Tables people export: every cell as text, every column where it was agreed to be, and no line costs its neighbours."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import polars as pl

from connectors.local.paging import page_frame

#: A quoted cell may go over several lines; one that goes over more was never closed.
LINES_PER_ROW = 50
_NO_TABLE = "not a ';' separated UTF-8 table"


class Unreadable(Exception):  # noqa: N818 - an outcome for the correction desk, told in its one argument
    """The file cannot be read at all; the argument is the reason, without anything from the file."""


class Table(NamedTuple):
    """The rows that could be read, by the agreed headings; and of each other line its number, from 1, and the reason."""

    rows: pl.DataFrame
    refused: Mapping[int, str] = {}


class _MisfitError(ValueError):
    """A line that is no row; the argument says why, without anything from the line."""


def read_csv(path: Path, header: Sequence[str]) -> Table:
    """A ";" separated UTF-8 file, with or without a byte order mark; empty cells are ''. Raises Unreadable."""
    try:
        data = path.read_bytes()
    except OSError:
        raise Unreadable("cannot be opened") from None
    return _at_once(data, header) or _line_by_line(data, header)


def desk_rows(path: Path, table: Table) -> pl.DataFrame:
    """The lines that are no rows, as page rows "file:NAME#LINE" for the correction desk."""
    return pl.concat(
        [page_frame([], [], []), *(desk_row(path, why, f"#{line}") for line, why in table.refused.items())]
    )


def desk_row(path: Path, reason: str, place: str = "") -> pl.DataFrame:
    """One page row "file:NAME", or a place in it, that the mapping quarantines with the reason as its raw."""
    raw = msgspec.json.encode({"unreadable": reason}).decode()
    return page_frame([f"file:{path.name}{place}"], [False], [raw])


def _at_once(data: bytes, header: Sequence[str]) -> Table | None:
    """The table of a file without surprises; None when it must be read line by line. Raises Unreadable."""
    # The reader fills up short rows in silence: only without quotes does the number of separators tell that there are none.
    if b'"' in data:
        return None
    try:
        frame = pl.read_csv(data, separator=";", infer_schema=False, empty_string_is_null=False)
    except pl.exceptions.PolarsError:
        return None
    if data.count(b";") != (frame.height + 1) * (frame.width - 1):
        return None
    check_header(frame.columns, header)
    return _table(frame, header)


def _line_by_line(data: bytes, header: Sequence[str]) -> Table:
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    try:
        found, begin = _row(lines, 0)
    except (_MisfitError, StopIteration):
        raise Unreadable(_NO_TABLE) from None
    check_header(found, header)
    rows: list[list[str]] = []
    refused: dict[int, str] = {}
    for line, outcome in _rows(lines, begin, len(found)):
        if isinstance(outcome, str):
            refused[line] = outcome
        else:
            rows.append(outcome)
    schema = {str(place): pl.String for place in range(len(found))}
    return _table(pl.DataFrame(rows, schema=schema, orient="row"), header, refused)


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
    texts = (line.decode() for line in lines[at : at + LINES_PER_ROW])
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


def _table(frame: pl.DataFrame, header: Sequence[str], refused: Mapping[int, str] | None = None) -> Table:
    agreed = frame[:, : len(header)]
    agreed.columns = list(header)
    return Table(agreed.with_columns(pl.all().fill_null("")), refused or {})


def check_header(found: Sequence[str | None], agreed: Sequence[str]) -> None:
    """Columns by position and name; line breaks and spaces around and inside a heading do not matter.

    Raises Unreadable: every row after a misplaced column would be misread, so the file goes to the correction desk as one.
    """
    for position, name in enumerate(agreed, 1):
        given = found[position - 1] if position <= len(found) else None
        if " ".join((given or "").split()) != " ".join(name.split()):
            raise Unreadable(f"column {position} should be '{' '.join(name.split())}'")
    if len(found) > len(agreed) and any(found[len(agreed) :]):
        raise Unreadable(f"there is a column {len(agreed) + 1} that was not agreed")
