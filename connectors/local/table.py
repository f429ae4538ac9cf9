"""Tables people export: every cell as text, every column where it was agreed to be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from relay.errors import FatalError


class Unreadable(Exception):  # noqa: N818 - an outcome for the correction desk, told in its one argument
    """The file cannot be read at all; the argument is the reason, without anything from the file."""


def read_csv(path: Path, header: Sequence[str]) -> pl.DataFrame:
    """A ";" separated UTF-8 file, with or without a byte order mark; empty cells are ''. Raises Unreadable, FatalError."""
    try:
        frame = pl.read_csv(path, separator=";", infer_schema=False, empty_string_is_null=False)
    except (pl.exceptions.PolarsError, OSError):
        raise Unreadable("not a ';' separated UTF-8 table") from None
    check_header(path, frame.columns, header)
    return frame.with_columns(pl.all().fill_null(""))


def check_header(path: Path, found: Sequence[str | None], agreed: Sequence[str]) -> None:
    """Columns by position and name; line breaks and spaces around and inside a heading do not matter."""
    for position, name in enumerate(agreed, 1):
        given = found[position - 1] if position <= len(found) else None
        if " ".join((given or "").split()) != " ".join(name.split()):
            raise _other_column(path, position, name)
    if len(found) > len(agreed) and any(found[len(agreed) :]):
        raise _other_column(path, len(agreed) + 1, "")


def _other_column(path: Path, position: int, name: str) -> FatalError:
    column = " ".join(name.split()) or "-"
    return FatalError(
        f"{path.name}: column {position} should be '{column}'; ask the sender for the agreed form, or remove the file.",
        f"{path.name}: cột {position} phải là '{column}'; hãy yêu cầu nơi gửi dùng đúng mẫu hoặc gỡ tệp này.",
        file=path.name,
        column=position,
    )
