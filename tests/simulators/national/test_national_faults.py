"""Faults as a client really feels them, and what is committed behind each."""

from __future__ import annotations

import itertools
import time

import pytest
import requests

from tests.simulators.national.world import CHILD, whole

numbers = itertools.count(1)
PUSH = "/v1/records/student"


def student():
    key = f"T1|{next(numbers)}|2026-2027"
    content = whole("student", maTruong="T1", hoTen="Lê Thị Hoa", soDinhDanh=CHILD)
    return {"key": key, "idempotency_key": key, "op": "upsert", "content": content}


def send(house, record, timeout=5.0, name="school", path=PUSH):
    return house.client(name).post(house.urls[name] + path, json={"records": [record]}, timeout=timeout)


def applied(house, record):
    return house.ledger("school", "student").get(record["key"], {"applied": 0})["applied"]


@pytest.mark.parametrize(("kind", "status"), [("http_500", 500), ("http_429", 429), ("down", 503)])
def test_plain_failures_come_as_often_as_ordered_and_commit_nothing(house, kind, status):
    house.fault("school", {"match": PUSH, "kind": kind, "times": 2})
    record = student()
    answers = [send(house, record) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [status] * 2
    assert answers[0].headers.get("Retry-After") == ("1" if kind == "http_429" else None)
    assert answers[0].headers["X-Mock"] == "true"
    assert applied(house, record) == 0
    assert send(house, record).json()["results"][0]["status"] == "accepted"
    assert requests.get(f"{house.urls['school']}/_faults", timeout=5).json()[0]["times"] == 0


@pytest.mark.parametrize(("after_commit", "effects"), [(False, 0), (True, 1)])
def test_a_reset_cuts_the_connection(house, after_commit, effects):
    house.fault("school", {"match": PUSH, "kind": "reset", "times": 1, "after_commit": after_commit})
    record = student()
    with pytest.raises(requests.ConnectionError):
        send(house, record)
    assert applied(house, record) == effects
    assert send(house, record).json()["results"][0]["status"] == "accepted"
    assert applied(house, record) == 1


@pytest.mark.parametrize(("kind", "effects"), [("timeout_before_commit", 0), ("timeout_after_commit", 1)])
def test_a_timeout_is_silence_before_or_after_the_commit(house, kind, effects):
    house.fault("school", {"match": PUSH, "kind": kind, "times": 1})
    record = student()
    with pytest.raises(requests.ReadTimeout):
        send(house, record, timeout=0.3)
    assert applied(house, record) == effects
    answer = send(house, record)
    assert answer.json()["results"][0]["status"] == "accepted"
    assert applied(house, record) == 1


def test_a_timeout_ends_in_a_cut(house):
    house.fault("school", {"match": PUSH, "kind": "timeout_after_commit", "times": 1, "seconds": 0.2})
    with pytest.raises(requests.ConnectionError):
        send(house, student())


def test_latency_only_delays(house):
    house.fault("school", {"match": PUSH, "kind": "latency", "times": 1, "seconds": 0.3})
    started = time.monotonic()
    assert send(house, student()).status_code == 200
    assert time.monotonic() - started >= 0.3


def test_a_truncated_body_is_shorter_than_promised_but_committed(house):
    house.fault("school", {"match": PUSH, "kind": "truncated_body", "times": 1})
    record = student()
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        send(house, record)
    assert applied(house, record) == 1


def test_an_echo_is_an_error_that_quotes_the_request(house):
    house.fault("school", {"match": PUSH, "kind": "echo"})
    record = student()
    answer = send(house, record)
    assert answer.status_code == 500
    assert "hoTen" in answer.json()["message"]
    assert applied(house, record) == 0


def test_a_duplicate_acknowledgement_names_a_record_twice(house):
    house.fault("school", {"match": PUSH, "kind": "duplicate_ack", "times": 1})
    record = student()
    results = send(house, record).json()["results"]
    assert len(results) == 2
    assert results[0] == results[1]
    assert applied(house, record) == 1


def test_ok_with_error_is_a_200_without_effect(house):
    house.fault("school", {"match": PUSH, "kind": "ok_with_error", "times": 1})
    record = student()
    answer = send(house, record)
    assert (answer.status_code, answer.json()["code"]) == (200, "E900")
    assert "results" not in answer.json()
    assert applied(house, record) == 0


def test_an_expired_login_must_be_renewed(house):
    house.fault("land", {"match": "/v1/", "kind": "auth_expired", "times": 1})
    url = f"{house.urls['land']}/v1/records/parcel"
    assert [house.client("land").get(url, timeout=5).status_code for _ in range(2)] == [401, 401]
    house.clients.pop("land").close()
    assert house.client("land").get(url, timeout=5).status_code == 200


def test_an_expired_api_key_is_refused_once(house):
    house.fault("school", {"match": "", "kind": "auth_expired", "times": 1})
    record = student()
    assert [send(house, record).status_code for _ in range(2)] == [401, 200]


def test_faults_match_paths_and_go_in_order(house):
    house.fault(
        "school",
        {"match": "/check", "kind": "down", "times": 9},
        {"match": PUSH, "kind": "http_429", "times": 1},
        {"match": PUSH, "kind": "http_500", "times": 1},
    )
    assert [send(house, student()).status_code for _ in range(3)] == [429, 500, 200]
    assert send(house, student(), path=f"{PUSH}/check").status_code == 503
    house.fault("school")
    assert send(house, student(), path=f"{PUSH}/check").status_code == 200
