"""Stores filled through the engine's own stages with the small outside world of tests/relay, or row by row where a day matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from flows.catalogue import flows_by_domain
from relay.store import Store, scan_tables, tables
from tracking.campaigns import Campaign, load_campaigns

TODAY = date(2026, 11, 22)
FLOWS = flows_by_domain()


def plain_names(domain: str, unit: str) -> str:
    return f"{domain} {unit}"


def write_campaign(folder: Path, **changes: Any) -> Path:
    """A campaigns.yaml with one good campaign; `changes` replaces fields, None takes one away."""
    campaign: dict[str, Any] = {
        "id": "land-test",
        "title_vi": "Đất đai",
        "title_en": "Land",
        "domain": "land",
        "start": "2025-05-01",
        "deadline": "2025-06-01",
        "citation": "A test.",
        "clear": {
            "default": {
                "version": "2025",
                "owner": "Cán bộ {unit}",
                "task": "Gửi",
                "authority": "Chủ tịch",
                "product": "Sổ",
            }
        },
        **changes,
    }
    kept = {name: value for name, value in campaign.items() if value is not None}
    path = folder / "campaigns.yaml"
    path.write_bytes(msgspec.yaml.encode({"campaigns": [kept]}))
    return path


def campaign(folder: Path, **changes: Any) -> Campaign:
    return load_campaigns(write_campaign(folder, **changes), TODAY)[0]


class Filling:
    """Writes records as the engine would leave them, with chosen units, statuses and days of acceptance."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.next_id = 1_000_000

    def batch(self, flow: str, pulled: int, unchanged: int = 0) -> None:
        values = {
            "flow": flow,
            "source": "s",
            "run_id": "r",
            "pulled": pulled,
            "unchanged": unchanged,
            "step": "staged",
            "pulled_at": datetime(2025, 1, 1, tzinfo=UTC),
        }
        with self.store.begin() as tx:
            tx.execute(tables.batch.insert().values(values))

    def record(
        self,
        flow: str = "parcel",
        unit: str | None = "16690",
        versions: Sequence[tuple[str, bool, datetime | None]] = (("pending", False, None),),
        *,
        linked: bool = False,
        scanned: bool = False,
        key: str | None = None,
        unit_then: str | None = None,
        **content: str | None,
    ) -> int:
        """One record with versions (status, deleted, accepted at), oldest first. Returns its id."""
        ids = list(range(self.next_id, self.next_id + len(versions)))
        self.next_id += len(versions)
        accepted = [place for place, (_, _, moment) in enumerate(versions) if moment is not None]
        held = accepted[-1] if accepted else None
        with self.store.begin() as tx:
            for number, (version_id, (status, deleted, moment)) in enumerate(zip(ids, versions, strict=True), start=1):
                row = {"version_id": version_id, "record_id": ids[0], "flow": flow, "number": number}
                tx.execute(tables.version.insert().values(**row, deleted=deleted, status=status))
                if not deleted:
                    payload = msgspec.json.encode(content).decode()
                    named = {
                        "natural_key": key or f"k{ids[0]}",
                        "unit": unit,
                        "unit_then": unit_then,
                        "payload": payload,
                    }
                    tx.execute(tables.content.insert().values(version_id=version_id, flow=flow, **named))
                if moment is not None:
                    tx.execute(tables.receipt.insert().values(**_receipt(version_id, flow, moment, linked)))
            if scanned:
                page = {"version_id": ids[0], "page": "p.png", "number": 0, "role": "result", "outcome": "read"}
                page |= {"engine": "e", "fields": "{}", "reused": False, "broken": ""}
                tx.execute(scan_tables.document.insert().values(page))
            tx.execute(
                tables.record.insert().values(
                    record_id=ids[0],
                    flow=flow,
                    source="s",
                    source_id=str(ids[0]),
                    raw_hash="h",
                    number=len(versions),
                    version_id=ids[-1],
                    deleted=versions[-1][1],
                    accepted_version_id=None if held is None else ids[held],
                    accepted_deleted=None if held is None else versions[held][1],
                )
            )
        return ids[0]

    def accepted(self, count: int, at: datetime, **more: Any) -> None:
        for _ in range(count):
            self.record(versions=[("accepted", False, at)], **more)

    def open(self, count: int, status: str = "quarantined", **more: Any) -> None:
        for _ in range(count):
            self.record(versions=[(status, False, None)], **more)


def _receipt(version_id: int, flow: str, moment: datetime, linked: bool) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "flow": flow,
        "endpoint": "e",
        "receipt": f"BN-{version_id}",
        "returned": "{}",
        "received_at": moment,
        "linked_at": moment if linked else None,
    }
