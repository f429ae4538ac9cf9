"""The health gateway: envelopes, results, look-ups, and what it makes of broken XML."""

from __future__ import annotations

import base64
import itertools
from xml.etree.ElementTree import fromstring

import pytest

from simulators.national.canonical import content_hash
from tests.simulators.national.world import ADULT, CHILD, STRANGER, whole

numbers = itertools.count(1)
BOOKS = "/v1/envelopes/health_book"


def visit(key=None, op="upsert", inner=None, **changes):
    """One HOSO and the content it stands for."""
    n = next(numbers)
    fields = (
        whole("encounter", MA_LK=f"L{n}", MA_CSKCB="40001", HO_TEN="Phạm Văn Đức", SO_CCCD=ADULT, GHI=None) | changes
    )
    summary = inner or "".join(f"<{name}>{value or ''}</{name}>" for name, value in fields.items())
    coded = base64.b64encode(f"<TOM_TAT>{summary}</TOM_TAT>".encode()).decode()
    part = (
        f"<FILEHOSO><LOAIHOSO>TOMTAT</LOAIHOSO><NOIDUNGFILE>{coded}</NOIDUNGFILE></FILEHOSO>" if op == "upsert" else ""
    )
    key = key or f"40001|L{n}"
    head = f"<MA_GIAO_DICH>g{n}</MA_GIAO_DICH><KHOA>{key}</KHOA><THAO_TAC>{op}</THAO_TAC>"
    return f"<HOSO>{head}{part}</HOSO>", key, {name: value for name, value in fields.items() if value}


def book(person, op="upsert"):
    """A person's health book, without which the gateway takes no visit of theirs."""
    fields = whole("health_book", SO_CCCD=person)
    return visit(f"B{person}", op, "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()))[0]


def envelope(*visits):
    return f"<GIAMDINHHS><THONGTINHOSO><DANHSACHHOSO>{''.join(visits)}</DANHSACHHOSO></THONGTINHOSO></GIAMDINHHS>"


def send(house, text, path="/v1/envelopes/encounter", status=200):
    body = text.encode() if isinstance(text, str) else text
    answer = house.client("health").post(house.urls["health"] + path, data=body, timeout=5)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/xml"
    root = fromstring(answer.content)
    assert root.tag == "KETQUA"
    return root.findtext("MA_KETQUA"), [
        {part.tag: part.text for part in node} for node in root.iterfind("DANHSACH/HOSO")
    ]


@pytest.fixture(autouse=True, scope="module")
def _adults_book(house):
    send(house, envelope(book(ADULT)), BOOKS)


def test_visits_are_accepted_once_with_a_receipt(house):
    hoso, key, content = visit()
    code, [first] = send(house, envelope(hoso))
    assert (code, first["MA_KETQUA"], first["KHOA"]) == ("00", "00", key)
    assert first["BIEN_NHAN"].startswith("BN-YT-")
    assert send(house, envelope(hoso)) == (code, [first])
    row = house.ledger("health", "encounter")[key]
    assert (row["applied"], row["hash"]) == (1, content_hash(content))


def test_refusals_parents_and_deletions(house):
    good, key, _ = visit()
    _, results = send(
        house,
        envelope(
            good, visit(SO_CCCD=STRANGER)[0], visit(HO_TEN=None)[0], visit(inner="<A>")[0], visit(key, "delete")[0]
        ),
    )
    assert [result["MA_KETQUA"] for result in results] == ["00", "E109", "E401", "E401", "00"]
    assert house.ledger("health", "encounter")[key]["deleted"] is True


def test_a_visit_needs_its_patients_book_and_keeps_it(house):
    hoso, key, _ = visit(SO_CCCD=CHILD)
    for text, path, said, about in (
        (hoso, "/v1/envelopes/encounter", "E109", "SO_CCCD"),
        (book(CHILD), BOOKS, "00", None),
        (hoso, "/v1/envelopes/encounter", "00", None),
        (book(CHILD, "delete"), BOOKS, "E108", None),
        (visit(key, "delete")[0], "/v1/envelopes/encounter", "00", None),
        (book(CHILD, "delete"), BOOKS, "00", None),
    ):
        _, [result] = send(house, envelope(text), path)
        assert (result["MA_KETQUA"], result.get("TRUONG")) == (said, about)


def test_a_check_changes_nothing(house):
    hoso, key, _ = visit()
    _, [checked] = send(house, envelope(hoso), "/v1/envelopes/encounter/check")
    assert (checked["MA_KETQUA"], checked["BIEN_NHAN"]) == ("00", None)
    assert key not in house.ledger("health", "encounter")


def test_looking_up_by_transaction_and_by_key(house):
    hoso, key, _ = visit()
    _, [sent] = send(house, envelope(hoso))
    text = f"<TRACUU><MA_GIAO_DICH>{sent['MA_GIAO_DICH']}</MA_GIAO_DICH><KHOA>{key}</KHOA><KHOA>none</KHOA></TRACUU>"
    _, results = send(house, text, "/v1/envelopes/encounter/query")
    assert [result["MA_KETQUA"] for result in results] == ["00", "00", "404"]
    assert results[0]["BIEN_NHAN"] == results[1]["BIEN_NHAN"] == sent["BIEN_NHAN"]
    listed = {line["key"] for line in house.get("health", "/v1/envelopes/encounter", limit=10_000)["records"]}
    assert key in listed


@pytest.mark.parametrize(
    "text",
    [
        "no xml",
        "<OTHER/>",
        b"\xff\xfe\x00",
        '<!DOCTYPE a [<!ENTITY b "c">]><GIAMDINHHS>&b;</GIAMDINHHS>',
        envelope("<HOSO/>"),
        envelope("<HOSO><MA_GIAO_DICH>a</MA_GIAO_DICH><KHOA>b</KHOA><THAO_TAC>burn</THAO_TAC></HOSO>"),
    ],
)
def test_what_is_no_envelope_is_refused_whole(house, text):
    assert send(house, text, status=400) == ("E400", [])
    assert send(house, "<GIAMDINHHS/>", "/v1/envelopes/encounter/query", status=400) == ("E400", [])


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("POST", "/check"), ("POST", "/query"), ("GET", "")])
def test_a_contract_the_gateway_does_not_keep_is_not_found(house, method, path):
    url = f"{house.urls['health']}/v1/envelopes/unheard_of{path}"
    answer = house.client("health").request(method, url, data=envelope(visit()[0]), timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (404, "E404")


def test_more_than_a_thousand_visits_are_too_many(house):
    assert send(house, envelope(visit()[0] * 1001), status=413) == ("E413", [])


def test_faults_speak_xml(house):
    hoso, _, _ = visit()
    house.fault("health", {"match": "/v1", "kind": "ok_with_error"}, {"match": "/v1", "kind": "duplicate_ack"})
    assert send(house, envelope(hoso)) == ("E900", [])
    code, results = send(house, envelope(hoso))
    assert code == "00"
    assert len(results) == 2
    assert results[0] == results[1]
