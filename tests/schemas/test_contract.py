"""Contracts: found by themselves, wired there and back, and their keys the same for one record and for a column."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.contract import PERSON, Contract, Parent, contract, contracts
from schemas.keys import Fixed, Hashed, Value, YearOf, key_column, natural_key
from tests.schemas.good import GOOD

NAMES = sorted(contracts())


def test_contracts_are_found_and_named_like_their_modules() -> None:
    assert set(GOOD) == set(NAMES)
    assert all(found.model.__module__ == f"schemas.{name}" for name, found in contracts().items())


def test_an_unknown_contract_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="birth, death"):
        contract("marriage_of_figaro")


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_wire_name_a_heading_and_a_description(name: str) -> None:
    found = contract(name)
    assert len(set(found.aliases.values())) == len(found.fields)
    assert all(info.title and info.description and info.alias for info in found.model.model_fields.values())
    assert all(part in found.fields for part in (found.unit, *fields_of(found)))


def fields_of(found: Contract) -> set[str]:
    """The fields the keys of its parents are made of."""
    parts = [part for parent in found.parents for part in parent.key]
    named = {part.field for part in parts if isinstance(part, Value | YearOf)}
    return named.union(*(part.fields for part in parts if isinstance(part, Hashed)))


def test_wire_names_of_a_visit_are_names_of_elements() -> None:
    for alias in contract("encounter").aliases.values():
        assert ET.fromstring(f"<{alias}/>").tag == alias


def test_the_parcel_stands_in_the_order_of_the_form() -> None:
    fields = contract("parcel").fields
    assert len(fields) == 50
    assert (fields[0], fields[23], fields[24], fields[48], fields[49]) == (
        "commune_on_certificate", "area", "land_use_1", "scan_files", "dossier_code",
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_good_record_goes_to_the_wire_and_back(name: str) -> None:
    found, good = contract(name), GOOD[name]
    wired = found.wire(json.dumps(good))
    assert tuple(json.loads(wired)) == tuple(found.aliases.values())
    assert json.loads(found.unwire(wired)) == good


def test_items_of_lists_have_wire_names_too() -> None:
    wired = contract("dossier").wire_dict(json.dumps(GOOD["dossier"]))
    assert wired["DanhSachLePhi"][0]["TenPhiLePhi"] == "Lệ phí"


LEAF = st.none() | st.text(max_size=10)


@st.composite
def contents(draw: st.DrawFn) -> tuple[Contract, dict[str, Any]]:
    found = contract(draw(st.sampled_from(NAMES)))
    record: dict[str, Any] = {}
    for name, kind in found.polars_schema.items():
        if isinstance(kind, pl.List):
            assert isinstance(kind.inner, pl.Struct)
            fields = [field.name for field in kind.inner.fields]
            record[name] = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(fields, LEAF)), max_size=2))
        else:
            record[name] = draw(LEAF)
    return found, record


@settings(max_examples=40, deadline=None)
@given(contents())
def test_any_content_survives_the_wire(found: tuple[Contract, dict[str, Any]]) -> None:
    made, record = found
    assert json.loads(made.unwire(made.wire(json.dumps(record)))) == record


def test_a_field_the_contract_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        contract("student").wire('{"surprise": 1}')


@pytest.mark.parametrize("name", NAMES)
def test_content_fits_the_columns(name: str) -> None:
    schema = dict(contract(name).polars_schema)
    assert pl.DataFrame([GOOD[name]], schema=schema).to_dicts() == [GOOD[name]]


PARTS = (Value("a"), Fixed("x"), YearOf("d"), Hashed(("p", "q")))
CELL = (
    st.none()
    | st.text("ab|9", min_size=1, max_size=4)
    | st.text(min_size=1, max_size=4)
    | st.from_regex("[a 0-9]?[0-9]{12}[/ ]?", fullmatch=True)
)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys("adpq", CELL)), max_size=8))
def test_keys_of_a_column_are_the_keys_of_its_records(records: list[dict[str, str | None]]) -> None:
    frame = pl.DataFrame(records, schema=dict.fromkeys("adpq", pl.String))
    assert frame.select(key_column(PARTS, "s")).to_series().to_list() == [
        natural_key(PARTS, record, "s") for record in records
    ]


HIDDEN = re.compile("[0-9a-f]{24}")
CODES = (
    "16690",
    "01/2024",
    "TP/KS-2024",
    "01 TP/KS",
    "D5-III-3",
    "AA 00476432",
    "40001000000024",
    "H41.10-20240326-0000000",
    "4000000008",
)
PEOPLE = (
    "Nguyễn Văn An",
    "NGUYEN VAN AN",
    "Nguyễn An",
    "040090123456",
    "HS-040090123456",
    "An 040090123456",
    "Yến",
    "a\n",
    "a\x00",
)


@pytest.mark.parametrize("text", CODES)
def test_codes_stand_in_a_key_as_they_are(text: str) -> None:
    assert natural_key((Value("a"),), {"a": text}, "s") == text


@pytest.mark.parametrize("text", PEOPLE)
def test_whoever_stands_where_a_code_belongs_enters_a_key_as_a_hash(text: str) -> None:
    key = natural_key((Value("a"), Fixed("x")), {"a": text}, "s")
    assert key
    assert HIDDEN.fullmatch(key.removesuffix("|x"))
    assert pl.DataFrame({"a": [text]}).select(key_column((Value("a"), Fixed("x")), "s")).item() == key


NUMBER = st.none() | st.from_regex("[0-9]{8,13}", fullmatch=True) | st.sampled_from(["٠٤٠٠٩٠١٢٣٤٥٦", "040090123456\n"])


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys("adpq", CELL)), NUMBER)
def test_a_parent_is_its_kind_and_its_key(record: dict[str, str | None], number: str | None) -> None:
    parents = (Parent(PERSON, (Value("n"),)), Parent("book", PARTS), Parent("card", (Hashed(("n",)),)))
    child, content = replace(contract("dossier"), parents=parents), {**record, "n": number}
    persons = [f"person|{number}"] if number and re.fullmatch("[0-9]{12}", number, re.ASCII) else []
    others = [f"{one.kind}|{natural_key(one.key, content, 's')}" for one in parents[1:]]
    assert child.parent_ids(content, "s") == persons + [one for one in others if not one.endswith("|None")]


def test_a_parent_found_by_a_hash_shows_no_number() -> None:
    child = replace(contract("dossier"), parents=(Parent("health_book", (Hashed(("personal_id",)),)),))
    (found,) = child.parent_ids({"personal_id": "040090123456"}, "s")
    assert re.fullmatch("health_book[|][0-9a-f]{24}", found)


@pytest.mark.parametrize("name", NAMES)
def test_a_parent_of_a_record_type_is_named_as_that_type_names_itself(name: str) -> None:
    for parent in contract(name).parents:
        assert parent.kind == PERSON or len(parent.key) == len(contract(parent.kind).key)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_record_has_a_natural_key_without_personal_numbers(name: str) -> None:
    key = contract(name).natural_key(GOOD[name], "secret")
    assert key
    assert not any(str(GOOD[name].get(field)) in key for field in ("personal_id", "holder_id"))


def test_births_make_persons_known() -> None:
    assert [(made.kind, made.field, made.returned) for made in contract("birth").provides] == [
        ("person", "personal_id", "personal_id")
    ]
