"""The exported JSON Schemas are valid, fresh, and agree with the models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.contract import Parent, Provides, contract, contracts
from schemas.export import FOLDER, schema_of, text_of
from schemas.keys import Fixed, Hashed, Part, Value, YearOf
from tests.schemas.good import GOOD

NAMES = sorted(contracts())


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_fresh(name: str) -> None:
    written = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert written == text_of(contract(name)), "run python -m schemas.export"


def test_no_file_is_left_over() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_valid_and_takes_the_good_record(name: str) -> None:
    schema = schema_of(contract(name))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(GOOD[name])


@pytest.mark.parametrize(
    ("name", "field", "bad"),
    [
        ("birth", "sex", "9"),
        ("birth", "born_on", "2026-02-30"),
        ("parcel", "land_use_1", "BHK"),
        ("dossier", "fees", [{"x": 1}]),
    ],
)
def test_the_schema_refuses_what_the_model_refuses(name: str, field: str, bad: Any) -> None:
    assert not Draft202012Validator(schema_of(contract(name))).is_valid({**GOOD[name], field: bad})


@pytest.mark.parametrize("name", NAMES)
def test_wire_names_are_in_the_schema(name: str) -> None:
    properties = json.loads(text_of(contract(name)))["properties"]
    assert {field: made["x-wire-name"] for field, made in properties.items()} == dict(contract(name).aliases)


PART = {"field": Value, "text": Fixed, "year_of": YearOf, "hashed": lambda names: Hashed(tuple(names))}


def parts(key: list[dict[str, Any]]) -> tuple[Part, ...]:
    """A published key read back."""
    return tuple(PART[word](value) for part in key for word, value in part.items())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_is_the_contract(name: str) -> None:
    read, made = json.loads(text_of(contract(name))), contract(name)
    assert (read["x-contract"], read["x-domain"], read["x-unit"]) == (name, made.domain, made.unit)
    assert (read["title"], read["x-title-en"]) == (made.title, made.title_en)
    assert parts(read["x-key"]) == made.key
    assert tuple(Parent(one["kind"], parts(one["key"])) for one in read["x-parents"]) == made.parents
    assert tuple(Provides(**one) for one in read["x-provides"]) == made.provides
