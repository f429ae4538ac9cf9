"""Who is due a service: every rule on people made for it, nobody too early, and closed when it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.settings import load_file
from relay.store import Store
from relay.store.figure_tables import lead as table
from tests.tracking.filling import Filling
from tracking.leads import reading
from tracking.leads.keep import keep
from tracking.leads.rules import Rules

RULES = load_file(Path(__file__).parents[2] / "config" / "leads.yaml", Rules)
DAY = date(2026, 11, 23)
ACCEPTED = [("accepted", False, datetime(2026, 11, 1, tzinfo=UTC))]
PERSON = "040226000001"


def person(fill: Filling, flow: str, **content: str) -> int:
    return fill.record(flow, "16690", ACCEPTED, **content)


def gone(store: Store, record: int) -> None:
    """Its source has deleted it."""
    with store.begin() as tx:
        tx.execute(sa.text("UPDATE record SET deleted = :yes WHERE record_id = :id"), {"yes": True, "id": record})


def open_leads(store: Store, day: date = DAY) -> set[tuple[str, int, str]]:
    keep(store, RULES, day)
    return {(one.rule, one.record_id, one.due_on.isoformat()) for one in reading.leads(store)}


def of_rule(store: Store, rule: str, day: date = DAY) -> list[tuple[int, str]]:
    return sorted((record, due) for name, record, due in open_leads(store, day) if name == rule)


def test_a_newborn_is_due_a_health_insurance_card(store: Store) -> None:
    child = person(Filling(store), "birth", personal_id=PERSON, born_on="2026-11-10")
    assert of_rule(store, "child-health-insurance") == [(child, "2026-12-10")]


def test_a_child_with_a_health_book_has_its_card(store: Store) -> None:
    fill = Filling(store)
    person(fill, "birth", personal_id=PERSON, born_on="2026-11-10")
    person(fill, "health_book", personal_id=PERSON, born_on="2026-11-10")
    assert of_rule(store, "child-health-insurance") == []


@pytest.mark.parametrize(
    ("born", "due"),
    [("2020-01-01", "2026-09-05"), ("2020-12-31", "2026-09-05"), ("2021-01-01", None), ("2018-11-23", None)],
)
def test_grade_one_is_for_the_year_a_child_turns_six(store: Store, born: str, due: str | None) -> None:
    child = person(Filling(store), "birth", personal_id=PERSON, born_on=born)
    assert of_rule(store, "grade-one") == ([(child, due)] if due else [])


def test_a_pupil_is_not_sent_to_school_again(store: Store) -> None:
    fill = Filling(store)
    person(fill, "birth", personal_id=PERSON, born_on="2020-05-05")
    person(fill, "student", personal_id=PERSON, born_on="2020-05-05")
    assert of_rule(store, "grade-one") == []


@pytest.mark.parametrize(
    ("born", "due"),
    [("2012-11-23", "2026-11-23"), ("2013-02-21", "2027-02-21"), ("2013-02-22", None), ("2011-11-23", None)],
)
def test_an_identity_card_is_due_at_fourteen(store: Store, born: str, due: str | None) -> None:
    pupil = person(Filling(store), "student", personal_id=PERSON, born_on=born)
    assert of_rule(store, "identity-card") == ([(pupil, due)] if due else [])


def test_someone_in_two_registers_is_one_lead(store: Store) -> None:
    fill = Filling(store)
    birth = person(fill, "birth", personal_id=PERSON, born_on="2012-11-23")
    person(fill, "student", personal_id=PERSON, born_on="2012-11-23")
    assert of_rule(store, "identity-card") == [(birth, "2026-11-23")]


@pytest.mark.parametrize(
    ("rule", "flow", "number"),
    [
        ("land-of-the-deceased", "parcel", "holder_id"),
        ("school-record-of-the-deceased", "student", "personal_id"),
        ("health-book-of-the-deceased", "health_book", "personal_id"),
    ],
)
def test_a_death_leaves_records_to_close_until_they_are_closed(store: Store, rule: str, flow: str, number: str) -> None:
    fill = Filling(store)
    left = person(fill, flow, **{number: PERSON})
    person(fill, flow, **{number: "040226000002"})
    assert of_rule(store, rule) == []
    person(fill, "death", personal_id=PERSON, died_on="2026-11-20")
    assert of_rule(store, rule) == [(left, "2026-12-20")]
    gone(store, left)
    assert of_rule(store, rule) == []
    with store.read() as tx:
        assert tx.execute(sa.select(table.c.closed_on).where(table.c.rule == rule)).scalars().all() == ["2026-11-23"]


@pytest.mark.parametrize("born", ["2026-11-10", "2020-05-05", "2012-11-30"])
def test_nobody_is_asked_to_bring_a_child_that_has_died(store: Store, born: str) -> None:
    """And a death that is withdrawn again brings the lead back."""
    fill = Filling(store)
    person(fill, "birth", personal_id=PERSON, born_on=born)
    [before] = open_leads(store)
    death = person(fill, "death", personal_id=PERSON, died_on="2026-11-20")
    assert open_leads(store) == set()
    gone(store, death)
    assert open_leads(store) == {before}


def test_a_parcel_in_other_hands_waits_for_nobody(store: Store) -> None:
    fill = Filling(store)
    left = person(fill, "parcel", holder_id=PERSON)
    person(fill, "death", personal_id=PERSON, died_on="2026-11-20")
    assert of_rule(store, "land-of-the-deceased") == [(left, "2026-12-20")]
    with store.begin() as tx:
        inherited = sa.text("UPDATE content SET payload = :said WHERE version_id = :id")
        tx.execute(inherited, {"said": '{"holder_id": "040226000002"}', "id": left})
    assert of_rule(store, "land-of-the-deceased") == []


def test_a_lead_is_closed_when_its_record_is_deleted(store: Store) -> None:
    child = person(Filling(store), "birth", personal_id=PERSON, born_on="2026-11-10")
    assert open_leads(store)
    gone(store, child)
    assert open_leads(store) == set()


def test_only_what_the_nation_accepted_makes_a_lead(store: Store) -> None:
    fill = Filling(store)
    fill.record("birth", "16690", [("quarantined", False, None)], personal_id=PERSON, born_on="2026-11-10")
    assert open_leads(store) == set()


def test_looking_again_changes_nothing_and_what_is_due_again_begins_anew(store: Store) -> None:
    fill = Filling(store)
    person(fill, "birth", personal_id=PERSON, born_on="2012-12-01")
    assert keep(store, RULES, DAY) == {"open": 1, "opened": 1, "closed": 0}
    assert keep(store, RULES, DAY) == {"open": 1, "opened": 0, "closed": 0}
    assert keep(store, RULES, date(2028, 1, 1)) == {"open": 0, "opened": 0, "closed": 1}
    assert keep(store, RULES, DAY) == {"open": 1, "opened": 1, "closed": 0}


def test_unreadable_days_make_no_lead_and_stop_nothing(store: Store) -> None:
    fill = Filling(store)
    person(fill, "birth", personal_id=PERSON, born_on="2012-11-31")
    person(fill, "death", personal_id="040226000002", died_on="2026")
    person(fill, "parcel", holder_id="040226000002")
    assert open_leads(store) == set()


def test_counts_and_pages_say_the_same(store: Store) -> None:
    fill = Filling(store)
    for number in range(7):
        fill.record("birth", f"1669{number % 2}", ACCEPTED, personal_id=f"04022600{number:04}", born_on="2012-11-01")
    keep(store, RULES, DAY)
    assert reading.counts(store, DAY) == {"identity-card": (7, 7)}
    pages = [reading.leads(store, page=page, per_page=3) for page in range(3)]
    assert len({one.record_id for page in pages for one in page}) == 7
    assert reading.counts(store, DAY, ["16690"]) == {"identity-card": (4, 4)}


def test_the_table_holds_no_number_of_a_person(store: Store) -> None:
    person(Filling(store), "birth", personal_id=PERSON, born_on="2012-11-01")
    keep(store, RULES, DAY)
    with store.read() as tx:
        assert PERSON not in str(tx.execute(sa.select(table)).fetchall())
