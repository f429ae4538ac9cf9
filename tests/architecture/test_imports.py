"""Import directions hold, and each contract notices the one import it is there to forbid."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract["name"] for contract in CONFIG["contracts"]}

# contract → (module, the import that breaks it)
VIOLATIONS = {
    "house": ("schemas/birth.py", "import flows.catalogue"),
    "engine": ("relay/store/law.py", "import relay.stages.pull"),
    "stages": ("relay/stages/stage.py", "import relay.stages.validate"),
    "airflow": ("flows/tasks.py", "import airflow.sdk"),
    "expectations": ("connectors/http.py", "import great_expectations"),
    "simulators-stand-apart": ("simulators/clock.py", "import schemas.birth"),
    "simulators-unknown": ("stack/world.py", "import simulators.credentials"),
}


PROGRAM = """
import sys
from importlinter.cli import lint_imports_command
sys.argv = ["lint-imports", "--no-cache"]
lint_imports_command()
"""


def lint(folder):
    return subprocess.run([sys.executable, "-c", PROGRAM], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the house's Python, free to be spoilt."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name in CONFIG["root_packages"]:
        for file in (ROOT / name).rglob("*.py"):
            target = copy / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    return copy


def test_the_house_keeps_its_directions(house):
    done = lint(house)

    assert done.returncode == 0, done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


def test_every_contract_has_its_violation():
    assert set(VIOLATIONS) == set(CONTRACTS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_is_noticed_by_its_contract(house, contract):
    module, line = VIOLATIONS[contract]
    spoilt = house / module
    sound = spoilt.read_text()
    try:
        spoilt.write_text(f"{sound}\n{line}\n")
        done = lint(house)
    finally:
        spoilt.write_text(sound)

    shown = " ".join(done.stdout.split())
    assert done.returncode == 1, done.stdout
    assert f"{CONTRACTS[contract]} BROKEN" in shown


def test_every_room_is_linted():
    rooms = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests"}

    assert rooms == set(CONFIG["root_packages"])
