"""A short, fixed part of `make chaos`; and proof that its judge is not blind.

Run by test_chaos.py in a process of its own: every run is forked, and other tests leave threads behind that no fork survives.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.chaos import product, report
from benchmarks.chaos.__main__ import ground
from benchmarks.chaos.case import Case, Happening, Outcome, cases
from benchmarks.chaos.ground import STAGES, Ground, can_mount
from benchmarks.chaos.groups import Group, groups, keeper
from benchmarks.chaos.points import Point
from benchmarks.chaos.trial import Reference, by_label, carry_out, rehearse_all

SEED = 20261123
#: One group of a registry that promises receipts is enough here; `make chaos` takes them all.
FIRST: list[Group] = groups()[:1]
RUNS = 3


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    product.warm_up()
    print(f"seed {SEED}")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def prepared(request: pytest.FixtureRequest) -> Iterator[Ground]:
    # Not under pytest's own folder: PostgreSQL runs as another user, and every pytest that begins closes that folder to others.
    with (
        tempfile.TemporaryDirectory(prefix="chaos-") as folder,
        ground(request.param, Path(folder), SEED, FIRST) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def references(prepared: Ground) -> dict[tuple[str, Group], Reference]:
    return rehearse_all(prepared, FIRST, STAGES)


def fine(outcome: Outcome) -> bool:
    if not outcome.fine:
        print(report.failure(outcome, SEED))
    return outcome.fine


def test_a_rehearsal_passes_every_kind_of_point(references: dict[tuple[str, Group], Reference]) -> None:
    labels = {label for reference in references.values() for label in reference.labels}
    assert {label.split(":")[1] for label in labels} == {"request", "answered", "write", "commit", "committed"}
    steps = ("pull", "normalise", "validate", "stage", "push", "receipts")
    assert {f"{step}:commit" for step in steps} <= labels


def test_nothing_is_lost_or_doubled(prepared: Ground, references: dict[tuple[str, Group], Reference]) -> None:
    chosen = islice(cases(SEED, prepared.databases.name, by_label(references), mounts=False), RUNS)
    outcomes = [carry_out(prepared, case, references[case.stage, case.flows]) for case in chosen]
    assert [one for one in outcomes if not fine(one)] == []


def a_case(prepared: Ground, **changes: object) -> Case:
    """A push of the first load that is killed when its answer came."""
    plain = Case(
        number=99,
        database=prepared.databases.name,
        stage=STAGES[0],
        flows=FIRST[0],
        happening=Happening.KILL,
        points=(Point("push:answered", 3),),
        fault="timeout_after_commit",
        times=1,
        aimed=True,
        after_commit=True,
        jump_days=2,
        free_kb=64,
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("happening", [Happening.TOGETHER, Happening.JUMP, Happening.TWICE])
def test_other_blows(prepared: Ground, references: dict[tuple[str, Group], Reference], happening: Happening) -> None:
    points = (Point("push:request", 2), Point("settle:write", 1))
    case = a_case(prepared, happening=happening, points=points)
    assert fine(carry_out(prepared, case, references[case.stage, case.flows]))


def test_a_database_that_crashes_or_a_disk_that_is_full(
    prepared: Ground, references: dict[tuple[str, Group], Reference], tmp_path: Path
) -> None:
    if prepared.databases.name == "postgres":
        case = a_case(prepared, happening=Happening.RESTART, points=(Point("push:commit", 1),))
    elif can_mount(tmp_path):
        case = a_case(prepared, happening=Happening.FULL)
    else:
        pytest.skip("this machine does not let us mount a small disk")
    assert fine(carry_out(prepared, case, references[case.stage, case.flows]))


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("DELETE FROM ledger WHERE key = (SELECT min(key) FROM ledger)", (1, 0)),
        ("UPDATE ledger SET hash = 'other' WHERE key = (SELECT min(key) FROM ledger)", (1, 0)),
        ("UPDATE ledger SET applied = 2 WHERE key = (SELECT max(key) FROM ledger)", (0, 1)),
        (
            "INSERT INTO ledger SELECT contract, 'no such key', hash, 1, applied_at, 0, seq, person FROM ledger LIMIT 1",
            (0, 1),
        ),
    ],
    ids=["removed", "changed", "applied twice", "not ours"],
)
def test_the_judge_sees_what_is_wrong(
    prepared: Ground, references: dict[tuple[str, Group], Reference], statement: str, wrong: tuple[int, int]
) -> None:
    def tamper(state: Path) -> None:
        with sqlite3.connect(state / f"{keeper(FIRST[0][0])}.sqlite") as db:
            assert db.execute(statement).rowcount

    case = a_case(prepared, fault="latency")
    outcome = carry_out(prepared, case, references[case.stage, case.flows], tamper)
    assert (outcome.lost, outcome.doubled) == wrong
    assert not outcome.fine
    assert f"--seed {SEED} --only {case.database}:99" in report.failure(outcome, SEED)
