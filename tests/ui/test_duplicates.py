"""Possible duplicates on the desk: a list without values, a pair with values for those whose records these are, and a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
import yaml

from flows.duplicates import look
from relay.desk.decisions import decisions
from relay.store import Store
from relay.store.desk_tables import viewing
from tests.tracking.filling import Filling
from tests.tracking.test_duplicates import CHILD, again
from tests.ui.conftest import CONFIG
from tests.ui.serving import served
from tracking.duplicates.reading import pairs
from ui import installation
from ui.access import visitor
from ui.forms import token

HERE, THERE = "16690", "17272"
PEOPLE = [
    {"user": "clerk", "roles": ["clerk"], "units": ["*"]},
    {"user": "neighbour", "roles": ["clerk"], "units": [HERE]},
    {"user": "stranger", "roles": ["clerk"], "units": ["00001"]},
    {"user": "auditor", "roles": ["auditor"], "units": ["*"]},
    {"user": "leader", "roles": ["leader"], "units": ["*"]},
]
#: What stands in the records and nowhere else.
VALUES = [value for value in CHILD.values() if len(value) > 9 or " " in value]


class Desk:
    """The pages over one pair: a birth the nation holds, and the same child held back in another commune."""

    def __init__(self, base: str, store: Store, first: int, second: int) -> None:
        self.base, self.store, self.ends = base, store, (first, second)
        self.path = f"/desk/duplicates/birth/{first}/{second}"

    def get(self, user: str, path: str | None = None) -> requests.Response:
        return requests.get(self.base + (path or self.path), headers={"X-User": user}, timeout=60)

    def post(self, user: str, **form: str) -> requests.Response:
        sent = {"token": token(visitor(user)), "reason": "theo giấy chứng sinh", **form}
        return requests.post(self.base + self.path, data=sent, headers={"X-User": user}, timeout=60)

    def looks(self) -> list[tuple[str, int]]:
        with self.store.read() as tx:
            found = tx.execute(sa.select(viewing.c.who, viewing.c.record_id).order_by(viewing.c.viewing_id))
            return [(one.who, one.record_id) for one in found]


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    config = tmp_path / "config"
    config.mkdir()
    for file in CONFIG.glob("*.yaml"):
        (config / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (config / "people.yaml").write_text(yaml.safe_dump({"people": PEOPLE}), encoding="utf-8")
    for name, value in (("HOME", tmp_path), ("CONFIG", config), ("DATABASE_URL", store.url)):
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    fill = Filling(store)
    accepted = [("accepted", False, datetime(2025, 1, 2, tzinfo=UTC))]
    first = fill.record("birth", HERE, accepted, **CHILD)
    second = fill.record("birth", THERE, [("quarantined", False, None)], **again(father_name="Trần Văn Ba"))
    installation.wiring.cache_clear()
    look(installation.wiring(), ["birth"])
    with served() as address:
        yield Desk(address, store, first, second)
    installation.wiring.cache_clear()


def test_the_list_shows_keys_and_fields_leads_to_the_pair_and_holds_no_value(desk: Desk) -> None:
    assert "/desk/duplicates" in desk.get("auditor", "/desk").text
    for user in ("clerk", "neighbour", "auditor"):
        page = desk.get(user, "/desk/duplicates").text
        assert all(f"k{end}" in page for end in desk.ends)
        assert desk.path in page
        assert "Họ tên cha" in page
        assert not [value for value in VALUES if value in page]
    assert f"k{desk.ends[0]}" not in desk.get("stranger", "/desk/duplicates").text
    assert desk.get("leader", "/desk/duplicates").status_code == 403
    assert f"k{desk.ends[0]}" in desk.get("auditor", "/desk/duplicates?format=csv").text
    assert desk.looks() == []


def test_values_are_for_clerks_and_reviewers_of_the_records_unit_and_every_look_is_logged(desk: Desk) -> None:
    page = desk.get("auditor").text
    assert f"k{desk.ends[0]}" in page
    assert not [value for value in VALUES if value in page]
    assert desk.get("stranger").status_code == 404
    assert desk.looks() == []
    own = desk.get("neighbour").text
    assert str(CHILD["father_name"]) in own
    assert "Trần Văn Ba" not in own, "the other record is another unit's"
    assert desk.looks() == [("neighbour", desk.ends[0])]
    both = desk.get("clerk").text
    assert "Trần Văn Ba" in both
    assert f"/desk/record/birth/{desk.ends[1]}" in both
    assert desk.looks()[1:] == [("clerk", end) for end in desk.ends]


@pytest.mark.parametrize("user", ["auditor", "neighbour"])
def test_a_verdict_is_for_those_who_answer_for_both_units(desk: Desk, user: str) -> None:
    assert "<form" not in desk.get(user).text
    assert desk.post(user, verdict="same").status_code == 403
    assert [one.verdict for one in pairs(desk.store)] == [None]


def test_a_form_that_is_not_ones_own_is_refused(desk: Desk) -> None:
    assert desk.post("clerk", verdict="same", token="made-up").status_code == 403
    assert desk.post("clerk", verdict="perhaps").status_code == 422
    assert desk.post("clerk", verdict="same", reason=" ").status_code == 422
    assert [one.verdict for one in pairs(desk.store)] == [None]


def test_different_is_written_down_and_not_asked_again(desk: Desk) -> None:
    page = desk.post("clerk", verdict="different", give_up=str(desk.ends[0])).text
    assert "Khác nhau" in page
    assert "theo giấy chứng sinh" in page
    [one] = pairs(desk.store, decided=True)
    assert (one.verdict, one.decided_by, one.given_up) == ("different", "clerk", None)
    assert desk.path not in desk.get("clerk", "/desk/duplicates").text


def test_the_record_on_the_desk_goes_by_a_decision_of_two(desk: Desk) -> None:
    done = desk.post("clerk", verdict="same", give_up=str(desk.ends[1]))
    [made] = decisions(desk.store)
    assert done.url.endswith(f"/desk/decision/{made.decision_id}")
    assert made.kind == "discard"


def test_the_record_the_nation_holds_is_withdrawn_by_its_unit(desk: Desk) -> None:
    page = desk.post("clerk", verdict="same", give_up=str(desk.ends[0])).text
    assert f"Đơn vị {HERE} cần hủy đăng ký k{desk.ends[0]} trên hệ thống nguồn" in page
    assert decisions(desk.store) == []
