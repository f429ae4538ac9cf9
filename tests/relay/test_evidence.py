"""The audit log in the store: one chain whoever writes, nothing of what was rolled back, and tables that must agree with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.passport import passport
from relay.audit.keys import public_keys, signer
from relay.audit.passport import faults
from relay.audit.verify import Walk, walk
from relay.delivery.proofs import contradicted
from relay.delivery.push import push
from relay.delivery.receipts import poll_tickets
from relay.delivery.settle import settle_unknown
from relay.delivery.unproven import unproven
from relay.errors import FatalError
from relay.store import Store, evidence
from relay.store.side_tables import audit_event, audit_head
from relay.store.tables import attempt, outbox, raw_page, receipt
from tests.relay.engine import FLOW, run
from tests.relay.outside import LedgerEndpoint

ROWS = [(f"r{number}", f"value {number}", None, False) for number in range(7)]


def delivered(store: Store, *script: str) -> LedgerEndpoint:
    endpoint = LedgerEndpoint(script=list(script))
    run(store, [ROWS])
    push(store, FLOW, endpoint, "run")
    settle_unknown(store, FLOW, endpoint)
    poll_tickets(store, FLOW, endpoint)
    push(store, FLOW, endpoint, "run")
    return endpoint


def checked(store: Store, keys: Path) -> Walk:
    with store.read() as tx:
        return walk(evidence.events(tx), evidence.heads(tx), public_keys(keys))


def against(store: Store) -> list[str]:
    with store.read() as tx:
        return [event.kind for event in contradicted(tx)]


def alter(store: Store, statement: sa.Executable, values: Any = None) -> None:
    with store.engine.begin() as tx:
        tx.execute(statement, values)


def test_what_happened_is_chained_signed_and_borne_out_by_the_tables(store: Store, tmp_path: Path) -> None:
    delivered(store, "ok", "silent", "promise")
    found = checked(store, tmp_path / "keys")
    assert found.broken is None
    assert found.events == found.heads > 5
    with store.read() as tx:
        kinds = [event.kind for event in evidence.events(tx)]
    assert kinds.count("sent") == 3
    assert kinds.count("answered") == 5  # three requests, one asked about, one promise kept
    assert against(store) == []


def test_an_event_holds_no_value_and_no_key_of_a_record(store: Store) -> None:
    delivered(store)
    with store.read() as tx:
        text = " ".join(event.body for event in evidence.events(tx))
    assert "value" not in text
    assert not [row[0] for row in ROWS if f'"{row[0]}"' in text]


def test_a_row_of_the_log_that_was_altered_is_named(store: Store, tmp_path: Path) -> None:
    delivered(store)
    alter(store, audit_event.update().where(audit_event.c.seq == 3).values(flow="other"))
    assert checked(store, tmp_path / "keys").broken == (3, "edited")


def test_a_row_taken_out_of_the_log_is_named(store: Store, tmp_path: Path) -> None:
    delivered(store)
    alter(store, audit_event.delete().where(audit_event.c.seq == 2))
    alter(store, audit_head.delete().where(audit_head.c.seq == 2))
    assert checked(store, tmp_path / "keys").broken == (2, "missing")


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        (receipt.update().values(receipt="forged"), {"answered"}),
        (receipt.update().values(said="forged"), {"answered"}),
        (attempt.update().values(verdict="refused"), {"answered"}),
        (attempt.delete(), {"answered"}),
        (outbox.update().values(natural_key="another"), {"sent"}),
        (raw_page.delete(), {"pulled"}),
    ],
    ids=["receipt", "words", "verdict", "attempts", "key", "raw"],
)
def test_tables_that_were_altered_contradict_the_log(store: Store, statement: sa.Executable, kinds: set[str]) -> None:
    delivered(store)
    alter(store, statement)
    assert set(against(store)) == kinds


class Stop(Exception):
    """Ends a transaction."""


def note_and_stop(store: Store) -> None:
    with store.begin() as tx:
        evidence.note(tx, "sent", FLOW, {"request": 1})
        raise Stop


FORGED = {
    "receipt": "INSERT INTO receipt (version_id, flow, endpoint, receipt, code, returned, received_at) "
    "SELECT version_id + 500, flow, endpoint, 'R-FORGED', code, returned, received_at FROM receipt",
    "accepted version": "UPDATE version SET status = 'quarantined' WHERE version_id = (SELECT max(version_id) FROM version)",
    "receipt ": "UPDATE receipt SET code = '99'",
    "answer 77": "INSERT INTO attempt (request_id, version_id, verdict, code, answer, proof) "
    "SELECT request_id, version_id, verdict, code, 77, proof FROM attempt",
    "request": "INSERT INTO request (request_id, flow, endpoint, run_id, messages, sent_at) "
    "SELECT request_id + 900, flow, endpoint, run_id, messages, sent_at FROM request",
    "batch": "INSERT INTO batch (batch_id, flow, source, run_id, pulled, unchanged, step, pulled_at) "
    "SELECT batch_id + 900, flow, source, 'forged', 0, 0, step, pulled_at FROM batch",
    "approval": "INSERT INTO healing_plan (plan_id, flow, endpoint, made_by, made_at, approved_by, approved_at) "
    "SELECT 1, flow, endpoint, 'an', sent_at, 'binh', sent_at FROM request WHERE request_id = 1",
}


@pytest.mark.parametrize("named", FORGED)
def test_what_was_put_there_without_an_event_is_named(store: Store, named: str) -> None:
    delivered(store)
    with store.read() as tx:
        assert list(unproven(tx)) == []
    alter(store, sa.text(FORGED[named]))
    with store.read() as tx:
        assert any(one.startswith(named) for one in unproven(tx))


def test_what_is_rolled_back_leaves_no_event(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Stop):
        note_and_stop(store)
    with store.begin() as tx:
        evidence.note(tx, "answered", FLOW, {"request": 2})
    with store.read() as tx:
        assert [event.kind for event in evidence.events(tx)] == ["answered"]
    assert checked(store, tmp_path / "keys").broken is None


def test_many_writers_make_one_chain(store: Store, tmp_path: Path) -> None:
    def write(name: str) -> None:
        for number in range(20):
            with store.begin(f"flow {name}") as tx:
                evidence.note(tx, "sent", name, {"number": number})
                evidence.note(tx, "answered", name, {"number": number})

    writers = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert checked(store, tmp_path / "keys") == (160, 160, None)


def a_passport(store: Store, tmp_path: Path, key: str = "r4") -> dict[str, Any]:
    """A passport as it comes out of a file."""
    return json.loads(json.dumps(passport(store, signer(tmp_path / "keys"), key)))


def test_a_passport_tells_the_whole_life_and_is_verified_offline(store: Store, tmp_path: Path) -> None:
    delivered(store, "ok", "silent", "promise")
    document = a_passport(store, tmp_path)
    store.close()
    (version,) = document["versions"]
    assert [one["verdict"] for one in version["attempts"]] == ["unknown", "accepted"]
    assert version["receipt"]["receipt"] == "R-r4"
    assert [json.loads(proof["leaf"])[0] for proof in document["proofs"]] == ["pulled", "sent", "answered", "answered"]
    assert "value 4" not in json.dumps(document)
    assert faults(document, public_keys(tmp_path / "keys")) == []
    assert "signature" in faults(document, {})


def resigned(document: Mapping[str, Any], tmp_path: Path) -> dict[str, Any]:
    """The document signed by the installation itself: what an insider could do."""
    from relay.audit.passport import signed

    bare = {name: value for name, value in document.items() if name not in ("signature", "key_id")}
    return signed(bare, signer(tmp_path / "keys"))


def test_no_passport_can_be_talked_into_a_receipt(store: Store, tmp_path: Path) -> None:
    delivered(store)
    keys = public_keys(tmp_path / "keys")
    whole = a_passport(store, tmp_path)
    other = a_passport(store, tmp_path, "r5")
    forged = json.loads(json.dumps(whole))
    forged["versions"][0]["receipt"]["receipt"] = "R-forged"
    assert set(faults(forged, keys)) == {"signature", "unproven"}
    assert faults(resigned(forged, tmp_path), keys) == ["unproven"]
    leafed = json.loads(json.dumps(whole))
    leafed["proofs"][-1]["leaf"] = leafed["proofs"][-1]["leaf"].replace("R-r4", "R-xx")
    assert "leaf" in faults(resigned(leafed, tmp_path), keys)
    foreign = {**whole, "proofs": other["proofs"]}
    assert "foreign" in faults(resigned(foreign, tmp_path), keys)
    evented = json.loads(json.dumps(whole))
    evented["proofs"][0]["event"]["at"] = "2020-01-01T00:00:00.000+00:00"
    assert "event" in faults(resigned(evented, tmp_path), keys)
    headless = json.loads(json.dumps(whole))
    headless["proofs"][0]["head"] = headless["proofs"][1]["head"]
    assert "head" in faults(resigned(headless, tmp_path), keys)


@pytest.mark.parametrize(
    "document", [{}, {"versions": 1}, {"key_id": "x", "signature": "zz", "versions": [], "proofs": [{}]}]
)
def test_what_is_no_passport_is_said_to_be_none(document: dict[str, Any]) -> None:
    assert faults(document, {}) == ["shape"]


def test_a_record_is_found_by_any_of_its_names_and_only_one(store: Store, tmp_path: Path) -> None:
    delivered(store)
    by_key = passport(store, signer(tmp_path / "keys"), "r2")["record_id"]
    for name in ("R-r2", str(by_key)):
        assert passport(store, signer(tmp_path / "keys"), name)["record_id"] == by_key
    with pytest.raises(FatalError, match="No record"):
        passport(store, signer(tmp_path / "keys"), "nobody")
