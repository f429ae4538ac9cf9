"""Pairs that may be one: the order of records and of the two changes nothing, twins are never a pair, a child registered twice is."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.contract import contracts
from simulators.province.names import FAMILY, GIVEN, MIDDLE
from tracking.duplicates import agreement
from tracking.duplicates.agreement import AGREE
from tracking.duplicates.declared import UNIT, declared
from tracking.duplicates.finding import CROWD, FORMS, candidates, find, keys, schema
from tracking.duplicates.forms import bare, hashed, initials, one_name, plain, spelt

BIRTH = declared()["birth"]
#: One child; mother and papers are made up.
CHILD = {
    "child_name": "Nguyễn Minh Ánh",
    "born_on": "2019-03-02",
    "sex": "2",
    "mother_name": "Lê Thị Hoà",
    "mother_document_no": "040190000001",
    "mother_born_on": "1990",
    "father_name": "Nguyễn Văn Đức",
    "father_document_no": "040088000002",
    "registration_unit": "16690",
    "registered_on": "2019-03-20",
}

names = st.builds(
    lambda *words: " ".join(words),
    st.sampled_from(sorted(set(FAMILY))),
    st.sampled_from(sorted({*MIDDLE[0], *MIDDLE[1]})),
    st.sampled_from(sorted({*GIVEN[0], *GIVEN[1]})),
)
days = st.dates().map(lambda day: day.isoformat())
digits = st.text("0123456789", min_size=12, max_size=12)
written = st.one_of(names, days, digits, st.text(max_size=12))


def births(*rows: Mapping[str, str | None]) -> pl.DataFrame:
    numbered = [{"record_id": number, "natural_key": f"k{number}", **row} for number, row in enumerate(rows, 1)]
    return pl.DataFrame(numbered, schema=schema(BIRTH))


def found(*rows: Mapping[str, str | None]) -> set[tuple[int, int]]:
    return {(one["record_a"], one["record_b"]) for one in find(BIRTH, births(*rows)).iter_rows(named=True)}


def again(**changes: str | None) -> dict[str, str | None]:
    """The same child in the book of another commune, a year later."""
    return {**CHILD, "registration_unit": "17272", "registered_on": "2020-05-04", **changes}


def twin(**changes: str | None) -> dict[str, str | None]:
    """Another child of the day, entered at the same visit."""
    return {**CHILD, **changes}


@pytest.mark.parametrize("flow", declared())
def test_what_is_compared_are_fields_of_the_contract_and_forms_that_are(flow: str) -> None:
    one = declared()[flow]
    assert set(one.columns) <= {*contracts()[flow].fields, UNIT}
    assert {part.partition(":")[2] for block in one.blocks for part in block} <= set(FORMS)
    assert one.least < sum(field.weight for field in one.fields), "or no pair could ever be compared"
    assert 0.5 < one.threshold < 1


@pytest.mark.parametrize("how", AGREE)
@settings(deadline=None)
@given(a=written, b=written)
def test_agreement_is_symmetric_between_0_and_1_and_whole_for_the_same(how: str, a: str, b: str) -> None:
    agree = AGREE[how]  # type: ignore[index]
    assert agree([a], [b]) == agree([b], [a])
    assert 0 <= agree([a], [b])[0] <= 1
    if how != "day" or len(a) > len("2019-03"):
        assert agree([a], [a]) == [1.0]


@settings(deadline=None)
@given(names)
def test_a_name_is_one_however_it_is_typed(name: str) -> None:
    decomposed, shouted = unicodedata.normalize("NFD", name), name.upper()
    assert spelt(name) == spelt(decomposed) == spelt(shouted)
    family, *rest = name.split()
    assert bare(name) == bare(" ".join([*rest, family])) == bare(plain(name))
    assert plain(name).isascii()
    assert one_name(name, plain(name))
    assert agreement.names([name], [plain(name)])[0] >= 0.95


def test_đ_is_a_letter_that_is_typed_as_d() -> None:
    assert plain("Đặng Đức Đạt") == "dang duc dat"
    assert agreement.names(["Đặng Đức Đạt"], ["Dang Duc Dat"]) == [0.95]
    assert initials("Đặng Đức Đạt") == initials("dang duc dat") == "ddd"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Trần Thị Lan", "Trần Lan", 0.7, 0.8),
        ("Trần Thị Lan", "Trần Thị Lam", 0.8, 0.8),
        ("Trần Thị Lan", "Phạm Văn Hùng", 0, 0),
        ("Lan Trần Thị", "Trần Thị Lan", 0.95, 1),
    ],
)
def test_names_agree_as_far_as_a_slip_explains(one: str, other: str, least: float, most: float) -> None:
    assert least <= agreement.names([one], [other])[0] <= most


def test_days_agree_as_far_as_they_are_known_or_miswritten() -> None:
    known, year = "2019-03-02", "2019"
    assert agreement.days([known, year, "2019-03"], [known, year, "2019-03"]) == [1, 0.5, 0.8], (
        "many were born that year"
    )
    assert agreement.days([known, known, known, known], [year, "2019-02-03", "2019-03-03", "2001-11-17"]) == [
        0.5,
        0.5,
        0.5,
        0,
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"child_name": "Nguyễn Minh Anh"},
        {"child_name": "NGUYEN MINH ANH"},
        {"child_name": "Nguyễn Minh Ánhh"},
        {"child_name": "Minh Ánh Nguyễn"},
        {"mother_document_no": None},
        {"mother_name": "Le Thi Hoa", "mother_document_no": "182345678"},
        {"father_name": None, "father_document_no": None},
        {"born_on": "2019-02-03"},
        {"sex": "1"},
    ],
)
def test_a_child_registered_twice_is_a_pair(changes: dict[str, str | None]) -> None:
    assert found(CHILD, again(**changes)) == {(1, 2)}


def test_a_line_written_twice_in_one_book_is_a_pair() -> None:
    assert found(CHILD, twin()) == {(1, 2)}


@settings(deadline=None)
@given(name=names, sex=st.sampled_from("12"), number=st.none() | digits)
def test_twins_are_never_a_pair(name: str, sex: str, number: str | None) -> None:
    if spelt(name) != spelt(str(CHILD["child_name"])):
        assert found(CHILD, twin(child_name=name, sex=sex, personal_id=number)) == set()


@settings(deadline=None)
@given(place=st.integers(0, 2), sign=st.sampled_from("\u0300\u0301\u0303\u0309\u0323"))
def test_twins_whose_names_are_one_sign_apart_are_no_pair(place: int, sign: str) -> None:
    words = ["Nguyễn", "Minh", "Anh"]
    words[place] = unicodedata.normalize("NFC", words[place][:1] + words[place][1:].replace("n", f"n{sign}", 1))
    other = " ".join(words)
    if spelt(other) != spelt("Nguyễn Minh Anh"):
        assert found(twin(child_name="Nguyễn Minh Anh"), twin(child_name=other)) == set()


@pytest.mark.parametrize(
    "other",
    [
        again(
            mother_name="Phan Thị Bưởi",
            mother_document_no="040191000009",
            father_name="Nguyễn An",
            father_document_no="040000000000",
        ),
        again(child_name="Nguyễn Văn Bình"),
        again(born_on="2021-08-30", child_name="Nguyễn Minh Anh"),
        again(child_name="Nguyễn Minh Ánhh", personal_id="040319000001"),
    ],
    ids=["another mother", "another name", "a younger sister of a like name", "another number and not quite the name"],
)
def test_others_are_no_pair(other: dict[str, str | None]) -> None:
    assert found({**CHILD, "personal_id": "040319999999"}, other) == set()


def test_records_that_share_their_key_are_held_back_by_that_already() -> None:
    rows = births(CHILD, again())
    assert find(BIRTH, rows).height == 1
    assert find(BIRTH, rows.with_columns(natural_key=pl.lit("k"))).height == 0


def test_nothing_is_found_among_nothing() -> None:
    for compared in declared().values():
        assert find(compared, pl.DataFrame(schema=schema(compared))).is_empty()
    assert found({}, {}) == set()


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_records_changes_nothing(order: list[int]) -> None:
    rows = births(
        CHILD, twin(child_name="Nguyễn Minh Anh"), again(), again(sex="1"), {**CHILD, "born_on": "2001-01-01"}, {}
    )
    assert find(BIRTH, rows[order]).sort("record_a", "record_b").equals(find(BIRTH, rows).sort("record_a", "record_b"))


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_which_of_the_two_came_first_changes_neither_score_nor_reasons(seed: int) -> None:
    dice = random.Random(seed)
    one = dict(CHILD)
    other = again(
        **{name: None for name in CHILD if name != "child_name" and dice.random() < 0.2},
        child_name=dice.choice(["Nguyen Minh Anh", "Nguyễn Ánh"]),
    )
    columns = ("score", "reasons")
    assert find(BIRTH, births(one, other)).select(columns).equals(find(BIRTH, births(other, one)).select(columns))


def test_reasons_name_fields_and_no_value() -> None:
    [reasons] = find(BIRTH, births(CHILD, again(child_name="Nguyen Minh Anh", father_name="Trần Văn Ba")))["reasons"]
    assert "~child_name" in reasons
    assert "=born_on" in reasons
    assert "!father_name" in reasons
    assert not any(str(value) in reasons for value in CHILD.values() if len(str(value)) > 1)


def test_a_crowd_under_one_key_is_no_candidate() -> None:
    crowd = pl.DataFrame({"record_id": range(CROWD + 1), "block": "b", "key": "k"})
    assert candidates(crowd, crowd).is_empty()
    assert candidates(crowd[:-1], crowd[:-1]).height == CROWD * (CROWD - 1) // 2


def test_keys_hold_no_value_and_need_the_secret() -> None:
    made = keys(BIRTH, births(CHILD), "secret")
    assert set(made["block"]) == {"+".join(block) for block in BIRTH.blocks}
    assert all(len(key) == 24 and set(key) <= set("0123456789abcdef") for key in made["key"])
    assert set(made["key"]).isdisjoint(keys(BIRTH, births(CHILD), "another")["key"])
    assert hashed("s", "ab", "c") != hashed("s", "a", "bc")
    assert keys(BIRTH, births({"born_on": "2019-03-02"}), "s").is_empty(), "a key needs all its parts"
