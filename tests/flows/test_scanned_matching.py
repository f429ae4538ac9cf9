"""A reading beside its record: the same fact in two spellings agrees, another fact never does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitise.forms import forms
from digitise.reading import SHAPE
from flows.scanned.matching import compare
from flows.scanned.meaning import meant, named
from relay.scans import Verdict
from schemas.contract import contract
from schemas.names import plain


def test_dirt_on_an_empty_line_is_no_gap() -> None:
    dirt = read("2221", "id", accepted=False, reason=SHAPE)
    assert list(compare({"personal_id": None}, {"personal_id": dirt}, ())) == []
    dots = read("022222222222", "id", accepted=False, confidence=0.0)
    assert list(compare({"personal_id": None}, {"personal_id": dots}, ())) == []
    assert [one.verdict for one in compare({"personal_id": None}, {"personal_id": read("040203001234", "id")}, ())] == [
        "gap"
    ]


def read(value: str, kind: str, accepted: bool = True, **more: object) -> dict[str, object]:
    return {"value": value, "kind": kind, "confidence": 0.9, "accepted": accepted, "box": [0, 0, 1, 1]} | more


def verdict(recorded: str | None, value: str, kind: str, accepted: bool = True, **more: object) -> Verdict:
    [found] = compare({"f": recorded}, {"f": read(value, kind, accepted, **more)})
    return found.verdict


@pytest.mark.parametrize(
    ("recorded", "printed", "kind"),
    [
        ("2023-06-01", "01/06/2023", "date"),
        ("1990", "05/03/1990", "date"),
        ("2024-05-20T08:15", "20/05/2024", "date"),
        ("1834.0", "1834,0", "decimal"),
        ("8.5", "8,5", "mark"),
        ("Nguyễn Văn An", "NGUYỄN VĂN AN", "name"),
        ("Thái (Tày Mười)", "Thái", "list"),
        ("J18.9", "J189", "icd"),
        ("AA 00476432", "AA00476432", "serial"),
        ("12", "012", "number"),
        ("12", "12/2019", "number"),
        ("Xóm 3, Xã Nghi Lộc", "Xóm 3 ,Xã Nghi Lộc", "address"),
    ],
)
def test_one_fact_in_two_spellings_agrees(recorded: str, printed: str, kind: str) -> None:
    assert verdict(recorded, printed, kind) is Verdict.AGREES


@pytest.mark.parametrize(
    ("recorded", "printed", "kind", "said"),
    [
        ("2023-06-01", "02/06/2023", "date", Verdict.CONFLICTS),
        ("1990", "05/03/1991", "date", Verdict.CONFLICTS),
        ("1834.0", "1843,0", "decimal", Verdict.CONFLICTS),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", "name", Verdict.NEARLY),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", "name", Verdict.CONFLICTS),
        ("Phạm Văn Đình Nam", "Phạm Văn", "name", Verdict.NEARLY),
        ("040150155943", "040150155948", "id", Verdict.CONFLICTS),
        ("40150155943", "040150155943", "id", Verdict.CONFLICTS),
        ("DS 176597", "ĐS 176597", "serial", Verdict.NEARLY),
        ("Xóm 3, Xã Nghi Lộc", "Xóm 4, Xã Nghi Lộc", "address", Verdict.NEARLY),
    ],
)
def test_another_fact_never_agrees(recorded: str, printed: str, kind: str, said: Verdict) -> None:
    assert verdict(recorded, printed, kind) is said
    assert verdict(recorded, printed, kind, accepted=False) is Verdict.UNSURE


def test_what_only_the_page_has_goes_to_people_unless_it_was_sure_and_filled_the_gap() -> None:
    assert verdict(None, "Kinh", "list", accepted=False) is Verdict.GAP
    [found] = compare({"f": "Kinh"}, {"f": read("Kinh", "list")}, filled={"f"})
    assert found.verdict is Verdict.FILLS


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_two_days_agree_only_when_they_are_one(one: date, other: date) -> None:
    found = verdict(one.isoformat(), f"{other:%d/%m/%Y}", "date")
    assert (found is Verdict.AGREES) == (one == other)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạéèẻẽẹ ", min_size=1).filter(str.strip))
def test_capitals_and_spaces_make_no_other_name_and_tones_alone_never_hold(name: str) -> None:
    assert verdict(name, f" {name.upper()}  ", "name") is Verdict.AGREES
    toneless = plain(name)
    assert verdict(name, toneless, "name") in (Verdict.AGREES, Verdict.NEARLY)


def test_every_form_proves_a_contract_and_its_other_names_are_fields_of_it() -> None:
    for form in forms():
        known = contract(form.contract)
        assert set(form.means.values()) <= set(known.fields)
        own = {form.means.get(field.name, field.name) for field in form.fields}
        assert len(own & set(known.fields)) >= 5, form.name


def test_a_label_means_its_code_and_a_day_is_iso() -> None:
    assert meant("birth", "sex", "Nữ") == "2"
    assert meant("birth", "born_on", "01/06/2023") == "2023-06-01"
    assert meant("parcel", "area", "1834,5") == "1834.5"
    assert meant("birth", "born_on", "hôm qua") is None
    assert meant("birth", "sex", "Nam nữ") is None


def test_a_page_of_another_record_type_means_nothing_to_this_one() -> None:
    fields = {"icd_code": read("J18.9", "icd")}
    assert named("encounter", "health_page", fields)["main_diagnosis"]["meant"] == "J18.9"
    assert named("birth", "health_page", fields)["icd_code"]["meant"] is None


def test_a_mark_of_a_report_is_compared_with_the_record_of_its_term_alone() -> None:
    cells = {"toan_hk1": read("8,5", "mark"), "toan_cn": read("8,7", "mark"), "nghe_thuat_hk1": read("Đ", "level")}
    page = named("yearly_result", "school_report", cells)
    record = {
        "period": "HK1",
        "assessments": [
            {"group": "subject", "name": "Toán", "score": "8.5", "level": None},
            {"group": "subject", "name": "Nghệ thuật", "score": None, "level": "CĐ"},
        ],
    }
    told = {one.field: (one.about, one.verdict) for one in compare(record, page)}
    assert told == {
        "toan_hk1": ("assessments", Verdict.AGREES),
        "nghe_thuat_hk1": ("assessments", Verdict.CONFLICTS),
    }
