"""Registries that were tampered with: found, planned, refused to the first person, approved by a second, healed, and right again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from connectors.national.school import School
from flows import tasks
from flows.catalogue import FLOWS as CATALOGUE
from flows.cli import app
from flows.days import local_today
from flows.figures import completion
from flows.passport import passport
from flows.wiring import Wiring
from relay.audit.keys import public_keys, signer
from relay.audit.passport import faults
from relay.delivery.listing import settle_listed
from relay.delivery.proofs import contradicted
from relay.errors import FatalError
from relay.store.law import conservation
from relay.store.tables import receipt, version
from schemas.contract import contracts
from tests.conftest import DATABASES, empty_database
from tests.flows.province import Province, province
from tests.oracle import ledger

SEED = 20261124
#: One flow for each endpoint, whose records nothing leans on.
LEANT_ON = {parent.kind for contract in contracts().values() for parent in contract.parents}
FLOWS = {flow.endpoint: name for name, flow in sorted(CATALOGUE.items(), reverse=True) if name not in LEANT_ON}
STRANGER = "zz-entered-by-hand"


@pytest.fixture(scope="module", params=DATABASES)
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Two nights, the second of which deleted some records. The seed is printed with any failure."""
    home = tmp_path_factory.mktemp("home")
    url = empty_database(request, home)
    with pytest.MonkeyPatch.context() as patch, province(home, patch, url, records=80, seed=SEED) as made:
        print(f"seed {SEED}")
        (home / "connections.json").write_text(json.dumps(made.known))
        patch.setenv("LIENTHONG_ACTOR", "admin")
        made.run()
        made.world.night(change=0.0, delete=0.2, late=0.0, seed=SEED)
        made.run()
        yield made


def lienthong(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def told(*arguments: str) -> Any:
    done = lienthong(*arguments, "--json")
    assert done.exit_code in (0, 1), done.exception
    return json.loads(done.stdout)


def held(night: Province, flow: str) -> dict[str, dict[str, Any]]:
    """The registry's own ledger: what is applied how often."""
    return ledger(night.world.addresses["national"][CATALOGUE[flow].endpoint], flow)


def tamper(night: Province, flow: str) -> dict[str, str]:
    """Through the registry's own file, behind everybody's back. Returns the key of each kind of damage."""
    lines = held(night, flow)
    live = sorted(key for key, line in lines.items() if not line["deleted"])
    damage = {"lost": live[0], "changed": live[-1], "back": min(key for key in lines if lines[key]["deleted"])}
    at = {"flow": flow, "stranger": STRANGER} | damage
    with sqlite3.connect(night.world.home / "national" / f"{CATALOGUE[flow].endpoint}.sqlite", timeout=30) as db:
        for statement in (
            "DELETE FROM ledger WHERE contract = :flow AND key = :lost",
            "UPDATE ledger SET hash = :stranger WHERE contract = :flow AND key = :changed",
            "UPDATE ledger SET deleted = 0, seq = (SELECT max(seq) FROM verdict WHERE contract = :flow AND key = :back"
            " AND op = 'upsert' AND status = 'accepted') WHERE contract = :flow AND key = :back",
            "INSERT INTO verdict SELECT -seq, :flow || :stranger, contract, :stranger, op, hash, status, code, message,"
            " returned, NULL, NULL, polls, NULL FROM verdict WHERE contract = :flow AND key = :changed AND op = 'upsert'"
            " LIMIT 1",
            "INSERT INTO ledger SELECT contract, :stranger, hash, 1, applied_at, 0, (SELECT seq FROM verdict WHERE key ="
            " :stranger AND contract = :flow), NULL FROM ledger WHERE contract = :flow AND key = :changed",
        ):
            assert db.execute(statement, at).rowcount == 1
    return damage


def forget_stranger(night: Province, flow: str) -> None:
    """What the registry's people do when they were asked about a record of unknown origin."""
    with sqlite3.connect(night.world.home / "national" / f"{CATALOGUE[flow].endpoint}.sqlite", timeout=30) as db:
        for table in ("ledger", "verdict"):
            db.execute(f"DELETE FROM {table} WHERE contract = ? AND key = ?", (flow, STRANGER))


@pytest.mark.parametrize("flow", FLOWS.values())
def test_a_tampered_registry_is_healed_by_two_persons(
    night: Province, flow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(night, flow)
    clean = told("reconcile", flow)
    assert (clean["missing"], clean["extra"], clean["differs"], clean["moving"]) == ([], [], [], 0)
    by_digest = night.wiring().endpoint(flow).can_digest
    assert (clean["requests"], clean["records"]) == ((1, 0) if by_digest else (1, len(before)))

    damage = tamper(night, flow)
    found = told("reconcile", flow)
    assert found["missing"] == [damage["lost"]]
    assert found["differs"] == [damage["changed"]]
    assert found["extra"] == sorted([damage["back"], STRANGER])
    assert found["records"] <= 40 if by_digest else found["records"] == len(before)
    plan = found["plan"]
    assert {one["key"]: one["remedy"] for one in plan["entries"]} == {
        damage["lost"]: "send_again",
        damage["changed"]: "send_again",
        damage["back"]: "delete_again",
        STRANGER: "ask_registry",
    }
    assert (plan["made_by"], plan["may_approve"]) == ("admin", ["reviewer"])

    number = str(plan["plan"])
    assert told("reconcile", flow, "--heal")["healed"] is None, "nobody approved it"
    for user, why in (("admin", "another person"), ("clerk", "no role"), ("nobody", "people.yaml")):
        monkeypatch.setenv("LIENTHONG_ACTOR", user)
        refusal = lienthong("approve", number).exception
        assert isinstance(refusal, FatalError)
        assert why in refusal.en
        assert "reviewer" in refusal.vi
    monkeypatch.setenv("LIENTHONG_ACTOR", "reviewer")
    assert told("approve", number)["approved_by"] == "reviewer"

    monkeypatch.setenv("LIENTHONG_ACTOR", "admin")
    healed = told("reconcile", flow, "--heal")
    assert healed["healed"] == {"plan": plan["plan"], "versions": 3}
    assert (healed["missing"], healed["extra"], healed["differs"]) == ([], [STRANGER], [])
    assert lienthong("reconcile", flow).exit_code == 1
    forget_stranger(night, flow)
    again = lienthong("reconcile", flow, "--heal")
    assert (again.exit_code, "Both sides agree" in again.stdout) == (0, True)

    after = held(night, flow)
    whole = {key: (line["hash"], line["deleted"]) for key, line in before.items()}
    assert {key: (line["hash"], line["deleted"]) for key, line in after.items()} == whole
    assert {line["applied"] for line in after.values()} == {1}
    assert conservation(night.wiring().store).holds


def test_the_province_is_none_the_wiser(night: Province) -> None:
    """Healing changes no figure: what is accepted stays accepted, every receipt is kept, and the source has nothing new."""
    store = night.wiring().store
    with store.read() as tx:
        accepted = tx.execute(sa.select(sa.func.count()).where(version.c.status == "accepted")).scalar()
        assert accepted == tx.execute(sa.select(sa.func.count()).select_from(receipt)).scalar()
        assert not list(contradicted(tx))
    figures = completion(night.wiring(), local_today()).as_dict()["campaigns"]
    night.run()
    assert completion(night.wiring(), local_today()).as_dict()["campaigns"] == figures
    with store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).where(version.c.status == "accepted")).scalar() == accepted
    assert night.score().perfect, night.score()


def test_the_passport_of_a_healed_record_is_whole(night: Province) -> None:
    wiring = night.wiring()
    query = sa.select(version.c.record_id).where(version.c.flow == "parcel", version.c.deleted.is_(False))
    with wiring.store.read() as tx:
        healed = tx.execute(query.order_by(version.c.version_id.desc()).limit(1)).scalar()
    document = passport(wiring.store, signer(wiring.settings.keys), str(healed), "parcel")
    assert [one["status"] for one in document["versions"]] == ["accepted", "accepted"]
    assert document["versions"][1]["run"].startswith("heal-")
    assert not list(faults(document, public_keys(wiring.settings.keys)))


def test_the_night_makes_the_plan_and_plans_lists_it(night: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = {"missing": 0, "extra": 0, "differs": 0}
    assert tasks.reconcile(connections=night.connections) == nothing
    damage = tamper(night, "parcel")
    try:
        assert tasks.reconcile(connections=night.connections) == {"missing": 1, "extra": 2, "differs": 1}
        assert tasks.reconcile(connections=night.connections) == {"missing": 1, "extra": 2, "differs": 1}
        waiting = [plan for plan in told("plans", "--flow", "parcel") if plan["approved_by"] is None]
        assert [plan["missing"] for plan in waiting] == [1], "one plan, however often the night looks"
        shown = lienthong("reconcile", "parcel").stdout
        assert all(
            words in shown
            for words in ("send again", "gửi lại", damage["lost"], f"lienthong approve {waiting[0]['plan']}")
        )
        assert "parcel" in lienthong("plans").stdout
        monkeypatch.setenv("LIENTHONG_ACTOR", "reviewer")
        assert "--heal" in lienthong("approve", str(waiting[0]["plan"])).stdout
    finally:
        forget_stranger(night, "parcel")
        lienthong("reconcile", "parcel", "--heal")
    assert damage["lost"] in held(night, "parcel")
    assert tasks.reconcile(connections=night.connections) == nothing


class Mute(School):
    """A registry that never tells what became of a message."""

    can_ask = False


@pytest.mark.parametrize(
    ("fault", "verdict"), [("timeout_after_commit", "accepted"), ("timeout_before_commit", "absent")]
)
def test_the_listing_settles_what_a_registry_cannot_be_asked(
    night: Province, fault: str, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.national.school.School", Mute)
    night.world.night(change=0.05, delete=0.05, late=0.0, seed=len(fault))
    order = [{"match": "/v1/records/yearly_result", "kind": fault, "times": 1, "seconds": 0.1}]
    assert requests.put(f"{night.world.addresses['national']['school']}/_faults", json=order, timeout=5).ok
    night.run("yearly_result")
    store = night.wiring().store
    unknown = conservation(store, "yearly_result").counts["unknown"]
    assert unknown > 0
    assert settle_listed(store, "yearly_result", Wiring(night.connections).endpoint("yearly_result")) == {
        verdict: unknown
    }
    night.run("yearly_result")
    counts = conservation(store, "yearly_result").counts
    assert counts["unknown"] == counts["pending"] == 0
    assert {line["applied"] for line in held(night, "yearly_result").values()} == {1}
    assert told("reconcile", "yearly_result")["moving"] == 0
