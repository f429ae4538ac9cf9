"""The portal: sessions, dossiers, look-ups, and errors that come as HTTP 200."""

from __future__ import annotations

import itertools

import pytest
import requests

from simulators.national.canonical import content_hash
from tests.simulators.national.world import ADULT, STRANGER

numbers = itertools.count(1)
FORWARD = "/XrdAdapter/RestService/forward/mapi"
ACCOUNT = {"username": "lienthong", "password": "local-only-portal"}


@pytest.fixture(scope="module")
def session(house):
    query = {"dstcode": "VN:GOV:000.00.00.G22:vpcpdvcprovider"}
    answer = requests.post(f"{house.urls['portal']}{FORWARD}/login", params=query, json=ACCOUNT, timeout=5).json()
    assert answer["error_code"] == 0
    return answer["session"]


@pytest.fixture
def call(house, session):
    def call(service, **said):
        body = {"session": session, "madonvi": "H40", "service": service} | said
        answer = requests.post(f"{house.urls['portal']}{FORWARD}/g", json=body, timeout=5)
        assert answer.status_code == 200
        return answer.json()

    return call


def dossier(**changes):
    n = next(numbers)
    return {
        "MaHoSo": f"H40.17-20260609-{n:07d}",
        "MaTTHC": "1.001612",
        "ChuHoSo": "Nguyễn Văn An",
        "SoDinhDanh": ADULT,
        "TrangThaiHoSo": "9",
        "NgayTiepNhan": "20260609083000",
        "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "Gia": 50000}],
    } | changes


def test_a_dossier_is_synchronised_once(house, call):
    item = dossier()
    sent = item | {"MaGiaoDich": f"g-{item['MaHoSo']}"}
    first = call("DongBoHoSoMC", isUpdating="False", data=[sent])
    assert first["error_code"] == 0
    assert call("DongBoHoSoMC", isUpdating="True", data=[sent]) == first
    [told] = first["result"]
    assert (told["MaHoSo"], told["error_code"]) == (item["MaHoSo"], "00")
    row = house.ledger("portal", "dossier")[item["MaHoSo"]]
    assert (row["applied"], row["hash"]) == (1, content_hash(item))
    found = call("TraCuuHoSo", mahoso=item["MaHoSo"])
    assert found["error_code"] == "00"
    assert found["result"] == [
        {
            "MaHoSo": item["MaHoSo"],
            "found": True,
            "hash": content_hash(item),
            "MaBienNhan": told["MaBienNhan"],
            "MaGiaoDich": sent["MaGiaoDich"],
            "IsDeleted": "0",
        }
    ]


def test_without_a_transaction_code_every_repetition_is_an_effect(house, call):
    item = dossier()
    for _ in range(2):
        call("DongBoHoSoMC", data=[item])
    assert house.ledger("portal", "dossier")[item["MaHoSo"]]["applied"] == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"MaTTHC": None}, "E501"),
        ({"MaHoSo": None}, "E501"),
        ({"NgayHenTra": "2026-06-09T08:30"}, "E502"),
        ({"TrangThaiHoSo": "11"}, "E503"),
        ({"ChuHoSo": ""}, "E504"),
    ],
)
def test_what_the_portal_refuses(call, changes, code):
    item = dossier(**changes)
    for service in ("KiemTraHoSo", "DongBoHoSoMC"):
        answer = call(service, data=[item])
        assert answer["error_code"] in (0, "00")
        assert [told["error_code"] for told in answer["result"]] == [code]


def test_deletions_and_the_listing(call):
    item, other = dossier(), dossier()
    call("DongBoHoSoMC", data=[item, other])
    call("DongBoHoSoMC", data=[{"MaHoSo": item["MaHoSo"], "IsDeleted": "1"}])
    listed, after = {}, ""
    while after is not None:
        page = call("LayDanhSachHoSo", after=after, limit=2)
        listed |= {line["MaHoSo"]: line["IsDeleted"] for line in page["result"]}
        after = page["next"]
    assert (listed[item["MaHoSo"]], listed[other["MaHoSo"]]) == ("1", "0")
    assert call("TraCuuHoSo", mahoso=["none"])["result"][0]["found"] is False


def test_errors_come_inside_http_200(house, call):
    assert call("KhongCo")["error_code"] == -404
    assert call("DongBoHoSoMC", data="x")["error_code"] == -400
    assert call("DongBoHoSoMC", data=[{}] * 1001)["error_code"] == -413
    assert call("DongBoHoSoMC", session="old")["error_code"] == -401
    assert call("CapNhatTienDoHoSoMC", data=[{"MaHoSo": "x"}])["error_code"] == "00"
    house.fault("portal", {"match": "#TraCuuHoSo", "kind": "ok_with_error", "times": 1})
    assert call("LayDanhSachHoSo")["error_code"] == 0
    assert call("TraCuuHoSo", mahoso="x") == {"error_code": -1, "message": "Hệ thống bận, giao dịch không được xử lý"}


def test_visible_on_vneid_is_accepted_live_and_of_a_known_person(house, call):
    seen, strange, gone = dossier(), dossier(SoDinhDanh=STRANGER), dossier()
    call("DongBoHoSoMC", data=[seen, strange, gone])
    call("DongBoHoSoMC", data=[{"MaHoSo": gone["MaHoSo"], "IsDeleted": "1"}])
    keys = [item["MaHoSo"] for item in (gone, seen, strange)]
    answer = house.post("population", "/v1/vneid/visible", {"contract": "dossier", "keys": [*keys, "none"]})
    assert answer == {"visible": [seen["MaHoSo"]]}
    house.post("population", "/v1/vneid/visible", {"contract": "weather", "keys": []}, status=404)


def test_an_expired_session_is_told_inside_http_200(house, call):
    house.fault("portal", {"match": "/mapi", "kind": "auth_expired", "times": 1})
    assert [call("TraCuuHoSo", mahoso="x")["error_code"] for _ in range(2)] == [-401, -401]
