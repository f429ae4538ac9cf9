"""Rules that look across records find their neighbours by key: in the batch, in batches before it, in other flows; nothing else is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from expectations import Known, judge_for
from expectations.suite.neighbours import flagged, only_one, told
from flows.neighbours import strangers_to, told_before
from relay.errors import RetryableError
from relay.model import NORMALISED, PAGE, Judge, Judgement, Normalised, Page
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.stages.validate import validate
from relay.store import Store
from relay.store.tables import VERSIONS_PER_BATCH, fact, violation
from schemas.contract import contract
from tests.expectations import good
from tests.expectations.kit import frame as batch_of
from tests.records import Content

TODAY, SECRET = date(2026, 11, 22), "s"


Line = tuple[str, Content | None]


@dataclass
class OnePage:
    """A source that gives these records, and deletions where there is no content."""

    lines: Sequence[Line]
    name: str = "list"
    complete: bool = False

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        rows = [(name, content is None, json.dumps(content, sort_keys=True)) for name, content in self.lines]
        yield Page(pl.DataFrame(rows, schema=PAGE, orient="row"), "1")

    def probe(self) -> None:
        return

    def size(self, contract: str) -> int | None:
        return None


class AsItIs:
    """The source already speaks the contract."""

    def __init__(self, flow: str) -> None:
        self._contract = contract(flow)

    def normalise(self, frame: pl.DataFrame) -> Normalised:
        rows = [
            (version, self._contract.natural_key(json.loads(raw), SECRET), None, None, raw, [])
            for version, raw in frame.select("version_id", "raw").iter_rows()
        ]
        violations = {"version_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
        changes = {"version_id": pl.Int64, "field": pl.String, "change": pl.String}
        made = pl.DataFrame(rows, schema=NORMALISED, orient="row")
        return Normalised(made, pl.DataFrame(schema=violations), pl.DataFrame(schema=changes))


def night(store: Store, flow: str, *lines: Line, judge: Judge | None = None) -> list[set[str]]:
    """One page of a source; the rules each of its records broke, in order."""
    [batch] = pull(store, flow, OnePage(lines), "run")
    normalise(store, flow, batch, AsItIs(flow))
    validate(store, flow, batch, judge or judge_for(flow, TODAY, known=Known(told_before(store), SECRET)))
    broken: dict[int, set[str]] = {}
    with store.read() as tx:
        for version_id, rule in tx.execute(sa.select(violation.c.version_id, violation.c.rule)):
            broken.setdefault(version_id, set()).add(rule)
    return [broken.get(batch * VERSIONS_PER_BATCH + at, set()) for at in range(len(lines))]


def same_person(death: Content, student: Content) -> Content:
    """The death record, of the pupil."""
    return death | {"personal_id": student["personal_id"], "born_on": student["born_on"], "sex": student["sex"]}


def test_the_dead_do_not_enrol_and_a_withdrawn_death_is_forgotten(store: Store) -> None:
    pupil, other = good.student(1), good.student(2)
    gone = same_person(good.death(1), pupil) | {"died_on": "2026-05-01", "registered_on": "2026-05-02"}
    assert night(store, "death", ("d1", gone)) == [set()]
    assert night(store, "student", ("s1", pupil), ("s2", other)) == [{"student.person_deceased"}, set()]
    night(store, "death", ("d1", None))
    assert night(store, "student", ("s1", pupil | {"class_code": "5B"})) == [set()]


def test_a_page_is_held_against_the_entries_around_it_and_never_against_its_own_past(store: Store) -> None:
    book = {"registration_unit": "17071", "book_no": "01/2026"}
    first, second = (good.birth(n) | book | {"number": str(n), "page_no": "4"} for n in (10, 11))
    assert night(store, "birth", ("a", first)) == [set()]
    assert night(store, "birth", ("b", second | {"page_no": "3"})) == [{"birth.page_follows_number"}]
    # What a record told before is over once it says something else.
    assert night(store, "birth", ("a", first | {"page_no": "3"})) == [set()]
    assert night(store, "birth", ("a", first | {"page_no": "2", "note": "x"}), ("b", second)) == [set(), set()]


def test_only_keys_of_the_changed_records_are_asked_for(store: Store) -> None:
    """A night that changes one record of two hundred judges one, and reads the facts under its own keys."""
    pupils = [(f"s{n}", good.student(n)) for n in range(200)]
    night(store, "student", *pupils)
    asked: list[Sequence[str]] = []
    seen: list[int] = []
    find = told_before(store)

    def look_up(kind: str, keys: Sequence[str]) -> pl.DataFrame:
        asked.append(keys)
        return find(kind, keys)

    suite = judge_for("student", TODAY, known=Known(look_up, SECRET))

    def counting(frame: pl.DataFrame) -> Judgement:
        seen.append(frame.height)
        return suite(frame)

    changed = [*pupils[:7], ("s7", pupils[7][1] | {"class_code": "5C"}), *pupils[8:]]
    [batch] = pull(store, "student", OnePage(changed), "run")
    normalise(store, "student", batch, AsItIs("student"))
    validate(store, "student", batch, counting)
    assert seen == [1]
    assert [len(keys) for keys in asked] == [1, 1]  # enrolled once, and alive


def test_facts_hold_no_number_and_no_name(store: Store) -> None:
    person = good.birth(1)
    night(store, "birth", ("a", person))
    with store.read() as tx:
        said = str(tx.execute(sa.select(fact)).all())
    assert "birth.entry" in said
    assert not [
        value for value in (person["child_name"], person["mother_name"], person["personal_id"]) if value in said
    ]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=30))
def test_who_agrees_with_somebody_is_flagged_however_the_records_are_split(rows: list[tuple[int, int]]) -> None:
    """(value, batch) of each record: one is flagged when another of its own or an earlier batch has its value."""
    tell, clash = only_one("again", "value")
    said = pl.DataFrame(schema={"kind": pl.String, "key": pl.String, "owner": pl.Int64, "value": pl.String})
    ordered = sorted(enumerate(rows), key=lambda row: row[1][1])
    for batch in range(4):
        mine = [(at, at, str(value)) for at, (value, of) in ordered if of == batch]
        frame = pl.DataFrame(mine, schema={"record_id": pl.Int64, "owner": pl.Int64, "value": pl.String}, orient="row")
        before = said
        here = told([tell], frame, SECRET).join(frame.select("record_id", "owner"), on="record_id")

        def look_up(kind: str, keys: Sequence[str], before: pl.DataFrame = before) -> pl.DataFrame:
            return before.filter(pl.col("key").is_in(list(keys))).drop("kind")

        marked = flagged([clash], frame, here, Known(look_up, SECRET))
        others = [value for value, of in rows if of <= batch]
        expected = {at for at, _, value in mine if others.count(int(value)) > 1}
        assert set(marked.filter(pl.col("again") == 1)["record_id"]) == expected
        said = pl.concat([said, here.select(said.columns)])


def test_parents_are_asked_of_the_population_register_once_and_its_silence_accuses_nobody() -> None:
    births = [good.birth(1), good.birth(2) | {"father_document_no": good.birth(1)["father_document_no"]}]
    stranger, asked = births[1]["mother_document_no"], []

    def register(parents: Sequence[str]) -> set[str]:
        asked.extend(parents)
        return set(parents) - {f"person|{stranger}"}

    judge = judge_for("birth", TODAY, known=Known(secret=SECRET, strangers=strangers_to(lambda: register)))
    found = judge(batch_of(births)).violations.filter(pl.col("rule").str.ends_with("_known"))
    assert found.select("record_id", "rule", "severity").rows() == [(1001, "birth.mother_known", "warning")]
    assert len(asked) == len(set(asked)) == 3

    def away() -> Callable[[Sequence[str]], set[str]]:
        raise RetryableError("The register is away.", "CSDL không trả lời.")

    assert strangers_to(away)([str(stranger)]) == set()
