"""Shape: each field's rule catches its faults, nothing good is caught, and no value is ever carried out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import shape
from schemas.contract import contract, contracts
from schemas.shape import violations
from tests.schemas.good import GOOD, frame

NAMES = sorted(contracts())


def rules(name: str, *contents: object) -> list[tuple[int, str, str, str]]:
    return violations(contract(name), frame(*contents)).rows()


@pytest.mark.parametrize("name", NAMES)
def test_good_records_have_no_violation(name: str) -> None:
    assert rules(name, *[GOOD[name]] * 3) == []


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in NAMES for field in GOOD[name]])
def test_a_value_of_the_wrong_type_is_the_fault_of_its_field(name: str, field: str) -> None:
    found = rules(name, GOOD[name], {**GOOD[name], field: {"secret": "x"}}, GOOD[name])
    assert (1, f"shape.{field}", field, "critical") in found
    assert {record for record, *_ in found} == {1}


@pytest.mark.parametrize(
    ("name", "field", "bad"),
    [
        ("birth", "registration_unit", "1732"), ("birth", "sex", "4"), ("birth", "born_on", "2026-02-29"),
        ("birth", "mother_born_on", "1990-13"), ("birth", "number", "12/2026"), ("birth", "birth_kind", "6"),
        ("birth", "registration_type", "5"), ("birth", "mother_ethnicity", "Kinh Kinh"), ("birth", "personal_id", "181234567"),
        ("birth", "dossier_code", "x"), ("birth", "child_name", ""), ("birth", "child_name", "x" * 501),
        ("death", "died_at", "24:00"), ("death", "certificate_type", "8"), ("death", "died_on", "2026-03"),
        ("parcel", "area", "1,5"), ("parcel", "land_use_1", "BHK"), ("parcel", "legal_party", "Cá nhân"),
        ("parcel", "land_origin_2", "17"), ("parcel", "holder_sex", "3"), ("student", "school_year", "2026-2026"),
        ("student", "status", "13"), ("student", "commune", "99999"), ("encounter", "treatment_days", -1),
        ("encounter", "treatment_days", "4"), ("encounter", "outcome", "8"), ("encounter", "admitted_at", "2026-03-01"),
        ("dossier", "settling_unit", "h41"), ("dossier", "status", "11"), ("dossier", "channel", "4"),
        ("dossier", "fees", [{}]), ("dossier", "results", None),
    ],
)  # fmt: skip
def test_shape_and_code_faults(name: str, field: str, bad: Any) -> None:
    assert rules(name, {**GOOD[name], field: bad}) == [(0, f"shape.{field}", field, "critical")]


@pytest.mark.parametrize(("kind", "fine"), [("1", True), ("4", False), (None, False)])
def test_nine_digits_are_an_old_card(kind: str | None, fine: bool) -> None:
    found = rules("death", {**GOOD["death"], "document_type": kind, "personal_id": "181234567"})
    assert (found == []) is fine


def test_an_organisation_may_stand_for_a_holder() -> None:
    assert rules("parcel", {**GOOD["parcel"], "holder_id": None, "organisation_id": "2912345678"}) == []
    assert [field for _, _, field, _ in rules("parcel", {**GOOD["parcel"], "holder_id": None})] == ["holder_id"]


def test_a_local_subgroup_is_an_ethnic_group() -> None:
    assert rules("birth", {**GOOD["birth"], "ethnicity": "Thái (Tày Mười)"}) == []


def test_a_province_no_list_knows_is_a_warning() -> None:
    assert rules("student", {**GOOD["student"], "personal_id": "003316000005"}) == [
        (0, "shape.personal_id.province", "personal_id", "warning")
    ]
    assert rules("student", {**GOOD["student"], "personal_id": "123316000005"}) == []


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", "1", "{},{}", '{"a":1', "]"])
def test_content_that_is_no_record_is_blamed_alone(broken: str) -> None:
    good = json.dumps(GOOD["student"])
    found = rules("student", good, broken, good, {**GOOD["student"], "sex": "9"})
    assert (3, "shape.sex", "sex", "critical") in found
    assert {record for record, *_ in found} == {1, 3}
    assert (1, "shape.content", "content", "critical") in found or any(record == 1 for record, *_ in found)


def test_an_unknown_name_is_not_repeated() -> None:
    found = rules("student", {**GOOD["student"], "Nguyễn Văn A": "x"})
    assert found == [(0, "shape.content", "content", "critical")]


def test_stretches_do_not_shift_the_blame() -> None:
    bad = {shape.STRETCH - 1, shape.STRETCH, shape.STRETCH + 2}
    contents = [{**GOOD["student"], "sex": "9"} if n in bad else GOOD["student"] for n in range(shape.STRETCH + 5)]
    assert {record for record, *_ in rules("student", *contents)} == bad


SECRET = st.text("QXZ", min_size=6, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(sorted(GOOD[name])))), SECRET
)
def test_no_violation_carries_a_value(target: tuple[str, str], secret: str) -> None:
    name, field = target
    for bad in (secret, [secret], {secret: secret}):
        assert secret not in str(rules(name, {**GOOD[name], field: bad, secret: secret}))
