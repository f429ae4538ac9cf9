"""`make setup` and its failures, on a copy of the tooling only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stack import prepare

ROOT = prepare.ROOT


@pytest.fixture
def clone(tmp_path):
    """A tree with the tooling of this project and a lock of one package."""
    for name in ("Makefile", "pyproject.toml", "apt.txt"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "stack", tmp_path / "stack", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements.lock").write_text("absent-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    (tmp_path / "apt.txt").write_text("")
    return tmp_path


def make(folder, *arguments, **environment):
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**os.environ, "MAKEFLAGS": "", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def script(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def last_sentence(done):
    return [line for line in done.stderr.splitlines() if not line.startswith("make")][-1]


def test_help_names_every_target_of_the_interface():
    shown = make(ROOT, "help").stdout

    for target in ("setup", "run", "stop", "test", "lint", "bench", "lock", "clean"):
        assert f"make {target} " in shown


def test_missing_python_is_one_sentence(clone):
    done = make(clone, "setup", "PYTHON=/nowhere/python3")

    assert done.returncode
    assert last_sentence(done).startswith("python3 is missing: install Python 3.11")


def test_old_python_is_one_sentence(clone, tmp_path):
    old = script(tmp_path / "python3.9", 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')

    done = make(clone, "setup", f"PYTHON={old}")

    assert done.returncode
    assert last_sentence(done).startswith("Python 3.9.2 is too old: Python 3.11 or newer is needed")


@pytest.mark.slow
def test_an_index_that_does_not_answer_is_one_sentence(clone):
    silent = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}

    done = make(clone, "setup", f"PYTHON={sys.executable}", **silent)

    assert done.returncode
    assert last_sentence(done).startswith(
        "The Python package index does not answer: check the network or PIP_INDEX_URL"
    )
    assert not (clone / ".venv" / "installed.stamp").exists()


def test_pip_failures_are_explained():
    assert "index does not answer" in prepare.explain("WARNING: ...\nERROR: No matching distribution found for x==1")
    told = prepare.explain("noise\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\nmore")
    assert told.startswith("pip could not install the packages: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_packages_that_dpkg_does_not_know_are_missing(tmp_path):
    listed = tmp_path / "apt.txt"
    listed.write_text("no-such-package-here\n")

    missing = prepare.system_packages(listed)

    assert missing == (["no-such-package-here"] if shutil.which("dpkg-query") else [])


def test_the_lock_names_no_host_and_hashes_everything():
    lines = (ROOT / "requirements.lock").read_text().splitlines()

    assert not [line for line in lines if "://" in line or line.startswith(("--index", "--extra", "--find"))]
    pinned = [number for number, line in enumerate(lines) if line[:1].isalnum()]
    assert len(pinned) > 150
    assert all("==" in lines[number] and "--hash=sha256:" in lines[number + 1] for number in pinned)
