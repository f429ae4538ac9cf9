"""The page of scans: figures in both languages, nothing of a record, and the next step where there is none."""

from __future__ import annotations

from relay.store import Store
from tests.tracking.test_digitisation import told
from tests.ui.conftest import Get


def test_without_scans_it_says_what_to_do(filled: Store, get: Get) -> None:
    page = get("/quality/digitisation").text
    assert "sources.yaml" in page
    assert '/quality/digitisation"' in get("/quality").text
    assert '/quality/digitisation"' in get("/progress").text


def test_it_shows_shares_by_form_unit_and_month_and_no_value(filled: Store, get: Get) -> None:
    told(filled, *[("agrees", 0.95, "Lê Thị Bí Ẩn", None, None)] * 30)
    page = get("/quality/digitisation").text
    assert "Trích lục khai sinh" in page
    assert "16690" in page
    assert "05/2026" in page
    assert "Bí Ẩn" not in page
    english = get("/quality/digitisation", lang="en").text
    assert "Birth extract" in english
    assert get("/quality/digitisation/trend.svg").text.startswith("<svg")
    assert "30" in get("/quality/digitisation", format="csv").content.decode("utf-8-sig")
