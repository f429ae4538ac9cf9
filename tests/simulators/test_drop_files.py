"""The files of the drop folder, read back by other means than those that wrote them, against the manifest."""

from __future__ import annotations

import base64
import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from simulators.province import exports
from simulators.province.catalogue import record_types
from simulators.province.generate import build
from simulators.province.places import Places
from simulators.province.plan import Plan
from simulators.province.record_type import RecordType
from simulators.province.stores import Export
from simulators.province.world import Settings, World

SETTINGS = Settings(8, 300, "40", 4, datetime(2026, 11, 22, 6, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    made = Places(tmp_path_factory.mktemp("province") / "province")
    build(made, SETTINGS)
    return made


def test_a_form_is_cut_into_files_of_a_size() -> None:
    chosen = Plan(World(SETTINGS))
    made = [chosen.record("student", n) for n in range(23)]
    parts = [list(part) for part in exports._parts(iter(made), 10)]
    assert [len(part) for part in parts] == [10, 10, 3]
    assert [record for part in parts for record in part] == made


def sheet_ids(path: Path) -> Iterator[str]:
    workbook = openpyxl.load_workbook(path, read_only=True)
    rows = workbook["PL3"].iter_rows(values_only=True)
    header = next(rows)
    assert (header[0], header[1], header[50]) == ("STT", "Mã ĐVHC cấp xã", "Mã hồ sơ")
    for row in rows:
        yield f"{path.stem.rpartition('_')[2]}-{row[0]}"


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


def visit_ids(path: Path) -> Iterator[str]:
    for place, visit in enumerate(ElementTree.parse(path).getroot().iter("HOSO"), 1):
        facility = path.stem.rpartition("_")[2]
        content = visit.findtext("FILEHOSO/NOIDUNGFILE") or ""
        try:
            summary = ElementTree.fromstring(base64.b64decode(content, validate=True))
            yield f"{facility}-{summary.findtext('MA_LK')}"
        except ValueError:
            yield f"{facility}-{path.stem}-{place}"


def list_ids(path: Path) -> Iterator[str]:
    for row in csv_rows(path):
        yield f"{row['Mã trường']}-{row['STT']}"


# Of other folders the rows are counted only.
READERS = {"land": sheet_ids, "school": list_ids, "health": visit_ids}


def read_back(kind: RecordType, path: Path) -> list[tuple[str | None, bool]]:
    """(source id if it is known how to find it, withdrawn) of a file's rows."""
    assert isinstance(kind.store, Export)
    if path.name.endswith("_huy.csv"):
        return [(row["Mã"], True) for row in csv_rows(path)]
    if kind.store.folder in READERS:
        return [(source, False) for source in READERS[kind.store.folder](path)]
    if path.suffix == ".csv":
        return [(None, False) for _ in csv_rows(path)]
    rows = openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    return [(None, False) for _ in list(rows)[len(kind.store.forms[path.suffix].header) :]]


@pytest.mark.parametrize("kind", [kind for kind in record_types() if isinstance(kind.store, Export)])
def test_the_manifest_follows_the_files(places: Places, kind: RecordType) -> None:
    files = sorted((places.drop / kind.store.folder).iterdir())
    assert files == sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))
    arrived = [(*row, path.name.split("_")[1].partition(".")[0]) for path in files for row in read_back(kind, path)]
    lines = manifest_of(places, kind.flow)
    told = [(line["source_id"], line.get("deleted", False), line["unit"]) for line in lines]
    known = [source is not None for source, _, _ in arrived]
    assert [(line[0] if knows else None, *line[1:]) for knows, line in zip(known, told, strict=True)] == arrived
    seen: Counter[str] = Counter()
    for line in lines:
        seen[line["source_id"]] += 1
        assert line["version"] == seen[line["source_id"]]
    assert {line["expect"] for line in lines} >= {"accepted", "quarantined", "superseded", "unchanged", "cancelled"}


def manifest_of(places: Places, flow: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in places.manifest.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["flow"] == flow]


def test_scans_are_where_their_births_say(places: Places) -> None:
    with sqlite3.connect(places.civil_db) as db:
        names = [row[0] for row in db.execute("SELECT tep_dinh_kem FROM khai_sinh WHERE tep_dinh_kem <> ''")]
    assert names
    assert all((places.scans / name).read_bytes().startswith(b"\xff\xd8") for name in names)
