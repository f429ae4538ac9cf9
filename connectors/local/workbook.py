"""Workbooks people fill in: a sheet with agreed heading rows, every cell as text, every column where it was agreed to be."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import fastexcel
import polars as pl

from connectors.local.table import Unreadable, check_header, records
from connectors.local.unpacked import weigh
from connectors.mapping.layout import Workbook


def read_workbook(path: Path, form: Workbook) -> pl.DataFrame:
    """Page rows of the sheet's filled rows. Raises Unreadable."""
    cells = _cells(path, form.sheet)
    for place, agreed in enumerate(form.header):
        found = cells.row(place) if place < cells.height else ()
        check_header(found, agreed, f"row {place + 1}, " if len(form.header) > 1 else "")
    rows = cells[len(form.header) :].select(_column(cells, place, name) for place, name in enumerate(form.columns))
    return records(path, form, rows.filter(pl.any_horizontal(pl.all() != "")))


def _column(cells: pl.DataFrame, place: int, name: str) -> pl.Expr:
    """A column by its place; nothing at all may stand in the last ones."""
    written = pl.nth(place) if place < cells.width else pl.lit(None, pl.String)
    return written.fill_null("").alias(name)


def _cells(path: Path, sheet: str) -> pl.DataFrame:
    try:
        weigh(path)
        loaded = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
        frame: pl.DataFrame = loaded.to_polars()
    except (fastexcel.FastExcelError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, zlib.error):
        raise Unreadable(f"not a workbook with a sheet {sheet}") from None
    return frame
