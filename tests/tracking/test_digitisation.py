"""Shares of scans count what is known; thresholds follow what people checked, and a wrong reading never lowers one."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.store import Store
from relay.store.desk_tables import correction, decision
from relay.store.scan_tables import comparison, document
from relay.store.tables import VERSIONS_PER_BATCH, batch, content
from tracking.digitisation import thresholds as module
from tracking.digitisation.lines import lines, together
from tracking.digitisation.thresholds import ENOUGH, NEVER, PRECISION, in_force, least, set_thresholds, thresholds

SEED = 7301
PAGE = {"page": "a.jpg", "number": 0, "form": "birth_extract"}
READINGS = st.lists(st.tuples(st.integers(50, 100).map(lambda one: one / 100), st.booleans()), max_size=60)


@given(READINGS, st.integers(50, 100))
def test_one_more_wrong_reading_never_lowers_a_threshold(readings: list[tuple[float, bool]], at: int) -> None:
    good = [(0.9 + (place % 10) / 100, True) for place in range(ENOUGH)]
    assert least([*good, *readings, (at / 100, False)]) >= least([*good, *readings])


@given(READINGS)
def test_what_is_at_or_above_a_threshold_was_right_often_enough(readings: list[tuple[float, bool]]) -> None:
    readings += [(0.8, True)] * ENOUGH
    found = least(readings)
    above = [right for confidence, right in readings if confidence >= found]
    assert found == NEVER or sum(above) >= PRECISION * len(above)


def test_few_readings_set_no_threshold() -> None:
    assert not thresholds([("birth_extract", "child_name", 0.9, True)] * (ENOUGH - 1))


def test_a_threshold_set_on_one_half_keeps_its_promise_on_the_other() -> None:
    print(f"seed {SEED}")
    dice = random.Random(SEED)

    def stream(count: int) -> list[tuple[str, str, float, bool]]:
        confidences = (round(dice.uniform(0.4, 1.0), 2) for _ in range(count))
        return [("f", "name", one, dice.random() > (0.5 if one < 0.7 else 0.001)) for one in confidences]

    (found,) = thresholds(stream(4000))
    above = [right for _, _, confidence, right in stream(4000) if confidence >= found.least]
    assert 0.65 <= found.least <= 0.75
    assert sum(above) / len(above) >= PRECISION


def told(store: Store, *rows: tuple[str, float, str, object, object], reused: bool = False) -> None:
    """Rows: verdict, confidence, what was read, what the desk set, rules let pass; each of a record of its own."""
    with store.begin() as tx:
        pulled = {"pulled": len(rows), "pulled_at": datetime(2026, 5, 3, tzinfo=UTC)}
        columns = {name: 0 for name in batch.c.keys() if not batch.c[name].nullable and name != "batch_id"}  # noqa: SIM118
        batch_id = tx.execute(
            batch.insert()
            .values(**columns | {"flow": "birth", "source": "s", "run_id": "r", "step": "staged", **pulled})
            .returning(batch.c.batch_id)
        ).scalar_one()
        for place, (verdict, sure, read, set_, rules) in enumerate(rows):
            version_id = batch_id * VERSIONS_PER_BATCH + place
            fields = msgspec.json.encode({"child_name": {"value": read, "meant": read}}).decode()
            tx.execute(
                content.insert().values(version_id=version_id, flow="birth", natural_key=str(place), unit="16690")
            )
            whole = {"role": "result", "outcome": "read", "engine": "e", "reused": reused, "broken": ""}
            tx.execute(document.insert().values(version_id=version_id, fields=fields, **PAGE, **whole))
            compared = {"field": "child_name", "verdict": verdict, "confidence": sure, "accepted": sure > 0.9}
            tx.execute(comparison.insert().values(version_id=version_id, **PAGE, **compared))
            if set_ is None and rules is None:
                continue
            made = {
                "flow": "birth",
                "kind": "correct",
                "state": "approved",
                "reason": "r",
                "made_by": "a",
                "made_at": pulled["pulled_at"],
            }
            number = tx.execute(decision.insert().values(**made).returning(decision.c.decision_id)).scalar_one()
            done = {"fields": msgspec.json.encode({"child_name": set_}).decode() if set_ else None}
            done |= {"rules": msgspec.json.encode(rules).decode() if rules else None, "record_id": version_id}
            tx.execute(correction.insert().values(decision_id=number, version_id=version_id, **done))


def test_right_and_wrong_are_what_is_known(store: Store) -> None:
    told(
        store,
        ("agrees", 0.95, "An", None, None),
        ("conflicts", 0.95, "Ba", "Ba", None),
        ("conflicts", 0.95, "Bà", "Ba", None),
        ("conflicts", 0.8, "Ca", None, ["scan.conflicts"]),
        ("conflicts", 0.8, "Da", None, None),
        ("unsure", 0.3, "Fa", None, ["scan.conflicts"]),
        ("unsure", 0.3, "Ea", None, None),
    )
    (line,) = lines(store)
    assert (line.unit, line.month, line.pages, line.results_read) == ("16690", "2026-05", 7, 7)
    assert (line.fields, line.accepted, line.result_rate, line.input_rate) == (7, 3, 100, None)
    assert (line.checked, line.wrong) == (4, 2), "a release of another field's objection says nothing of this one"
    assert line.error is None, "four tell no share"


def test_a_scan_that_is_named_again_is_not_checked_again(store: Store) -> None:
    told(store, *[("agrees", 0.95, "An", None, None)] * 3, *[("conflicts", 0.95, "Bà", "Ba", None)] * 2, reused=True)
    (line,) = lines(store)
    assert (line.pages, line.reused, line.checked, line.wrong) == (5, 5, 0, 0)
    assert not set_thresholds(store)


def test_lines_add_up(store: Store) -> None:
    told(store, *[("agrees", 0.95, "An", None, None)] * 3)
    one = lines(store)
    (unit,), (month,), (whole,) = together(one, "form", "unit"), together(one, "month"), together(one)
    assert (unit.unit, unit.month, month.month, whole.form) == ("16690", "", "2026-05", "")
    assert unit.pages == month.pages == whole.pages == 3


def test_thresholds_are_kept_and_replaced(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENOUGH", 2)
    told(store, *[("agrees", sure, "An", None, None) for sure in (0.6, 0.7, 0.9)])
    assert [(one.field, one.least, one.checked) for one in set_thresholds(store)] == [("child_name", 0.6, 3)]
    assert in_force(store) == set_thresholds(store)
