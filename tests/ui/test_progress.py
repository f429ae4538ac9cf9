"""From all campaigns to one unit: what the pages say is what was counted, on screen and in the files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.ui.conftest import Get
from tracking.campaign_file import read_campaigns
from tracking.campaign_versions import adopt
from tracking.campaigns import local_today
from ui import installation


def test_a_campaign_leads_to_its_units_and_these_to_their_figures(get: Get) -> None:
    overview = get("/progress").text
    assert 'href="/progress/land-rolling"' in overview
    campaign = get("/progress/land-rolling").text
    assert 'href="/progress/land-rolling/units/16690"' in campaign
    unit = get("/progress/land-rolling/units/16690").text
    assert "Phường Trường Vinh" in unit
    assert "18 (90,0 %)" in unit


def test_the_law_stands_on_the_page(get: Get) -> None:
    assert "Đã kéo về 35 = " in get("/progress").text
    assert "Cân đối" in get("/progress").text


def test_a_broken_law_is_said(get: Get) -> None:
    from ui.installation import wiring

    with wiring().store.begin() as tx:
        tx.exec_driver_sql("UPDATE balance SET records = records + 1 WHERE place = 'pulled'")
    assert "KHÔNG CÂN ĐỐI" in get("/progress").text


def test_english_on_request_and_remembered(get: Get) -> None:
    answer = get("/progress", lang="en")
    assert '<html lang="en">' in answer.text
    assert "Progress of the campaigns" in answer.text
    assert answer.cookies["lienthong_lang"] == "en"
    assert '<html lang="vi">' in get("/progress").text


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ({}, ["17272", "16690"]),
        ({"sort": "left"}, ["16690", "17272"]),
        ({"q": "truong vinh"}, ["16690"]),
        ({"state": "done"}, []),
    ],
)
def test_units_are_ordered_and_found_as_asked(get: Get, asked: dict[str, str], units: list[str]) -> None:
    rows = list(
        csv.DictReader(io.StringIO(get("/progress/land-rolling", format="csv", **asked).content.decode("utf-8-sig")))
    )
    assert [row["Mã"] for row in rows] == units


def test_the_workbook_holds_numbers_and_days_not_their_spelling(get: Get) -> None:
    book = openpyxl.load_workbook(io.BytesIO(get("/progress/land-rolling", format="xlsx").content))
    heading, *rows = book.active.iter_rows(values_only=True)
    figures = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(row["Mã"], row["Chỉ tiêu"], row["Quốc gia tiếp nhận"]) for row in figures] == [
        ("17272", 15, 6),
        ("16690", 20, 18),
    ]
    assert sum(row["Còn lại"] for row in figures) == 11


def test_a_past_day_shows_what_was_kept_then(get: Get) -> None:
    before = (local_today() - timedelta(days=3)).isoformat()
    assert "16 (45,7 %)" in get("/progress/land-rolling", day=before).text
    assert "24 (68,6 %)" in get("/progress/land-rolling").text


def test_a_day_ahead_is_today(get: Get) -> None:
    ahead = (local_today() + timedelta(days=30)).isoformat()
    assert get("/progress/land-rolling", day=ahead).text.count("24 (68,6 %)") == 1


def test_a_chart_is_a_picture_that_says_what_it_shows(get: Get) -> None:
    answer = get("/progress/land-rolling/chart.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "<desc>Được tiếp nhận: 24 / 35" in answer.text
    assert "<script" not in answer.text


def test_deliveries_show_every_endpoint(get: Get) -> None:
    page = get("/deliveries").text
    for endpoint in ("civil_status", "land", "school", "health", "portal"):
        assert f">{endpoint}<" in page
    assert get("/deliveries", format="csv", which="requests").text.startswith("\ufeffYêu cầu") or "Yêu cầu" in get(
        "/deliveries", format="csv", which="requests"
    ).content.decode("utf-8-sig")


def test_a_campaign_says_whose_it_is_and_what_was_changed_by_whom(get: Get, home: Path) -> None:
    page = get("/progress/health-2025-province").text
    assert "Thành phố Đà Nẵng (từ 01/07/2025, 202/2025/QH15)" in page
    path = home / "config" / "campaigns.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("deadline: 2025-06-01", "deadline: 2025-07-01"), encoding="utf-8"
    )
    waiting = get("/progress/land-2025").text
    assert "trước 01/06/2025" in waiting
    assert "chưa có hiệu lực" in waiting
    shape = next(one for one in read_campaigns(path) if one.id == "land-2025")
    adopt(installation.wiring().store, shape, "leader", "Công văn 123/UBND")
    after = get("/progress/land-2025").text
    assert "trước 01/07/2025" in after
    assert "leader: Công văn 123/UBND · deadline: 2025-06-01 → 2025-07-01" in after


def test_gaps_in_the_five_clear_things_are_marked(get: Get, home: Path) -> None:
    path = home / "config" / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("owner: Công chức địa chính {unit}", "owner: ''"), encoding="utf-8")
    assert '<strong class="gap">chưa rõ</strong>' in get("/progress/land-rolling/units/16690").text


def test_overdue_and_indices_and_leads_open_without_figures(get: Get) -> None:
    assert "Chưa có số liệu" in get("/indices").text
    assert get("/overdue").status_code == 200
    assert "Không có dòng nào." in get("/leads").text


def test_a_unit_behind_in_a_campaign_that_is_not_is_something_to_do(get: Get) -> None:
    with installation.wiring().store.begin() as tx:
        tx.exec_driver_sql("UPDATE standing SET state = 'on_track' WHERE campaign = 'land-rolling' AND unit <> '17272'")
        tx.exec_driver_sql("UPDATE standing SET state = 'late' WHERE campaign = 'land-rolling' AND unit = '17272'")
    week = get("/progress").text.partition('id="week"')[2].partition("</section>")[0]
    assert "Xã Tân Phú" in week
    assert "Phường Trường Vinh" not in week


def test_units_of_then_are_those_of_today_where_the_two_do_not_differ(get: Get) -> None:
    assert get("/progress/land-rolling", view="then").text.count("units/16690") == 1
    assert get("/progress/land-rolling/units/16690", view="then").status_code == 200


def test_sectors_and_the_province_have_their_forecast(get: Get) -> None:
    sectors = get("/progress").text.partition('id="sectors"')[2].partition("</section>")[0]
    assert "Đất đai" in sectors
    assert "Toàn tỉnh" in sectors
    assert "68,6 %" in sectors


def test_what_holds_records_up_is_a_link_for_those_who_can_do_something(get: Get) -> None:
    assert "Vì sao 11 bản ghi chưa đi được" in get("/progress", "clerk").text
    assert "/desk" not in get("/progress", "somebody-airflow-knows").text
