"""Content becomes columns: what a suite names or all of its contract, and no leaf of a wrong type stops a batch."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from expectations.suite.catalogue import suite_of
from expectations.suite.decode import decode
from schemas.contract import contract
from tests.expectations import good
from tests.expectations.kit import frame

TEXT = pl.String()


def test_a_suite_that_names_no_fields_reads_all_of_its_contract() -> None:
    whole = replace(suite_of("dossier"), texts=(), lists={})
    decoded = decode(whole, frame([good.dossier(0)]))
    assert decoded.columns == ["record_id", *contract("dossier").fields]
    assert decoded.schema["fees"] == contract("dossier").polars_schema["fees"]


def test_a_suite_that_names_fields_reads_those_only() -> None:
    named = replace(suite_of("dossier"), texts=("note",), lists={"fees": pl.List(pl.Struct({"name": TEXT}))})
    decoded = decode(named, frame([good.dossier(0) | {"note": "  ", "fees": [{"name": "Phí", "amount": 7}]}]))
    assert decoded.rows() == [(1000, None, [{"name": "Phí"}])]


def test_lists_keep_their_records_and_their_order() -> None:
    named = replace(suite_of("dossier"), texts=(), lists={"fees": pl.List(pl.Struct({"amount": pl.Int64()}))})
    lists = [[1, 2, 3], [], None, "no list", [4], [5, 6]]
    fees = [[{"amount": one} for one in some] if isinstance(some, list) else some for some in lists]
    decoded = decode(named, frame([{"fees": some} for some in fees]))
    assert decoded["record_id"].to_list() == list(range(1000, 1006))
    assert decoded["fees"].to_list() == [*fees[:2], None, None, *fees[4:]]


def test_a_leaf_of_a_wrong_type_is_null_and_spares_its_neighbours() -> None:
    named = replace(
        suite_of("dossier"), texts=(), lists={"fees": pl.List(pl.Struct({"name": TEXT, "amount": pl.Int64()}))}
    )
    garbage = [
        {"name": ["x"], "amount": {}},
        "no object",
        {"amount": "much"},
        {"name": "Phí", "amount": 8000},
        {"amount": 10**30},
    ]
    decoded = decode(named, frame([{"fees": garbage}, {"fees": [{"amount": 1}]}]))
    amounts = decoded["fees"].list.eval(pl.element().struct.field("amount")).to_list()
    assert amounts == [[None, None, 8000, None], [1]]
