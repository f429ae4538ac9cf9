"""Writes marked identities where they do not belong: of one good record of every table and file, copies with one field spoilt.

A name in the field of a date, a number in the field of a code: whatever quotes what it refuses quotes a mark. Each field
has a number of its own, so a leak tells which field it came from.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import openpyxl

NAME = "Zứt Mốc Kanari"
#: Fields that say which record it is, or whose: officials write them on every list, and no person stands in them.
PLACES = {"id", "updated_at", "deleted_at"}


class Marks:
    """Marks given out so far: number → the table or file and its field."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._next = count(1)

    def texts(self, place: str) -> tuple[str, str]:
        """A name and a number that nobody else has; and such a number alone, which looks like a code."""
        named, alone = (f"0991990{next(self._next):05d}" for _ in range(2))
        self.fields |= {named: place, alone: place}
        return f"{NAME} {named}", alone

    def told(self, found: set[str]) -> list[str]:
        """Whom a search found, without telling who: fields of marks, and how many others."""
        fields = sorted(self.fields[one] for one in found if one in self.fields)
        others = len(found) - len(fields)
        return [*fields, f"and {others} others"] if others else fields

    def people(self) -> set[str]:
        """What to look for."""
        return {NAME, *self.fields}


def mark_province(home: Path, at: str) -> Marks:
    """Plant marks in every source under `home`; `at` is a moment later than what is there."""
    marks = Marks()
    _mark_books(home / "civil_db.sqlite", marks, at)
    _mark_dossiers(home / "onestop.sqlite", marks, at)
    for form, spoil in {".csv": _spoilt_csv, ".xlsx": _spoilt_workbook, ".xml": _spoilt_envelope}.items():
        for folder in sorted(one for one in (home / "drop").iterdir() if one.is_dir()):
            if files := [file for file in sorted(folder.glob(f"*{form}")) if not file.name.endswith("_huy.csv")]:
                _beside(files[-1]).write_bytes(spoil(files[-1], folder.name, marks))
                for name in marks.texts(f"{folder.name} file"):
                    (folder / f"{name}{form}").write_bytes(b"none of the agreed columns")
    return marks


def _mark_books(path: Path, marks: Marks, at: str) -> None:
    db = sqlite3.connect(path)
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    with db:
        for table in tables:
            columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
            [row] = db.execute(f"SELECT * FROM {table} WHERE deleted_at IS NULL LIMIT 1")
            for number, spoilt in enumerate(_copies(dict(zip(columns, row, strict=True)), table, marks)):
                row = spoilt | {"id": f"Z-{table}-{number}", "updated_at": at}
                db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", list(row.values()))
    db.close()


def _mark_dossiers(path: Path, marks: Marks, at: str) -> None:
    db = sqlite3.connect(path)
    [text] = db.execute("SELECT data FROM dossier WHERE NOT deleted LIMIT 1").fetchone()
    with db:
        for number, spoilt in enumerate(_copies(json.loads(text), "dossier", marks)):
            db.execute("INSERT INTO dossier VALUES (?, ?, 0, ?)", [f"Z-{number}", at, json.dumps(spoilt)])
    db.close()


def _copies(row: dict[str, object], place: str, marks: Marks) -> Iterable[dict[str, object]]:
    """Copies of the row, each with one field marked."""
    for field in row.keys() - PLACES:
        yield from ({**row, field: text} for text in marks.texts(f"{place}.{field}"))


def _spoilt_csv(file: Path, place: str, marks: Marks) -> bytes:
    head, row, *_ = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";")
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([head, *_rows(head, row, place, marks)])
    return text.getvalue().encode("utf-8-sig")


def _spoilt_workbook(file: Path, place: str, marks: Marks) -> bytes:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    lines = [[str(cell.value or "") for cell in found] for found in sheet.iter_rows()]
    head, row = lines[0], lines[-1]
    for made in _rows(head, row, place, marks):
        sheet.append(made)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _rows(head: list[str], row: list[str], place: str, marks: Marks) -> Iterable[list[str]]:
    for at, title in enumerate(head):
        yield from ([*row[:at], text, *row[at + 1 :]] for text in marks.texts(f"{place}.{title}"))


def _spoilt_envelope(file: Path, place: str, marks: Marks) -> bytes:
    """Every element of the first visit's own files in turn; the files are base64 inside."""
    text = file.read_text(encoding="utf-8")
    [dossier] = re.findall(r"<HOSO>.*?</HOSO>", text)[:1]

    def copies(found: re.Match[str]) -> Iterable[str]:
        inner = b64decode(found[1]).decode()
        for element in re.finditer(r"<([A-Z_0-9]+)>[^<]*</\1>", inner):
            for text in marks.texts(f"{place}.{element[1]}"):
                mark = f"<{element[1]}>{text}</{element[1]}>"
                spoilt = inner[: element.start()] + mark + inner[element.end() :]
                yield dossier[: found.start(1)] + b64encode(spoilt.encode()).decode() + dossier[found.end(1) :]

    made = [one for found in re.finditer(r"<NOIDUNGFILE>([^<]+)", dossier) for one in copies(found)]
    listed = re.sub(r"<HOSO>.*</HOSO>", lambda _: "".join(made), text)
    return re.sub(r"<SOLUONGHOSO>\d+", f"<SOLUONGHOSO>{len(made)}", listed).encode()


def _beside(file: Path) -> Path:
    """The name of a later export by the same sender."""
    stamp, _, rest = file.name.partition("_")
    return file.with_name(f"{stamp[:-6]}999999_{rest}")
