"""Tables people export: every cell as text, every column where it was agreed to be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl


class Unreadable(Exception):  # noqa: N818 - an outcome for the correction desk, told in its one argument
    """The file cannot be read at all; the argument is the reason, without anything from the file."""


def read_csv(path: Path, header: Sequence[str]) -> pl.DataFrame:
    """A ";" separated UTF-8 file, with or without a byte order mark; empty cells are ''. Raises Unreadable."""
    try:
        frame = pl.read_csv(path, separator=";", infer_schema=False, empty_string_is_null=False)
    except (pl.exceptions.PolarsError, OSError):
        raise Unreadable("not a ';' separated UTF-8 table") from None
    check_header(frame.columns, header)
    return frame.with_columns(pl.all().fill_null(""))


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
