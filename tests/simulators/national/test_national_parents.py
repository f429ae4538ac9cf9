"""Records that lean on records of another type: they wait for their parent, and the parent cannot go before them."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from simulators.national.published import FOLDER
from tests.simulators.national.world import ADULT, CHILD, serving, whole, write_seed

numbers = itertools.count(1)
PUPIL = [{"field": name} for name in ("school", "pupil", "year")]
PERSON = {"kind": "person", "key": [{"field": "citizen"}]}


def contract(name, domain, fields, parents):
    """A published contract of text fields, all required."""
    properties = {field: {"type": "string", "x-wire-name": f"x{field.title()}"} for field in fields}
    key = [{"hashed": ["citizen"]}] if name == "card" else [{"field": field} for field in fields]
    return {
        "x-contract": name, "x-domain": domain, "x-unit": fields[0], "x-key": key, "x-parents": parents,
        "properties": properties,
    }  # fmt: skip


EXTRA = (
    contract("mark", "school", ("school", "pupil", "year"), [{"kind": "student", "key": PUPIL}]),
    contract("card", "land", ("citizen",), [PERSON]),
    contract("stamp", "land", ("citizen", "place"), [PERSON, {"kind": "card", "key": [{"hashed": ["citizen"]}]}]),
)


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """The services with three more record types than the product has, added by publishing their contracts."""
    home = tmp_path_factory.mktemp("extended")
    (home / "contracts").mkdir()
    for path in FOLDER.glob("*.json"):
        (home / "contracts" / path.name).write_bytes(path.read_bytes())
    for one in EXTRA:
        Path(home / "contracts" / f"{one['x-contract']}.json").write_text(json.dumps(one))
    write_seed(home / "seed.sqlite")
    with serving(home / "state", home / "seed.sqlite", home / "contracts") as house:
        yield house


def upsert(key, content):
    return {"key": key, "idempotency_key": f"p{next(numbers)}", "op": "upsert", "content": content}


def delete(key):
    return {"key": key, "idempotency_key": f"p{next(numbers)}", "op": "delete"}


def student(n):
    return upsert(
        f"S|{n}|2026-2027", whole("student", maTruong="S", maHocSinh=str(n), namHoc="2026-2027", soDinhDanh=CHILD)
    )


def mark(n):
    return upsert(f"S|{n}|2026-2027|CN", {"xSchool": "S", "xPupil": str(n), "xYear": "2026-2027"})


def said(verdicts):
    return [(verdict["status"], verdict["code"], verdict["field"]) for verdict in verdicts]


def test_a_child_waits_for_its_parent_and_comes_again_under_the_same_key(extended):
    child = mark(1)
    assert said(extended.push("school", "mark", child)) == [("parent_unknown", "E109", "xSchool")]
    extended.push("school", "student", student(1))
    assert said(extended.push("school", "mark", child)) == [("accepted", "00", None)]
    seen = extended.post("population", "/v1/vneid/visible", {"contract": "mark", "keys": [child["key"]]})
    assert seen == {"visible": [child["key"]]}, "a child without a person of its own is about its parent's"


def test_a_parent_goes_after_its_children(extended):
    parent = student(2)
    extended.push("school", "student", parent)
    extended.push("school", "mark", mark(2))
    gone = delete(parent["key"])
    for verb in ("student/check", "student"):
        assert said(extended.push("school", verb, gone)) == [("has_children", "E108", None)]
    assert not extended.ledger("school", "student")[parent["key"]]["deleted"]
    extended.push("school", "mark", delete("S|2|2026-2027|CN"))
    assert said(extended.push("school", "student", gone)) == [("accepted", "00", None)]
    assert said(extended.push("school", "mark", mark(2))) == [("parent_unknown", "E109", "xSchool")]


def test_a_child_that_changes_its_parent_lets_the_former_one_go(extended):
    one, other = student(3), student(4)
    extended.push("school", "student", one, other)
    child = mark(3)
    extended.push("school", "mark", child)
    extended.push("school", "mark", {**mark(4), "key": child["key"]})
    verdicts = extended.push("school", "student", delete(one["key"]), delete(other["key"]))
    assert [verdict["status"] for verdict in verdicts] == ["accepted", "has_children"]


def test_a_parent_whose_key_is_hashed_is_found_by_the_person(extended):
    stamp = upsert("s1", {"xCitizen": ADULT, "xPlace": "1"})
    assert said(extended.push("land", "stamp", stamp)) == [("parent_unknown", "E109", "xCitizen")]
    extended.push("land", "card", upsert("a hash only its sender can make", {"xCitizen": ADULT}))
    assert said(extended.push("land", "stamp", stamp)) == [("accepted", "00", None)]
    assert said(extended.push("land", "card", delete("a hash only its sender can make"))) == [
        ("has_children", "E108", None)
    ]


def test_a_field_that_is_required_is_named(extended):
    lacking = upsert("S|9|2026-2027", whole("student", hoTen=" "))
    assert said(extended.push("school", "student", lacking)) == [("refused", "E302", "hoTen")]
    assert extended.query("school", "student", idempotency_keys=[lacking["idempotency_key"]])[0]["field"] == "hoTen"
