"""What every contract's good record becomes: its fields in order, the engine's columns, no fault; and a file nobody could read."""

from __future__ import annotations

import pytest

from relay.model import NORMALISED
from schemas.contract import contract, contracts
from tests.connectors.good_raws import faults, normalise, spoilt
from tests.connectors.planted import good


@pytest.mark.parametrize("name", sorted(contracts()))
def test_content_has_exactly_the_contracts_fields_in_order(name: str) -> None:
    assert tuple(good(name)) == contract(name).fields


@pytest.mark.parametrize("name", sorted(contracts()))
def test_the_frame_has_the_engines_columns(name: str) -> None:
    assert dict(normalise(name, spoilt(name)).frame.schema) == NORMALISED


def test_an_empty_batch_is_no_trouble() -> None:
    for name in contracts():
        assert normalise(name).frame.is_empty()


@pytest.mark.parametrize("name", sorted(contracts()))
def test_a_good_record_has_no_fault(name: str) -> None:
    assert faults(name, spoilt(name)) == set()


@pytest.mark.parametrize("name", sorted(contracts()))
def test_a_file_that_could_not_be_read_is_refused_as_a_whole(name: str) -> None:
    made = normalise(name, '{"unreadable":"not a table"}')
    assert ("map.raw", "raw") in set(made.violations.select("rule", "field").rows())
