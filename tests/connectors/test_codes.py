"""Every code the national side can answer stands in the catalogue, with its meaning and fix in two languages and who can act."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.national.codes import ANY, catalogue, lookup
from connectors.national.codes.entry import MOCK
from connectors.national.verdicts import Ruling, verdict
from flows.wording import UNKNOWN_CODE, WHO, code_sentence
from tests.world import ROOT

SIMULATORS = ROOT / "simulators" / "national"
ENDPOINTS = ("civil_status", "land", "school", "health", "portal")
#: What one of these says holds for the endpoint it is named after; the others speak for all.
OWN = {path.name: name for path in SIMULATORS.glob("*.py") for name in ENDPOINTS if path.name.startswith(name)}
CODE = re.compile(r"E\d{3}|PENDING|-\d{3}|-1|00")


def said(tree: ast.AST) -> Iterator[str]:
    """Codes a simulator's program holds: as texts, inside prepared bodies, as error_code of an answer, as a status it fails with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if CODE.fullmatch(node.value):
                yield node.value
            yield from re.findall(r'"(?:error_)?code": "?(E\d{3}|-\d+)', node.value)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name):
            yield from _status(node.func.id, node.args[0])
        elif isinstance(node, ast.Dict):
            named = {
                key.value: value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            }
            if "error_code" in named:
                yield from _status("Answer", named["error_code"])


def _status(name: str, first: ast.expr) -> Iterator[str]:
    try:
        number = ast.literal_eval(first)
    except ValueError:
        return
    if isinstance(number, int) and name in ("Answer", "Session"):
        yield str(number)
    elif isinstance(number, int) and name in ("HTTPException", "_failed"):
        yield f"E{number}"


def answered() -> dict[tuple[str, str], str]:
    """(endpoint or ANY, code) → the file that says so."""
    from simulators.national.openapi import FAILURES

    found = {(ANY, f"E{status}"): "openapi.py" for status in (*FAILURES, 405)}
    for path in sorted(SIMULATORS.glob("*.py")):
        for code in said(ast.parse(path.read_text(encoding="utf-8"))):
            # Numbers below zero are the portal's way to speak, whoever prepares them.
            found["portal" if code[0] == "-" else OWN.get(path.name, ANY), code] = path.name
    return found


def test_the_codes_of_the_simulators_were_found() -> None:
    found = answered()
    told = {"civil_status": "E101", "land": "E201", "school": "E302", "health": "E401", "portal": "E504"}
    assert told.items() <= set(found)
    assert {(ANY, "E109"), (ANY, "E900"), (ANY, "E429"), ("portal", "-401"), ("portal", "-413")} <= set(found)
    assert len(found) >= 30


@pytest.mark.parametrize(("endpoint", "code"), sorted(answered()))
def test_every_code_a_simulator_answers_is_in_the_catalogue(endpoint: str, code: str) -> None:
    assert lookup(endpoint, code) is not None


@pytest.mark.parametrize("key", catalogue(), ids="-".join)
def test_every_entry_says_what_it_means_what_to_do_and_who_does_it(key: tuple[str, str]) -> None:
    entry = catalogue()[key]
    assert entry.code == key[1]
    assert entry.who in WHO
    assert entry.source
    for vi, en in (entry.meaning, entry.fix):
        assert vi.endswith(".")
        assert en.endswith(".")
        assert vi != en


def test_no_entry_is_told_twice() -> None:
    from connectors.national import codes

    modules = [module for files in codes._FILES.values() for module in files]
    assert sum(len(module.CODES) for module in modules) == len(catalogue())
    assert {path.stem for path in (ROOT / "connectors" / "national" / "codes").glob("*.py")} == {
        *(module.__name__.rpartition(".")[2] for module in modules),
        "__init__",
        "entry",
    }


def test_what_is_not_public_is_said_to_be_a_mocks() -> None:
    own = [entry for (endpoint, code), entry in catalogue().items() if endpoint and re.fullmatch(r"E\d{3}", code)]
    assert own
    assert {entry.source for entry in own} == {MOCK}


def test_a_sentence_tells_the_fix_and_who_can_do_it() -> None:
    revoked = lookup("land", "E201")
    assert revoked is not None
    for pick in (0, 1):
        told = code_sentence("land", "E201", pick)
        assert all(
            part in told for part in ("land", "E201", revoked.meaning[pick], revoked.fix[pick], WHO["unit"][pick])
        )


def test_a_code_nobody_knows_is_said_to_be_unknown_and_whom_to_ask() -> None:
    assert lookup("land", "E777") is None
    for pick in (0, 1):
        told = code_sentence("land", "E777", pick)
        assert all(part in told for part in ("E777", UNKNOWN_CODE[0][pick], UNKNOWN_CODE[1][pick], WHO["team"][pick]))


def test_the_same_code_means_what_its_own_endpoint_says() -> None:
    of_record, of_exchange = lookup("health", "E401"), lookup("land", "E401")
    assert of_record != of_exchange


@given(st.text(max_size=40) | st.from_regex(r"E[0-9]{3}|-[0-9]{1,3}|[0-9]{6,14}", fullmatch=True))
def test_what_could_be_a_value_of_a_person_is_kept_as_no_code(text: str) -> None:
    kept = verdict(Ruling("refused"), text).code
    assert kept in (text, "?")
    if re.search(r"\d{9}", text) or " " in text or not text.isascii() or len(text) > 20:
        assert kept == "?"


def test_every_code_of_the_catalogue_is_kept_as_it_is() -> None:
    assert all(verdict(Ruling("refused"), code).code == code for _, code in catalogue() if code)
