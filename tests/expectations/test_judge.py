"""The judge brings back every id and no value, notices when a rule could not run, and imports Great Expectations late."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import traceback
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl
import pytest
from great_expectations.data_context.data_context.context_factory import project_manager

from expectations import Rule, contracts, judge_for
from expectations.suite.catalogue import suite_of
from expectations.suite.checks import absent, between
from expectations.suite.judge import judge_with
from expectations.suite.rule import Check, Suite
from expectations.suite.site import Counted, write_site
from relay.errors import FatalError
from relay.model import VIOLATIONS
from tests.expectations import good
from tests.expectations.kit import TODAY, Content, found, frame, judged

SECRET = "Bí Mật Không Được Lộ"
NAMED = "child_name"


def test_importing_the_suites_imports_neither_great_expectations_nor_pandas() -> None:
    code = (
        "import datetime, sys, expectations as e; [e.rules(name) for name in e.contracts()]; e.judge_for('birth', datetime.date.today());"
        "print(sorted({'great_expectations', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", contracts())
def test_no_records_no_findings(name: str) -> None:
    judgement = judged(name, [])
    assert judgement.violations.schema == VIOLATIONS
    assert judgement.violations.is_empty()
    assert judgement.stops == []
    assert {(run.evaluated, run.failed) for run in judgement.runs} == {(0, 0)}


def test_every_failing_id_comes_back_and_is_counted() -> None:
    """More than the 20 and the 200 at which Great Expectations likes to stop, with ids that are no row numbers."""
    ids = random.Random(4).sample(range(10**12), 600)
    contents = [good.birth(n) | ({"born_on": "2026-03-21"} if n % 2 else {}) for n in range(600)]
    records = frame(contents).with_columns(pl.Series("record_id", ids))
    judgement = judge_for("birth", TODAY)(records)
    assert judgement.violations["record_id"].to_list() == ids[1::2]
    assert judgement.violations.drop("record_id").unique().rows() == [
        ("birth.registered_before_birth", "registered_on", "critical")
    ]
    runs = {run.rule: (run.evaluated, run.failed) for run in judgement.runs}
    assert runs["birth.registered_before_birth"] == (600, 300)
    assert runs["birth.child_name_present"] == (600, 0)
    assert len(runs) == len(suite_of("birth").rules)


def test_a_missing_value_is_not_evaluated() -> None:
    judgement = judged("birth", [good.birth(0), good.birth(1) | {"born_on": None}])
    assert {run.rule: run.evaluated for run in judgement.runs}["birth.born_in_future"] == 1


def test_a_source_that_gets_every_record_wrong_stops_the_batch() -> None:
    wrong = [good.death(n) | {"died_on": None} for n in range(60)]
    assert [reason.split(":")[0] for reason in judged("death", wrong).stops] == ["death.died_on_present"]
    assert judged("death", wrong[:49]).stops == []
    assert judged("death", [*wrong, good.death(99)]).stops == []


def test_no_value_leaves_in_result_log_or_error(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    contents: list[Content] = [
        good.birth(n) | {NAMED: f"{SECRET} {n}", "mother_name": SECRET, "born_on": "2026-03-21"} for n in (0, 1)
    ]
    judgement = judged("birth", [*contents, {NAMED: SECRET, "born_on": SECRET, "registered_on": [SECRET]}])
    assert judgement.violations.height > 2
    with pytest.raises(FatalError) as caught:
        judge_with(broken(between("child_name", 3)), TODAY)(frame(contents))
    with pytest.raises(FatalError) as undecodable:
        judge_for("birth", TODAY)(pl.DataFrame({"record_id": [7], "content": [f'"{SECRET}']}))
    shown = "".join(
        (
            str(asdict(replace(judgement, violations=judgement.violations.rows()))),  # type: ignore[arg-type]
            *(
                traceback.format_exc() + "".join(traceback.format_exception(error.value))
                for error in (caught, undecodable)
            ),
            *(repr(error.value.__context__) for error in (caught, undecodable)),
            caplog.text,
            *capfd.readouterr(),
        )
    )
    assert SECRET not in shown
    assert SECRET.encode("unicode_escape").decode() not in shown
    assert undecodable.value.ids == {"contract": "birth", "record_id": 7}


def broken(check: Check) -> Suite:
    """The birth suite with one more rule, which cannot be evaluated."""
    rule = Rule("critical", "birth.broken", "child_name", check, "Hỏng.", "Broken.", "Sửa.", "Mend it.", "ours")
    suite = suite_of("birth")
    return replace(suite, rules=(*suite.rules, rule))


@pytest.mark.parametrize(
    "check",
    [between("child_name", 3), Check("ExpectDaysApartToBeBetween", {"column_A": "child_name", "column_B": "sex"})],
)
def test_a_rule_that_cannot_be_evaluated_is_an_error_and_never_a_pass(check: Check) -> None:
    with pytest.raises(FatalError) as caught:
        judge_with(broken(check), TODAY)(frame([good.birth(0)]))
    assert caught.value.ids == {"contract": "birth", "rule": "birth.broken"}


def test_a_rule_about_a_column_nobody_made_is_an_error() -> None:
    with pytest.raises(FatalError) as caught:
        judge_with(broken(absent("nowhere")), TODAY)(frame([good.birth(0)]))
    assert caught.value.ids["contract"] == "birth"


@pytest.mark.parametrize("name", contracts())
def test_garbage_in_single_fields_does_not_stop_a_batch(name: str) -> None:
    """Wrong types and nonsense are the contract's finding; the suite judges what it can read."""
    rng = random.Random(name)
    garbage = [
        7,
        -1.5,
        True,
        [],
        {},
        [SECRET],
        {"a": SECRET},
        "",
        "x" * 3000,
        "2026-13-40",
        "9999-12-31",
        "0001",
        "\x00",
        "NaN",
        "inf",
    ]
    fields = list(getattr(good, name)(0))
    contents = [
        getattr(good, name)(n) | {field: rng.choice(garbage) for field in rng.sample(fields, 5)} for n in range(150)
    ]
    assert judged(name, [*contents, getattr(good, name)(999)]).violations.height > 0


def test_the_verdict_does_not_depend_on_the_order_of_the_records() -> None:
    contents = [good.parcel(n) | ({"area": "1"} if n % 3 else {}) for n in range(30)]
    forward = found(judged("parcel", contents))
    backward = found(judged("parcel", contents[::-1]))
    assert forward == {29 - place: pairs for place, pairs in backward.items()}


def test_a_site_leaves_later_batches_alone(tmp_path: Path) -> None:
    """Great Expectations saves suites into the newest context, rule by rule: every batch after a site would take four times as long."""
    judged("birth", [good.birth(1)])
    before = project_manager.get_current_project()
    write_site(tmp_path / "site", TODAY, {"birth": Counted(1, {})})
    assert project_manager.get_current_project() is before
