"""Scans that waited for the OCR engine are read once it is there, although their records have long gone on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flows.wiring import Wiring

if TYPE_CHECKING:
    import polars as pl

    from relay.store import Store

log = logging.getLogger(__name__)


def read_late(wiring: Wiring, flow: str) -> int:
    """Read what waits in all sources of a flow, a night's share of it. Returns how many records have their scans now.

    Where such a scan says otherwise than a record that was sent, people are told and nothing is called back.
    """
    from flows.scanned.engine import can_read
    from relay.stages.digitise import read_waiting

    if not can_read():
        return 0
    done = 0
    for source in wiring.installation.sources_of(flow):
        digitiser = wiring.digitiser(flow, source)
        ids = read_waiting(wiring.store, flow, source, digitiser) if digitiser else []
        if ids:
            log.info("%s: scans of %d records that waited were read", flow, len(ids))
            _compare(wiring.store, ids)
        done += len(ids)
    return done


def _compare(store: Store, version_ids: list[int]) -> None:
    import polars as pl
    import sqlalchemy as sa

    from flows.scanned.judging import beside
    from relay.status import Status
    from relay.store import documents
    from relay.store.bulk import among, insert_frame, read_frame
    from relay.store.scan_tables import comparison
    from relay.store.tables import content, version, violation

    with store.begin() as tx:
        query = (
            sa.select(version.c.version_id, content.c.payload, version.c.status == Status.QUARANTINED)
            .join(content, content.c.version_id == version.c.version_id)
            .where(among(tx, version.c.version_id, version_ids), content.c.payload.is_not(None))
        )
        kinds = {"record_id": pl.Int64, "content": pl.String, "held": pl.Boolean}
        frame = read_frame(tx, query, kinds)
        violations, compared = beside(frame, documents.of_versions(tx, version_ids), {})
        waited = violation.c.rule == f"scan.{documents.NOT_DIGITISED}"
        tx.execute(violation.delete().where(waited, among(tx, violation.c.version_id, version_ids)))
        insert_frame(tx, violation, _softened(violations, frame))
        insert_frame(tx, comparison, compared.rename({"record_id": "version_id"}))


def _softened(violations: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """What would hold a record only warns of one that is not on the desk."""
    import polars as pl

    from relay.status import Severity

    held = violations.join(frame.select("record_id", "held"), on="record_id", how="left")
    gone = (pl.col("severity") == Severity.CRITICAL) & ~pl.col("held").fill_null(value=False)
    severity = pl.when(gone).then(pl.lit(Severity.WARNING.value)).otherwise(pl.col("severity"))
    return held.select("rule", "field", version_id="record_id", severity=severity)
