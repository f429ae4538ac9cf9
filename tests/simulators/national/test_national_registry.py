"""The engine behind the registries, over HTTP: at most once, same answer, same order, and still there tomorrow."""

from __future__ import annotations

import itertools
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import blake2b

import pytest

from simulators.national.canonical import content_hash
from tests.simulators.national.world import ADULT, CHILD, DECEASED, REVOKED, STRANGER, serving, whole, write_seed

numbers = itertools.count(1)


def parcel(key=None, op="upsert", **changes):
    """A parcel record with an idempotency key of its own."""
    n = next(numbers)
    content = whole("parcel", maDvhcXa="00004", soHieuTo="1", soThuTuThua=str(n), soDinhDanh=ADULT) | changes
    return {
        "key": key or f"00004|1|{n}|AB 00000001|x",
        "idempotency_key": f"parcel-{n}",
        "op": op,
        "content": content if op == "upsert" else None,
    }


def row(house, key):
    return house.ledger("land", "parcel", limit=100_000)[key]


def test_the_same_idempotency_key_gets_the_same_verdict_and_one_effect(house):
    record = parcel()
    first = house.push("land", "parcel", record)
    assert house.push("land", "parcel", record, record) == first * 2
    assert first[0]["status"] == "accepted"
    assert row(house, record["key"])["applied"] == 1
    assert row(house, record["key"])["hash"] == content_hash(record["content"])


def test_a_second_key_for_the_same_content_doubles_the_effect_and_the_ledger_tells(house):
    record = parcel()
    house.push("land", "parcel", record, record | {"idempotency_key": "again"})
    assert row(house, record["key"])["applied"] == 2


def test_a_new_content_counts_anew(house):
    record = parcel()
    changed = parcel(record["key"], dienTich="120.5")
    house.push("land", "parcel", record)
    house.push("land", "parcel", changed)
    assert row(house, record["key"]) | {"applied_at": ""} == {
        "key": record["key"],
        "hash": content_hash(changed["content"]),
        "applied": 1,
        "applied_at": "",
        "deleted": False,
    }
    assert row(house, record["key"])["applied_at"].startswith("2026-11-2")


def test_an_idempotency_key_used_for_another_record_is_refused(house):
    record, other = parcel(), parcel()
    house.push("land", "parcel", record)
    [verdict] = house.push("land", "parcel", other | {"idempotency_key": record["idempotency_key"]})
    assert (verdict["status"], verdict["code"]) == ("refused", "E106")


def test_a_deletion_keeps_the_row_and_its_hash(house):
    record = parcel()
    [verdict, gone] = house.push("land", "parcel", record, parcel(record["key"], op="delete"))
    assert [verdict["status"], gone["status"]] == ["accepted", "accepted"]
    assert gone["receipt"] != verdict["receipt"]
    kept = row(house, record["key"])
    assert (kept["deleted"], kept["applied"], kept["hash"]) == (True, 1, content_hash(record["content"]))
    [held] = house.query("land", "parcel", keys=[record["key"]])
    assert (held["deleted"], held["receipt"]) == (True, gone["receipt"])


def test_deleting_what_is_not_there_and_writing_nothing_are_refused(house):
    nothing = parcel() | {"content": None}
    verdicts = house.push("land", "parcel", parcel(op="delete"), nothing)
    assert [verdict["code"] for verdict in verdicts] == ["E105", "E100"]


def test_a_check_agrees_with_the_push_and_changes_nothing(house):
    records = [parcel(), parcel(soPhatHanhGcn=REVOKED.replace(" ", "")), parcel(soDinhDanh=STRANGER)]
    before = house.ledger("land", "parcel")
    checked = house.post("land", "/v1/records/parcel/check", {"records": records})["results"]
    assert [verdict["status"] for verdict in checked] == ["would_accept", "refused", "parent_unknown"]
    assert house.ledger("land", "parcel") == before
    pushed = house.push("land", "parcel", *records)
    assert [verdict["status"] for verdict in pushed] == ["accepted", "refused", "parent_unknown"]
    assert [verdict["code"] for verdict in pushed] == [verdict["code"] for verdict in checked]
    assert [verdict["idempotency_key"] for verdict in checked] == [record["idempotency_key"] for record in records]


def test_a_record_waits_for_its_parent_and_is_accepted_under_the_same_key_later(house):
    record = parcel(soDinhDanh="040085000055")
    assert house.push("land", "parcel", record)[0]["status"] == "parent_unknown"
    assert house.query("land", "parcel", idempotency_keys=[record["idempotency_key"]])[0]["found"] is False
    with closing(sqlite3.connect(house.seed)) as db, db:
        db.execute("INSERT INTO person(id) VALUES ('040085000055')")
    assert house.push("land", "parcel", record)[0]["status"] == "accepted"


def test_a_refusal_is_remembered_by_its_idempotency_key_only(house):
    record = parcel(soPhatHanhGcn=REVOKED)
    assert house.push("land", "parcel", record)[0]["code"] == "E201"
    [asked] = house.query("land", "parcel", idempotency_keys=[record["idempotency_key"]])
    assert (asked["found"], asked["status"], asked["code"], asked["receipt"]) == (True, "refused", "E201", None)
    assert house.query("land", "parcel", keys=[record["key"]])[0]["found"] is False


def test_parcels_get_an_identifier(house):
    named, unnamed = parcel(maDinhDanhThua="P-1"), parcel(maDvhcXa="00007", soHieuTo="2", soThuTuThua="3")
    returned = [verdict["returned"] for verdict in house.push("land", "parcel", named, unnamed)]
    assert returned == [{"parcel_id": "P-1"}, {"parcel_id": "00007.2.3"}]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, "accepted", "00"),
        ({"soDinhDanh": None}, "accepted", "00"),
        ({"soDinhDanh": STRANGER}, "parent_unknown", "E109"),
        ({"soDinhDanh": DECEASED}, "refused", "E301"),
        ({"hoTen": ""}, "refused", "E302"),
    ],
)
def test_students(house, changes, status, code):
    content = whole("student", maTruong="T1", hoTen="Lê Thị Hoa", soDinhDanh=CHILD) | changes
    key = f"T1|{next(numbers)}|2026-2027"
    record = {"key": key, "idempotency_key": key, "op": "upsert", "content": content}
    [verdict] = house.push("school", "student", record)
    assert (verdict["status"], verdict["code"]) == (status, code)


def test_the_listing_pages_in_key_order_with_deletions(house):
    records = [parcel(f"list|{name}") for name in ("b", "a", "đ", "c")]
    house.push("land", "parcel", *records, parcel("list|b", op="delete"))
    seen, after = [], "list|"
    while after:
        page = house.get("land", "/v1/records/parcel", after=after, limit=3)
        seen += [(line["key"], line["deleted"]) for line in page["records"] if line["key"].startswith("list|")]
        after = page["next"]
    assert seen == [("list|a", False), ("list|b", True), ("list|c", False), ("list|đ", False)]


def test_digests_cover_the_live_records(house):
    house.push("land", "parcel", *(parcel() for _ in range(40)))
    live = {key: row["hash"] for key, row in house.ledger("land", "parcel").items() if not row["deleted"]}
    buckets = {}
    for key in sorted(live):
        name = blake2b(key.encode(), digest_size=32).hexdigest()[:2]
        buckets.setdefault(name, []).append(f"{key} {live[key]}\n")
    expected = {
        name: {"count": len(lines), "digest": blake2b("".join(lines).encode(), digest_size=32).hexdigest()}
        for name, lines in buckets.items()
    }
    assert house.get("land", "/v1/records/parcel/digests", bits=8) == {"bits": 8, "buckets": expected}
    assert house.client("school").get(house.urls["school"] + "/v1/records/student/digests").status_code in (404, 405)


def test_requests_that_are_too_long_or_malformed_are_refused_whole(house):
    many = {"records": [parcel() for _ in range(1001)]}
    assert house.post("land", "/v1/records/parcel", many, status=413)["code"] == "E413"
    for broken in ({}, {"records": [{"key": "k"}]}, {"records": [parcel(area=1.5)]}, []):
        assert house.post("land", "/v1/records/parcel", broken, status=400)["code"] == "E400"
    house.post("land", "/v1/records/unheard_of", {"records": []}, status=404)


def test_many_clients_at_once_apply_each_key_once(house):
    records = [parcel() for _ in range(50)]
    house.client("land")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: house.push("land", "parcel", *records), range(8)))
    assert all(answer == answers[0] for answer in answers)
    ledger = house.ledger("land", "parcel", limit=100_000)
    assert {ledger[record["key"]]["applied"] for record in records} == {1}


def test_ledger_keys_and_tickets_survive_a_restart(tmp_path):
    write_seed(tmp_path / "seed.sqlite")
    birth = {
        "key": "00004|birth|01|1|2025",
        "idempotency_key": "b1",
        "op": "upsert",
        "content": whole("birth", noiDangKyDvhc="00004", quyenSo="01", so="1", ngayDangKy="2025-01-01"),
    }
    record = parcel()
    with serving(tmp_path / "state", tmp_path / "seed.sqlite") as house:
        first = house.push("land", "parcel", record)
        [promise] = house.push("civil_status", "birth", birth, status=202)
        before = house.ledger("land", "parcel")
    with serving(tmp_path / "state", tmp_path / "seed.sqlite") as house:
        assert house.push("land", "parcel", record) == first
        assert house.ledger("land", "parcel") == before
        assert house.push("land", "parcel", parcel())[0]["receipt"] != first[0]["receipt"]
        polls = [
            house.post("civil_status", "/v1/tickets/query", {"tickets": [promise["ticket"]]})["results"][0]["status"]
            for _ in range(2)
        ]
        assert polls == ["pending", "accepted"]
