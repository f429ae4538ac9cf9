"""Habits of the house that a reader relies on: names, sizes, a promise on every module, a way for every flow."""

import ast
import subprocess
import tomllib
from pathlib import Path

import pytest

from flows.catalogue import FLOWS

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
CODE = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
FILE_LINES, FUNCTION_LINES = 250, 60  # the aim for a function is 50; a list of rules may run on a little


def shown(file):
    return str(file.relative_to(ROOT))


def test_no_module_or_folder_has_a_name_that_says_nothing():
    parts = {
        shown(file) for file in CODE + TESTS if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in file.parts}
    }

    assert parts == set()


def test_every_module_says_its_promise():
    silent = [
        shown(file) for file in CODE if file.stat().st_size and not ast.get_docstring(ast.parse(file.read_text()))
    ]

    assert silent == []


def test_files_stay_short():
    long = {shown(file): lines for file in CODE if (lines := len(file.read_text().splitlines())) > FILE_LINES}

    assert long == {}


def test_functions_stay_short():
    long = {
        f"{shown(file)}:{node.name}": lines
        for file in CODE
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }

    assert long == {}


@pytest.mark.parametrize("flow", FLOWS)
def test_every_flow_has_a_way_and_a_time(flow):
    assert FLOWS[flow].schedule
    assert FLOWS[flow].sources
    assert FLOWS[flow].endpoint


def test_the_repository_names_no_machine_and_no_index():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    telling = ("extra-index-" + "url", "/work/" + "main", "/root/" + ".", "/home/" + "user")

    def reads(file):
        try:
            return file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            return ""

    assert [shown(file) for file in files if any(word in reads(file) for word in telling)] == []
