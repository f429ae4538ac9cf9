"""What people read on the terminal: Vietnamese words and numbers, lists cut with a word about the rest, 80 columns."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from relay.store import Store
from relay.store.law import Conservation
from tests.tracking.filling import FLOWS, TODAY, Filling, campaign, plain_names
from tracking.counts import Counts
from tracking.forecast import Forecast, State
from tracking.progress import CampaignProgress, Report, UnitProgress, measure
from tracking.tables import conservation_line, progress_view
from tracking.wording import STATES, STATUSES, number, share, until

LAW = Conservation(12480, {"accepted": 12000, "quarantined": 480, "pending": 0})


def printed(view: RenderableType, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(view)
    return out.getvalue()


def report(tmp_path: Path, units: int = 7, **changes: str) -> Report:
    lines = [
        UnitProgress(f"u{place}", f"Phường {place}", Counts(2000, 2, 1900, 1862, 9), State.AT_RISK, Forecast())
        for place in range(units)
    ]
    total = sum((line.counts for line in lines), Counts())
    one = CampaignProgress(campaign(tmp_path, **changes), total, State.LATE, Forecast(TODAY, TODAY), lines)
    other = CampaignProgress(
        campaign(tmp_path, id="other", deadline="2026-12-31"), Counts(), State.NOT_STARTED, Forecast(), []
    )
    return Report(TODAY, LAW, [one, other])


def test_vietnamese_by_default(tmp_path: Path) -> None:
    text = printed(progress_view(report(tmp_path, deadline="2026-12-01", bound="strictly_before"), units=3))
    assert "Tiến độ đến hết ngày 22/11/2026" in text
    assert "01/05/2025 → trước 01/12/2026" in text
    assert "Dự báo P50 – P90: 22/11/2026 – 22/11/2026" in text
    assert "14.000" in text
    assert "93,1 %" in text
    assert "Nguy cơ trễ" in text
    assert "Phường 2" in text
    assert "Phường 3" not in text
    assert "còn 4 đơn vị; xem: lienthong progress --campaign land-test" in text
    assert "12.480 đã kéo = 12.000 được tiếp nhận + 480 cách ly – đúng" in " ".join(text.split())


def test_english_on_request(tmp_path: Path) -> None:
    text = printed(progress_view(report(tmp_path, deadline="2026-12-01"), "en", units=3))
    for part in ("Progress at the end of 22/11/2026", "by 01/12/2026", "14,000", "93.1 %", "At risk", "4 more units"):
        assert part in text
    assert "Dự báo" not in text


def test_it_fits_eighty_columns_and_shows_all_on_request(tmp_path: Path) -> None:
    text = printed(progress_view(report(tmp_path, deadline="2026-12-01"), units=None), width=200)
    assert max(map(len, text.splitlines())) <= 80
    assert "Phường 6" in text
    assert "lienthong progress" not in text


def test_beside_others_a_past_campaign_shows_its_total_only(tmp_path: Path) -> None:
    given = report(tmp_path)
    assert "Phường" not in printed(progress_view(given))
    alone = Report(given.as_of, given.conservation, given.campaigns[:1])
    assert "Phường 4" in printed(progress_view(alone), width=110)


def test_a_broken_law_is_loud() -> None:
    assert conservation_line(Conservation(5, {"accepted": 4})).plain.endswith("≠ 4 được tiếp nhận – BỊ VI PHẠM")
    assert conservation_line(Conservation(0, {}), "en").plain == "Conservation: 0 pulled = 0 – holds"


def test_nothing_to_show(tmp_path: Path) -> None:
    assert "Không có chiến dịch nào." in printed(progress_view(Report(TODAY, LAW, [])))


def test_from_the_store_to_the_terminal(store: Store, tmp_path: Path) -> None:
    fill = Filling(store)
    for back in range(4):
        fill.accepted(2, datetime(2026, 11, 22, 3, tzinfo=UTC) - timedelta(days=back), unit="00004")
    fill.open(4, unit="00004")
    measured = measure(store, [campaign(tmp_path, deadline="2026-12-31")], FLOWS, TODAY, plain_names)
    text = printed(progress_view(measured), width=110)
    assert "66,7 %" in text
    assert text.count("24/11/2026 – 25/11/2026") == 3, text


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (0.0, "0,0 %"), (100.0, "100,0 %"), (1234.5, "1.234,5 %")])
def test_percentages(value: float | None, shown: str) -> None:
    assert share(value, "vi") == shown


def test_words_exist_for_every_state_status_and_bound() -> None:
    assert all(set(STATES[lang]) == {state.value for state in State} for lang in ("vi", "en"))
    assert set(STATUSES["vi"]) == set(STATUSES["en"])
    assert until(None, "inclusive", "vi") == "không thời hạn"
    assert until(TODAY, "inclusive", "vi") == "đến hết 22/11/2026"
    assert number(1234567, "vi") == "1.234.567"
