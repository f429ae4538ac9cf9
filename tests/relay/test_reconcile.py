"""Reconciling and healing in the engine: found by buckets as by hand, judged by what is under way, healed only by two persons."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from relay import clock
from relay.delivery.heal import carry_out
from relay.delivery.listing import Reading, settle_listed
from relay.delivery.plans import Plan, approve, approved, make_plan, plan_of, plans
from relay.delivery.push import push
from relay.delivery.receipts import poll_tickets
from relay.delivery.reconcile import Comparison, Kind, compare, differences
from relay.delivery.settle import LEASE, settle_unknown
from relay.errors import FatalError, RetryableError
from relay.model import Listed, Message
from relay.store import Store, evidence
from relay.store.tables import attempt, batch, record, version
from tests.relay.engine import FLOW, counts, run
from tests.relay.outside import LedgerEndpoint, raw

ROWS = [(f"r{number:02}", f"value {number}", None, False) for number in range(20)]


@dataclass
class Registry(LedgerEndpoint):
    """The ledger, which also lists what it holds, page by page and by bucket; `meanwhile` happens once, while it is read."""

    can_digest: bool = True
    gone: set[str] = field(default_factory=set)
    pages: int = 0
    fails: bool = False
    meanwhile: Callable[[], object] | None = None

    def _apply(self, contract: str, message: Message) -> None:
        super()._apply(contract, message)
        self.gone = self.gone | {message.key} if message.content is None else self.gone - {message.key}

    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        self._once()
        lines = [Listed(key, self.content_hash(held), False) for key, held in self.held.items()]
        lines += [Listed(key, "", True) for key in self.gone]
        lines = sorted((one for one in lines if self.bucket(one.key).startswith(bucket)), key=lambda one: one.key)
        for at in range(0, max(1, len(lines)), 5):
            self.pages += 1
            if self.fails and at:
                raise RetryableError("Away.", "Vắng.")
            yield lines[at : at + 5]

    def digests(self, contract: str) -> dict[str, tuple[int, str]]:
        self._once()
        buckets: dict[str, list[tuple[str, str]]] = {}
        for key, held in self.held.items():
            buckets.setdefault(self.bucket(key), []).append((key, self.content_hash(held)))
        return {name: (len(pairs), self.bucket_digest(pairs)) for name, pairs in buckets.items()}

    def bucket(self, key: str) -> str:
        return blake2b(key.encode(), digest_size=1).hexdigest()

    def bucket_digest(self, pairs: Iterable[tuple[str, str]]) -> str:
        return blake2b(repr(sorted(pairs)).encode()).hexdigest()

    def _once(self) -> None:
        if self.meanwhile:
            happens, self.meanwhile = self.meanwhile, None
            happens()

    def lose(self, key: str) -> None:
        self.held.pop(key)
        self.live.pop(f"{FLOW}|{key}")

    def gain(self, key: str, content: bytes = b"{}") -> None:
        self.held[key] = content
        self.live[f"{FLOW}|{key}"] = ""


@pytest.fixture(params=[True, False], ids=["digests", "listing"])
def nation(request: pytest.FixtureRequest, store: Store) -> Registry:
    """A registry that holds the twenty records we delivered, one of them deleted again."""
    made = Registry(can_digest=request.param, batch_size=7)
    run(store, [ROWS])
    push(store, FLOW, made, "run")
    run(store, [[("r19", "", None, True)]])
    push(store, FLOW, made, "run")
    return made


def look(store: Store, nation: Registry) -> Comparison:
    return compare(store, FLOW, nation)


def planned(store: Store, nation: Registry, actor: str = "an") -> Plan | None:
    return make_plan(store, FLOW, nation.name, look(store, nation), actor)


def healed(store: Store, nation: Registry) -> int:
    plan = planned(store, nation)
    assert plan is not None
    done = carry_out(store, approve(store, plan.plan_id, "binh"), nation)
    push(store, FLOW, nation, f"heal-{plan.plan_id}")
    return done


def test_a_registry_that_agrees_costs_one_digest_or_one_walk(store: Store, nation: Registry) -> None:
    found = look(store, nation)
    assert found.clean
    assert (found.ours, found.moving) == (19, 0)
    assert (found.requests, found.records) == ((1, 0) if nation.can_digest else (4, 20))
    assert planned(store, nation) is None


def test_each_kind_of_difference_is_found_planned_and_healed(store: Store, nation: Registry) -> None:
    nation.lose("r03")
    nation.gain("r05", b'{"id":"r05","value":"changed by hand","parent":null}')
    nation.gain("r19", raw("r19", "back again", None).encode())
    nation.gain("stranger")
    found = look(store, nation)
    assert (found.missing, found.extra, found.differs) == (("r03",), ("r19", "stranger"), ("r05",))
    if nation.can_digest:
        assert found.records <= 8, "only the buckets that differ are read"

    plan = planned(store, nation)
    assert [(one.kind, one.key, one.remedy) for one in plan.entries] == [
        ("differs", "r05", "send_again"),
        ("extra", "r19", "delete_again"),
        ("extra", "stranger", "ask_registry"),
        ("missing", "r03", "send_again"),
    ]
    assert carry_out(store, plan, nation) == 0, "nobody approved it"
    assert approved(store, FLOW) is None
    with pytest.raises(FatalError, match="made plan"):
        approve(store, plan.plan_id, "an")
    assert approve(store, plan.plan_id, "binh").approved_by == "binh"
    assert approved(store, FLOW) == approve(store, plan.plan_id, "chi"), "the first yes stands"
    assert approved(store, FLOW).approved_by == "binh"

    before = counts(store)
    assert carry_out(store, approved(store, FLOW), nation) == 3
    assert counts(store) == before | {"pending": 3}
    assert look(store, nation).moving == 3, "on its way is no difference"
    assert carry_out(store, plan_of(store, plan.plan_id), nation) == 0, "once"
    assert push(store, FLOW, nation, "heal") == {"accepted": 3}
    assert counts(store) == before | {"accepted": before["accepted"] + 3}
    assert (look(store, nation).missing, look(store, nation).differs) == ((), ())
    assert look(store, nation).extra == ("stranger",), "what we do not know is not ours to delete"
    assert (nation.held["r03"], nation.held["r05"]) == (raw(*ROWS[3][:3]).encode(), raw(*ROWS[5][:3]).encode())


def test_healing_is_a_new_version_and_nothing_is_rewritten(store: Store, nation: Registry) -> None:
    nation.lose("r03")
    with store.read() as tx:
        old = tx.execute(sa.select(record).where(record.c.source_id == "r03")).one()
        before = tx.execute(sa.select(version).where(version.c.record_id == old.record_id)).fetchall()
    assert healed(store, nation) == 1
    with store.read() as tx:
        new = tx.execute(sa.select(record).where(record.c.source_id == "r03")).one()
        after = tx.execute(
            sa.select(version).where(version.c.record_id == old.record_id).order_by(version.c.version_id)
        ).fetchall()
        brought = tx.execute(sa.select(batch).where(batch.c.run_id.like("heal-%"))).one()
    assert after[:-1] == before, "the old version stays accepted"
    assert (after[-1].number, after[-1].status, after[-1].deleted) == (2, "accepted", False)
    assert (new.number, new.raw_hash, new.accepted_hash) == (2, old.raw_hash, old.accepted_hash)
    assert new.accepted_version_id == new.version_id == after[-1].version_id
    assert (brought.pulled, brought.unchanged, brought.step) == (1, 0, "staged")
    assert len(set(nation.applied["r03"])) == 2, "under a key of its own"
    assert run(store, [ROWS[:19]]) == [], "the source said nothing new"
    run(store, [[("r03", "newer", None, False)]])
    assert push(store, FLOW, nation, "run") == {"accepted": 1}
    assert look(store, nation).clean


def test_the_log_tells_of_a_plan_without_its_keys(store: Store, nation: Registry) -> None:
    nation.lose("r03")
    healed(store, nation)
    with store.read() as tx:
        events = [event for event in evidence.events(tx) if event.kind.startswith("plan_")]
    assert [event.kind for event in events] == ["plan_made", "plan_approved", "plan_carried_out"]
    bodies = [json.loads(event.body) for event in events]
    assert [body.get("actor") for body in bodies] == ["an", "binh", None]
    assert {(body["plan"], body["missing"], body["differs"]) for body in bodies} == {(bodies[0]["plan"], 1, 0)}
    assert len({body["digest"] for body in bodies}) == 1
    assert "r03" not in "".join(event.body for event in events)


def test_what_is_under_way_is_no_difference(store: Store, nation: Registry) -> None:
    nation.script = ["silent", "lost", "promise"]
    new = [(f"n{number}", "new", None, False) for number in range(21)]
    run(store, [[("r00", "newer", None, False), *new]])
    push(store, FLOW, nation, "run")
    found = look(store, nation)
    assert found.clean
    assert found.moving == 7, "those that arrived in silence: six are new there, r00 is another"


def test_what_arrives_while_we_look_is_no_difference(store: Store, nation: Registry) -> None:
    def arrive() -> None:
        run(store, [[("new", "new", None, False), ("r01", "newer", None, False), ("r02", "", None, True)]])
        assert push(store, FLOW, nation, "meanwhile") == {"accepted": 3}

    nation.meanwhile = arrive
    found = look(store, nation)
    assert found.clean
    assert found.moving == 3
    assert look(store, nation).moving == 0


def test_a_newer_plan_takes_the_place_of_one_nobody_approved(store: Store, nation: Registry) -> None:
    nation.lose("r03")
    first = planned(store, nation)
    assert planned(store, nation, "binh") == first, "the same findings, the same plan"
    nation.lose("r04")
    second = planned(store, nation, "binh")
    assert [plan.plan_id for plan in plans(store)] == [second.plan_id]
    with pytest.raises(FatalError, match="no plan"):
        approve(store, first.plan_id, "chi")
    approve(store, second.plan_id, "an")
    nation.lose("r05")
    third = planned(store, nation)
    assert [plan.plan_id for plan in plans(store, FLOW)] == [second.plan_id, third.plan_id], "what was approved stands"
    for key, number in (("r03", 3), ("r04", 4), ("r05", 5)):
        nation.gain(key, raw(*ROWS[number][:3]).encode())
    assert planned(store, nation) is None
    assert [plan.plan_id for plan in plans(store)] == [second.plan_id], "nothing is left to heal of the other"


def test_only_what_is_still_true_is_done(store: Store, nation: Registry) -> None:
    for key in ("r03", "r04", "r05"):
        nation.lose(key)
    plan = planned(store, nation)
    approve(store, plan.plan_id, "binh")
    nation.gain("r03", raw(*ROWS[3][:3]).encode())
    run(store, [[("r04", "newer", None, False)]])
    assert carry_out(store, approved(store, FLOW), nation) == 1
    assert push(store, FLOW, nation, "run") == {"accepted": 2}
    assert look(store, nation).clean
    assert len(nation.applied["r03"]) == 1, "somebody else had healed it"
    assert len(nation.applied["r04"]) == 2, "its newer version brought it back"


def test_a_record_whose_newer_version_is_held_back_is_left(store: Store, nation: Registry) -> None:
    run(store, [[("r03", "bad", None, False)]])
    nation.lose("r03")
    [entry] = planned(store, nation).entries
    assert (entry.kind, entry.remedy) == ("missing", "leave")
    assert healed(store, nation) == 0
    assert counts(store)["quarantined"] == 1


def test_a_key_that_an_open_record_of_ours_claims_is_left(store: Store, nation: Registry) -> None:
    run(store, [[("x", "r19:bad", None, False)]])
    nation.gain("r19")
    [entry] = planned(store, nation).entries
    assert (entry.kind, entry.remedy) == ("extra", "leave")


def test_an_endpoint_that_fails_halfway_tells_nothing(store: Store, nation: Registry) -> None:
    nation.can_digest = False
    nation.lose("r03")
    nation.fails = True
    with pytest.raises(RetryableError):
        planned(store, nation)
    assert plans(store) == []


def test_an_endpoint_that_contradicts_its_own_listing_is_not_believed(store: Store, nation: Registry) -> None:
    nation.held.pop("r03")  # not listed, and yet held when asked by key
    found = look(store, nation)
    assert (found.clean, found.moving) == (True, 1)


def test_a_hash_from_before_hashes_were_kept_is_not_compared(store: Store, nation: Registry) -> None:
    with store.begin(FLOW) as tx:
        tx.execute(record.update().where(record.c.source_id == "r03").values(accepted_hash=None))
    assert look(store, nation).clean
    nation.lose("r03")
    assert look(store, nation).missing == ("r03",)


@pytest.mark.parametrize("word", ["silent", "lost"])
def test_the_listing_settles_what_cannot_be_asked(store: Store, nation: Registry, word: str) -> None:
    nation.can_ask = False
    nation.script = [word]
    run(store, [[("r01", "newer", None, False), ("r02", "", None, True), ("new", "new", None, False)]])
    assert push(store, FLOW, nation, "run") == {"unknown": 3}
    assert settle_unknown(store, FLOW, nation) == {}
    assert settle_listed(store, FLOW, nation) == ({"accepted": 3} if word == "silent" else {"absent": 3})
    assert settle_listed(store, FLOW, nation) == {}, "once"
    push(store, FLOW, nation, "run")
    assert "unknown" not in counts(store)
    assert look(store, nation).clean
    assert {len(set(nation.applied[key])) for key in ("r01", "r02")} == {2}
    with store.read() as tx:
        codes = set(tx.execute(sa.select(attempt.c.code).where(attempt.c.verdict == "accepted")).scalars())
    assert ("LISTED" in codes) == (word == "silent")


def test_a_request_that_may_still_be_on_its_way_is_not_settled(store: Store, nation: Registry) -> None:
    from relay.delivery.outgoing import claim

    nation.can_ask = False
    run(store, [[("r01", "newer", None, False)]])
    claim(store, FLOW, nation.name, "killed", 10)
    assert settle_listed(store, FLOW, nation) == {}
    clock.jump(LEASE + timedelta(seconds=1))
    try:
        assert settle_listed(store, FLOW, nation) == {"absent": 1}
    finally:
        clock.jump(-LEASE - timedelta(seconds=1))


def test_a_promised_receipt_of_a_healed_record_is_polled_like_any_other(store: Store, nation: Registry) -> None:
    nation.lose("r03")
    nation.script = ["promise"]
    assert healed(store, nation) == 1
    assert counts(store)["waiting"] == 1
    assert look(store, nation).clean
    poll_tickets(store, FLOW, nation)
    assert look(store, nation).clean
    assert "waiting" not in counts(store)


PAIRS = st.dictionaries(st.text(max_size=3), st.sampled_from("abc"), max_size=60)


@given(ours=PAIRS, theirs=PAIRS)
def test_buckets_find_what_the_plain_sets_find(ours: dict[str, str], theirs: dict[str, str]) -> None:
    nation = Registry()
    nation.held = {key: content.encode() for key, content in theirs.items()}
    mine = {key: nation.content_hash(content.encode()) for key, content in ours.items()}
    found: dict[str, Kind] = {}
    for held, listed in Reading(nation, FLOW).against(mine):
        found |= differences(held, listed)
    assert {key for key, kind in found.items() if kind is Kind.MISSING} == set(ours) - set(theirs)
    assert {key for key, kind in found.items() if kind is Kind.EXTRA} == set(theirs) - set(ours)
    both = set(ours) & set(theirs)
    assert {key for key, kind in found.items() if kind is Kind.DIFFERS} == {k for k in both if ours[k] != theirs[k]}
    touched = {nation.bucket(key) for key in found}
    assert nation.pages <= sum(1 + len(theirs) // 5 for _ in touched), "the others were not read"
    assert bool(nation.pages) == bool(found)
