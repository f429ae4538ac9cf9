"""Worn scans of a province's births in a real night: what they say otherwise is held, what nobody can read is told, the rest goes on."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from digitise import engine
from flows.passport import passport
from relay.audit.keys import signer
from relay.status import Severity
from relay.store.scan_tables import comparison, document
from relay.store.tables import change, content, record, violation
from simulators.province.record import Record
from simulators.province.scans import draw
from tests.flows.province import Province, province

pytestmark = pytest.mark.skipif(engine.model_folder() is None, reason="tesseract-ocr-vie is not installed")
SEED = 20261124


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Province:
    print(f"seed {SEED}")
    with province(tmp_path, monkeypatch, f"sqlite:///{tmp_path}/store.db", records=700, seed=SEED) as made:
        yield made


def database_of(made: Province) -> Path:
    return Path(made.known["civil_scans"]["url"]).parent / "civil_db.sqlite"


def rows(made: Province) -> dict[str, dict[str, str]]:
    """Name of a scan → the row that names it."""
    database = database_of(made)
    with sqlite3.connect(database) as db:
        db.row_factory = sqlite3.Row
        found = db.execute("SELECT * FROM khai_sinh WHERE tep_dinh_kem <> '' ORDER BY tep_dinh_kem").fetchall()
    return {row["tep_dinh_kem"]: dict(row) for row in found}


def test_what_is_planted_in_scans_is_found_and_nothing_else_is_held(night: Province) -> None:
    folder, scanned = Path(night.known["civil_scans"]["url"]), rows(night)
    names = list(scanned)
    assert len(names) >= 8
    otherwise, blank, broken, strange = names[:4]
    paper = Record("birth", 0, "", "", scanned[otherwise])
    draw(paper, SEED, folder / otherwise, {"mother_document_no": _other(paper.row["me_so_giay_to_tuy_than"])})
    Image.new("RGB", (1654, 2339), "white").save(folder / blank)
    (folder / broken).write_bytes(b"\xff\xd8 and no more")
    letter = Image.new("RGB", (1654, 2339), "white")
    letter.paste((0, 0, 0), (200, 200, 1400, 260))
    letter.save(folder / strange)

    told = night.run("birth")["birth"]
    assert told["conservation"]["holds"]
    with night.wiring().store.read() as tx:
        by_scan = {row.page: row for row in tx.execute(sa.select(document))}
        held = tx.execute(
            sa.select(document.c.page, violation.c.rule, violation.c.field)
            .join(violation, violation.c.version_id == document.c.version_id)
            .where(violation.c.severity == Severity.CRITICAL)
        ).fetchall()
        verdicts = tx.execute(sa.select(comparison.c.verdict, sa.func.count()).group_by(comparison.c.verdict))
        counts = {row[0]: row[1] for row in verdicts}
    assert {by_scan[name].outcome for name in names[4:]} == {"read"}
    assert [by_scan[name].outcome for name in (blank, broken)] == ["blank", "broken"]
    assert by_scan[strange].outcome in ("unknown", "blank")
    assert [tuple(row) for row in held] == [(otherwise, "scan.conflicts", "mother_document_no")]
    assert counts["agrees"] > 0.9 * sum(counts.values())
    kept = [row for row in by_scan.values() if row.outcome == "read"]
    assert all(row.archive_sha256 and row.signature == "none" for row in kept)
    told_by = passport(
        night.wiring().store, signer(night.wiring().settings.keys), names[4].removesuffix(".jpg"), "birth"
    )
    (page,) = told_by["versions"][-1]["digitised"]
    assert page["store_code"].startswith("LT.")
    assert page["checks"]["outcome"] == "made"
    assert {one["verdict"] for one in page["readings"]} >= {"agrees"}
    assert all(one["box"][2] > one["box"][0] for one in page["readings"])
    assert paper.row["nks_ho_ten"] not in str(told_by)


def test_what_a_record_leaves_empty_is_filled_from_its_scan(night: Province) -> None:
    name = next(name for name, row in rows(night).items() if row["me_dan_toc"] == "Kinh")
    database = database_of(night)
    with sqlite3.connect(database) as db:
        db.execute("UPDATE khai_sinh SET me_dan_toc = '' WHERE tep_dinh_kem = ?", (name,))
    night.run("birth")
    with night.wiring().store.read() as tx:
        filled = tx.execute(
            sa.select(change.c.field, content.c.payload)
            .join(content, content.c.version_id == change.c.version_id)
            .join(record, record.c.version_id == change.c.version_id)
            .where(change.c.change == "read_from_scan")
        ).fetchall()
    assert [one.field for one in filled] == ["mother_ethnicity"]
    assert json.loads(filled[0].payload)["mother_ethnicity"] == "Kinh"


def _other(number: str) -> str:
    """Somebody else's number of the same sex and year."""
    return f"{number[:6]}{(int(number[6:]) + 4321) % 1_000_000:06d}"
