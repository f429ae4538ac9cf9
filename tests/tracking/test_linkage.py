"""Settled dossiers without a record and records without a dossier, on both databases."""

from __future__ import annotations

from flows.catalogue import FLOWS
from relay.store import Store
from tests.tracking.filling import Filling
from tracking.linkage import Unlinked, linkage

GONE = [("superseded", False, None), ("cancelled", True, None)]
NEWER = [("superseded", False, None), ("pending", False, None)]


def test_both_sides_are_compared(store: Store) -> None:
    fill = Filling(store)
    fill.record("dossier", "H41.10", key="D1", status="9")
    lonely = fill.record("dossier", "H41.11", key="D2", status="10")
    fill.record("dossier", "H41.10", key="D3", status="4")
    fill.record("dossier", "H41.10", GONE, key="D4", status="9")
    fill.record("birth", "00004", NEWER, dossier_code="D1")
    fill.record("birth", "00004", dossier_code="D3")
    lost = fill.record("parcel", "00006", key="P1", dossier_code="D4")
    without = fill.record("parcel", None, key="P2", dossier_code=None)
    fill.record("parcel", "00006", GONE, dossier_code="D2")
    found = linkage(store, list(FLOWS))
    assert (found.settled, found.records["birth"], found.records["parcel"]) == (2, 2, 2)
    assert found.dossiers_without_record.first == [Unlinked(lonely, "dossier", "D2", "H41.11")]
    assert found.records_without_dossier.first == [Unlinked(lost, "parcel", "P1", "00006")]
    assert found.records_without_code.first == [Unlinked(without, "parcel", "P2", None)]
    assert found.records_without_code.counts == {"parcel": 1}
    assert found.dossiers_without_record.total == found.records_without_dossier.total == 1


def test_counts_are_complete_where_the_list_is_cut(store: Store) -> None:
    fill = Filling(store)
    ids = [fill.record("birth", dossier_code=f"D{place}") for place in range(5)]
    fill.record("birth", dossier_code="D0")
    gap = linkage(store, ["birth"], limit=2).records_without_dossier
    assert (gap.total, [one.record_id for one in gap.first]) == (6, ids[:2])


def test_an_empty_store(store: Store) -> None:
    found = linkage(store, ["birth"])
    assert (found.settled, found.records, found.records_without_code.total) == (0, {}, 0)
