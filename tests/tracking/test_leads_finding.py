"""Rules over any people: what the columns say is what a clerk with a calendar would say of each person alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.settings import load_file
from tracking.leads.finding import PERSONS, found
from tracking.leads.rules import Holder, Rule, Rules

RULES = {one.id: one for one in load_file(Path(__file__).parents[2] / "config" / "leads.yaml", Rules).leads}

DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))
UNREADABLE = st.sampled_from([None, "2012", "2012-11", "2012-11-31", "x"])
NUMBERS = st.sampled_from([f"04022600000{place}" for place in range(6)])
People = dict[str, str | None]


def frame(people: People) -> pl.DataFrame:
    rows = [(place, "16690", person, day) for place, (person, day) in enumerate(people.items())]
    return pl.DataFrame(rows, PERSONS, orient="row")


def birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February
        return date(born.year + years, 2, 28)


def due(rule: Rule, written: str | None, today: date) -> date | None:
    """The day one person is due, or None when it is no lead today."""
    try:
        born = date.fromisoformat(written or "")
    except ValueError:
        return None
    at = birthday(born, rule.age)
    if rule.day:
        at = date.fromisoformat(f"{born.year + rule.age}-{rule.day}")
    at += timedelta(days=rule.after_days)
    return at if at - timedelta(days=rule.ahead_days) <= today < birthday(born, rule.until_age) else None


@pytest.mark.parametrize("rule", [one for one in RULES.values() if one.when == "age"], ids=lambda one: one.id)
@given(
    born=st.dictionaries(NUMBERS, DAYS.map(str) | UNREADABLE),
    served=st.dictionaries(NUMBERS, st.none()),
    today=DAYS,
)
def test_a_rule_of_age_is_that_of_a_calendar(rule: Rule, born: People, served: People, today: date) -> None:
    nobody: pl.DataFrame = frame({})
    read: dict[Holder, pl.DataFrame] = dict.fromkeys((*rule.of, *rule.done_by), nobody)
    read |= {rule.of[0]: frame(born), rule.done_by[0]: frame(served)}
    expected = {
        place: str(day)
        for place, (person, written) in enumerate(born.items())
        if person not in served and (day := due(rule, written, today))
    }
    assert dict(found(rule, read, today).select("record_id", "due_on").iter_rows()) == expected


@given(died=st.dictionaries(NUMBERS, DAYS.map(str) | UNREADABLE), held=st.lists(NUMBERS), today=DAYS)
def test_every_record_of_the_dead_is_a_lead_and_no_other(died: People, held: list[str], today: date) -> None:
    rule = RULES["land-of-the-deceased"]
    assert rule.deaths
    rows = [(place, "16690", person, None) for place, person in enumerate(held)]
    read = {rule.deaths: frame(died), rule.of[0].bare: pl.DataFrame(rows, PERSONS, orient="row")}
    expected = set()
    for place, person in enumerate(held):
        try:
            expected.add((place, str(date.fromisoformat(died.get(person) or "") + timedelta(days=rule.after_days))))
        except ValueError:
            continue
    assert set(found(rule, read, today).select("record_id", "due_on").iter_rows()) == expected


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda one: one.id)
def test_a_rule_says_why_in_both_languages_and_by_which_law(rule: Rule) -> None:
    assert all((rule.title_vi, rule.title_en, rule.why_vi, rule.why_en, rule.law))
    assert any(word in rule.law for word in ("Luật", "Nghị định", "ours", "unsourced"))
    assert rule.when == "death" or Holder(record="death", person="personal_id") in rule.done_by


@pytest.mark.parametrize(
    "changes",
    [
        {"when": "birth"},
        {"of": [{"record": "birth", "person": "personal_id"}]},
        {"day": "02-30"},
        {"age": -1},
        {"when": "death"},
        {"colour": "red"},
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate({**RULES["grade-one"].model_dump(), **changes})
