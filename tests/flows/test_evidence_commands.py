"""What was delivered can be proved from the command line: the log, a passport, and one edited byte."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows import tasks
from flows.cli import app
from tests.flows.province import Province, province

SEED = 20261123


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """One night of dossiers and newborns, already over."""
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/store.db", records=40, seed=SEED) as made,
    ):
        print(f"seed {SEED}")
        made.run("dossier", "birth")
        tasks.progress(connections=made.connections)
        yield made


def lienthong(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def home(night: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the installation, to be spoilt."""
    settings = night.wiring().settings
    shutil.copytree(settings.keys, tmp_path / "keys")
    shutil.copy(settings.kept_heads, tmp_path)
    with sqlite3.connect(settings.home / "store.db") as source, sqlite3.connect(tmp_path / "lienthong.db") as copy:
        source.backup(copy)
    monkeypatch.setenv("LIENTHONG_HOME", str(tmp_path))
    monkeypatch.delenv("LIENTHONG_DATABASE_URL")
    return tmp_path


def alter(home: Path, statement: str) -> None:
    with sqlite3.connect(home / "lienthong.db") as db:
        assert db.execute(statement).rowcount


def a_receipt(home: Path) -> str:
    with sqlite3.connect(home / "lienthong.db") as db:
        return str(db.execute("SELECT receipt FROM receipt WHERE flow = 'dossier'").fetchone()[0])


def test_an_honest_log_is_intact_and_borne_out(home: Path) -> None:
    told = json.loads(lienthong("audit", "verify", "--evidence", "--json").stdout)
    assert told["intact"]
    assert (told["events"], told["contradicted"], told["unproven"]) == (told["heads"], [], [])
    assert told["newest_copy"] == told["events"]
    assert "nguyên vẹn" in lienthong("audit", "verify").stdout


def test_one_edited_byte_is_found_and_its_row_named(home: Path) -> None:
    alter(home, "UPDATE audit_event SET body = replace(body, '\"pulled\":4', '\"pulled\":3') WHERE seq = 1")
    done = lienthong("audit", "verify")
    assert (done.exit_code, "Row 1" in done.stdout, "edited" in done.stdout) == (1, True, True)


def test_an_end_cut_off_is_found_by_the_copy_kept_outside(home: Path) -> None:
    for table in ("audit_event", "audit_head"):
        alter(
            home,
            f"DELETE FROM {table} WHERE seq = (SELECT max(seq) FROM audit_event)"
            if table == "audit_event"
            else "DELETE FROM audit_head WHERE seq > (SELECT max(seq) FROM audit_event)",
        )
    told = json.loads(lienthong("audit", "verify", "--json").stdout)
    assert told["broken"]["what"] == "missing"


def test_an_edited_receipt_contradicts_the_log(home: Path) -> None:
    alter(home, "UPDATE receipt SET receipt = 'BN-DVC-999999999' WHERE flow = 'dossier'")
    assert lienthong("audit", "verify").exit_code == 0
    done = lienthong("audit", "verify", "--evidence")
    assert (done.exit_code, "no longer says" in done.stdout) == (1, True)


def test_a_passport_is_verified_without_a_store_by_a_public_key_alone(home: Path, tmp_path: Path) -> None:
    receipt = a_receipt(home)
    paper = tmp_path / "passport.json"
    shown = lienthong("passport", receipt, "--out", str(paper))
    assert (shown.exit_code, receipt in shown.stdout) == (0, True)
    (home / "lienthong.db").unlink()
    public = next((home / "keys").glob("*.pub")).rename(tmp_path / "audit.pub")
    checked = lienthong("audit", "verify", "--passport", str(paper), "--key", str(public))
    assert (checked.exit_code, "genuine" in checked.stdout) == (0, True)
    paper.write_text(paper.read_text().replace("accepted", "acceptex", 1))
    spoilt = lienthong("audit", "verify", "--passport", str(paper), "--key", str(public))
    assert (spoilt.exit_code, "was changed" in spoilt.stdout.replace("\n", " ")) == (1, True)


def test_a_passport_holds_no_value_of_its_record(home: Path) -> None:
    with sqlite3.connect(home / "lienthong.db") as db:
        rows = db.execute(
            "SELECT receipt, payload FROM receipt JOIN content USING (version_id) WHERE receipt.flow = 'birth'"
        )
        receipt, payload = rows.fetchone()
    names = {value for name, value in json.loads(payload).items() if name.endswith(("_name", "full_name")) and value}
    document = lienthong("passport", receipt, "--json").stdout
    assert names
    assert not [name for name in names if name in document]


def test_a_head_can_be_handed_to_an_auditor(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "auditor.jsonl"
    kept.write_text(lienthong("audit", "head").stdout)
    before = json.loads(lienthong("audit", "verify", "--json").stdout)["copies"]
    assert json.loads(lienthong("audit", "verify", "--heads", str(kept), "--json").stdout)["copies"] == before + 1
    kept.write_text("no head\n")
    assert "no head" in str(lienthong("audit", "verify", "--heads", str(kept)).exception)


def test_endpoints_tell_what_they_bear(home: Path) -> None:
    told = {line["endpoint"]: line for line in json.loads(lienthong("endpoints", "--json").stdout)}
    assert set(told) == {"civil_status", "land", "school", "health", "portal"}
    assert (told["portal"]["breaker"], told["portal"]["backlog"], told["portal"]["nights"]) == ("closed", 0, 0)


def test_copies_that_are_not_there_are_no_proof(home: Path, tmp_path: Path) -> None:
    assert "There is no file" in str(lienthong("audit", "verify", "--heads", str(tmp_path / "nowhere")).exception)


def test_a_passport_that_cannot_be_written_is_one_sentence(home: Path, tmp_path: Path) -> None:
    done = lienthong("passport", a_receipt(home), "--out", str(tmp_path / "nowhere" / "x.json"))
    assert "cannot be written" in str(done.exception)
