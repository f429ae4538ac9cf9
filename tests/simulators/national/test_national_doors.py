"""The doors of every service: no route without a login, the mock's mark on every answer, the test face."""

from __future__ import annotations

import re

import pytest
import requests

from simulators.credentials import credentials
from simulators.national.export import documents
from tests.simulators.national.world import TODAY

NAMES = ("population", "civil_status", "land", "school", "health", "portal")
FORWARD = "/XrdAdapter/RestService/forward/mapi"


def routes():
    import json

    for name, text in documents().items():
        for path, operations in json.loads(text)["paths"].items():
            for method in operations:
                if path not in ("/health", "/oauth/token", f"{FORWARD}/login"):
                    yield name, method, re.sub(r"\{.*?\}", "birth", path)


@pytest.mark.parametrize(("name", "method", "path"), list(routes()))
def test_every_route_refuses_a_stranger(house, name, method, path):
    answer = requests.request(method, house.urls[name] + path, json={"session": "none", "service": "x"}, timeout=5)
    assert answer.headers["X-Mock"] == "true"
    if name == "portal":
        assert (answer.status_code, answer.json()["error_code"]) == (200, -401)
    else:
        assert (answer.status_code, answer.json()["code"]) == (401, "E401")


@pytest.mark.parametrize("name", NAMES)
def test_the_health_page_is_open_and_marked(house, name):
    answer = requests.get(f"{house.urls[name]}/health", timeout=5)
    assert answer.json() == {"service": name, "mock": True}
    assert answer.headers["X-Mock"] == "true"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"grant_type": "password"}, 400),
        ({"grant_type": "client_credentials", "client_id": "lienthong", "client_secret": "wrong"}, 401),
        ({"grant_type": "client_credentials"}, 401),
    ],
)
def test_wrong_logins_get_no_token(house, form, status):
    assert requests.post(f"{house.urls['land']}/oauth/token", data=form, timeout=5).status_code == status
    assert requests.get(f"{house.urls['land']}/oauth/token", timeout=5).status_code == 405


def test_a_token_of_one_registry_opens_no_other(house):
    bearer = {"Authorization": f"Bearer {house.token('civil_status')}"}
    assert requests.get(f"{house.urls['land']}/v1/records/parcel", headers=bearer, timeout=5).status_code == 401


def test_wrong_passwords_at_the_health_gateway_and_the_portal(house):
    wrong = requests.get(f"{house.urls['health']}/v1/envelopes/encounter", auth=("lienthong", "wrong"), timeout=5)
    assert wrong.status_code == 401
    assert wrong.headers["WWW-Authenticate"].startswith("Basic")
    account = {"username": "lienthong", "password": "wrong"}
    answer = requests.post(f"{house.urls['portal']}{FORWARD}/login", json=account, timeout=5)
    assert (answer.status_code, answer.json()["error_code"], answer.json()["session"]) == (200, -403, None)


def test_the_environment_replaces_a_password(monkeypatch):
    monkeypatch.setenv("LIENTHONG_SIM_SECRET_SCHOOL", "another")
    assert credentials()["school"].password == "another"
    assert credentials()["land"] == ("lienthong", "local-only-land")


def test_the_test_face_says_no_to_what_it_does_not_have(house):
    url = house.urls["land"]
    assert requests.get(f"{url}/_ledger/birth", timeout=5).status_code == 404
    assert requests.get(f"{url}/_ledger/parcel?limit=x", timeout=5).status_code == 400
    assert requests.get(f"{house.urls['population']}/_ledger/person", timeout=5).status_code == 404
    assert requests.put(f"{url}/_faults", json=[{"match": "", "kind": "meteor"}], timeout=5).status_code == 400
    assert requests.get(f"{url}/_faults", timeout=5).json() == []


def test_the_clock_keeps_the_date_it_is_given(house):
    from simulators.clock import HANOI, Clock

    clock = Clock(TODAY)
    assert clock.now().astimezone(HANOI).date() == TODAY
    clock.set(None)
    assert clock.now().year >= 2026
    assert clock.now().tzinfo is not None
