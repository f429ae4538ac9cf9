"""Civil status: promised numbers, refusals, and a child that becomes known."""

from __future__ import annotations

import itertools

import pytest

from simulators.national.civil_status import _number
from tests.simulators.national.world import whole

numbers = itertools.count(1)


def birth(**changes):
    """A birth record nobody else uses, with the given fields changed."""
    n = next(numbers)
    content = whole(
        "birth",
        noiDangKyDvhc="00004",
        quyenSo="01/2025",
        so=str(n),
        ngayDangKy="2025-03-02",
        nksHoTen="Nguyễn Thị Ánh",
        nksGioiTinh="2",
        nksNgaySinh="2025-02-20",
        nksSoDinhDanh=None,
    )
    content |= changes
    key = f"{content['noiDangKyDvhc']}|birth|{content['quyenSo']}|{content['so']}|{content['ngayDangKy'][:4]}"
    return {"key": key, "idempotency_key": f"birth-{n}", "op": "upsert", "content": content}


def known(house, personal_id):
    return house.post("population", "/v1/identity/check", {"ids": [personal_id]})["results"][0]["known"]


def poll(house, *tickets):
    return house.post("civil_status", "/v1/tickets/query", {"tickets": list(tickets)})["results"]


def test_a_birth_without_a_number_is_promised_and_accepted_at_the_second_poll(house):
    record = birth()
    [verdict] = house.push("civil_status", "birth", record, status=202)
    assert (verdict["status"], verdict["receipt"], verdict["returned"]) == ("pending", None, {})
    assert record["key"] not in house.ledger("civil_status", "birth")
    [first] = poll(house, verdict["ticket"])
    assert first["status"] == "pending"
    [second] = poll(house, verdict["ticket"])
    assert second["status"] == "accepted"
    assert second["receipt"].startswith("BN-")
    assert second["returned"]["personal_id"].startswith("000325")
    assert known(house, second["returned"]["personal_id"])
    assert house.ledger("civil_status", "birth")[record["key"]]["applied"] == 1
    assert poll(house, verdict["ticket"]) == [second]


def test_a_number_is_unknown_until_its_birth_is_accepted_and_stays_the_same_afterwards(house):
    record = birth()
    [verdict] = house.push("civil_status", "birth", record, status=202)
    poll(house, verdict["ticket"])
    [resolved] = poll(house, verdict["ticket"])
    later = record | {"idempotency_key": "later", "content": record["content"] | {"nksHoTen": "Nguyễn Ngọc Ánh"}}
    [again] = house.push("civil_status", "birth", later)
    assert again["status"] == "accepted"
    assert again["returned"] == resolved["returned"]


def test_births_that_would_get_the_same_number_get_numbers_of_their_own(house):
    numbers_of, pair = {}, None
    while pair is None:
        record = birth()
        number = _number(record["key"], record["content"])
        pair = (numbers_of[number], record) if number in numbers_of else None
        numbers_of[number] = record
    one, other = pair
    third = one | {"idempotency_key": "the same birth again"}
    promised = house.push("civil_status", "birth", one, other, third, status=202)
    tickets = [verdict["ticket"] for verdict in promised]
    poll(house, *tickets)
    given = [resolved["returned"]["personal_id"] for resolved in poll(house, *tickets)]
    assert given[0] == given[2] == _number(one["key"], one["content"])
    assert given[1] == str(int(given[0]) + 1).zfill(12)


def test_a_promise_kept_late_does_not_undo_a_newer_version(house):
    old = birth()
    [promise] = house.push("civil_status", "birth", old, status=202)
    new = old | {"idempotency_key": "newer", "content": old["content"] | {"nksSoDinhDanh": "040225000777"}}
    [accepted] = house.push("civil_status", "birth", new)
    poll(house, promise["ticket"])
    assert poll(house, promise["ticket"])[0]["status"] == "accepted"
    [held] = house.post("civil_status", "/v1/records/birth/query", {"keys": [old["key"]]})["results"]
    assert held["receipt"] == accepted["receipt"]


def test_a_birth_with_a_number_makes_its_child_known_at_once(house):
    assert not known(house, "040216000123")
    [verdict] = house.push("civil_status", "birth", birth(nksSoDinhDanh="040216000123"))
    assert (verdict["status"], verdict["returned"]) == ("accepted", {"personal_id": "040216000123"})
    assert known(house, "040216000123")


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"noiDangKyDvhc": "99999"}, "E101"), ({"nksHoTen": " "}, "E102"), ({"nksHoTen": None}, "E102")],
)
def test_what_the_registry_refuses(house, changes, code):
    [verdict] = house.push("civil_status", "birth", birth(**changes))
    assert (verdict["status"], verdict["code"], verdict["receipt"]) == ("refused", code, None)
    assert verdict["message"]


def test_a_key_that_is_not_the_contents_is_refused(house):
    record = birth(nksSoDinhDanh="040216000124") | {"key": "00004|birth|01/2025|999999|2025"}
    [verdict] = house.push("civil_status", "birth", record)
    assert verdict["code"] == "E103"


def test_a_death_is_accepted_and_a_withdrawn_commune_still_counts(house):
    content = whole("death", noiDangKyDvhc="00001", quyenSo="01/2024", so="7", ngayDangKy="2024-05-05")
    record = {"key": "00001|death|01/2024|7|2024", "idempotency_key": "d1", "op": "upsert", "content": content}
    [verdict] = house.push("civil_status", "death", record)
    assert verdict["status"] == "accepted"


def test_a_ticket_never_given_is_refused(house):
    assert [row["code"] for row in poll(house, "PH-HT-999999999", "so what", "PH-HT-" + "9" * 40)] == ["E107"] * 3
