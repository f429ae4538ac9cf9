"""The birth extract (trích lục khai sinh): printed "label: value" lines become fields of the birth contract."""

from __future__ import annotations

from pathlib import Path

import msgspec
import polars as pl

from digitise import engine
from digitise.crops import page_of
from schemas.names import plain

PAGES = {
    "version_id": pl.Int64,
    "page": pl.String,
    "engine": pl.String,
    "fields": pl.String,
    "confidence": pl.Float64,
}

#: Beginning of the printed label, without tones, → field of the contract.
LABELS = {
    "ho, chu dem, ten nguoi me": "mother_name",
    "ho, chu dem, ten nguoi cha": "father_name",
    "ho, chu dem, ten": "child_name",
    "ngay, thang, nam sinh": "born_on",
    "gioi tinh": "sex",
    "dan toc": "ethnicity",
    "quoc tich": "nationality",
    "noi sinh": "birth_place",
    "que quan": "native_place",
    "so": "number",
    "quyen so": "book_no",
    "ngay dang ky": "registered_on",
}


class BirthExtracts:
    """Reads the scan a birth record names. `scans`: the folder the local system keeps its pages in."""

    def __init__(self, scans: Path, column: str = "tep_dinh_kem") -> None:
        self._scans = scans
        self._column = column

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame`: version_id, raw. One row per scan; a page that cannot be read is one with engine "none" and no fields."""
        rows = []
        for version_id, raw in frame.iter_rows():
            name = self._named(raw)
            if name:
                rows.append((version_id, name, *self._page(name)))
        return pl.DataFrame(rows, schema=PAGES, orient="row")

    def _named(self, raw: str) -> str | None:
        if self._column not in raw:
            return None
        try:
            found = msgspec.json.decode(raw)
        except msgspec.DecodeError:
            return None
        return found.get(self._column) or None if isinstance(found, dict) else None

    def _page(self, name: str) -> tuple[str, str, float | None]:
        path = page_of(self._scans, name)
        if engine.model_folder() is None or path is None:
            return engine.MISSING, "{}", None
        try:
            lines = engine.read_lines(path)
        except OSError:
            return engine.MISSING, "{}", None
        fields = named_fields(lines)
        sure = [float(str(found["confidence"])) for found in fields.values()]
        return engine.NAME, msgspec.json.encode(fields).decode(), min(sure) if sure else None


def named_fields(lines: list[engine.Line]) -> dict[str, dict[str, object]]:
    """field → {"value", "confidence", "box"} for every line that begins with a known label; the first reading wins."""
    fields: dict[str, dict[str, object]] = {}
    for line in lines:
        label, colon, value = line.text.partition(":")
        field = next((field for start, field in LABELS.items() if plain(label) == start), None)
        if colon and field and value.strip() and field not in fields:
            fields[field] = {"value": value.strip(), "confidence": round(line.confidence, 3), "box": list(line.box)}
    return fields
