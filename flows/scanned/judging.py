"""A judge that also looks at the scans of a record: what disagrees with it is a violation, and so is a page nobody could read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import sqlalchemy as sa

from connectors.mapping.corrected import FILLED
from flows.scanned.matching import compare
from relay.model import VIOLATIONS, Judge, Judgement, RuleRun
from relay.scans import COMPARED, READ, Verdict
from relay.status import Severity
from relay.store import documents
from relay.store.bulk import among
from relay.store.tables import change

if TYPE_CHECKING:
    from relay.store import Store

#: What is held and what is only shown. Ours.
SEVERITIES = {
    Verdict.CONFLICTS: Severity.CRITICAL,
    Verdict.GAP: Severity.CRITICAL,
    Verdict.NEARLY: Severity.WARNING,
    Verdict.UNSURE: Severity.INFO,
}
#: The field a page as a whole is noted under.
WHOLE = "scan"
Row = tuple[int, str, str, str]


def beside_scans(judge: Judge, store: Store) -> Judge:
    """The judge, and after it the scans of the records it judged."""

    def verdict(frame: pl.DataFrame) -> Judgement:
        judged = judge(frame)
        with store.read() as tx:
            pages = documents.of_versions(tx, frame["record_id"].to_list())
            filled = _filled(tx, pages["version_id"].unique().to_list())
        return _with(judged, frame, pages, filled) if len(pages) else judged

    return verdict


def _with(judged: Judgement, frame: pl.DataFrame, pages: pl.DataFrame, filled: Mapping[int, set[str]]) -> Judgement:
    violations, compared = beside(frame, pages, filled)
    # A field the suite already holds is not held a second time; one it only warns of is.
    held = judged.violations.filter(severity=Severity.CRITICAL.value)
    violations = violations.join(held, on=["record_id", "field"], how="anti")
    return replace(
        judged,
        violations=pl.concat([judged.violations, violations.select(judged.violations.columns)]),
        runs=[*judged.runs, *_runs(pages["version_id"].n_unique(), violations)],
        compared=compared,
    )


def beside(
    frame: pl.DataFrame, pages: pl.DataFrame, filled: Mapping[int, set[str]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(VIOLATIONS, COMPARED) of records (record_id, content) whose pages (DOCUMENT columns) were read."""
    scanned = frame.filter(pl.col("record_id").is_in(pages["version_id"].implode()))
    contents = {one: msgspec.json.decode(text) for one, text in scanned.select("record_id", "content").iter_rows()}
    found: list[Row] = []
    compared: list[tuple[Any, ...]] = []
    for page in pages.iter_rows(named=True):
        one, place = page["version_id"], (page["page"], page["number"], page["form"])
        found += _of_page(one, page)
        for field in compare(contents.get(one, {}), msgspec.json.decode(page["fields"]), filled.get(one, ())):
            compared.append((one, *place, field.field, field.verdict, field.confidence, field.accepted))
            if severity := SEVERITIES.get(field.verdict):
                found.append((one, f"scan.{field.verdict}", field.about, severity))
    violations = pl.DataFrame(found, schema=VIOLATIONS, orient="row").unique(maintain_order=True)
    return violations, pl.DataFrame(compared, schema=COMPARED, orient="row")


def _of_page(version_id: int, page: Mapping[str, Any]) -> Iterator[Row]:
    """What is wrong with the page itself: nobody could read it, or it is not as the installation asks."""
    if page["outcome"] != READ:
        yield version_id, f"scan.{page['outcome']}", WHOLE, Severity.WARNING
    for told in filter(None, page["broken"].split(" ")):
        rule, _, severity = told.partition("=")
        yield version_id, rule, WHOLE, severity or Severity.WARNING


def _runs(records: int, violations: pl.DataFrame) -> list[RuleRun]:
    counts = Counter(dict(violations.group_by("rule").agg(pl.col("record_id").n_unique()).iter_rows()))
    always = {f"scan.{verdict}" for verdict in SEVERITIES}
    return [RuleRun(rule, records, counts[rule]) for rule in sorted(always | counts.keys())]


def _filled(tx: sa.Connection, version_ids: list[int]) -> dict[int, set[str]]:
    mine = sa.and_(among(tx, change.c.version_id, version_ids), change.c.change == FILLED)
    found: dict[int, set[str]] = {}
    for version_id, name in tx.execute(sa.select(change.c.version_id, change.c.field).where(mine)):
        found.setdefault(version_id, set()).add(name)
    return found
