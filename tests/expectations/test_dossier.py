"""The dossier suite catches what is planted, names the field, and leaves good records alone."""

from __future__ import annotations

from datetime import date

from tests.expectations.good import dossier
from tests.expectations.kit import assert_suite, bad, found, judged
from tests.records.dossier import component, fee, result, supplement

OPEN = {"status": "4", "due_at": "2026-11-22T17:00", "finished_at": None, "returned_at": None, "results": []}
VARIANTS = (
    {},
    OPEN,
    {"status": "9", "returned_at": None},
    {"status": "1", "received_at": None, "due_at": None, "finished_at": None, "returned_at": None, "results": []},
    OPEN | {"status": "5", "supplements": [supplement("2026-10-01T11:00", None)]},
    OPEN | {"status": "6"},
    OPEN | {"supplements": [supplement("2026-10-01T11:00", "2026-10-02T09:00")]},
    {"status": "3", "note": "Thiếu giấy tờ", "results": []},
    {"digitised": "0", "components": [component("0")]},
    {"components": [component("0"), component("1")]},
    {"fees": []},
    {"status": "7", "results": []},
    {"finished_at": "2026-10-01T08:00"},
)
CASES = (
    bad("dossier.applicant_present", "applicant_name", applicant_name=None),
    bad("dossier.received_in_future", "received_at", "dossier.code_day_agrees",
        **OPEN | {"received_at": "2026-11-23T08:00", "due_at": "2026-12-01T17:00"}),
    bad("dossier.finished_before_received", "finished_at", finished_at="2026-09-29T15:00"),
    bad("dossier.result_present_when_done", "results", results=[]),
    bad("dossier.result_present_when_done", "results", results=None, status="9"),
    bad("dossier.finished_when_done", "finished_at", finished_at=None),
    bad("dossier.due_before_received", "due_at", "dossier.settled_on_time", due_at="2026-09-30T17:00"),
    bad("dossier.due_date_present", "due_at", due_at=None),
    bad("dossier.submitted_after_received", "submitted_at", submitted_at="2026-10-01T08:01"),
    bad("dossier.returned_before_received", "returned_at", returned_at="2026-09-30T17:00"),
    bad("dossier.overdue", "due_at", **OPEN | {"due_at": "2026-11-21T17:00"}),
    bad("dossier.settled_on_time", "finished_at", finished_at="2026-10-06T17:01"),
    bad("dossier.supplement_recorded", "supplements", **OPEN | {"status": "5"}),
    bad("dossier.supplement_answered_after_request", "supplements",
        supplements=[supplement("2026-10-01T11:00", None), supplement("2026-10-01T11:00", "2026-10-01T10:59")]),
    bad("dossier.refusal_explained", "note", status="8"),
    bad("dossier.fee_not_negative", "fees", fees=[fee(8000), fee(-1)]),
    bad("dossier.result_has_link", "results", results=[result("https://x.example.vn"), result(" ")]),
    bad("dossier.digitised_components", "digitised", components=[component("0")]),
    bad("dossier.applicant_numbered", "applicant_id", applicant_id=None),
    bad("dossier.due_moved_forward", "supplements", supplements=[supplement("2026-10-01T11:00", "2026-10-01T12:00")
        | {"due_before": "2026-10-06T17:00", "due_after": "2026-10-05T17:00"}]),
    bad("dossier.refused_before_received", "refused_at", refused_at="2026-09-30T17:00"),
    bad("dossier.applicant_number_fits_kind", "applicant_id", applicant_id="187654321"),
    bad("dossier.applicant_number_fits_kind", "applicant_id", applicant_id="187654321012", id_kind="2"),
    bad("dossier.business_has_tax_code", "applicant_id", applicant_kind="2", applicant_id="27009", id_kind=None),
    bad("dossier.code_day_agrees", "code", code="000.00.53.H48-260101-0099"),
)  # fmt: skip


def test_bad_dossiers_are_caught_and_good_ones_are_not() -> None:
    assert_suite("dossier", dossier, VARIANTS, CASES)


def test_a_dossier_becomes_overdue_the_day_after_it_was_due() -> None:
    days = [date(2026, 11, 22), date(2026, 11, 23)]
    caught = [found(judged("dossier", [dossier(0) | OPEN], today)) for today in days]
    assert caught == [{}, {0: {("dossier.overdue", "due_at")}}]
