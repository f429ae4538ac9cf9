"""The engine under any order of events: sources change, steps are cut short, answers are lost, processes die, operators press twice.

Whatever the order, after every step the conservation law holds, nothing is applied twice and no older version goes after a newer one;
and once everything has had its chance, the nation holds exactly what was last accepted, and the audit log bears it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from relay.audit.keys import Signer, public_keys
from relay.audit.verify import walk
from relay.delivery.heal import carry_out
from relay.delivery.limits import Limits
from relay.delivery.outgoing import ALL, claim, give_back
from relay.delivery.plans import approve, make_plan
from relay.delivery.proofs import contradicted
from relay.delivery.push import push
from relay.delivery.receipts import link, poll_tickets
from relay.delivery.reconcile import compare
from relay.delivery.release import release_children, release_parents
from relay.delivery.settle import settle_unknown
from relay.delivery.unproven import unproven
from relay.errors import RetryableError
from relay.model import Page
from relay.stages.batches import unfinished
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.stages.stage import stage
from relay.stages.sweep import sweep
from relay.stages.validate import validate
from relay.status import Hold, Status
from relay.store import Store, evidence, natural_keys
from relay.store.law import conservation
from relay.store.tables import content, metadata, outbox, receipt, record, version
from tests.relay.engine import FLOW, Row
from tests.relay.outside import LedgerEndpoint, ListSource, PlainMapping, judge

IDS = st.sampled_from("abcde")
#: Plain values, refused ones, quarantined ones, and values that carry a natural key of their own, which may be shared.
VALUES = st.sampled_from(("one", "two", "three", "bad", "refuse", "odd", "k1:one", "k1:two", "k2:one"))
PARENTS = st.sampled_from((None, None, "a", "b", "nobody"))
ANSWERS = st.lists(st.sampled_from(("ok", "lost", "silent", "busy", "promise")), max_size=4)
NO_LEASE = timedelta(0)
#: High enough that no breaker opens: what it does is told elsewhere.
PATIENT = Limits(failures=10**6)
MOVING = (Status.RECEIVED, Status.PENDING, Status.UNKNOWN)


class Whole(ListSource):
    """A source that can be read whole: what it holds now, and nothing since."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__([rows] if rows else [])
        self.whole = self.pages

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        self.pages = self.whole if watermark is None else []
        return super().pull(contract, watermark)


class Journey(RuleBasedStateMachine):
    """One store, one source and one endpoint; `store` is set by the test."""

    store: Store
    signer: Signer

    def __init__(self) -> None:
        super().__init__()
        self.endpoint = LedgerEndpoint()
        self.rows: list[Row] = []
        self.source: dict[str, Row] = {}
        self.under_way: list[int] = []

    @rule(identity=IDS, value=VALUES, parent=PARENTS)
    def a_record_is_written(self, identity: str, value: str, parent: str | None) -> None:
        leans = f"{FLOW}|{parent}" if parent and parent != identity else None
        self.source[identity] = (identity, value, leans, False)
        self.rows.append(self.source[identity])

    @rule(identity=IDS)
    def a_record_is_deleted(self, identity: str) -> None:
        self.source.pop(identity, None)
        self.rows.append((identity, "", None, True))

    @rule(identity=IDS, value=VALUES)
    def a_record_changes_behind_the_cursors_back(self, identity: str, value: str) -> None:
        if identity in self.source:
            self.source[identity] = (identity, value, None, False)

    @rule(identity=IDS)
    def a_record_vanishes(self, identity: str) -> None:
        self.source.pop(identity, None)

    @rule()
    def the_source_is_swept(self) -> None:
        self.rows = []  # the sweep finds these too
        sweep(self.store, FLOW, Whole(list(self.source.values())), "sweep", accepted_by="somebody")

    @rule(together=st.booleans())
    def changes_are_pulled(self, together: bool) -> None:
        rows, self.rows = self.rows, []
        pages = [rows] if together else [[row] for row in rows]
        with self.store.begin(FLOW) as tx:
            natural_keys.free(tx, FLOW)
        list(pull(self.store, FLOW, ListSource([page for page in pages if page]), "run"))

    @rule(steps=st.integers(1, 3))
    def batches_go_on(self, steps: int) -> None:
        """Each step by itself: a run that is cut short leaves its batches anywhere."""
        batches = unfinished(self.store, FLOW, "list")
        for batch_id in batches:
            normalise(self.store, FLOW, batch_id, PlainMapping())
        if steps > 1:
            for batch_id in batches:
                validate(self.store, FLOW, batch_id, judge)
        if steps > 2:
            for batch_id in batches:
                stage(self.store, FLOW, "ledger", batch_id, self.known)

    @rule(script=ANSWERS, quota=st.sampled_from((None, None, 0, 2)))
    def messages_are_pushed(self, script: list[str], quota: int | None) -> None:
        self.endpoint.script = script
        with suppress(RetryableError):
            push(self.store, FLOW, self.endpoint, "run", ALL, Limits(records_per_day=quota, failures=10**6))
        self.endpoint.script = []

    @rule(applied=st.booleans())
    def a_process_dies_with_a_request_under_way(self, applied: bool) -> None:
        _, messages = claim(self.store, FLOW, "ledger", "dead", 3)
        if applied and messages:
            self.endpoint.push(FLOW, messages)

    @rule()
    def a_process_sends_slowly(self) -> None:
        request_id, messages = claim(self.store, FLOW, "ledger", "slow", 3)
        self.under_way += [request_id] if messages else []

    @rule()
    def a_slow_process_is_turned_away(self) -> None:
        if self.under_way:
            give_back(self.store, self.under_way.pop())

    @rule()
    def unclear_answers_are_asked_about(self) -> None:
        settle_unknown(self.store, FLOW, self.endpoint, lease=NO_LEASE)

    @rule()
    def promises_are_polled(self) -> None:
        poll_tickets(self.store, FLOW, self.endpoint)

    @rule()
    def what_waits_for_others_is_looked_at(self) -> None:
        release_children(self.store, FLOW, self.known)
        release_parents(self.store, FLOW, self.endpoint)

    @rule(key=st.sampled_from("abcde"))
    def the_registry_forgets(self, key: str) -> None:
        self.endpoint.live.pop(f"{FLOW}|{key}", None)
        self.endpoint.held.pop(key, None)

    @rule()
    def differences_are_planned_approved_and_healed(self) -> None:
        found = compare(self.store, FLOW, self.endpoint)
        if plan := make_plan(self.store, FLOW, self.endpoint.name, found, "one"):
            carry_out(self.store, approve(self.store, plan.plan_id, "another"), self.endpoint)

    @rule()
    def citizens_look(self) -> None:
        link(self.store, FLOW, lambda flow, keys: self.endpoint.holds(flow, keys))

    def known(self, parents: Any) -> set[str]:
        return {parent for parent in parents if parent in self.endpoint.live}

    @invariant()
    def the_law_holds(self) -> None:
        assert conservation(self.store, FLOW).holds

    @invariant()
    def nothing_is_applied_twice(self) -> None:
        for keys in self.endpoint.applied.values():
            assert len(keys) == len(set(keys))

    @invariant()
    def no_older_version_goes_after_a_newer_one(self) -> None:
        with self.store.read() as tx:
            query = sa.select(outbox.c.idempotency_key, version.c.record_id, version.c.version_id)
            sent = {
                key: (owner, number)
                for key, owner, number in tx.execute(query.join(version, version.c.version_id == outbox.c.version_id))
            }
        for keys in self.endpoint.applied.values():
            newest: dict[int, int] = {}
            for owner, number in (sent[key] for key in keys if key in sent):
                assert number > newest.get(owner, 0)
                newest[owner] = number

    @invariant()
    def every_state_has_its_reason(self) -> None:
        with self.store.read() as tx:
            waiting = sa.and_(version.c.status == Status.WAITING, version.c.hold.is_(None))
            held = sa.and_(version.c.status != Status.WAITING, version.c.hold.is_not(None))
            assert tx.execute(sa.select(version).where(sa.or_(waiting, held))).fetchall() == []
            proved = sa.select(receipt.c.version_id)
            accepted = version.c.status == Status.ACCEPTED
            wrong = sa.or_(
                sa.and_(accepted, version.c.version_id.not_in(proved)),
                sa.and_(~accepted, version.c.version_id.in_(proved)),
            )
            assert tx.execute(sa.select(version).where(wrong)).fetchall() == []

    def teardown(self) -> None:
        self.the_source_is_swept()
        for _ in range(12):  # longer than any chain of records that wait for one another
            self.let_everything_have_its_chance()
        self.nothing_moves_by_itself_any_more()
        self.the_nation_holds_what_was_accepted_last()
        self.what_we_hold_is_what_the_source_holds()
        with self.store.read() as tx:
            keys = {self.signer.key_id: self.signer.public}
            assert walk(evidence.events(tx), evidence.heads(tx), keys).broken is None
            assert [event.kind for event in contradicted(tx)] == []
            assert list(unproven(tx)) == []

    def let_everything_have_its_chance(self) -> None:
        with self.store.begin(FLOW) as tx:
            natural_keys.free(tx, FLOW)
        self.batches_go_on(3)
        self.unclear_answers_are_asked_about()
        self.what_waits_for_others_is_looked_at()
        self.messages_are_pushed([], None)
        self.promises_are_polled()
        self.differences_are_planned_approved_and_healed()

    def nothing_moves_by_itself_any_more(self) -> None:
        self.the_law_holds()
        self.no_older_version_goes_after_a_newer_one()
        with self.store.read() as tx:
            left = tx.execute(
                sa.select(version.c.status, version.c.hold).where(version.c.status.in_(MOVING))
            ).fetchall()
            ticket = tx.execute(
                sa.select(version.c.version_id).where(version.c.hold.in_((Hold.TICKET, Hold.PREDECESSOR, Hold.QUOTA)))
            ).fetchall()
        assert (left, ticket) == ([], [])

    def what_we_hold_is_what_the_source_holds(self) -> None:
        with self.store.read() as tx:
            ours = set(tx.execute(sa.select(record.c.source_id).where(record.c.deleted.is_(False))).scalars())
        assert ours == set(self.source)

    def the_nation_holds_what_was_accepted_last(self) -> None:
        query = (
            sa.select(record.c.accepted_key, content.c.payload)
            .join(content, content.c.version_id == record.c.accepted_version_id)
            .where(record.c.accepted_deleted.is_(False))
        )
        with self.store.read() as tx:
            ours = {key: payload.encode() for key, payload in tx.execute(query)}
        assert self.endpoint.held == ours


@contextmanager
def emptied(store: Store) -> Iterator[None]:
    """Every example begins with an empty store."""
    with store.engine.begin() as tx:
        for table in metadata.sorted_tables:
            tx.execute(table.delete())
    yield


def test_any_order_of_events_keeps_the_promises(store: Store, tmp_path: Path) -> None:
    from relay.audit.keys import signer

    hand = signer(tmp_path / "keys")
    assert set(public_keys(tmp_path / "keys")) == {hand.key_id}

    class OnThisStore(Journey):
        def __init__(self) -> None:
            self.store, self.signer = store, hand
            with emptied(store):
                super().__init__()

    run_state_machine_as_test(
        OnThisStore,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
