"""What an endpoint answers instead of a receipt is collected from the attempts and shown; unknown codes come first."""

from __future__ import annotations

import json

import msgspec
import pytest
from typer.testing import CliRunner, Result

from connectors.credentials import Connection
from connectors.national.school import School
from flows.cli import app
from flows.codes import chosen, codes, explained
from flows.life import steps
from flows.wording import code_sentence
from relay.delivery.push import push
from relay.store import Store
from tests.connectors.world import QUICK, Hostile, hostile, same
from tests.relay.engine import FLOW, Row, run

#: What the school registry says of each record: its status and code.
ANSWERS = {
    "1": ("refused", "E301"),
    "2": ("refused", "E301"),
    "3": ("refused", "E399"),  # a new member of a known family: refused, but nobody knows why
    "4": ("refused", "E777"),  # of no known family: nothing is believed
    "5": ("parent_unknown", "E109"),
    "6": ("accepted", "00"),
}


def school(bad: Hostile) -> School:
    def answer(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        sent = msgspec.json.decode(body)["records"]
        results = [
            {
                "idempotency_key": one["idempotency_key"],
                "key": one["key"],
                "status": status,
                "code": code,
                "receipt": "R",
            }
            for one in sent
            for status, code in [ANSWERS[one["key"]]]
        ]
        return 200, {}, msgspec.json.encode({"results": results})

    bad.answer = answer
    return School(Connection(bad.url, "a", "b"), same, limits=QUICK)


@pytest.fixture
def answered(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    rows: list[Row] = [(key, "v", None, False) for key in ANSWERS]
    run(store, [rows])
    with hostile() as bad:
        push(store, FLOW, school(bad), "run")
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", store.url)
    return store


def lienthong(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


Key = tuple[str, str]


def counted(store: Store) -> dict[Key, tuple[int, int]]:
    return {(one.endpoint, one.code): (one.held, one.records) for one in codes(store) if one.records}


def test_codes_are_collected_with_what_they_hold(answered: Store) -> None:
    assert counted(answered) == {
        ("school", "E301"): (2, 2),
        ("school", "E399"): (1, 1),
        ("school", "E777"): (1, 1),
        ("school", "E109"): (1, 1),
    }


def test_unknown_codes_come_first_and_every_other_code_is_listed(answered: Store) -> None:
    found = codes(answered)
    assert [one.code for one in found[:2]] == ["E399", "E777"]
    assert [one.known for one in found].index(True) == 2
    assert all(one.known for one in found[2:])
    assert {("land", "E201"), ("portal", "E504"), ("", "HTTP400")} <= {(one.endpoint, one.code) for one in found}
    assert [one.code for one in chosen(found, unknown=True)] == ["E399", "E777"]
    assert {one.endpoint for one in chosen(found, "land")} == {"land", ""}


def test_what_was_corrected_since_is_heard_but_not_held(answered: Store) -> None:
    run(answered, [[(key, "corrected", None, False) for key in ("1", "2", "3")]])
    held = counted(answered)
    assert held["school", "E301"] == (0, 2)
    assert held["school", "E399"] == (0, 1)


def test_a_code_is_explained_wherever_it_is_answered(answered: Store) -> None:
    [one] = explained(answered, "E301")
    assert (one.endpoint, one.who, one.held) == ("school", "unit", 2)
    assert {one.endpoint for one in explained(answered, "E401")} == {"", "health"}
    [unknown] = explained(answered, "E777")
    assert (unknown.known, unknown.held) == (False, 1)
    assert explained(answered, "E778") == []


def test_the_passport_of_a_refused_record_says_what_its_code_means() -> None:
    sent = {"endpoint": "school", "sent_at": None, "verdict": "refused", "code": "E301"}
    version = {"number": 1, "deleted": False, "batch_id": 1, "pulled_at": None, "receipt": None, "hold": None}
    parts = {"status": "quarantined", **dict.fromkeys(("digitised", "changes", "checks", "decisions"), ())}
    told = [one.outcome for one in steps({**version, **parts, "attempts": [sent]})]
    assert (code_sentence("school", "E301", 0), code_sentence("school", "E301", 1)) in told


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_command_shows_them(answered: Store, lang: str) -> None:
    shown = lienthong("codes", "--lang", lang)
    assert shown.exit_code == 0
    assert shown.output.index("E777") < shown.output.index("E301") < shown.output.index("E201")
    explanation = lienthong("codes", "E301", "--lang", lang).output
    assert ("personal number is that" if lang == "en" else "khai tử") in explanation


def test_the_command_speaks_json_and_refuses_what_is_no_code(answered: Store) -> None:
    found = json.loads(lienthong("codes", "--unknown", "--json").output)
    assert [(one["endpoint"], one["code"], one["held"]) for one in found] == [
        ("school", "E399", 1),
        ("school", "E777", 1),
    ]
    wrong = lienthong("codes", "E778")
    assert wrong.exit_code == 2
    assert lienthong("codes", "--endpoint", "land", "--unknown").exit_code == 0


def test_an_empty_store_shows_the_catalogue(store: Store) -> None:
    found = codes(store)
    assert found
    assert not any(one.records for one in found)
