"""What a mapping declares of its local system is what the simulated systems keep, and a declaration that cannot hold is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.mapping import layouts, raw_columns
from connectors.mapping.layout import Csv, Dossiers, Envelope, Export, Table, Workbook
from schemas.contract import contracts
from simulators.province.catalogue import record_types
from simulators.province.plan import Plan
from simulators.province.world import Settings, World

KEPT = {kind.flow: kind.store for kind in record_types()}
TABLES, EXPORTS = layouts(Table), layouts(Export)
SETTINGS = Settings(8, 300, "40", 4, datetime(2026, 11, 22, 6, 30, tzinfo=UTC))


def headings(form: Any) -> list[list[str]]:
    """Every heading row without idle spaces and without the empty cells at its end."""
    rows = [form.header] if isinstance(form.header[0], str) else form.header
    return [" | ".join(" ".join(cell.split()) for cell in row).rstrip(" |").split(" | ") for row in rows]


def test_every_contract_has_a_layout_of_its_own() -> None:
    assert sorted(name for kind in (Table, Export, Dossiers) for name in layouts(kind)) == sorted(contracts())
    assert len({table.name for table in TABLES.values()}) == len(TABLES)
    assert len({export.folder for export in EXPORTS.values()}) == len(EXPORTS)


@pytest.mark.parametrize("contract", TABLES)
def test_a_table_has_the_columns_of_the_mapping(contract: str) -> None:
    kept = KEPT[contract]
    assert kept.name == TABLES[contract].name
    assert set(Plan(World(SETTINGS)).record(contract, 0).row) == set(raw_columns(contract))


@pytest.mark.parametrize("contract", EXPORTS)
def test_an_export_has_the_forms_units_send(contract: str) -> None:
    declared, kept = EXPORTS[contract], KEPT[contract]
    assert (declared.folder, set(declared.forms)) == (kept.folder, set(kept.forms))
    for ending, form in declared.forms.items():
        sent = kept.forms[ending]
        assert type(form).__name__ == type(sent).__name__
        if not isinstance(form, Envelope):
            assert headings(form) == headings(sent)
        if isinstance(form, Workbook):
            assert form.sheet == sent.sheet


@pytest.mark.parametrize(
    ("form", "args", "reason"),
    [
        (Csv, {"header": ("STT", "Điểm", "Điểm")}, r"two columns: \['Điểm'\]"),
        (Csv, {"header": ("STT", "unit")}, r"two columns: \['unit'\]"),
        (Csv, {"header": ("STT", "Điểm"), "names": ("STT",)}, "2 headings for 1 columns"),
        (Csv, {"header": ("Điểm",)}, r"needs \['STT'\]"),
        (Workbook, {"sheet": "S", "header": (("STT",), ("", "x")), "names": ("STT",)}, "2 headings for 1 columns"),
        (Export, {"folder": "f", "forms": {"csv": Envelope()}}, "endings"),
        (Export, {"folder": "f", "forms": {".CSV": Envelope()}}, "endings"),
    ],
)
def test_a_declaration_that_does_not_hold_together_is_refused(form: Any, args: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        form(**args)
