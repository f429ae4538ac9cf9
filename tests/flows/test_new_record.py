"""`lienthong new-record`: a skeleton that works as it stands, is red until it is filled in, and writes over nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.new_record.skeleton import DOMAINS, skeleton, write
from relay.errors import FatalError
from tests.architecture.test_record_types import PARTS
from tests.world import ROOT

#: One of a civil-status book and one of a unit's list.
NEW = {"guardianship": "civil_status", "school_trip": "school"}
ROOMS = ("relay", "schemas", "connectors", "expectations", "tracking", "flows", "simulators", "config", "docs", "tests")
WRITTEN = [part.format(name) for name in NEW for part in PARTS if "/json/" not in part]
TESTED = ("architecture/test_record_types.py", "expectations/test_suites.py")
SOUND = (
    "schemas/test_contract.py",
    "schemas/test_export.py",
    "connectors/test_local_layouts.py",
    "simulators/test_types.py",
    "expectations/test_good.py",
    *(f"expectations/test_{name}.py" for name in NEW),
)


def call(house: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=house, capture_output=True, text=True, check=False)


def failing(house: Path, *files: str) -> tuple[set[str], str]:
    """The tests of the copy that fail, without their folder, and all that pytest said."""
    # Only the new types are asked for: what the others promise is tried where they live.
    named = " or ".join((*NEW, "every", "nothing"))
    paths = [f"tests/{file}" for file in files]
    done = call(house, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-k", named, *paths)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return set(re.findall(r"^(?:FAILED|ERROR) tests/\w+/(\S+)", done.stdout, re.MULTILINE)), done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms with two new record types in it."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name, domain in NEW.items():
        told = call(
            copy, "flows.cli", "new-record", name, "--domain", domain, "--title-vi", "Sổ mới", "--title-en", "New ones"
        )
        assert told.returncode == 0, told.stderr
        assert all(part.format(name) in told.stdout for part in PARTS if "/json/" not in part)
        assert "schemas.export" in told.stdout
    assert call(copy, "schemas.export").returncode == 0
    return copy


def test_the_skeleton_reads_like_the_rest_of_the_house(house: Path) -> None:
    files = [file for file in WRITTEN if file.endswith(".py")]
    for how in (["check"], ["format", "--check"]):
        done = call(house, "ruff", *how, "--no-cache", *files)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_what_is_there_works_already(house: Path) -> None:
    assert failing(house, *SOUND)[0] == set()


@pytest.mark.slow
def test_every_missing_piece_is_a_red_test_that_says_what_to_fill_in(house: Path) -> None:
    red, told = failing(house, *TESTED)
    assert {f"test_record_types.py::test_nothing_is_left_to_fill_in[{part}]" for part in PARTS} <= red
    assert {f"test_suites.py::test_a_suite_has_at_least_ten_rules_of_all_severities[{name}]" for name in NEW} <= red
    assert {f"test_record_types.py::test_at_least_five_kinds_of_mistakes_are_told[{name}]" for name in NEW} <= red
    assert not [
        test for test in red if "[" in test and not re.search(r"\[(?:.*\{\}.*|guardianship|school_trip)\]", test)
    ]
    assert [file for file in WRITTEN if f"{file}:" not in told] == []


@pytest.mark.slow
def test_filling_nothing_in_never_goes_green(house: Path, tmp_path: Path) -> None:
    """Not even for someone who only takes the marks away."""
    bare = tmp_path / "bare"
    shutil.copytree(house, bare)
    for file in [*WRITTEN, *(f"schemas/json/{name}.json" for name in NEW)]:
        (bare / file).write_text((bare / file).read_text(encoding="utf-8").replace("FILL IN", ""), encoding="utf-8")
    red, _ = failing(bare, *TESTED)
    assert red >= {f"test_suites.py::test_a_suite_has_at_least_ten_rules_of_all_severities[{name}]" for name in NEW}
    assert red >= {f"test_record_types.py::test_at_least_five_kinds_of_mistakes_are_told[{name}]" for name in NEW}


@pytest.mark.parametrize(
    "name", ["Marriage", "two words", "_x", "x-y", "../x", "", "class", "land", "person", "a" * 31]
)
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(FatalError, match="A record type is called like"):
        skeleton(name, "land", "Sổ mới", "New ones")


@pytest.mark.parametrize(
    "changes", [{"domain": "dossier"}, {"title_vi": 'Sổ "mới"'}, {"title_en": ""}, {"title_en": "x" * 61}]
)
def test_a_domain_or_title_that_cannot_be_is_refused(changes: Mapping[str, str]) -> None:
    with pytest.raises(FatalError):
        skeleton(**{"name": "new_one", "domain": "land", "title_vi": "Sổ mới", "title_en": "New ones", **changes})


@pytest.mark.parametrize("name", ["birth", "contract", "registration"])
def test_nothing_is_written_where_one_file_exists(tmp_path: Path, name: str) -> None:
    with pytest.raises(FatalError, match="is there already"):
        write(skeleton(name, "land", "Sổ mới", "New ones"))
    files = skeleton("new_one", "land", "Sổ mới", "New ones")
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True)
    last = tmp_path / list(files)[-1]
    last.write_text("mine")
    with pytest.raises(FatalError, match="is there already"):
        write(files, tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [last]
    assert last.read_text() == "mine"


def test_an_installed_package_is_no_place_for_it(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="in the repository"):
        skeleton("new_one", "land", "Sổ mới", "New ones", tmp_path)


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_skeleton_has_the_files_of_a_record_type(domain: str) -> None:
    made = skeleton("new_one", domain, "Sổ mới", "New ones")
    assert {str(file) for file in made} == {part.format("new_one") for part in PARTS if "/json/" not in part}
    assert all("FILL IN" in text for text in made.values())


def test_a_package_of_the_name_is_no_place_for_a_module() -> None:
    """expectations/suite is a folder: Python would never look at a suite.py beside it."""
    with pytest.raises(FatalError, match="is there already"):
        write(skeleton("suite", "school", "Sổ mới", "New ones"))
