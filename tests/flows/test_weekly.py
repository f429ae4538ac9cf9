"""The week in print says what the standings say, in files that open; an evidence pack shows when anything in it was changed."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from flows.figures import keep_standing
from flows.weekly import due_packs, faults, last_sunday, pack, report
from flows.wiring import Wiring
from relay.audit.keys import public_keys
from relay.errors import FatalError
from relay.store import Store
from tests.tracking.filling import Filling
from tracking.campaigns import local_today

SECRET = "Nguyễn Thị Bí Mật"


@pytest.fixture
def wiring(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wiring:
    """Land that moved by seven records in the last week and is far from done in one commune."""
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config", config)
    for name, value in {"HOME": tmp_path, "CONFIG": config, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    fill, now = Filling(store), datetime.now(UTC)
    for back in range(1, 17):
        fill.accepted(1, now - timedelta(days=back), unit="16690", owner=SECRET)
    for back in (2, 9):
        fill.accepted(1, now - timedelta(days=back), unit="17272", owner=SECRET)
    fill.open(300, unit="17272", owner=SECRET)
    made = Wiring()
    for back in range(14, -1, -1):
        keep_standing(made, local_today() - timedelta(days=back))
    return made


def test_the_report_says_what_moved_who_is_late_and_what_comes_next(wiring: Wiring) -> None:
    page, _, _ = report(wiring, local_today())
    text = page.read_text(encoding="utf-8")
    assert '<html lang="vi">' in text
    assert "Làm giàu, làm sạch dữ liệu đất đai – kỳ đang chạy</strong>: Dự báo trễ" in text
    assert '<td class="number">+7</td>' in text
    assert "Xã Tân Phú" in text
    assert "Công chức địa chính Xã Tân Phú" in text
    assert text.count("<svg") >= 2
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_pdf_and_workbook_hold_the_same(wiring: Wiring) -> None:
    _, printed, book = report(wiring, local_today())
    document = pypdfium2.PdfDocument(printed)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Báo cáo tuần" in text
    assert "Công chức địa chính Xã Tân Phú" in text.replace("\r\n", " ")
    campaigns, units = openpyxl.load_workbook(book).worksheets
    heading, *rows = campaigns.iter_rows(values_only=True)
    land = next(
        row for row in (dict(zip(heading, row, strict=True)) for row in rows) if row["Chiến dịch"] == "land-rolling"
    )
    assert (land["Chỉ tiêu"], land["Được tiếp nhận"], land["Trong tuần"], land["Còn lại"]) == (318, 18, 7, 300)
    assert "Xã Tân Phú" in [row[2] for row in units.iter_rows(values_only=True)]


def test_english_on_request_and_a_past_week_as_it_was(wiring: Wiring) -> None:
    page, *_ = report(wiring, local_today() - timedelta(days=7), "en")
    text = page.read_text(encoding="utf-8")
    assert "Weekly report" in text
    assert "11 / 318" in text


def test_no_value_of_a_record_and_nobody_else_may_read(wiring: Wiring) -> None:
    files = [*report(wiring, local_today()), pack(wiring, "land-rolling", local_today())]
    assert not [file for file in files if SECRET.encode() in file.read_bytes() or file.stat().st_mode & 0o077]


def test_a_report_made_again_is_the_same(wiring: Wiring) -> None:
    first = report(wiring, local_today())[0].read_bytes()
    assert report(wiring, local_today())[0].read_bytes() == first


def test_the_report_of_monday_is_of_the_week_before() -> None:
    monday = date(2026, 11, 23)
    assert last_sunday(monday).isoformat() == "2026-11-22"


def test_a_pack_verifies_and_every_change_in_it_is_named(wiring: Wiring, tmp_path: Path) -> None:
    made, keys = pack(wiring, "land-rolling", local_today()), public_keys(wiring.settings.keys)
    assert faults(made, keys) == []
    with zipfile.ZipFile(made) as held:
        files = {name: held.read(name) for name in held.namelist()}
    assert {"report.html", "report.pdf", "report.xlsx", "figures.json", "ledger-digests.json", "audit-head.json"} < set(
        files
    )
    assert json.loads(files["ledger-digests.json"])["parcel"]["records"] == 18
    for name in files.keys() - {"manifest.json"}:
        assert faults(rewritten(tmp_path, {**files, name: files[name] + b" "}), keys) == [name]
        left = {other: body for other, body in files.items() if other != name}
        assert faults(rewritten(tmp_path, left), keys) == [name]
    assert faults(rewritten(tmp_path, {**files, "more.txt": b"x"}), keys) == ["more.txt"]
    manifest = json.loads(files["manifest.json"])
    moved = json.dumps({**manifest, "day": "2020-01-01"}).encode()
    assert faults(rewritten(tmp_path, {**files, "manifest.json": moved}), keys) == ["signature"]
    assert faults(made, {}) == ["signature"]


def rewritten(folder: Path, files: dict[str, bytes]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, body in files.items():
            made.writestr(name, body)
    path = folder / "changed.zip"
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize("body", [b"", b"PK", b"not a zip", b"{}"])
def test_what_is_no_pack_is_refused_in_a_sentence(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(body)
    with pytest.raises(FatalError, match="no evidence pack"):
        faults(path, {})


def test_a_campaign_that_has_just_ended_leaves_its_pack_once(wiring: Wiring) -> None:
    later = local_today() + timedelta(days=11)
    for back in range(3):
        keep_standing(wiring, later - timedelta(days=back))
    assert due_packs(wiring, later - timedelta(days=30)) == []
    path = wiring.settings.config / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    ended = (local_today() - timedelta(days=2)).isoformat()
    path.write_text(
        text.replace("id: land-rolling", "id: land-ended").replace("deadline: today+10d", f"deadline: {ended}", 1)
    )
    keep_standing(wiring, local_today() - timedelta(days=2))
    [made] = due_packs(wiring, local_today())
    assert made.name == f"land-ended-{ended}.zip"
    assert due_packs(wiring, local_today()) == []


def test_where_no_standing_was_kept_nothing_is_reported_and_nothing_signed(wiring: Wiring) -> None:
    long_ago = local_today() - timedelta(days=400)
    for ask in (lambda: report(wiring, long_ago), lambda: pack(wiring, "land-rolling", long_ago)):
        with pytest.raises(FatalError, match="No standing was kept"):
            ask()
