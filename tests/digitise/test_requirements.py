"""What a scan is, is told of any bytes; what it should be like is an installation's to say, and unsourced until it says where it stands."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitise import requirements
from digitise.requirements import Facts, ScanRules, broken, facts, holds, said
from flows.settings import load_file
from relay.errors import FatalError
from simulators.paper.broken import FILES
from tests.digitise.signing import signed

CONFIG = Path(requirements.__file__).parent.parent / "config" / "scans.yaml"
NAMES = tuple(requirements.NAMES)


def rules(**changed: dict[str, object]) -> ScanRules:
    given = load_file(CONFIG, ScanRules).model_dump()
    return ScanRules.model_validate(
        {name: value | changed.get(name, {}) for name, value in given.items() if name in NAMES}
    )


def strict(severity: str = "hold") -> ScanRules:
    return rules(**{name: {"severity": severity} for name in NAMES})


def scan(mode: str = "RGB", kind: str = "PNG", dpi: int | None = 200, **how: object) -> bytes:
    made = io.BytesIO()
    if dpi:
        how |= {"resolution": dpi} if kind == "PDF" else {"dpi": (dpi, dpi)}
    Image.new(mode, (827, 1169), 1).save(made, kind, **how)
    return made.getvalue()


def test_nothing_is_required_until_an_installation_says_so_and_all_of_it_is_unsourced() -> None:
    shipped = load_file(CONFIG, ScanRules)
    for name in NAMES:
        rule = getattr(shipped, name)
        assert rule.severity in ("off", "warn")
        assert rule.source == requirements.UNSOURCED
        assert "unsourced" in said(f"scan.{name}", shipped)[1]
        assert "chưa có căn cứ" in said(f"scan.{name}", shipped)[0]


def test_a_rule_with_a_source_names_it() -> None:
    assert said("scan.dpi", rules(dpi={"source": "TT 01/2023, Điều 9"}))[1] == "Resolution (TT 01/2023, Điều 9)"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
@pytest.mark.parametrize(("mode", "colour"), [("1", "black"), ("L", "grey"), ("RGB", "colour")])
def test_facts_of_a_scan(kind: str, mode: str, colour: str) -> None:
    known = facts(scan(mode, kind, 150))
    assert known.format == {"JPEG": "jpg"}.get(kind, kind.lower())
    assert (known.dpi, known.pages) == (150, 1)
    assert known.colour == ("grey" if (kind, mode) == ("JPEG", "1") else colour)


def test_the_coarsest_page_of_a_pdf_counts() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for dpi in (300, 100):
        document.import_pages(pypdfium2.PdfDocument(scan("RGB", "PDF", dpi)))
    made = io.BytesIO()
    document.save(made)
    assert (facts(made.getvalue()).dpi, facts(made.getvalue()).pages) == (100, 2)


def test_each_rule_is_broken_by_what_breaks_it_and_by_nothing_else() -> None:
    good = facts(signed(scan("RGB", "PDF", 300)))
    most = strict()
    assert broken(good, most) == ["scan.pdfa"]
    coarse = facts(signed(scan("L", "PDF", 150)))
    assert broken(coarse, most) == ["scan.dpi", "scan.pdfa"]
    assert broken(facts(scan("1", "PNG", 300)), most) == ["scan.colour", "scan.signature", "scan.pdfa"]
    assert broken(facts(scan("RGB", "JPEG", None)), most) == ["scan.dpi", "scan.signature", "scan.pdfa"]
    assert broken(facts(scan("P", "GIF", None)), rules(format={"severity": "warn"}))[:2] == ["scan.dpi", "scan.format"]
    assert "scan.size" in broken(good, rules(size={"severity": "warn", "most_mb": 0.0001}))


def test_a_tampered_signature_is_none() -> None:
    content = signed(scan("RGB", "PDF", 300))
    assert "scan.signature" in broken(facts(content + b"\n% more\n"), strict())


def test_rules_that_are_off_are_not_looked_at() -> None:
    assert broken(facts(b"no scan at all"), strict("off")) == []


def test_a_broken_rule_holds_the_scan_only_where_it_says_hold() -> None:
    names = broken(facts(scan("1", "PNG", 72)), strict("warn"))
    assert names
    assert not holds(names, strict("warn"))
    assert holds(names, rules(**({name: {"severity": "warn"} for name in NAMES} | {"dpi": {"severity": "hold"}})))


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_pages_have_facts(name: str) -> None:
    known = facts(FILES[name]())
    assert known.size == len(FILES[name]())
    assert known.dpi is None


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"])
)
def test_any_bytes_have_facts(content: bytes, start: bytes) -> None:
    known = facts(start + content)
    assert isinstance(known, Facts)
    assert set(broken(known, strict())) <= {f"scan.{name}" for name in NAMES}


@pytest.mark.parametrize(
    ("line", "said_of"),
    [
        ("dpi: {severity: warn, source: none, least: -3}", "dpi.least"),
        ("dpi: {severity: perhaps, source: none, least: 200}", "dpi.severity"),
        ("format: {severity: warn, source: none, allowed: [bmp]}", "format.allowed"),
        ("colours: {severity: warn}", "colours"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_in_two_languages(tmp_path: Path, line: str, said_of: str) -> None:
    path = tmp_path / "scans.yaml"
    shutil.copy(CONFIG, path)
    name = line.partition(":")[0]
    kept = [one for one in path.read_text("utf-8").splitlines() if not one.startswith(f"{name}:")]
    path.write_text("\n".join([*kept, line]), encoding="utf-8")
    with pytest.raises(FatalError) as told:
        load_file(path, ScanRules)
    assert told.value.en.startswith("scans.yaml, " + said_of)
    assert told.value.vi.endswith("Sửa tệp rồi chạy lại.")
