"""The desk over a simulated province: a clerk proposes, a reviewer approves, the next run delivers, the passport tells; no value leaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.desk.causes import PARENT, causes
from flows.desk.deciding import release_of
from flows.desk.fields import choices, settable, spelt, typed
from flows.desk.foresight import foresee
from flows.desk.records import held, look
from flows.passport import passport
from relay.audit.keys import signer
from relay.delivery.proofs import contradicted
from relay.delivery.unproven import unproven
from relay.desk.decisions import Change
from relay.errors import FatalError, RecordError
from relay.store.desk_tables import viewing
from relay.store.law import conservation
from schemas.contract import contracts
from tests.flows.province import Province, province

SEED = 20260715
PEOPLE = [
    {"user": "clerk", "roles": ["clerk"], "units": ["*"]},
    {"user": "neighbour", "roles": ["clerk"], "units": ["00001"]},
    {"user": "reviewer", "roles": ["reviewer"], "units": ["*"]},
    {"user": "viewer", "roles": ["leader"], "units": ["*"]},
]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """One night of births, deaths and pupils with planted errors; the seed is printed with any failure."""
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/store.db", records=200, seed=SEED) as made,
    ):
        print(f"seed {SEED}")
        config = Path(made.wiring().settings.config)
        own = home / "config"
        own.mkdir()
        for file in config.glob("*.yaml"):
            (own / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        (own / "people.yaml").write_text(yaml.safe_dump({"people": PEOPLE}), encoding="utf-8")
        patch.setenv("LIENTHONG_CONFIG", str(own))
        made.run("birth", "death", "student")
        yield made


def as_user(monkeypatch: pytest.MonkeyPatch, user: str, *arguments: str) -> Result:
    monkeypatch.setenv("LIENTHONG_ACTOR", user)
    return CliRunner().invoke(app, list(arguments))


def told(done: Result) -> Any:
    assert done.exit_code == 0, done.output + repr(done.exception)
    return json.loads(done.stdout)


def one_held_by(night: Province, flow: str, rule: str) -> Any:
    return next(
        one for one in held(night.wiring().store, flow, rule) if len(one.breaches) == 1 and not one.open_decision
    )


def test_causes_add_up_to_what_is_held(night: Province) -> None:
    store = night.wiring().store
    for flow in ("birth", "student"):
        everything = held(store, flow)
        of_rules = {one.version_id for cause in causes(store, flow) for one in held(store, flow, cause.rule)}
        assert of_rules == {one.version_id for one in everything}
        for cause in causes(store, flow):
            assert cause.records == len(
                [
                    one
                    for one in held(store, flow, cause.rule)
                    if cause.rule == PARENT or (cause.rule, cause.field) in one.breaches
                ]
            )
            assert len(cause.said("vi")) > 20
            assert cause.said("vi") != cause.said("en")


def test_a_corrected_record_is_delivered_by_the_next_run_and_its_passport_tells_who(
    night: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = one_held_by(night, "birth", "shape.child_name")
    name = "Hoàng Thị Bàn Sửa"
    made = told(
        as_user(
            monkeypatch,
            "clerk",
            "quarantine",
            "correct",
            "birth",
            one.key,
            f"child_name={name}",
            "--reason",
            "theo sổ",
            "--json",
        )
    )
    assert made["foreseen"] == {"records": 1, "passing": 1, "failing": {}}
    number = made["decision_id"]
    refused = as_user(monkeypatch, "clerk", "approve", f"D{number}")
    assert refused.exit_code != 0
    assert isinstance(refused.exception, FatalError)
    done = told(as_user(monkeypatch, "reviewer", "approve", f"D{number}", "--json"))
    assert (done["state"], done["carried"]) == ("approved", 1)
    night.run("birth")
    wiring = night.wiring()
    life = passport(wiring.store, signer(wiring.settings.keys), str(one.record_id))
    first, second = life["versions"]
    assert (first["status"], second["status"]) == ("superseded", "accepted")
    assert {"field": "child_name", "change": "corrected"} in second["changes"]
    assert first["decisions"] == [
        {
            "decision": number,
            "kind": "correct",
            "state": "approved",
            "fields": ["child_name"],
            "rules": [],
            "made_by": "clerk",
            "decided_by": "reviewer",
        }
        | {name: first["decisions"][0][name] for name in ("made_at", "decided_at")}
    ]
    assert name not in json.dumps(life, ensure_ascii=False)
    assert {proof["event"]["kind"] for proof in life["proofs"]} >= {
        "pulled",
        "decision_made",
        "decision_approved",
        "sent",
        "answered",
    }
    with wiring.store.read() as tx:
        assert list(unproven(tx)) == []
        assert list(contradicted(tx)) == []
    assert conservation(wiring.store, "birth").holds


def test_foresight_is_what_then_happens(night: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    store = night.wiring().store
    everything = [one for one in held(store, "birth") if one.breaches and not one.open_decision]
    unchanged = [Change(one.version_id) for one in everything]
    told_now = foresee(night.wiring(), "birth", unchanged)
    rules = {
        rule for one in everything for rule, _ in one.breaches if not rule.startswith(("natural_key.", "endpoint."))
    }
    assert set(told_now.failing) == rules, "as they are, the same rules hold them again"


def test_a_rule_of_plausibility_can_be_let_pass_and_no_other(night: Province) -> None:
    store = night.wiring().store
    shapes = [
        one for one in held(store, "birth") if any(rule.startswith(("shape.", "map.")) for rule, _ in one.breaches)
    ]
    assert shapes
    with pytest.raises(FatalError, match="cannot be released"):
        release_of(shapes[0])
    late = one_held_by(night, "birth", "birth.registered_before_birth")
    assert release_of(late).rules == ("birth.registered_before_birth",)
    assert foresee(night.wiring(), "birth", [release_of(late)]).failing == {}


def test_who_may_not_is_told_so(night: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(one for one in held(night.wiring().store, "student") if not one.open_decision)
    for user, why in (("viewer", "none of the roles"), ("neighbour", "other units"), ("nobody", "none of the roles")):
        done = as_user(monkeypatch, user, "quarantine", "discard", "student", str(one.record_id), "--reason", "thử")
        assert why in str(done.exception), user
    done = as_user(monkeypatch, "clerk", "quarantine", "discard", "student", "no-such-key", "--reason", "thử")
    assert "No records of student" in str(done.exception)


def test_whoever_sees_values_is_in_the_access_log(night: Province) -> None:
    store = night.wiring().store
    records = held(store, "birth")[:3]
    seen = look(store, records, "clerk", "desk")
    assert all(seen[one.version_id].written for one in records)
    with store.read() as tx:
        logged = tx.execute(sa.select(viewing.c.who, viewing.c.record_id).order_by(viewing.c.record_id)).tuples().all()
    assert list(logged) == sorted(("clerk", one.record_id) for one in records)


@pytest.mark.parametrize(
    ("text", "value"),
    [("07/03/2024", "2024-03-07"), ("2024-03-07", "2024-03-07"), ("7-3-2024", "2024-03-07"), ("", None), ("  ", None)],
)
def test_days_are_typed_as_people_write_them(text: str, value: str | None) -> None:
    assert typed("birth", "born_on", text) == value


def test_what_cannot_be_meant_is_refused_without_repeating_it() -> None:
    with pytest.raises(RecordError) as caught:
        typed("birth", "registered_on", "ngày mai bí mật")
    assert "bí mật" not in str(caught.value) + caught.value.vi
    with pytest.raises(RecordError):
        typed("birth", "sex", "9")
    assert typed("birth", "sex", "2") == "2"
    assert typed("parcel", "area", "120,5") == "120.5"


def test_values_are_shown_as_people_read_them() -> None:
    assert spelt("birth", "sex", "2") == "2 – Nữ"
    assert spelt("birth", "born_on", "2024-03-07") == "07/03/2024"
    assert spelt("birth", "born_on", "31/02/2024") == "31/02/2024"
    assert spelt("birth", "born_on", None) == "–"


def test_every_coded_field_offers_its_list() -> None:
    assert choices("birth", "sex") == {"1": "Nam", "2": "Nữ", "3": "Chưa xác định được giới tính"}
    for flow in contracts():
        assert set(settable(flow)) <= set(contracts()[flow].fields)
        for field in settable(flow):
            assert all(typed(flow, field, code) is not None for code in choices(flow, field)), (flow, field)
