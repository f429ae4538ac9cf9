"""A source is held against what it said before, and a sweep finds what no cursor can see, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.delivery.push import push
from relay.model import PAGE, Page
from relay.stages.pull import pull, read_watermark
from relay.stages.sweep import sweep
from relay.store import Store
from relay.store.diff import content_hash
from relay.store.law import conservation
from relay.store.side_tables import audit_event
from relay.store.sources import Reason, accept, look, states
from relay.store.tables import record
from tests.relay.engine import FLOW, counts, run
from tests.relay.outside import LedgerEndpoint, ListSource, raw

#: One for each example of a property, so that the store need not be emptied.
FLOWS = count()


@dataclass
class Shelf:
    """A source that keeps one state of each record: id → (value, moment of change); its cursor believes the moments."""

    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    name: str = "list"
    complete: bool = True

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        begin = int(watermark or 0)
        changed = sorted((at, key, value) for key, (value, at) in self.rows.items() if at >= begin)
        for start in range(0, len(changed), 7):
            some = changed[start : start + 7]
            frame = pl.DataFrame([(key, False, raw(key, value, None)) for _, key, value in some], PAGE, orient="row")
            yield Page(frame, f"{some[-1][0]:04d}")

    def probe(self) -> None:
        return

    def size(self, contract: str) -> int:
        return len(self.rows)


def shelf(many: int) -> Shelf:
    return Shelf({f"k{number:03d}": ("1", number) for number in range(many)})


def live(store: Store) -> set[str]:
    with store.read() as tx:
        return set(tx.execute(sa.select(record.c.source_id).where(record.c.deleted.is_(False))).scalars())


def state(store: Store, flow: str = FLOW) -> tuple[int | None, Reason | None, int | None]:
    [found] = states(store, flow)
    return found.size, found.reason, found.number


def test_a_source_that_shrinks_is_degraded_until_it_is_back(store: Store) -> None:
    for size in (100, 99, 81):
        look(store, FLOW, "list", size)
        assert state(store) == (size, None, None)
    look(store, FLOW, "list", 64)
    assert state(store) == (81, Reason.SHRUNKEN, 64)
    look(store, FLOW, "list", 60)
    assert state(store) == (81, Reason.SHRUNKEN, 60)
    look(store, FLOW, "list", None)
    assert state(store) == (81, Reason.SHRUNKEN, 60)
    look(store, FLOW, "list", 80)
    assert state(store) == (80, None, None)


def test_a_handful_may_go(store: Store) -> None:
    for size in (12, 3):
        look(store, FLOW, "list", size)
        assert state(store) == (size, None, None)


@pytest.mark.parametrize("before", [None, 3])
def test_a_source_that_says_nothing_is_left_while_we_hold_records_is_degraded(store: Store, before: int | None) -> None:
    list(pull(store, FLOW, shelf(3), "run"))
    if before is not None:
        look(store, FLOW, "list", before)
    look(store, FLOW, "list", 0)
    assert state(store) == (before, Reason.EMPTY, 0)
    assert accept(store, FLOW, "list", "an")
    look(store, FLOW, "list", 0)
    assert state(store) == (0, None, None)
    with store.read() as tx:
        assert "source_accepted" in tx.execute(sa.select(audit_event.c.kind)).scalars().all()


def test_nothing_is_empty_that_never_held_anything(store: Store) -> None:
    look(store, FLOW, "list", 0)
    assert state(store) == (0, None, None)
    assert not accept(store, FLOW, "list", "an")
    assert not accept(store, FLOW, "other", "an")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.integers(0, 300)), max_size=12))
def test_the_believed_size_never_falls_by_more_than_a_fifth_at_once(store: Store, sizes: list[int | None]) -> None:
    flow = f"flow{next(FLOWS)}"
    believed: int | None = None
    for size in sizes:
        look(store, flow, "list", size)
        now, reason, _ = state(store, flow)
        if believed is not None and now is not None and now < believed:
            assert now == size
            assert now * 100 >= believed * 80 or believed - now < 10
        if size is not None and now != size:
            assert reason is Reason.SHRUNKEN
        believed = now


def test_a_sweep_finds_what_the_cursor_cannot_see(store: Store) -> None:
    source, endpoint = shelf(40), LedgerEndpoint()
    run(store, [])
    for _ in range(2):
        assert sweep(store, FLOW, source, "sweep").deleted == 0
    run(store, [])
    push(store, FLOW, endpoint, "run")
    assert len(endpoint.live) == 40

    del source.rows["k003"]
    source.rows["k005"] = ("2", 5)
    source.rows["behind"] = ("1", 1)
    source.rows["new"] = ("1", 41)  # the cursor finds this one by itself
    before = read_watermark(store, FLOW, "list")
    list(pull(store, FLOW, source, "run"))
    assert {"k003", "new"} <= live(store)
    assert "behind" not in live(store)
    found = sweep(store, FLOW, source, "sweep")
    assert (found.read, found.missed, found.changed, found.deleted, found.spared) == (41, 1, 1, 1, 0)
    assert read_watermark(store, FLOW, "list") >= before
    assert states(store) == []

    run(store, [])
    push(store, FLOW, endpoint, "run")
    assert {key.split("|")[1] for key in endpoint.live} == live(store) == set(source.rows)
    assert len(endpoint.applied["k005"]) == 2
    assert sweep(store, FLOW, source, "again").batches == ()
    assert counts(store)["accepted"] == 44


def test_what_the_cursor_would_have_brought_is_not_missed(store: Store) -> None:
    source = shelf(20)
    list(pull(store, FLOW, source, "run"))
    source.rows |= {"new": ("1", 50), "k004": ("2", 51)}
    found = sweep(store, FLOW, source, "sweep")
    assert (found.missed, found.changed, found.deleted) == (0, 0, 0)
    assert "new" in live(store)


@pytest.mark.parametrize(
    ("held", "gone", "spared"), [(300, 15, 0), (300, 16, 16), (40, 10, 0), (40, 11, 11), (5, 5, 5)]
)
def test_too_many_deletions_at_once_wait_for_a_person(store: Store, held: int, gone: int, spared: int) -> None:
    source = shelf(held)
    list(pull(store, FLOW, source, "run"))
    for key in sorted(source.rows)[:gone]:
        del source.rows[key]
    found = sweep(store, FLOW, source, "sweep")
    assert (found.deleted, found.spared) == (gone - spared, spared)
    assert len(live(store)) == held - gone + spared
    if not spared:
        assert states(store) == []
        return
    assert state(store) == (None, Reason.MISSING, spared)
    look(store, FLOW, "list", held - gone or None)  # a plausible size does not take back what the sweep found
    assert state(store)[1:] == (Reason.MISSING, spared)
    found = sweep(store, FLOW, source, "sweep", accepted_by="an")
    assert (found.deleted, found.spared) == (gone, 0)
    assert len(live(store)) == held - gone
    assert state(store) == (held - gone, None, None)


def test_records_that_are_back_are_no_reason_any_more(store: Store) -> None:
    source = shelf(40)
    list(pull(store, FLOW, source, "run"))
    away = {key: source.rows.pop(key) for key in sorted(source.rows)[:20]}
    assert sweep(store, FLOW, source, "sweep").spared == 20
    source.rows |= away
    assert sweep(store, FLOW, source, "sweep").spared == 0
    assert state(store) == (None, None, None)


def test_a_row_that_moves_while_the_sweep_reads_is_not_deleted(store: Store) -> None:
    source = shelf(40)
    list(pull(store, FLOW, source, "run"))

    class Moving(Shelf):
        def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
            for number, page in enumerate(super().pull(contract, watermark, since=since)):
                if watermark is None and page.frame["source_id"].is_in(["k035"]).any():
                    self.rows["k035"] = ("2", 60)  # was to come with this page, and now comes after the last
                    page = Page(page.frame.filter(pl.col("source_id") != "k035"), page.watermark)
                yield page
                assert number < 10

    assert sweep(store, FLOW, Moving(dict(source.rows)), "sweep").deleted == 0
    assert "k035" in live(store)


def test_a_null_byte_in_an_id_is_not_swept_away(store: Store) -> None:
    odd = ListSource([[("a\x00b", "1", None, False), ("c", "1", None, False)]])
    list(pull(store, FLOW, odd, "run"))
    assert sweep(store, FLOW, odd, "sweep").deleted == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(0, 25), st.sampled_from(["gone", "silent", "told"])))
def test_after_a_sweep_we_hold_exactly_what_the_source_holds(store: Store, changes: dict[int, str]) -> None:
    flow = f"flow{next(FLOWS)}"
    source = shelf(26)
    list(pull(store, flow, source, "run"))
    for number, what in changes.items():
        key = f"k{number:03d}"
        if what == "gone":
            source.rows.pop(key)
        else:
            source.rows[key] = ("2", number if what == "silent" else 100 + number)
    sweep(store, flow, source, "sweep", accepted_by="an")
    held = {key: content_hash(raw(key, value, None).encode()) for key, (value, _) in source.rows.items()}
    with store.read() as tx:
        mine = sa.and_(record.c.flow == flow, record.c.deleted.is_(False))
        assert dict(tx.execute(sa.select(record.c.source_id, record.c.raw_hash).where(mine)).all()) == held
    assert conservation(store, flow).holds
