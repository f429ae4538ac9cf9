"""A whole province through every room: the ledgers hold exactly the good records, each once, and every planted error is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from connectors.credentials import Connection
from flows import tasks
from flows.catalogue import FLOWS
from flows.days import local_today
from flows.figures import completion, desk, failing_rules, keep_standing
from flows.night import run_flow
from flows.wording import sentence
from relay.delivery.reconcile import compare
from relay.errors import FatalError
from relay.store.law import conservation
from relay.store.tables import attempt, content, receipt, version, violation
from tests.conftest import DATABASES, empty_database
from tests.flows.province import Province, province
from tests.oracle import latest, ledger
from tests.world import ROOT

SEED = 20260701


@pytest.fixture(scope="module", params=DATABASES)
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """One night, already over. The seed is printed with any failure."""
    home = tmp_path_factory.mktemp("home")
    url = empty_database(request, home)
    with pytest.MonkeyPatch.context() as patch, province(home, patch, url, records=240, seed=SEED, communes=6) as made:
        print(f"seed {SEED}")
        made.run()
        yield made


def test_every_planted_error_is_named_and_no_good_record_is_held(night: Province) -> None:
    score = night.score()
    assert score.perfect, score
    assert score.recall == score.precision == 1.0
    kinds = {line["error"] for line in night.world.manifest() if line["error"]}
    assert len(kinds) >= 25
    assert score.caught >= len(kinds)
    assert score.waiting["student"] > 0


def test_each_kind_of_error_is_caught_by_the_rule_the_table_names(night: Province) -> None:
    table = planted_table()
    held = {(line["flow"], line["key"]): line for line in desk(night.wiring())}
    seen = set()
    for line in latest(night.world.manifest()).values():
        if line["expect"] == "quarantined":
            field, names_it, may_say_so = table[line["flow"], line["error"]]
            rules = set(held[line["flow"], line["key"]]["rules"])
            assert line["field"] == field
            assert names_it in rules <= {names_it, *may_say_so}
            seen.add((line["flow"], line["error"]))
    # Nghệ An has no commune that was split; tests/flows/test_split_communes.py looks at a province that has.
    assert seen == {told for told in table if told[1] != "split_commune_unplaced"}


#: What warnings and counts say of good records, and truly: a corrected sex, an open dossier past its day, a record of no dossier, one that
#: stands twice under two keys. Any other rule that speaks of a good record is wrong.
TRUE_OF_GOOD_RECORDS = re.compile(
    r"\.(?:sex_digit_agrees|dossier_linked|signed|overdue|refusal_explained|settled_on_time|enrolled_once|possible_twice|registered_once)$"
)


def test_suites_are_silent_on_good_records(night: Province) -> None:
    good = {
        (line["flow"], line["key"])
        for line in latest(night.world.manifest()).values()
        if line["expect"] != "quarantined"
    }
    spoken = sa.select(version.c.flow, content.c.natural_key, violation.c.rule).where(
        version.c.version_id == content.c.version_id, violation.c.version_id == content.c.version_id
    )
    with night.wiring().store.read() as tx:
        rules = {rule for flow, key, rule in tx.execute(spoken) if (flow, key) in good}
    # A reading that is not sure, or nearly like the record, says so and holds nothing: it is no suite's rule.
    rules -= {"scan.unsure", "scan.nearly", "scan.dpi"}  # the most worn pages have 150 dots an inch
    assert {rule for rule in rules if not TRUE_OF_GOOD_RECORDS.search(rule)} == set()
    assert rules, "the odd ones among the good are noticed"


def planted_table() -> dict[tuple[str, str], tuple[str, str, list[str]]]:
    """(flow, kind) → field, rule that names it, rules that may say so too; read from docs/planted-errors."""
    told = {}
    for page in (ROOT / "docs" / "planted-errors").glob("*.md"):
        for row in [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]:
            kind, field, rule, also = (cell.strip().replace("`", "") for cell in row.strip("|").split("|"))
            told[page.stem, kind] = (field, rule, [name for name in also.split(", ") if name])
    return told


def test_the_law_holds(night: Province) -> None:
    law = conservation(night.wiring().store)
    assert law.holds
    assert law.counts["received"] == law.counts["pending"] == law.counts["unknown"] == 0


def test_every_accepted_record_has_a_receipt_that_was_written_back(night: Province) -> None:
    with night.wiring().store.read() as tx:
        accepted = tx.execute(sa.select(sa.func.count()).where(version.c.status == "accepted")).scalar()
        receipts = tx.execute(sa.select(sa.func.count()).select_from(receipt)).scalar()
        unwritten = tx.execute(sa.select(sa.func.count()).where(receipt.c.written_back_at.is_(None))).scalar()
        newborn = tx.execute(sa.select(receipt.c.returned).where(receipt.c.flow == "birth").limit(1)).scalar()
    assert accepted == receipts
    assert unwritten == 0
    assert "personal_id" in newborn


def test_reconcile_finds_nothing(night: Province) -> None:
    wiring = night.wiring()
    for flow in FLOWS:
        assert compare(wiring.store, flow, wiring.endpoint(flow)).clean


def test_progress_counts_what_the_nation_accepted(night: Province) -> None:
    wiring = night.wiring()
    report = completion(wiring, local_today()).as_dict()
    assert report["conservation"]["holds"]
    for campaign in report["campaigns"]:
        assert campaign["target"] == sum(unit["target"] for unit in campaign["units"])
        assert campaign["accepted"] == sum(unit["accepted"] for unit in campaign["units"])
    assert keep_standing(wiring, local_today()) == keep_standing(wiring, local_today()) > 0


def test_every_rule_that_caught_something_has_a_sentence(night: Province) -> None:
    for line in failing_rules(night.wiring()):
        for lang in ("vi", "en"):
            told = sentence(line["flow"], line["rule"], lang)
            assert told != line["rule"]
            assert len(told.split()) > 3


def test_a_dry_run_predicts_and_stores_nothing(night: Province) -> None:
    before = conservation(night.wiring().store).as_dict()
    told = run_flow("birth", dry_run=True, since="2000-01-01", connections=night.connections)
    assert told["unchanged"] == told["pulled"] > 0
    assert conservation(night.wiring().store).as_dict() == before


def ledgers(night: Province) -> dict[str, object]:
    """What every national endpoint holds, by flow."""
    return {name: ledger(night.world.addresses["national"][flow.endpoint], name) for name, flow in FLOWS.items()}


def test_the_next_runs_push_nothing_and_a_night_pushes_exactly_what_changed(night: Province) -> None:
    wiring = night.wiring()
    before = ledgers(night)
    with wiring.store.read() as tx:
        attempts = tx.execute(sa.select(sa.func.count()).select_from(attempt)).scalar()
        rows = tx.execute(sa.select(sa.func.count()).select_from(content)).scalar()
    night.run()
    with wiring.store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(attempt)).scalar() == attempts
    assert ledgers(night) == before

    done = night.world.night(change=0.02, delete=0.01, late=0.5, seed=7)
    night.run()
    assert night.score().perfect, night.score()
    with wiring.store.read() as tx:
        written = tx.execute(sa.select(sa.func.count()).select_from(content)).scalar() - rows
    changed, deleted, late = (sum(done[kind].values()) for kind in ("changed", "deleted", "late"))
    assert written == changed + late
    with wiring.store.read() as tx:
        accepted = tx.execute(sa.select(sa.func.count()).where(version.c.status == "accepted")).scalar()
    assert accepted == sum(len(lines) for lines in before.values()) + changed + deleted + late
    assert conservation(wiring.store).holds


def test_a_run_for_some_units_leaves_the_others_pending(night: Province) -> None:
    night.world.night(change=0.05, delete=0.0, late=0.0, seed=11)
    store = night.wiring().store
    with store.read() as tx:
        chosen = tx.execute(sa.select(content.c.unit).where(content.c.flow == "student").limit(1)).scalar()
    run_flow("student", units=[chosen], connections=night.connections)
    tasks.settle(connections=night.connections)
    pending = sa.select(content.c.unit).join(version, version.c.version_id == content.c.version_id)
    with store.read() as tx:
        left = set(tx.execute(pending.where(version.c.status == "pending")).scalars())
    assert left
    assert chosen not in left
    night.run()
    assert night.score().perfect, night.score()


@pytest.mark.parametrize("system", ["population", "onestop", "civil_status"])
def test_a_wrong_secret_stops_everything_before_anything_is_pulled(night: Province, system: str) -> None:
    def wrong(name: str) -> Connection:
        right = night.connections(name)
        return Connection(right.url, right.login, "wrong") if name == system else right

    before = conservation(night.wiring().store).as_dict()
    with pytest.raises(FatalError, match=system):
        run_flow("birth", connections=wrong)
    assert conservation(night.wiring().store).as_dict() == before


def test_a_dry_run_foretells_a_first_load_exactly(
    night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = conservation(night.wiring().store, "parcel").counts
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    told = run_flow("parcel", dry_run=True, connections=night.connections)
    live = [line for (flow, _), line in latest(night.world.manifest()).items() if flow == "parcel"]
    assert told["accepted"] == sum(line["expect"] == "accepted" and not line.get("deleted") for line in live)
    assert told["quarantined"] == before["quarantined"]
