"""The search in the store: what changed is compared, a verdict is kept until a compared field changes, and it leads to the next step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import yaml
from typer.testing import CliRunner, Result

import flows.duplicates
from flows.cli import app
from flows.duplicates import judge, look, look_at_night, pair_of
from flows.quality import quality_report
from flows.wiring import Wiring
from relay.desk.decisions import decisions
from relay.errors import FatalError
from relay.store import Store, evidence
from relay.store.desk_tables import duplicate, duplicate_key
from relay.store.tables import content, record, version
from tests.tracking.filling import Filling
from tests.tracking.test_duplicates import CHILD, again
from tracking.duplicates import seeking
from tracking.duplicates.declared import declared
from tracking.duplicates.reading import pairs

BIRTH = declared()["birth"]
SECRET = "a secret"
HERE, THERE = "16690", "17272"
PEOPLE = [
    {"user": "clerk", "roles": ["clerk"], "units": ["*"]},
    {"user": "neighbour", "roles": ["clerk"], "units": [HERE]},
    {"user": "reviewer", "roles": ["reviewer"], "units": ["*"]},
    {"user": "leader", "roles": ["leader"], "units": ["*"]},
]
ACCEPTED = [("accepted", False, datetime(2025, 1, 2, tzinfo=UTC))]
HELD = [("quarantined", False, None)]


class Births(Filling):
    """Births in a store, and the next versions of them."""

    def birth(self, unit: str = HERE, versions: Any = ACCEPTED, flow: str = "birth", **fields: str | None) -> int:
        return self.record(flow, unit, versions, **{**CHILD, **fields})

    def change(self, record_id: int, *, deleted: bool = False, status: str = "received", **fields: str | None) -> None:
        """A next version of a record with other fields, or its end."""
        number = self.next_id
        self.next_id += 1
        named = {"version_id": number, "record_id": record_id, "flow": "birth"}
        with self.store.begin() as tx:
            old = tx.execute(sa.select(content).where(content.c.version_id == record_id)).one()
            payload = msgspec.json.encode({**json.loads(old.payload), **fields}).decode()
            tx.execute(version.insert().values(**named, number=2, deleted=deleted, status=status))
            if not deleted:
                row = {"version_id": number, "flow": "birth", "natural_key": old.natural_key, "unit": old.unit}
                tx.execute(content.insert().values(**row, payload=payload))
            tx.execute(
                record.update().where(record.c.record_id == record_id).values(version_id=number, deleted=deleted)
            )


@pytest.fixture
def births(store: Store) -> Births:
    return Births(store)


@pytest.fixture
def wiring(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiring]:
    """An installation over the store, with its people."""
    config = tmp_path / "config"
    config.mkdir()
    for file in Path(Wiring().settings.config).glob("*.yaml"):
        (config / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (config / "people.yaml").write_text(yaml.safe_dump({"people": PEOPLE}), encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_HOME", str(tmp_path))
    monkeypatch.setenv("LIENTHONG_CONFIG", str(config))
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", store.url)
    made = Wiring()
    yield made
    made.store.close()


def seek(store: Store, at_once: int = seeking.AT_ONCE) -> tuple[int, int, int]:
    done = seeking.look(store, "birth", BIRTH, SECRET, at_once)
    return done.records, done.pairs, done.asked_again


def shown(store: Store, **more: Any) -> list[tuple[int, int]]:
    return [(one.a.record_id, one.b.record_id) for one in pairs(store, **more)]


def twice(births: Births, **more: Any) -> tuple[int, int]:
    """A child in the books of two communes."""
    return births.birth(), births.birth(THERE, **again(), **more)


def as_user(monkeypatch: pytest.MonkeyPatch, user: str, *arguments: str) -> Result:
    monkeypatch.setenv("LIENTHONG_ACTOR", user)
    return CliRunner().invoke(app, list(arguments))


def test_only_what_changed_is_compared_again(births: Births) -> None:
    store, ends = births.store, twice(births)
    births.birth(child_name="Nguyễn Thị Bưởi")
    assert seek(store) == (3, 1, 0), "and no twin among them"
    assert shown(store) == [ends]
    assert seek(store) == (0, 0, 0)
    third = births.birth("17329", **again(registration_unit="17329"))
    assert seek(store) == (1, 2, 0), "the new record is held against those that were looked at before"
    births.change(third, note="Cập nhật")
    assert seek(store) == (0, 0, 0), "nothing that is compared changed"
    assert len(shown(store)) == 3


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_portions_find_what_one_look_at_everything_finds(births: Births, at_once: int) -> None:
    first, second = twice(births)
    births.birth(child_name="Nguyễn Minh Anh", sex="1")
    third = births.birth("17329", **again(registration_unit="17329", child_name="NGUYỄN MINH ÁNH"))
    assert seek(births.store, at_once)[:2] == (4, 3)
    assert set(shown(births.store)) == {(first, second), (first, third), (second, third)}


def test_a_pair_goes_with_what_made_it_one(births: Births) -> None:
    store, (first, second) = births.store, twice(births)
    other, gone = twice(births)
    seek(store)
    assert len(shown(store)) == 6
    births.change(second, child_name="Phan Văn Bảy", mother_name="Vi Thị Sáu", mother_document_no="040170000000")
    births.change(gone, deleted=True)
    seek(store)
    assert shown(store) == [(first, other)]
    with store.read() as tx:
        assert not tx.execute(sa.select(duplicate_key).where(duplicate_key.c.record_id == gone)).first()
        assert tx.execute(sa.select(sa.func.count()).select_from(duplicate)).scalar_one() == 1


def test_what_was_given_up_is_nobodys_like(births: Births) -> None:
    first, second = twice(births, versions=HELD)
    seek(births.store)
    with births.store.begin() as tx:
        tx.execute(version.update().where(version.c.version_id == second).values(status="cancelled"))
    assert shown(births.store) == []
    seek(births.store)
    with births.store.read() as tx:
        assert not tx.execute(sa.select(duplicate)).first()
    assert first != second


def test_records_of_two_flows_are_no_pair(births: Births) -> None:
    births.birth()
    births.birth(flow="death", **again())
    seek(births.store)
    assert shown(births.store) == []


def test_a_verdict_is_kept_until_a_compared_field_changes(births: Births, wiring: Wiring) -> None:
    first, second = twice(births)
    look(wiring, ["birth"])
    store = wiring.store
    judge(wiring, pairs(store)[0], "different", "clerk", "Hai trẻ khác nhau")
    assert shown(store) == []
    births.change(second, note="Cập nhật")
    births.birth(child_name="Vi Thị Bảy")
    look(wiring, ["birth"])
    assert shown(store) == [], "asked once"
    assert shown(store, decided=True) == [(first, second)]
    births.change(second, father_name="Nguyễn Văn Đức Anh")
    [done] = look(wiring, ["birth"])
    assert (done.pairs, done.asked_again) == (1, 1)
    [one] = pairs(store)
    assert (one.verdict, one.decided_by, one.reason) == (None, None, None)


def test_who_decided_what_and_when_is_kept_and_in_the_audit_log(births: Births, wiring: Wiring) -> None:
    first, second = twice(births)
    look(wiring, ["birth"])
    [one] = pairs(wiring.store)
    with pytest.raises(FatalError):
        judge(wiring, one, "same", "leader", "vì thế")
    with pytest.raises(FatalError):
        judge(wiring, one, "same", "neighbour", "đơn vị kia không phải của tôi")
    with pytest.raises(FatalError):
        judge(wiring, one, "same", "clerk", "  ")
    with pytest.raises(FatalError):
        judge(wiring, one, "same", "clerk", "bỏ một bản ghi khác", give_up=7)
    assert shown(wiring.store) == [(first, second)], "nothing of this was written"
    judge(wiring, one, "same", "clerk", "Cùng giấy chứng sinh")
    with pytest.raises(FatalError):
        judge(wiring, one, "different", "reviewer", "đã cũ")
    [judged] = pairs(wiring.store, decided=True)
    assert (judged.verdict, judged.decided_by, judged.reason) == ("same", "clerk", "Cùng giấy chứng sinh")
    assert judged.decided_at is not None
    assert abs((datetime.now(UTC) - judged.decided_at).total_seconds()) < 600
    with wiring.store.read() as tx:
        [event] = list(evidence.events(tx, "duplicate_judged"))
    assert json.loads(event.body) == {"actor": "clerk", "verdict": "same", "records": [first, second], "given_up": None}


def test_one_on_the_desk_is_proposed_for_discarding_and_one_the_nation_holds_is_the_sources(
    births: Births, wiring: Wiring
) -> None:
    first, second = twice(births, versions=HELD)
    look(wiring, ["birth"])
    [one] = pairs(wiring.store)
    done = judge(wiring, one, "same", "clerk", "Đăng ký hai lần", give_up=second)
    [made] = decisions(wiring.store)
    assert (done.decision, done.next_step) == (made.decision_id, None)
    assert (made.kind, made.made_by, made.records) == ("discard", "clerk", 1)
    again_judged = judge(wiring, done.pair, "same", "reviewer", "Bỏ bản ghi kia", give_up=first)
    assert again_judged.decision is None
    assert again_judged.next_step is not None
    assert all(HERE in sentence and f"k{first}" in sentence for sentence in again_judged.next_step)


def test_the_night_looks_and_its_report_stands_though_a_search_fails(
    births: Births, wiring: Wiring, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    twice(births)
    quality_report(wiring, date(2026, 11, 22))
    assert len(shown(wiring.store)) == 1
    births.birth("17329", **again(registration_unit="17329"))
    with wiring.store.begin() as tx:
        broken = content.update().where(content.c.flow == "birth").values(payload='{"child_name": "Nguyễn Minh Ánh"')
        tx.execute(broken)
    assert look_at_night(wiring) == 0
    assert "birth" in caplog.text
    assert "Nguyễn" not in caplog.text
    quality_report(wiring, date(2026, 11, 22))


def test_a_flow_without_a_declaration_is_refused_in_one_sentence(wiring: Wiring) -> None:
    with pytest.raises(FatalError, match="dossier"):
        look(wiring, ["dossier"])
    with pytest.raises(FatalError, match="no pair"):
        pair_of(wiring, "birth", "1", "2")
    assert flows.duplicates.declared().keys() >= {"birth"}


def test_the_command_lists_keys_and_fields_and_takes_a_verdict(
    births: Births, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = twice(births)
    looked = as_user(monkeypatch, "clerk", "duplicates", "look", "--json")
    assert {one["flow"] for one in json.loads(looked.stdout)} == set(declared())
    [one] = json.loads(as_user(monkeypatch, "clerk", "duplicates", "list", "--unit", THERE, "--json").stdout)
    assert [end["key"] for end in one["records"]] == [f"k{first}", f"k{second}"]
    assert "child_name" in one["fields"]["same"]
    table = as_user(monkeypatch, "clerk", "duplicates", "list").stdout
    assert f"k{first}" in table
    assert not [value for value in CHILD.values() if len(value) > 8 and value in table + json.dumps(one)]
    assert json.loads(as_user(monkeypatch, "clerk", "duplicates", "list", "--unit", "00001", "--json").stdout) == []
    same = ("duplicates", "same", "birth", f"k{second}", str(first), "--reason", "một trẻ", "--give-up", f"k{second}")
    told = json.loads(as_user(monkeypatch, "clerk", *same, "--json").stdout)
    assert (told["verdict"], told["given_up"], told["decision"]) == ("same", second, None)
    assert THERE in told["next_step"][0]
    different = ("duplicates", "different", "birth", f"k{first}", f"k{second}", "--reason", "hai trẻ")
    assert as_user(monkeypatch, "clerk", *different).exit_code == 0
    assert json.loads(as_user(monkeypatch, "clerk", "duplicates", "list", "--json").stdout) == []
    [one] = json.loads(as_user(monkeypatch, "clerk", "duplicates", "list", "--all", "--json").stdout)
    assert (one["verdict"], one["given_up"]) == ("different", None)
