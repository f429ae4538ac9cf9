"""Spoilt answers neither crash a client nor are believed; the long run is `python -m benchmarks.fuzz`."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import reader
from benchmarks.fuzz.drive import Fuzz
from benchmarks.fuzz.truth import Truth, learn
from connectors.credentials import Connection
from connectors.local.write_back import OneStopWriteBack
from connectors.national.health import Health
from connectors.national.population import Population
from connectors.national.school import School
from relay.errors import RetryableError
from relay.model import Message
from tests.connectors.world import QUICK, hostile, same

SEED = 20261120
RESPONSES = 2000
SENT = Message(1, "k#1", "k", "upsert", b'{"a":"1"}')
GOOD = '{"idempotency_key":"k#1","key":"k","status":"accepted","code":"00","receipt":"R1"}'
VISIT = "<MA_GIAO_DICH>k#1</MA_GIAO_DICH><KHOA>k</KHOA><MA_KETQUA>00</MA_KETQUA><BIEN_NHAN>R1</BIEN_NHAN>"


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return learn(tmp_path_factory.mktemp("world"))


def test_spoilt_answers_neither_crash_nor_are_believed(truth: Truth) -> None:
    fuzz = Fuzz(truth, SEED)
    report = fuzz.run(RESPONSES)
    fuzz.close()
    assert (report.crashes, report.false_accepted) == ([], []), f"seed {SEED}"
    # Much of what is spoilt is still true: a run in which nothing is believed would prove nothing.
    assert report.believed > RESPONSES // 5
    assert set(report.calls) == {name for name, _ in fuzz.verbs}


@pytest.mark.parametrize(
    "results",
    [
        f"{GOOD},{GOOD}",
        f'{GOOD},{{"idempotency_key":"k#1","code":true}}',
        f'{GOOD},{{"idempotency_key":"k#1","ticket":-1e400}}',
        f'{GOOD},{{"idempotency_key":"k#1","key":-401,"status":"refused"}}',
        GOOD.replace("R1", " "),
        GOOD.replace('"00"', '"E101"'),
        GOOD.replace('"k"', '"another"'),
        GOOD.replace('"R1"', '"R1","\udc80":1').encode("utf-8", "surrogateescape").decode("latin-1"),
    ],
)
def test_what_a_json_registry_must_not_be_believed(results: str) -> None:
    body = f'{{"results":[{results}]}}'.encode("latin-1")
    assert verdict_of(School, "student", body) == "unknown"
    assert not reader.records(body, "k#1", "k", "push")
    assert verdict_of(School, "student", f'{{"results":[{GOOD},7,"k#1",{{"code":[]}}]}}'.encode()) == "accepted"


@pytest.mark.parametrize(
    "visits",
    [
        f"<HOSO>{VISIT}<MA_KETQUA>E401</MA_KETQUA></HOSO>",
        f"<HOSO>{VISIT.replace('>00<', '>00<x/>0<')}</HOSO>",
        f"<HOSO>{VISIT}</HOSO><HOSO>{VISIT}<MA_GIAO_DICH>k#2</MA_GIAO_DICH></HOSO>",
        f"<HOSO>{VISIT}</HOSO></DANHSACH><MA_KETQUA>E900</MA_KETQUA><DANHSACH>",
    ],
)
def test_what_the_health_gateway_must_not_be_believed(visits: str) -> None:
    def answer(inside: str) -> bytes:
        return f"<KETQUA><MA_KETQUA>00</MA_KETQUA><DANHSACH>{inside}</DANHSACH></KETQUA>".encode()

    assert verdict_of(Health, "encounter", answer(visits)) == "unknown"
    assert not reader.health(answer(visits), "k#1", "k", "push")
    assert verdict_of(Health, "encounter", answer(f"<HOSO>{VISIT}</HOSO>")) == "accepted"


def verdict_of(kind: type[School] | type[Health], contract: str, body: bytes) -> str:
    with hostile() as bad:
        bad.answer = lambda path, _: (200, {}, body)
        [verdict] = kind(Connection(bad.url, "a", "b"), same, limits=QUICK).push(contract, [SENT])
    return verdict.kind


def test_a_record_or_person_told_both_ways_is_not_counted_on() -> None:
    held = '{"key":"k","found":true,"status":"accepted","deleted":%s}'
    both = b'{"results":[{"id":"040085000001","known":true},{"id":"040085000001","known":false}]}'
    with hostile() as bad:
        connection = Connection(bad.url, "a", "b")
        bad.answer = lambda path, _: (200, {}, f'{{"results":[{held % "false"},{held % "true"}]}}'.encode())
        assert School(connection, same, limits=QUICK).holds("student", ["k"]) == set()
        bad.answer = lambda path, _: (200, {}, f'{{"results":[{held % "false"},{held % "false"}]}}'.encode())
        assert School(connection, same, limits=QUICK).holds("student", ["k"]) == {"k"}
        bad.answer = lambda path, _: (200, {}, both)
        assert Population(connection, limits=QUICK).known(["person|040085000001"]) == set()


def test_a_receipt_confirmed_and_denied_is_unconfirmed() -> None:
    told = b'{"results":[{"idempotency_key":"k","status":"stored"},{"idempotency_key":"k","status":"lost"}]}'
    with hostile() as bad:
        bad.answer = lambda path, _: (200, {}, b'{"access_token":"t"}' if "oauth" in path else told)
        with pytest.raises(RetryableError, match="did not confirm 1"):
            OneStopWriteBack(Connection(bad.url, "a", "b"), limits=QUICK).write([{"idempotency_key": "k"}])


def test_a_prediction_beside_a_refusing_code_is_no_promise() -> None:
    told = GOOD.replace('"accepted"', '"would_accept"').replace('"00"', '"E102"')
    with hostile() as bad:
        bad.answer = lambda path, _: (200, {}, f'{{"results":[{told}]}}'.encode())
        [verdict] = School(Connection(bad.url, "a", "b"), same, limits=QUICK).check("student", [SENT])
    assert verdict.kind == "unknown"
