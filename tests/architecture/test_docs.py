"""The documents tell what is there: every command, table, flow, rule owner and setting appears in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from flows.catalogue import FLOWS
from flows.cli import app
from relay.status import Status
from relay.store.tables import metadata
from schemas.contract import contracts

ROOT = Path(__file__).parents[2]


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(typer.main.get_command(app).commands))
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"lienthong {command}" in read("README.md")
    assert typer.main.get_command(app).commands[command].help


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_has_its_life_told(table: str) -> None:
    assert f"| `{table}` |" in read("docs", "data-model.md")


def test_no_table_is_told_of_that_is_not_there() -> None:
    told = re.findall(r"^\| `(\w+)` \|", read("docs", "data-model.md"), re.MULTILINE)
    assert set(told) == set(metadata.tables)


@pytest.mark.parametrize(
    "proof", sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", read("docs", "reliability.md"))))
)
def test_every_proof_of_reliability_is_there(proof: str) -> None:
    path, _, name = proof.partition("::")
    assert f"def {name}(" in read(path) if name else (ROOT / path).exists()


@pytest.mark.parametrize("status", list(Status))
def test_every_status_stands_in_the_law(status: Status) -> None:
    assert status.value in read("docs", "journey.md")


def test_flows_are_named_like_their_contracts_and_there_is_one_each() -> None:
    assert set(FLOWS) == set(contracts())
    for name, flow in FLOWS.items():
        assert flow.domain == contracts()[name].domain


@pytest.mark.parametrize(
    "page",
    ["README.md", "README.vi.md", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md")))],
)
def test_links_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\((?!http)([^)#]+)", read(page)):
        assert (folder / target).exists(), f"{page} points to {target}"


@pytest.mark.parametrize("setting", ["HOME", "DATABASE_URL", "CONFIG", "KEY_SECRET", "ACTOR"])
def test_every_setting_is_explained(setting: str) -> None:
    assert f"LIENTHONG_{setting}" in read("README.md")


def test_the_example_of_a_record_type_is_the_code_that_runs() -> None:
    """docs/add-a-record-type.md shows the diff of one type: every file it quotes says just that, and so do the counted lines."""
    page = read("docs", "add-a-record-type.md")
    quoted = re.findall(r"^```diff\n\+\+\+ (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(quoted) >= 4
    for path, lines in quoted:
        text = "".join(line[1:] for line in lines.splitlines(keepends=True))
        assert text in read(path), f"{path} has changed: show its lines as they are now"
    counted = dict(re.findall(r"^\| `(\S+marriage\.\w+)` \| \+(\d+) \|$", page, re.MULTILINE))
    assert len(counted) == 7
    assert counted == {path: str(len(read(path).splitlines())) for path in counted}
