"""Every national endpoint against its real simulator: delivered, asked, predicted, listed, deleted, and hashed alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from connectors.credentials import Connection
from connectors.national.civil_status import CivilStatus
from connectors.national.content_hash import bucket, bucket_digest
from connectors.national.health import Health
from connectors.national.land import Land
from connectors.national.population import Population
from connectors.national.portal import Portal
from connectors.national.school import School
from relay.errors import FatalError, RetryableError
from relay.model import Endpoint, Listed, Message, ParentRegistry
from tests.connectors.world import ADULT, CHILD, DECEASED, QUICK, REVOKED, STRANGER, World, message, national, same
from tests.simulators.national.world import whole

ALL = (CivilStatus, Land, School, Health, Portal)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with national(tmp_path_factory.mktemp("national")) as running:
        book = whole("health_book", SO_CCCD=ADULT)
        running.endpoint(Health).push("health_book", [message("book", book)])
        yield running


def birth(number: str, personal_id: str | None = None, **more: Any) -> tuple[str, dict[str, Any]]:
    registered = whole("birth", noiDangKyDvhc="17329", so=number, quyenSo="01/2026", ngayDangKy="2026-10-01")
    child = {"nksHoTen": "Nguyễn Thị Ánh", "nksNgaySinh": "2026-09-20", "nksGioiTinh": "2"}
    content = registered | child | {"nksSoDinhDanh": personal_id} | more
    return f"{content['noiDangKyDvhc']}|birth|01/2026|{number}|2026", content


def parcel(n: int, holder: str = ADULT, serial: str = "AA 00476432") -> tuple[str, dict[str, Any]]:
    content = whole("parcel", maDvhcXa="17329", soHieuTo="5", soThuTuThua=str(n))
    return f"17329|5|{n}|{serial}|h", content | {"soPhatHanhGcn": serial, "soDinhDanh": holder, "dienTich": "120.5"}


def student(n: int, person: str | None = CHILD) -> tuple[str, dict[str, Any]]:
    content = whole("student", maTruong="S1", maHocSinh=str(n), namHoc="2026-2027", maLop="5A")
    return f"S1|{n}|2026-2027", content | {"hoTen": "Lê Văn Bình", "soDinhDanh": person}


def encounter(n: int, person: str | None = ADULT, **more: Any) -> tuple[str, dict[str, Any]]:
    content = whole("encounter", MA_LK=f"LK{n}", MA_CSKCB="40001", HO_TEN="Trần <Văn> & Đức\r\n")
    return f"40001|LK{n}", content | {"SO_CCCD": person, "SO_NGAY_DTRI": 3, "MA_BENH_KT": None} | more


def dossier(code: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return code, {
        "MaHoSo": code,
        "MaTTHC": "1.001612",
        "ChuHoSo": "Phạm Thị Dung",
        "SoDinhDanh": ADULT,
        "TrangThaiHoSo": "9",
        "NgayTiepNhan": "2026-03-01T08:30",
        "NgayTra": None,
        "DanhSachHoSoBoSung": [{"HoSoBoSungId": "1", "NgayBoSung": "2026-03-02T09:05:07"}],
    } | more


CASES = [
    (CivilStatus, "birth", birth("77/2026", CHILD), birth("78/2026", CHILD, nksHoTen=""), "E102", "child_name"),
    (Land, "parcel", parcel(77), parcel(78, serial=REVOKED), "E201", "certificate_serial"),
    (School, "student", student(77), student(78, DECEASED), "E301", "personal_id"),
    (Health, "encounter", encounter(77), encounter(78, HO_TEN=" "), "E401", "full_name"),
    (Portal, "dossier", dossier("H41-2026-0077"), dossier("H41-2026-0078", ChuHoSo=""), "E504", "applicant_name"),
]


CONTRACT_OF = {case[0]: case[1] for case in CASES}


@pytest.mark.parametrize(("kind", "contract", "good", "bad", "code", "field"), CASES, ids=[k.name for k in ALL])
def test_a_record_lives_from_delivery_to_deletion(
    world: World, kind: Any, contract: str, good: Any, bad: Any, code: str, field: str
) -> None:
    endpoint: Endpoint = world.endpoint(kind)
    endpoint.probe()
    sent = [message(*bad), message(*good)]
    assert [v.kind for v in endpoint.ask(contract, sent)] == ["absent", "absent"]
    assert [(v.kind, v.receipt) for v in endpoint.check(contract, sent)] == [("refused", ""), ("accepted", "")]
    assert world.ledger(kind.name, contract) == {}

    refused, accepted = endpoint.push(contract, sent)
    assert (refused.kind, refused.code, refused.field, refused.receipt) == ("refused", code, field, "")
    assert accepted.kind == "accepted"
    assert accepted.receipt.startswith("BN-")
    assert endpoint.push(contract, sent[1:]) == [accepted], "said twice, answered alike"
    asked = endpoint.ask(contract, sent)[1]
    assert (asked.kind, asked.receipt) == ("accepted", accepted.receipt)

    key, content = good
    keys = [bad[0], key, "nobody's"]
    assert endpoint.holds(contract, keys) == {key}
    [listed] = [line for page in endpoint.listing(contract) for line in page]
    assert listed == Listed(key, kind.content_hash(endpoint, msgspec.json.encode(content)), deleted=False)
    [gone] = endpoint.push(contract, [message(key, None, 2)])
    assert gone.kind == "accepted"
    assert endpoint.ask(contract, [message(key, None, 2)])[0].kind == "accepted"
    assert endpoint.holds(contract, keys) == set(), "deleted is not held"
    row = world.ledger(kind.name, contract)[key]
    assert (row["applied"], row["deleted"], row["hash"]) == (1, True, listed.hash)


def test_a_newborns_number_is_promised_then_returned(world: World) -> None:
    endpoint, population = world.endpoint(CivilStatus), Population(world.connection("population"), limits=QUICK)
    registry: ParentRegistry = population
    key, content = birth("101/2026")
    [promised] = endpoint.push("birth", [message(key, content)])
    assert (promised.kind, bool(promised.ticket), promised.receipt) == ("promised", True, "")
    assert endpoint.poll([promised.ticket])[promised.ticket].kind == "promised"
    done = endpoint.poll([promised.ticket, "PH-HT-999999999"])
    assert done[promised.ticket].kind == "accepted"
    assert done["PH-HT-999999999"].kind == "unknown", "a ticket never given says nothing about a record"
    number = done[promised.ticket].returned["personal_id"]
    assert registry.known([f"person|{number}", f"person|{STRANGER}", "health_book|1"]) == {f"person|{number}"}
    assert population.visible("birth", [key, "nobody's"]) == {key}
    assert endpoint.ask("birth", [message(key, content)])[0].receipt == done[promised.ticket].receipt


def test_children_of_unknown_persons_wait(world: World) -> None:
    land, school, health = (world.endpoint(kind) for kind in (Land, School, Health))
    verdicts = [
        *land.push("parcel", [message(*parcel(900, STRANGER))]),
        *school.push("student", [message(*student(900, STRANGER))]),
        *health.push("encounter", [message(*encounter(900, STRANGER))]),
    ]
    assert [(v.kind, v.field) for v in verdicts] == [
        ("parent_unknown", "holder_id"),
        ("parent_unknown", "personal_id"),
        ("parent_unknown", "personal_id"),
    ]
    assert land.ask("parcel", [message(*parcel(900, STRANGER))])[0].kind == "absent"


def test_land_returns_the_parcel_id_and_digests_agree_with_the_listing(world: World) -> None:
    land = world.endpoint(Land)
    verdicts = land.push("parcel", [message(*parcel(n)) for n in range(1, 1203)][:1000])
    verdicts += land.push("parcel", [message(*parcel(n)) for n in range(1001, 1203)])
    assert {v.kind for v in verdicts} == {"accepted"}
    assert verdicts[4].returned == {"parcel_id": "17329.5.5"}
    listed = [line for page in land.listing("parcel") for line in page]
    assert {parcel(n)[0] for n in range(1, 1203)} <= {line.key for line in listed}
    assert len(listed) == len({line.key for line in listed}) > 1000, "more than one page, nothing twice"
    buckets: dict[str, list[tuple[str, str]]] = {}
    for line in listed:
        if not line.deleted:
            buckets.setdefault(bucket(line.key), []).append((line.key, line.hash))
    assert land.digests("parcel") == {name: (len(rows), bucket_digest(rows)) for name, rows in buckets.items()}


def test_the_portal_is_told_what_is_new_and_what_is_an_update(world: World) -> None:
    portal = world.endpoint(Portal)
    portal.push("dossier", [message(*dossier("H41-2026-0201"))])
    again = message(*dossier("H41-2026-0201", TrangThaiHoSo="10"), version=2)
    both = [again, message(*dossier("H41-2026-0202"))]
    assert [v.kind for v in portal.push("dossier", both)] == ["accepted", "accepted"]
    first = message(*dossier("H41-2026-0201"))
    assert portal.ask("dossier", [first, *both])[0].kind == "absent", "what it holds came by another delivery"
    assert [v.kind for v in portal.ask("dossier", both)] == ["accepted", "accepted"]


def test_what_xml_cannot_carry_is_refused_alone(world: World) -> None:
    health = world.endpoint(Health)
    key, content = encounter(301, LY_DO_VV="đau\x0bđầu")
    verdicts = health.push("encounter", [message(key, content), message(*encounter(302))])
    assert [(v.kind, v.code) for v in verdicts] == [("refused", "XMLCHAR"), ("accepted", "00")]


def test_one_unreadable_record_does_not_hold_up_its_neighbours(world: World) -> None:
    school = world.endpoint(School)
    sent = [message(*student(n)) for n in range(400, 420)]
    sent[7] = message("x" * 500, {"hoTen": "?"})
    verdicts = school.push("student", sent)
    assert [v.kind for v in verdicts] == ["accepted"] * 7 + ["refused"] + ["accepted"] * 12
    assert verdicts[7].code == "HTTP400"
    with pytest.raises(FatalError):
        school.push("student", [message("x" * 500 + str(n), {"hoTen": "?"}) for n in range(3)])


@pytest.mark.parametrize("kind", [*ALL, Population])
def test_refused_credentials_are_fatal_and_say_nothing_secret(world: World, kind: Any) -> None:
    wrong = Connection(world.urls[kind.name], "lienthong", "mật-khẩu-sai")
    made = kind(wrong, limits=QUICK) if kind is Population else kind(wrong, same, limits=QUICK)
    with pytest.raises(FatalError, match="Credentials refused") as caught:
        made.probe()
    assert "mật-khẩu-sai" not in f"{caught.value}{caught.value.vi}{caught.value.ids}{wrong!r}"
    if kind is not Population:
        with pytest.raises(FatalError, match="Credentials refused"):
            made.push(CONTRACT_OF[kind], [Message(1, "i", "k", "delete", None)])


@pytest.mark.parametrize("kind", [*ALL, Population])
def test_nobody_there_is_retryable(kind: Any) -> None:
    away = Connection("http://127.0.0.1:9", "a", "b")
    made = kind(away, limits=QUICK) if kind is Population else kind(away, same, limits=QUICK)
    with pytest.raises(RetryableError):
        made.probe()
    if kind is not Population:
        with pytest.raises(RetryableError):
            made.push("birth", [Message(1, "i", "k", "delete", None)])
