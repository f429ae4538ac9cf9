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


def lienthong(config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": "/usr/bin:/bin",
        "LIENTHONG_CONFIG": str(config),
        "LIENTHONG_HOME": str(config.parent / "home"),
        "GX_ANALYTICS_ENABLED": "false",
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
        ("endpoints.yaml", "endpoints:", "endpoints: [", "endpoints.yaml"),
    ],
)
def test_a_mistake_in_a_file_is_one_sentence(config: Path, file: str, old: str, new: str, named: str) -> None:
    path = config / file
    path.write_text(path.read_text().replace(old, new))
    told = refused(lienthong(config, "run", "birth"))
    assert named in told
    assert len(told.strip().splitlines()) == 2  # one sentence, in English and in Vietnamese


def test_a_missing_connection_is_named(config: Path) -> None:
    assert "civil_db" in refused(lienthong(config, "run", "birth"))


@pytest.mark.parametrize(
    "arguments", [["run", "marriages"], ["run", "birth", "--since", "yesterday"], ["units", "99999"]]
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
        "units",
        "reconcile",
        "check",
        "simulate",
    ):
        assert command in done.stdout
