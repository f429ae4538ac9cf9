"""A record type is files of its own stem: all of them are there, and no other code keeps a list of record types beside them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from flows.catalogue import FLOWS
from tests.architecture.test_house import CODE, ROOT, TESTS

TYPES = frozenset(FLOWS)
#: The files of a record type; each is found by its name, so that none of them is told anywhere else.
PARTS = (
    "schemas/{}.py",
    "schemas/json/{}.json",
    "connectors/mapping/{}.py",
    "expectations/{}.py",
    "simulators/province/{}.py",
    "tests/records/{}.py",
    "tests/expectations/test_{}.py",
    "docs/planted-errors/{}.md",
)
#: Files in which several record types may stand together, and why.
EXCEPTIONS = {
    "simulators/province/re_registration.py": "the birth of a pupil is registered again: the module is about these two",
    "benchmarks/fuzz/truth.py": "one example for each kind of endpoint, not each record type",
    "tests/connectors/test_hostile_files.py": "one example for each form of file, not each record type",
    "tests/flows/test_desk.py": "one night of a few flows is enough to have something on the desk",
    "tests/flows/test_evidence_commands.py": "one night of two flows is enough to have something to prove",
    "tests/flows/test_silent_sources.py": "examples of each kind of source, not each record type",
    "tests/connectors/test_national_faults.py": "one example for each kind of endpoint, not each record type",
    "tests/schemas/test_export.py": "examples of fields a schema refuses; a type's own shape is tried with its own suite",
    "tests/schemas/test_shape.py": "examples of kinds of fields; a type's own shape is tried with its own suite",
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", FLOWS)
def test_a_record_type_has_all_its_files(name: str, part: str) -> None:
    assert (ROOT / part.format(name)).exists(), (
        f"write {part.format(name)}; docs/add-a-record-type.md says what it holds"
    )


@pytest.mark.parametrize("part", ["schemas/json/{}.json", "expectations/{}.py", "docs/planted-errors/{}.md"])
def test_no_file_is_left_of_a_type_that_went(part: str) -> None:
    assert {path.stem for path in ROOT.glob(part.format("*"))} - {"__init__", "README"} == TYPES


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_left_to_fill_in(part: str) -> None:
    lines = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in sorted(ROOT.glob(part.format("*")))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if "FILL" + " IN" in line
    ]
    assert not lines, "fill in:\n" + "\n".join(lines)


@pytest.mark.parametrize("name", FLOWS)
def test_at_least_five_kinds_of_mistakes_are_told(name: str) -> None:
    rows = [
        line for line in (ROOT / PARTS[-1].format(name)).read_text(encoding="utf-8").splitlines() if line[:2] == "| "
    ]
    assert len(rows) - 1 >= 5, f"plant more kinds in simulators/province/{name}.py and tell the rule that names each"


def words(element: ast.expr | None) -> Iterator[str]:
    """What an element of a collection may be called by: a text, a name, a module's attribute, or the first cell of a row."""
    match element:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name)):
            yield name
        case ast.Tuple(elts=[first, *_]) | ast.List(elts=[first, *_]) | ast.Call(args=[first, *_]):
            yield from words(first)


def listed(node: ast.AST) -> set[str]:
    """The record types one piece of code puts side by side."""
    named: list[str] = []
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            named = [word for element in elements for word in words(element)]
        case ast.Dict(keys=keys, values=values):
            named = [word for element in (*keys, *values) for word in words(element)]
        case ast.Call(args=elements, keywords=keywords):
            named = [word for element in elements for word in words(element)] + [word.arg or "" for word in keywords]
        case ast.Match(cases=cases):
            named = [
                word
                for case in cases
                for part in ast.walk(case.pattern)
                for word in words(getattr(part, "value", None))
            ]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            named = [name.name.rpartition(".")[2] for name in names]
    return TYPES.intersection(named)


def lists(text: str, own: str = "") -> list[tuple[int, list[str]]]:
    """(line, record types) wherever two or more stand together; a module may name the type it is called after."""
    found = [(node, listed(node) - {own}) for node in ast.walk(ast.parse(text))]
    return sorted((getattr(node, "lineno", 0), sorted(names)) for node, names in found if len(names) > 1)


LISTS = {
    str(file.relative_to(ROOT)): made
    for file in CODE + TESTS
    if (made := lists(file.read_text(encoding="utf-8"), file.stem.removeprefix("test_")))
}


def test_no_code_keeps_a_list_of_record_types() -> None:
    kept = {file: made for file, made in LISTS.items() if file not in EXCEPTIONS}
    assert kept == {}, "ask flows.catalogue, schemas.contract or the package the types' modules are in"


def test_no_exception_is_needed_no_more() -> None:
    assert set(EXCEPTIONS) - set(LISTS) == set()


@pytest.mark.parametrize(
    "text",
    [
        'KINDS = ("birth", "death")',
        'kinds = frozenset(["birth", "death"])',
        'FOLDERS = {"birth": "a", "death": "b"}',
        'ROWS = [("birth", 45), ("death", 15)]',
        'DOMAINS = {"civil_status": ["birth"], "land": ["parcel"]}',
        "MODULES = [birth, death]",
        "MAKERS = (birth.make, death.make)",
        "SHARES = dict(birth=45, death=15)",
        "from simulators.province import birth, death",
        "match flow:\n    case 'birth':\n        pass\n    case 'death':\n        pass",
        "match flow:\n    case 'birth' | 'death':\n        pass",
        'flow: Literal["birth", "death"]',
    ],
)
def test_a_list_is_noticed_however_it_is_written(text: str) -> None:
    assert [names for _, names in lists(text)]


@pytest.mark.parametrize("text", ['run("birth", dry_run=True)', 'PARENTS = {"student": 1}', '"birth, death"'])
def test_one_record_type_is_no_list(text: str) -> None:
    assert lists(text) == []
