"""What the outside world does wrong never becomes a false acceptance, a blind resend or a crash."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from connectors.credentials import Connection
from connectors.http import Limits
from connectors.national.civil_status import CivilStatus
from connectors.national.health import Health
from connectors.national.land import Land
from connectors.national.population import Population
from connectors.national.portal import Portal
from connectors.national.school import School
from relay.delivery.settle import LEASE
from relay.errors import FatalError, RelayError, RetryableError
from relay.model import Message
from tests.connectors.world import ADULT, CHILD, QUICK, Hostile, World, hostile, message, national, same
from tests.simulators.national.world import whole

ALL = (CivilStatus, Land, School, Health, Portal)
CONTRACT = {"civil_status": "death", "land": "parcel", "school": "student", "health": "encounter", "portal": "dossier"}
PUSH = {"health": "/v1/envelopes/encounter", "portal": "#DongBoHoSoMC"}
UNCLEAR = ("timeout_before_commit", "timeout_after_commit", "reset", "http_500", "ok_with_error", "truncated_body")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with national(tmp_path_factory.mktemp("national")) as running:
        yield running


@pytest.fixture
def bad() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def records(name: str, start: int, count: int = 3) -> list[Message]:
    made = {
        "civil_status": lambda n: (
            f"17329|death|02/2026|{n}|2026",
            whole("death", noiDangKyDvhc="17329", so=str(n), quyenSo="02/2026", ngayDangKy="2026-01-02"),
        ),
        "land": lambda n: (
            f"17329|9|{n}|AA 00476432|h",
            whole("parcel", soPhatHanhGcn="AA 00476432", soDinhDanh=ADULT),
        ),
        "school": lambda n: (f"S2|{n}|2026-2027", whole("student", soDinhDanh=CHILD)),
        "health": lambda n: (f"40001|F{n}", whole("encounter", MA_LK=f"F{n}", MA_CSKCB="40001")),
        "portal": lambda n: (
            f"H41-{n}",
            {"MaHoSo": f"H41-{n}", "MaTTHC": "1.001612", "ChuHoSo": "Phạm Dung", "TrangThaiHoSo": "9"},
        ),
    }[name]
    return [message(*made(n)) for n in range(start, start + count)]


@pytest.mark.parametrize("fault", UNCLEAR)
@pytest.mark.parametrize("kind", ALL)
def test_an_unclear_push_is_unknown_and_asking_settles_it(world: World, kind: Any, fault: str) -> None:
    name, contract = kind.name, CONTRACT[kind.name]
    endpoint = kind(world.connection(name), same, limits=Limits(silence_s=0.25, attempts=2, longest_wait_s=0.01))
    sent = records(name, 1000 * (UNCLEAR.index(fault) + 1))
    endpoint.probe()
    order = {"match": PUSH.get(name, f"/v1/records/{contract}"), "kind": fault, "times": 1, "seconds": 0.6}
    world.fault(name, order)
    assert {v.kind for v in endpoint.push(contract, sent)} == {"unknown"}
    told = {v.kind for v in endpoint.ask(contract, sent)}
    assert told == ({"accepted"} if fault in ("timeout_after_commit", "truncated_body") else {"absent"})
    verdicts = endpoint.push(contract, sent)
    assert {v.kind for v in verdicts} == {"accepted"}
    ledger = world.ledger(name, contract)
    assert [ledger[m.key]["applied"] for m in sent] == [1, 1, 1]


@pytest.mark.parametrize("fault", ["http_429", "down"])
@pytest.mark.parametrize("kind", ALL)
def test_not_now_is_retryable_and_nothing_was_applied(world: World, kind: Any, fault: str) -> None:
    name, contract = kind.name, CONTRACT[kind.name]
    endpoint, sent = world.endpoint(kind), records(name, 50_000)
    world.fault(name, {"match": PUSH.get(name, "/v1/records"), "kind": fault, "times": QUICK.attempts})
    with pytest.raises(RetryableError):
        endpoint.push(contract, sent)
    assert not {m.key for m in sent} & set(world.ledger(name, contract))


@pytest.mark.parametrize("kind", ALL)
def test_what_was_turned_away_for_a_moment_goes_in_the_same_push(world: World, kind: Any) -> None:
    name, contract = kind.name, CONTRACT[kind.name]
    endpoint, sent = world.endpoint(kind), records(name, 60_000)
    world.fault(name, {"match": PUSH.get(name, "/v1/records"), "kind": "down", "times": 1})
    assert {verdict.kind for verdict in endpoint.push(contract, sent)} == {"accepted"}
    ledger = world.ledger(name, contract)
    assert [ledger[one.key]["applied"] for one in sent] == [1, 1, 1]


@pytest.mark.parametrize("fault", ["http_500", "down", "reset", "auth_expired", "truncated_body"])
@pytest.mark.parametrize("kind", ALL)
def test_a_read_is_repeated_until_it_succeeds(world: World, kind: Any, fault: str) -> None:
    endpoint, sent = world.endpoint(kind), records(kind.name, 70_000)
    world.fault(kind.name, {"match": "", "kind": fault, "times": 2 if fault != "auth_expired" else 1})
    assert {v.kind for v in endpoint.ask(CONTRACT[kind.name], sent)} == {"absent"}


@pytest.mark.parametrize("kind", ALL)
def test_an_expired_login_is_renewed_once_in_the_middle_of_a_push(world: World, kind: Any) -> None:
    endpoint, sent = world.endpoint(kind), records(kind.name, 80_000)
    endpoint.probe()
    world.fault(kind.name, {"match": PUSH.get(kind.name, "/v1/records"), "kind": "auth_expired", "times": 1})
    assert {v.kind for v in endpoint.push(CONTRACT[kind.name], sent)} == {"accepted"}


@pytest.mark.parametrize("kind", ALL)
def test_an_answer_given_twice_settles_nothing(world: World, kind: Any) -> None:
    endpoint, sent = world.endpoint(kind), records(kind.name, 90_000)
    endpoint.probe()
    match = PUSH.get(kind.name, f"/v1/records/{CONTRACT[kind.name]}")
    world.fault(kind.name, {"match": match, "kind": "duplicate_ack", "times": 1})
    assert [v.kind for v in endpoint.push(CONTRACT[kind.name], sent)] == ["unknown", "accepted", "accepted"]
    assert [v.kind for v in endpoint.ask(CONTRACT[kind.name], sent)] == ["accepted"] * 3


def test_retry_after_is_honoured_within_a_bound(world: World, bad: Hostile) -> None:
    world.fault("school", {"match": "/query", "kind": "http_429", "times": 1})
    patient = School(world.connection("school"), same, limits=Limits(longest_wait_s=2))
    began = time.monotonic()
    assert patient.ask("student", records("school", 1))[0].kind == "absent"
    assert 1.0 <= time.monotonic() - began < 2.0
    bad.answer = lambda path, body: (429, {"Retry-After": "86400"}, b"")
    with pytest.raises(RetryableError) as caught:
        Population(Connection(bad.url)).known([f"person|{ADULT}"])
    assert (len(bad.heard), caught.value.ids["retry_after"]) == (1, 86400)


def test_patience_has_a_bound(bad: Hostile) -> None:
    bad.answer = lambda path, body: (500, {}, b"")
    with pytest.raises(RetryableError):
        Population(Connection(bad.url), limits=QUICK).known([f"person|{ADULT}"])
    assert len(bad.heard) == QUICK.attempts


@pytest.mark.parametrize("status", [301, 404, 405, 409, 418])
def test_an_answer_that_will_not_change_is_fatal(bad: Hostile, status: int) -> None:
    bad.answer = lambda path, body: (status, {"Location": bad.url}, b"")
    with pytest.raises(FatalError):
        School(Connection(bad.url), same, limits=QUICK).push("student", records("school", 1))
    assert len(bad.heard) == 1


def test_a_push_is_never_resent_and_never_too_large_to_swallow(bad: Hostile) -> None:
    school = School(Connection(bad.url), same, limits=Limits(answer_bytes=1000, attempts=3))
    for answer in (
        (500, {}, b""),
        (200, {}, b"x" * 5000),
        (200, {"Content-Length": "999"}, b'{"results":['),
        (204, {}, b""),
    ):
        bad.heard.clear()
        bad.answer = lambda path, body, answer=answer: answer
        assert {v.kind for v in school.push("student", records("school", 1))} == {"unknown"}
        assert len(bad.heard) == 1


def garbage(rng: random.Random, sent: list[Message]) -> Callable[[str, bytes], tuple[int, dict[str, str], bytes]]:
    """Answers that look almost right: true keys, wrong words; and answers that are nothing at all."""
    junk: list[Any] = [None, 1, "", "00", [], {}, True, "accepted", "E1", "E99999", {"x": []}, "\u202e", -1, 1e99]

    def item() -> Any:
        said = {
            "idempotency_key": rng.choice([sent[0].idempotency_key, *junk]),
            "key": rng.choice([sent[0].key, *junk]),
            "status": rng.choice(["refused", "promise", *junk]),
            "code": rng.choice(junk),
            "receipt": rng.choice(junk),
            "ticket": rng.choice(junk),
            "returned": rng.choice(junk),
            "found": rng.choice(["yes", 1, None]),
        }
        portal = {"MaHoSo": said["key"], "MaGiaoDich": said["idempotency_key"], "MaBienNhan": said["receipt"]}
        whole = said | portal | {"error_code": rng.choice(["E999", None, [], "OK", 7])}
        return {name: whole[name] for name in rng.sample(sorted(whole), rng.randrange(len(whole)))}

    def answer(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if path.startswith("/oauth"):
            return 200, {}, b'{"access_token":"t"}'
        if "/login" in path:
            return 200, {}, b'{"error_code":0,"session":"s"}'
        items = [item() for _ in range(rng.randrange(4))]
        lists = {"results": items, "result": items, "records": items, "buckets": items}
        key = sent[0].idempotency_key
        shapes = [
            msgspec.json.encode({"error_code": rng.choice([0, "00"]), **lists}),
            msgspec.json.encode(rng.choice(junk)),
            rng.randbytes(rng.randrange(60)),
            b"[" * 20_000,
            b'{"results":[{"idempotency_key":"\xff"}]}',
            f"<KETQUA><MA_KETQUA>00</MA_KETQUA><DANHSACH><HOSO><MA_GIAO_DICH>{key}</MA_GIAO_DICH></HOSO>".encode(),
            b'<!DOCTYPE a [<!ENTITY b "00">]><KETQUA><MA_KETQUA>&b;</MA_KETQUA></KETQUA>',
            f"<KETQUA><MA_KETQUA>00</MA_KETQUA><DANHSACH><HOSO><MA_GIAO_DICH>{key}</MA_GIAO_DICH>"
            f"<MA_KETQUA>{rng.choice(['', '0', 'OK', '00'])}</MA_KETQUA></HOSO></DANHSACH></KETQUA>".encode(),
        ]
        return rng.choice([200, 200, 200, 202, 500]), {}, rng.choice(shapes)

    return answer


@pytest.mark.parametrize("kind", ALL)
def test_garbage_neither_crashes_nor_is_believed(bad: Hostile, kind: Any) -> None:
    contract, sent = CONTRACT[kind.name], records(kind.name, 1)
    quick = Limits(attempts=1, longest_wait_s=0)
    endpoint = kind(Connection(bad.url, "a", "b"), same, limits=quick)
    bad.answer = garbage(random.Random(kind.name), sent)
    for _ in range(60):
        for verb in (endpoint.push, endpoint.ask, endpoint.check):
            verdicts = quietly(lambda verb=verb: verb(contract, sent)) or []
            # A prediction needs no receipt, so "00" alone is believed there, and only there.
            allowed = {"unknown", "refused", "accepted"} if verb == endpoint.check else {"unknown", "refused"}
            assert {v.kind for v in verdicts} <= allowed
        quietly(lambda: list(endpoint.listing(contract)))
        polled = quietly(lambda: endpoint.poll(["t"])) or {}
        assert {v.kind for v in polled.values()} <= {"unknown"}


def quietly(call: Callable[[], Any]) -> Any:
    """The result, or None after an error of ours; any other error is a crash."""
    with contextlib.suppress(RelayError):
        return call()


@pytest.mark.parametrize("kind", ALL)
def test_a_lease_is_longer_than_anyone_sends(kind: Any) -> None:
    """The last part is begun in time, its last attempt too; it may have to log in, be turned away, and log in again."""
    limits = Limits()
    exchange = limits.connect_s + limits.silence_s + limits.answer_s
    assert kind.sending_s + limits.patience_s + 4 * exchange < LEASE.total_seconds()


@pytest.mark.parametrize("kind", ALL)
def test_what_was_not_begun_in_time_is_not_sent(world: World, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint, sent = world.endpoint(kind), records(kind.name, 970_000)
    monkeypatch.setattr(kind, "sending_s", 0.0)
    assert {verdict.kind for verdict in endpoint.push(CONTRACT[kind.name], sent)} == {"unknown"}
    assert not {one.key for one in sent} & set(world.ledger(kind.name, CONTRACT[kind.name]))
