"""A registry judges a thousand records of any type with a handful of queries, never with one for each record."""

from __future__ import annotations

import pytest

import simulators.national.people
from simulators.clock import Clock
from simulators.national.house import JUDGES
from simulators.national.model import Record
from simulators.national.people import People
from simulators.national.published import key_of, published
from simulators.national.registry import Registry
from tests.simulators.national.world import ADULT, TODAY, write_seed

KEPT = [one for one in published().values() if one.domain in JUDGES]
HANDFUL = 12
UNIT = {"noiDangKyDvhc": "00004"}


def record(contract, n):
    """A whole record about a known person; a parent that is a record is not there."""
    own = {part.field: str(n) for part in contract.key if part.field}
    dates = {part.year_of: "2025-01-01" for part in contract.key if part.year_of}
    persons = {parent.person: ADULT for parent in contract.parents if parent.person}
    content = dict.fromkeys(contract.required, "1") | own | dates | persons
    content |= {name: code for name, code in UNIT.items() if name in content}
    return Record(key_of(contract.key, content) or f"hash {n}", f"up {n}", "upsert", content)


def deletion(one):
    return Record(one.key, f"delete {one.key}", "delete")


@pytest.fixture
def registry(tmp_path):
    """Makes the registry of a domain."""
    write_seed(tmp_path / "seed.sqlite")
    made = []

    def of(domain):
        people = People(tmp_path / "seed.sqlite", tmp_path / "civil_status.sqlite")
        judge = JUDGES[domain](people, {one.name: one for one in KEPT if one.domain == domain})
        made.append(Registry(tmp_path / f"{domain}.sqlite", Clock(TODAY), judge, "X"))
        return made[-1]

    yield of
    for one in made:
        one.ledger.close()


@pytest.mark.parametrize("contract", KEPT, ids=lambda contract: contract.name)
def test_a_thousand_records_take_a_handful_of_queries(registry, monkeypatch, contract):
    asked, rows = [], simulators.national.people._rows
    monkeypatch.setattr(simulators.national.people, "_rows", lambda *said: asked.append(said) or rows(*said))
    service = registry(contract.domain)
    service.ledger._writer.set_trace_callback(lambda said: asked.append(said) if said.startswith("SELECT") else None)
    many = [record(contract, n) for n in range(1000)]
    for sent in (many, list(map(deletion, many))):
        asked.clear()
        verdicts = service.push(contract.name, sent)
        assert 0 < len(asked) <= HANDFUL
    assert len({verdict.idempotency_key for verdict in verdicts}) == 1000


@pytest.mark.parametrize("contract", KEPT, ids=lambda contract: contract.name)
def test_the_records_of_that_test_are_refused_for_nothing(registry, contract):
    [verdict] = registry(contract.domain).push(contract.name, [record(contract, 1)])
    assert verdict.status in ("accepted", "pending", "parent_unknown")
