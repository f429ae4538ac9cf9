"""Bad configuration gives one sentence and exit 2, before anything is pulled."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    shutil.copytree(ROOT / "config", folder)
    return folder


def lienthong(config: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": "/usr/bin:/bin",
        "LIENTHONG_CONFIG": str(config),
        "LIENTHONG_HOME": str(config.parent / "home"),
        "GX_ANALYTICS_ENABLED": "false",
        **more,
    }
    command = [sys.executable, "-m", "flows.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("sources.yaml", "kind: onestop", "kind: two_stop", "two_stop"),
        ("sources.yaml", "serves: [dossier]", "serves: [dossiers]", "dossiers"),
        ("sources.yaml", "write_back: onestop", "write_back: nowhere", "nowhere"),
        ("sources.yaml", "sources:", "sauces:", "sources.yaml"),
        ("endpoints.yaml", "serves: [land]", "serves: []", "parcel"),
        ("endpoints.yaml", "serves: [land]", "serves: [land]\n    limits: {closed: ['25:00-26:00']}", "endpoints.land"),
        ("endpoints.yaml", "serves: [land]", "serves: [land]\n    limits: {records_per_day: many}", "endpoints.land"),
        ("endpoints.yaml", "endpoints:", "endpoints: [", "endpoints.yaml"),
        ("campaigns.yaml", "deadline:", "deadlyne:", "deadline"),
        ("people.yaml", "roles: [clerk]", "roles: [king]", "people.yaml"),
        ("units.yaml", "match:", "march:", "units.yaml"),
        ("indices.yaml", "overdue_days: [5, 15, 30]", "overdue_days: [many]", "indices.yaml"),
        ("leads.yaml", "when: age", "when: never", "leads.yaml"),
        ("alerts.yaml", "lang: vi", "lang: fr", "alerts.yaml"),
        ("quality.yaml", "least_nights: 7", "least_nights: 2", "least_nights"),
        ("quality.yaml", "birth: registered_on", "birth: registered", "newest.birth"),
        ("quality.yaml", "birth: registered_on", "births: registered_on", "births"),
        ("reporting.yaml", "reports: reports", "repots: reports", "reporting.yaml"),
    ],
)
def test_a_mistake_in_a_file_is_one_sentence(config: Path, file: str, old: str, new: str, named: str) -> None:
    path = config / file
    path.write_text(path.read_text().replace(old, new))
    told = refused(lienthong(config, "run", "birth"))
    assert named in told
    assert len(told.strip().splitlines()) == 2  # one sentence, in English and in Vietnamese


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "config").glob("*.yaml")))
def test_a_file_that_is_no_text_is_one_sentence(config: Path, file: str) -> None:
    (config / file).write_bytes(b"\xff\xfe\x00")
    told = refused(lienthong(config, "run", "birth"))
    assert file in told
    assert len(told.strip().splitlines()) == 2


def test_a_missing_connection_is_named(config: Path) -> None:
    assert "civil_db" in refused(lienthong(config, "run", "birth"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "marriages"],
        ["run", "birth", "--since", "yesterday"],
        ["units", "99999"],
        ["progress", "--as-of", "2099-01-01"],
        ["progress", "--as-of", "0001-01-01"],
        ["report", "--week", "9999-12-31"],
    ],
)
def test_misuse_is_explained(config: Path, arguments: list[str]) -> None:
    refused(lienthong(config, *arguments))


def test_json_is_one_document_and_nothing_else(config: Path) -> None:
    done = lienthong(config, "flows", "--json")
    assert done.returncode == 0
    assert {flow["endpoint"] for flow in json.loads(done.stdout)} == {
        "civil_status",
        "land",
        "school",
        "health",
        "portal",
    }


def test_every_command_has_help(config: Path) -> None:
    done = lienthong(config, "--help")
    for command in (
        "flows",
        "run",
        "progress",
        "quality",
        "quarantine",
        "linkage",
        "audit",
        "passport",
        "endpoints",
        "units",
        "reconcile",
        "check",
        "simulate",
        "new-record",
    ):
        assert command in done.stdout


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LIENTHONG_CONN_CIVIL_DB", "{not json"),
        ("LIENTHONG_CONN_CIVIL_DB", '{"url": 5}'),
        ("LIENTHONG_CONN_CIVIL_DB", '{"url": "mysql://user:secret@127.0.0.1/x"}'),
        ("LIENTHONG_DATABASE_URL", "mysql://user:secret@127.0.0.1/x"),
        ("LIENTHONG_DATABASE_URL", "nonsense"),
        ("LIENTHONG_DATABASE_URL", "sqlite:////proc/nowhere/store.db"),
    ],
)
def test_a_wrong_address_is_one_sentence_without_its_secret(config: Path, variable: str, value: str) -> None:
    (config.parent / "home").mkdir()
    (config.parent / "home" / "lienthong.db").touch()
    command = ["run", "birth"] if "CONN" in variable else ["reconcile", "birth"]
    told = refused(lienthong(config, *command, **{variable: value}))
    assert "secret" not in told


def test_looking_without_a_store_says_where_it_should_be(config: Path) -> None:
    assert "make run" in refused(lienthong(config, "progress"))
    assert not (config.parent / "home").exists()
