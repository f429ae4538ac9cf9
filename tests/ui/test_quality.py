"""The page of quality: figures of a day, its trend and its causes in words, its review, and Data Docs nobody can climb out of."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.quality import quality_report, say
from relay.store import Store
from tests.tracking.test_quality import BAD, ODD, night
from tests.ui.conftest import PEOPLE, SECRET, Get
from tracking.campaigns import local_today
from tracking.quality.figures import keep
from ui import installation

TODAY = local_today()


@pytest.fixture
def nights(filled: Store, home: Path) -> None:
    """Two nights: today one rule more than yesterday, in one of two communes."""
    people = PEOPLE + '  - {user: reviewer, roles: [reviewer], units: ["*"]}\n'
    (home / "config" / "people.yaml").write_text(people, encoding="utf-8")
    now = datetime.now(UTC)
    night(filled, [("16690", [ODD]), ("17272", [])], now - timedelta(days=1))
    night(filled, [("16690", [BAD, ODD]), ("16690", []), ("17272", []), ("17272", [])], now)
    keep(filled, TODAY - timedelta(days=1))
    quality_report(installation.wiring(), TODAY)


def rows(get: Get, which: str, **asked: str) -> list[dict[str, str]]:
    text = get("/quality", format="csv", which=which, **asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_shows_the_newest_report_in_words(nights: None, get: Get) -> None:
    page = get("/quality", "somebody-airflow-knows").text
    assert "75,0 %" in page
    assert "Ngày sinh ở tương lai." in page
    assert "Phường Trường Vinh" in page
    assert "Chưa có ai xem xét báo cáo này." in page
    assert SECRET not in page
    english = get("/quality", lang="en").text
    assert "The birth date lies in the future." in english
    assert "75.0%" in english or "75.0 %" in english


def test_units_are_compared_the_worst_first(nights: None, get: Get) -> None:
    assert [(row["Mã"], row["Đạt (%)"]) for row in rows(get, "units")] == [("16690", "50.0"), ("17272", "100.0")]
    assert [row["Mã"] for row in rows(get, "units", unit="17272")] == ["17272"]
    assert [row["Bản ghi"] for row in rows(get, "causes")] == ["1", "1"]


def test_what_is_new_stands_by_itself(nights: None, get: Get) -> None:
    page = get("/quality").text
    fresh = page[page.index('id="fresh"') : page.index('id="causes"')]
    assert BAD[0] in fresh
    assert ODD[0] not in fresh


def test_a_past_day_and_the_trend_are_shown(nights: None, get: Get) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert len(rows(get, "nights")) == 2
    assert len(rows(get, "nights", day=yesterday)) == 1
    drawn = get("/quality/trend.svg", unit="16690")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "50,0 %" in drawn.text
    assert "<script" not in drawn.text


def test_a_day_without_a_report_says_what_to_do(get: Get) -> None:
    page = get("/quality", day="2026-01-01")
    assert page.status_code == 200
    assert "quality_report" in page.text


def test_the_review_is_shown(nights: None, get: Get) -> None:
    say(installation.wiring(), TODAY, "reviewer", "needs_work", "Xem <b>lại</b> hai xã.")
    page = get("/quality").text
    assert "Cần khắc phục" in page
    assert "Xem &lt;b&gt;lại&lt;/b&gt; hai xã." in page


def test_the_data_docs_are_served_to_who_is_signed_in(nights: None, get: Get) -> None:
    first = f"/quality/docs/{TODAY.isoformat()}/index.html"
    assert first in get("/quality").text
    assert get(first, None).status_code == 401
    page = get(first, "somebody-airflow-knows")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    results = page.text.split('href="')[1].split('"')[0]
    inner = get(f"/quality/docs/{TODAY.isoformat()}/{results}")
    assert "Ngày sinh ở tương lai." in inner.text


@pytest.mark.parametrize(
    "path",
    [
        "{day}/..%2f..%2flienthong.db",
        "{day}/%2e%2e/%2e%2e/config/people.yaml",
        "{day}/..%2f..%2foutside.html",
        "{day}/%2fetc/passwd",
        "{day}/link.html",
        "..%2f..%2f/outside.html",
        "../outside.html",
        "{day}/nothing.html",
        "{day}/",
        "{day}/a%00b.html",
        "{day}/" + "a" * 5000 + ".html",
        "not-a-day/index.html",
    ],
)
def test_nobody_climbs_out_of_the_folder(nights: None, get: Get, home: Path, path: str) -> None:
    (home / "outside.html").write_text("outside")
    (home / "quality" / TODAY.isoformat() / "link.html").symlink_to(home / "outside.html")
    answer = get("/quality/docs/" + path.format(day=TODAY.isoformat()))
    assert answer.status_code == 404
    assert "outside" not in answer.text.replace(path, "")
