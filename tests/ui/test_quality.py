"""The page of quality: figures of a day, its trend and its causes in words, its review, and Data Docs nobody can climb out of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from flows.quality import quality_report, say
from relay.store import Store
from tests.tracking.test_quality import BAD, ODD, night
from tests.ui.conftest import PEOPLE, SECRET, Get
from tracking.campaigns import local_today
from tracking.quality.figures import keep
from tracking.quality.review import review_of
from ui import installation


@pytest.fixture
def nights(filled: Store, home: Path) -> None:
    """Two nights: today one rule more than yesterday, in one of two communes."""
    people = PEOPLE + '  - {user: reviewer, roles: [reviewer], units: ["*"]}\n'
    (home / "config" / "people.yaml").write_text(people, encoding="utf-8")
    now = datetime.now(UTC)
    night(filled, [("16690", [ODD]), ("17272", [])], now - timedelta(days=1))
    night(filled, [("16690", [BAD, ODD]), ("16690", []), ("17272", []), ("17272", [])], now)
    keep(filled, local_today() - timedelta(days=1))
    quality_report(installation.wiring(), local_today())


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
    yesterday = (local_today() - timedelta(days=1)).isoformat()
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
    say(installation.wiring(), local_today(), "reviewer", "needs_work", "Xem <b>lại</b> hai xã.")
    page = get("/quality").text
    assert "Cần khắc phục" in page
    assert "Xem &lt;b&gt;lại&lt;/b&gt; hai xã." in page


Post = Callable[..., requests.Response]


@pytest.fixture
def post(nights: None, served: str, get: Get) -> Post:
    """Send the review as a user, with the token of the user's own page unless another is given."""

    def sent(user: str, token: str | None = None, **changes: str) -> requests.Response:
        if token is None:
            found = re.search(r'name="token" value="([^"]+)"', get("/quality", user).text)
            token = found[1] if found else ""
        form = {"day": local_today().isoformat(), "decision": "accepted", "comment": "", "token": token, **changes}
        return requests.post(
            f"{served}/quality", headers={"X-User": user}, data=form, allow_redirects=False, timeout=30
        )

    return sent


def test_a_reviewer_sends_a_word_and_finds_it_on_the_page(post: Post, get: Get) -> None:
    sent = post("reviewer", decision="needs_work", comment="Xem lại hai xã.")
    assert sent.status_code == 303
    assert sent.headers["Location"] == f"/quality?day={local_today().isoformat()}#review"
    assert review_of(installation.wiring().store, local_today()) is not None
    page = get("/quality").text
    assert "Xem lại hai xã." in page
    assert "Chưa có ai xem xét" not in page


def test_a_form_without_the_visitors_own_token_is_refused(post: Post, get: Get) -> None:
    [stranger] = re.findall(r'name="token" value="([^"]+)"', get("/quality", "leader").text)
    assert [post("reviewer", token).status_code for token in ("forged", stranger)] == [403, 403]
    assert post("reviewer", "").status_code in (403, 422)
    assert review_of(installation.wiring().store, local_today()) is None


@pytest.mark.parametrize("user", ["clerk", "auditor", "admin", "somebody-airflow-knows"])
def test_others_have_no_form_and_are_refused(post: Post, get: Get, user: str) -> None:
    from ui.access import Visitor
    from ui.forms import token

    assert 'method="post"' not in get("/quality", user).text
    assert post(user, token(Visitor(user, frozenset(), frozenset()))).status_code == 403
    assert review_of(installation.wiring().store, local_today()) is None


@pytest.mark.parametrize(
    "changes", [{"decision": "maybe"}, {"decision": "needs_work"}, {"day": "2020-01-01"}, {"day": "soon"}]
)
def test_a_word_that_cannot_be_kept_says_why(post: Post, changes: dict[str, str]) -> None:
    assert post("leader", **changes).status_code == 422
    assert review_of(installation.wiring().store, local_today()) is None


def test_the_data_docs_are_served_to_who_is_signed_in(nights: None, get: Get) -> None:
    first = f"/quality/docs/{local_today().isoformat()}/index.html"
    assert first in get("/quality").text
    assert get(first, None).status_code == 401
    page = get(first, "somebody-airflow-knows")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    results = page.text.split('href="')[1].split('"')[0]
    inner = get(f"/quality/docs/{local_today().isoformat()}/{results}")
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
    (home / "quality" / local_today().isoformat() / "link.html").symlink_to(home / "outside.html")
    answer = get("/quality/docs/" + path.format(day=local_today().isoformat()))
    assert answer.status_code == 404
    assert "outside" not in answer.text.replace(path, "")
