"""Every route asks who is there first; what leads to single records is for those people.yaml names."""

from __future__ import annotations

import re

import pytest
import requests
from starlette.routing import Route

from tests.ui.conftest import SECRET, Get
from ui.access import MAY_OPEN
from ui.app import create_app

#: Every method of every address.
ROUTES = sorted(
    {
        (method, re.sub(r"\{unit\}", "16690", re.sub(r"\{\w+\}", "land-rolling", route.path)))
        for route in create_app().routes
        if isinstance(route, Route)
        for method in (route.methods or ()) - {"HEAD"}
    }
)
FOR_PEOPLE = [page for page, roles in MAY_OPEN.items() if roles is not None]


def test_there_are_routes_to_try() -> None:
    assert {("GET", f"/{page}") for page in MAY_OPEN} <= set(ROUTES)
    assert {method for method, _ in ROUTES} == {"GET", "POST"}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_sees_anything_without_signing_in(served: str, method: str, path: str) -> None:
    answer = requests.request(method, served + path, allow_redirects=False, timeout=30)
    assert answer.status_code == 401
    assert "Cần đăng nhập" in answer.text
    assert "16690" not in answer.text


def test_an_application_that_was_told_of_no_users_lets_nobody_in() -> None:
    from fastapi.testclient import TestClient

    assert TestClient(create_app()).get("/progress", headers={"X-User": "admin"}).status_code == 401


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_viewer_sees_figures_and_nothing_that_leads_to_a_record(served: str, method: str, path: str) -> None:
    viewer = {"X-User": "somebody-airflow-knows"}
    answer = requests.request(
        method, served + path, headers=viewer, params={"key": "x"}, allow_redirects=False, timeout=30
    )
    page = path.split("/")[1]
    if page in FOR_PEOPLE:
        assert answer.status_code == 403
    else:
        assert answer.status_code in ((200, 307, 404) if method == "GET" else (403, 422)), "a viewer changes nothing"
    for hidden in FOR_PEOPLE:
        assert f'href="/{hidden}"' not in answer.text


def test_a_clerk_sees_the_passports_of_the_own_units_only(get: Get) -> None:
    own, other = get("/passport", "clerk", key="1000000"), get("/passport", "clerk", key="1000003")
    assert own.status_code == 200
    assert "16690" not in other.text
    assert other.status_code == 403
    assert get("/passport/document.json", "clerk", key="1000003").status_code == 403
    assert get("/passport/document.json", "clerk", key="1000000").json()["versions"][0]["unit"] == "16690"


@pytest.mark.parametrize("path", sorted({path for method, path in ROUTES if method == "GET"}))
def test_no_page_shows_a_value_of_a_record(get: Get, path: str) -> None:
    assert SECRET not in get(path, key="1000000").text


def test_an_address_that_leads_nowhere_is_a_page_too(get: Get) -> None:
    assert get("/progress/no-such-campaign").status_code == 404
    assert get("/progress/land-rolling/units/00000").status_code == 404
    assert get("/static/secrets.json").status_code == 404
    wrong = get("/progress", day="31/02/2026")
    assert wrong.status_code == 422
    assert "Kiểm tra ngày" in wrong.text


def test_pages_may_not_be_framed_or_fed_from_elsewhere(get: Get) -> None:
    headers = get("/progress").headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_what_goes_wrong_unexpectedly_tells_no_value(
    get: Get, filled: object, caplog: pytest.LogCaptureFixture
) -> None:
    from ui.installation import wiring

    with wiring().store.begin() as tx:
        tx.exec_driver_sql("DROP TABLE balance")
    answer = get("/progress")
    assert answer.status_code == 500
    assert "balance" not in answer.text
    assert "unexpected" in caplog.text
    assert "SELECT" not in caplog.text
