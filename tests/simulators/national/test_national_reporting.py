"""The mock of the national reporting interface: it counts what the portal holds, by day, unit and page, and says that it is a mock."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from simulators.national.reporting_figures import MAXIMA, METRICS, department_id, provinces
from tests.simulators.national.test_national_portal import ACCOUNT, FORWARD
from tests.simulators.national.world import ADULT, House

PATH = "/api/v1/reporting/evaluation/"
YEAR = {"timeType": "year", "year": 2026}
LINK = {"DuongDanTepTinKetQua": "https://luutru.example.vn/ket-qua.pdf"}


def ask(house: House, path: str, body: dict[str, Any], status: int = 201) -> Any:
    answer = house.post("reporting", PATH + path, body, status)
    return answer["data"] if status == 201 else answer


def deliver(house: House, *items: dict[str, Any]) -> list[str]:
    """Deliver dossiers to the portal; gives what became of each."""
    session = requests.post(f"{house.urls['portal']}{FORWARD}/login", json=ACCOUNT, timeout=5).json()["session"]
    data = [item | {"MaGiaoDich": f"g-{item['MaHoSo']}-{number}"} for number, item in enumerate(items)]
    body = {"session": session, "service": "DongBoHoSoMC", "data": data}
    answer = requests.post(f"{house.urls['portal']}{FORWARD}/g", json=body, timeout=5).json()
    return [one["error_code"] for one in answer["result"]]


def dossier(number: int, unit: str = "H41.10", received: str = "20260609083000", **more: Any) -> dict[str, Any]:
    said = {"MaHoSo": f"{unit}-20260609-{number:07d}", "MaTTHC": "1.001612", "ChuHoSo": "Nguyễn Văn An"}
    said |= {"SoDinhDanh": ADULT, "TrangThaiHoSo": "9", "NgayTiepNhan": received, "DonViXuLy": unit}
    return said | {"NgayHenTra": "20260615170000", "NgayKetThucXuLy": "20260612150000"} | more


@pytest.fixture(scope="module")
def told(house: House) -> House:
    """Three units: one late dossier, one open, one refused, one deleted again, one of another month."""
    codes = deliver(
        house,
        dossier(1, KenhThucHien="2", DanhSachGiayToKetQua=[LINK]),
        dossier(2, KenhThucHien="2"),
        dossier(3, NgayKetThucXuLy="20260616080000"),
        dossier(4, "H41.11", TrangThaiHoSo="4", NgayKetThucXuLy=""),
        dossier(5, "H41.11", ChuHoSo=""),
        dossier(6, "H41.11"),
        dossier(7, "H41.12", received="20260701083000", DanhSachLePhi=[{"Gia": 8000}], DuocThanhToanTrucTuyen="1"),
    )
    assert [code for code in codes if code != "00"] == ["E504"]
    assert deliver(house, {"MaHoSo": dossier(6, "H41.11")["MaHoSo"], "IsDeleted": "1"}) == ["00"]
    return house


def test_what_the_portal_holds_is_what_is_counted(told: House) -> None:
    tree = ask(told, "dvc-progress-tree", YEAR)
    assert (tree["parent"]["departmentCode"], tree["parent"]["departmentName"]) == ("H41", "UBND Tỉnh Nghệ An")
    counts = {one["departmentCode"]: (one["totalOnTime"], one["totalReceived"]) for one in tree["children"]}
    assert counts == {"H41.10": (2, 3), "H41.11": (0, 1), "H41.12": (1, 1)}
    assert (tree["parent"]["totalOnTime"], tree["parent"]["totalReceived"]) == (3, 5)


def test_a_month_a_quarter_and_days_hold_their_own(told: House) -> None:
    june = ask(told, "dvc-progress-tree", {"timeType": "month", "year": 2026, "month": 6})
    assert june["parent"]["totalReceived"] == 4
    summer = ask(told, "dvc-progress-tree", {"timeType": "quarter", "year": 2026, "quarter": 3})
    assert summer["parent"]["totalReceived"] == 1
    days = ask(told, "handling-satisfaction", {"fromDate": "2026-06-01", "toDate": "2026-06-30"})
    receiving = next(one for one in days["overview"]["metrics"] if one["code"] == "DOSSIER_RECEIVING_SATISFACTION")
    assert receiving["denominator"] == 4
    never = ask(told, "transparency", {"timeType": "year", "year": 2031})
    sync = next(one for one in never["overview"]["metrics"] if one["code"] == "DOSSIER_SYNC")
    assert (sync["ratio"], sync["score"]) == (None, None)


def test_online_and_payment_have_their_parameters(told: House) -> None:
    online = ask(told, "provide-online-tree", YEAR)["parent"]
    assert (online["channelOnlineSum"], online["channelTotalSum"]) == (1, 5)
    paid = ask(told, "formality-online-payment-tree", YEAR)["parent"]
    assert (paid["totalDossierOnlinePaymentSuccess"], paid["totalDossierFinancialObligation"]) == (1, 1)


def test_units_come_in_pages_and_one_can_be_asked_alone(told: House) -> None:
    pages = [ask(told, "dossier-digitized", {**YEAR, "currentPage": page, "pageSize": 2}) for page in (1, 2, 3)]
    codes = [[one["departmentCode"] for one in page["evaluation"]] for page in pages]
    assert codes == [["H41.10", "H41.11"], ["H41.12"], []]
    assert pages[0]["pagination"] == {"total": 3, "currentPage": 1, "pageSize": 2, "totalPages": 2}
    alone = ask(told, "dossier-digitized", {**YEAR, "rootDepartmentId": department_id("H41.10")})
    result = next(one for one in alone["overview"]["metrics"] if one["code"] == "ORIGINAL_RESULT_AVAILABLE")
    assert (result["numerator"], result["denominator"], result["score"]) == (1, 3, 2.0)


def test_the_total_is_the_sum_of_six_groups_and_stands_among_all_provinces(told: House) -> None:
    found = ask(told, "service-results", YEAR)["evaluation"]
    assert {one["departmentCode"] for one in found} == set(provinces(2026))
    assert len(found) == 34
    for one in found:
        assert one["totalScore"] == pytest.approx(sum(one["groupScores"].values()), abs=0.05)
        assert all(points <= MAXIMA[group] for group, points in one["groupScores"].items())
    [own] = [one for one in found if one["departmentCode"] == "H41"]
    assert own["groupScores"]["TDGQ"] == 12.0  # three of five in time, of 20 points


def test_the_groups_of_points_add_up_to_a_hundred() -> None:
    assert sum(MAXIMA.values()) == 100
    assert {path: sum(line.maximum for line in lines.values()) for path, lines in METRICS.items()} == {
        "transparency": 18,
        "dossier-digitized": 22,
        "handling-satisfaction": 18,
    }


def test_what_is_asked_wrongly_is_refused(told: House) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("transparency", {}),
        ("transparency", {"timeType": "quarter", "year": 2026}),
        ("transparency", {"timeType": "month", "year": 2026, "month": 13}),
        ("handling-satisfaction", YEAR),
        ("handling-satisfaction", {"fromDate": "2026-02-30", "toDate": "2026-03-01"}),
        ("service-results", {**YEAR, "pageSize": 10_000}),
    ]
    for path, body in wrong:
        assert set(ask(told, path, body, 400)) == {"code", "message"}
    assert ask(told, "transparency", {**YEAR, "rootDepartmentId": "nobody"}, 404)["code"] == "E404"
    stranger = requests.post(told.urls["reporting"] + PATH + "service-results", json=YEAR, timeout=5)
    assert (stranger.status_code, stranger.headers["X-Mock"]) == (401, "true")
