"""Archives: the page as it was scanned with words that can be found, made once, never of a signed file, and telling nothing."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitise import archive, engine
from digitise.archive import Archived, Maker
from digitise.opening import UnreadableError
from digitise.reading import read
from relay.errors import FatalError
from simulators.paper import broken
from simulators.paper.page import draw
from tests.digitise.signing import signed

needs_engine = pytest.mark.skipif(engine.model_folder() is None, reason="tesseract-ocr-vie is not installed")
CHECKS = {"claimed", "approved", "syntax", "part_2b", "fonts_embedded", "not_encrypted"}
SHA = st.text("0123456789abcdef", min_size=64, max_size=64)


def written(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **({"dpi": (200, 200), "quality": 80} | how))
    return made.getvalue()


@pytest.fixture(scope="module")
def page() -> tuple[Image.Image, dict[str, Any]]:
    return draw("birth_extract", 77, 4, 2)


@pytest.fixture(scope="module")
def scan(page: tuple[Image.Image, dict[str, Any]]) -> bytes:
    return written(page[0])


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    with Maker(tmp_path_factory.mktemp("archive")) as made:
        yield made


@pytest.fixture(scope="module")
def made(maker: Maker, scan: bytes) -> Archived:
    return maker.make(scan)


def text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        found = " ".join(one.get_textpage().get_text_range() for one in document)
    return " ".join(unicodedata.normalize("NFC", found).split())


@needs_engine
def test_most_printed_words_are_found(made: Archived, page: tuple[Image.Image, dict[str, Any]]) -> None:
    printed = {word for line in page[1]["lines"] for word in line.split()}
    assert len(printed & set(text(made.path).split())) > 0.8 * len(printed)
    assert (made.outcome, made.pages) == ("made", 1)


@needs_engine
def test_the_picture_is_the_scan_byte_for_byte(made: Archived, scan: bytes) -> None:
    with pikepdf.open(made.path) as document:
        (picture,) = document.pages[0].get_images().values()
        assert bytes(picture.read_raw_bytes()) == scan


@needs_engine
def test_the_checks_hold_and_are_named(made: Archived) -> None:
    assert set(made.checks) == CHECKS
    assert all(made.checks.values())


@needs_engine
def test_words_lie_over_the_printed_words(made: Archived, page: tuple[Image.Image, dict[str, Any]]) -> None:
    told = page[1]["fields"]["child_name"]
    with pypdfium2.PdfDocument(made.path) as document:
        layer, high = document[0].get_textpage(), document[0].get_height()
        place = layer.search(told["value"].split()[0]).get_next()
        assert place is not None
        left, bottom, right, top = layer.get_charbox(place[0])
    scale = 200 / 72
    left, top, right, bottom = left * scale, (high - top) * scale, right * scale, (high - bottom) * scale
    wanted = told["box"]
    assert wanted[0] - 10 <= left <= right <= wanted[2] + 10
    assert top < (wanted[1] + wanted[3]) / 2 < bottom


@needs_engine
def test_a_scan_is_made_once(maker: Maker, made: Archived, scan: bytes, tmp_path: Path) -> None:
    when = made.path.stat().st_mtime_ns
    (tmp_path / "same.jpg").write_bytes(scan)
    assert maker.make(tmp_path / "same.jpg") == made
    assert archive.known(made.path.parent.parent, made.scan) == made
    assert made.path.stat().st_mtime_ns == when


@needs_engine
def test_an_archive_that_is_not_what_was_written_is_made_again(tmp_path: Path, made: Archived, scan: bytes) -> None:
    other = archive.place(tmp_path, made.scan)
    other.parent.mkdir()
    other.write_bytes(made.path.read_bytes()[:-1])
    other.with_suffix(".json").write_bytes(made.path.with_suffix(".json").read_bytes())
    assert archive.known(tmp_path, made.scan) is None
    assert archive.make(scan, tmp_path).outcome == "made"
    assert archive.known(tmp_path, made.scan) is not None


@needs_engine
def test_only_the_account_that_runs_the_product_reads_archives(made: Archived) -> None:
    folder = made.path.parent.parent
    for place in folder.rglob("*"):
        assert place.stat().st_mode & 0o077 == 0
    assert not list(folder.glob(".making-*/*"))


@needs_engine
def test_a_page_scanned_upside_down_is_shown_upright(maker: Maker, page: tuple[Image.Image, dict[str, Any]]) -> None:
    turned = maker.make(written(page[0].rotate(180)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text(turned.path)
    assert turned.outcome == "made"
    with pikepdf.open(turned.path) as document:
        assert document.pages[0].Rotate == 180


@needs_engine
def test_an_old_text_layer_is_replaced(maker: Maker, made: Archived) -> None:
    again = maker.make(made.path)
    assert text(again.path).count("KHAI SINH") == text(made.path).count("KHAI SINH")
    assert again.outcome == "made"


@needs_engine
@pytest.mark.parametrize("how", ["RGBA", "CMYK", "P", "no dpi", "two pages", "blank"])
def test_pictures_of_every_kind_become_archives(
    maker: Maker, page: tuple[Image.Image, dict[str, Any]], how: str
) -> None:
    small = page[0].resize((620, 877))
    blank = Image.new("L", small.size, 255)
    content = {
        "RGBA": lambda: written(small.convert("RGBA"), "PNG"),
        "CMYK": lambda: written(small.convert("CMYK"), "TIFF", quality=None),
        "P": lambda: written(small.convert("P"), "GIF"),
        "no dpi": lambda: written(small, dpi=(0, 0)),
        "two pages": lambda: written(small, "PDF", resolution=100, save_all=True, append_images=[blank]),
        "blank": lambda: written(blank, "PNG"),
    }[how]()
    found = maker.make(content)
    assert (found.outcome, found.pages) == ("made", 2 if how == "two pages" else 1)
    assert all(found.checks.values())


@needs_engine
def test_a_signed_file_is_kept_as_it_is(maker: Maker, page: tuple[Image.Image, dict[str, Any]]) -> None:
    content = signed(written(page[0].resize((620, 877)), "PDF", resolution=100))
    kept = maker.make(content)
    assert kept.outcome == "kept: signed"
    assert kept.path.read_bytes() == content
    assert kept.sha256 == kept.scan


@needs_engine
def test_a_file_that_pdfa_does_not_allow_is_searchable_and_does_not_call_itself_so(
    maker: Maker, made: Archived
) -> None:
    acting = io.BytesIO()
    with pikepdf.open(made.path) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(acting)
    found = maker.make(acting.getvalue())
    assert found.outcome == "plain"
    assert not found.checks["claimed"]
    assert found.checks["syntax"]


@needs_engine
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("empty_pdf", "empty"),
        ("cut_pdf", "broken"),
        ("no_pdf", "broken"),
        ("wide_pdf", "huge"),
        ("long_pdf", "huge"),
        ("encrypted_pdf", "encrypted"),
    ],
)
def test_files_that_cannot_be_archived_have_their_word(maker: Maker, name: str, outcome: str) -> None:
    with pytest.raises(UnreadableError) as told:
        maker.make(broken.FILES[name]())
    assert told.value.outcome == outcome
    assert str(told.value) == outcome


@needs_engine
def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_made(
    tmp_path: Path, scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Maker(tmp_path) as maker:
        with monkeypatch.context() as hurried:
            hurried.setattr(archive, "MOST_SECONDS", 0.05)
            with pytest.raises(UnreadableError) as told:
                maker.make(scan)
        assert told.value.outcome == "huge"
        assert maker.make(scan).outcome == "made"
    assert sorted(path.suffix for path in tmp_path.rglob("*.*")) == [".json", ".pdf"]


@needs_engine
def test_a_process_that_was_ended_is_started_again(tmp_path: Path, page: tuple[Image.Image, dict[str, Any]]) -> None:
    with Maker(tmp_path) as maker:
        maker.make(written(Image.new("L", (400, 500), 255)))
        assert maker._process is not None
        maker._process.kill()
        maker._process.wait()
        assert maker.make(written(page[0].resize((620, 877)))).outcome == "made"


@needs_engine
def test_neither_logs_nor_output_nor_errors_tell_what_a_page_says(
    scan: bytes, page: tuple[Image.Image, dict[str, Any]], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "scan").write_bytes(scan)
    asked = json.dumps({"scan": str(tmp_path / "scan"), "to": str(tmp_path / "made.pdf")})
    with caplog.at_level(logging.DEBUG):
        done = subprocess.run(
            [sys.executable, "-m", "digitise.archive_worker"],
            input=asked.encode(),
            capture_output=True,
            check=True,
            env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(archive.__file__).parent.parent)},
        )
    said = done.stdout.decode() + done.stderr.decode() + caplog.text
    assert '"outcome": "made"' in said
    for word in {word for field in page[1]["fields"].values() for word in field["value"].split() if len(word) > 3}:
        assert word not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.pdf", "scan"]


@needs_engine
def test_the_process_knows_no_secret_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scan: bytes
) -> None:
    monkeypatch.setenv("LIENTHONG_KEY_SECRET", "only-for-the-parent")
    with Maker(tmp_path) as maker:
        maker.make(scan)
        assert maker._process is not None
        known = Path(f"/proc/{maker._process.pid}/environ").read_bytes()
    assert b"only-for-the-parent" not in known


def test_without_the_model_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scan: bytes) -> None:
    monkeypatch.setattr(engine, "TESSDATA", (tmp_path,))
    with pytest.raises(FatalError, match="tesseract-ocr-vie"):
        archive.make(scan, tmp_path / "archive")


@given(SHA, SHA)
def test_store_codes_tell_scans_apart_and_are_the_same_for_the_same(one: str, other: str) -> None:
    code = archive.store_code("16873", "birth_extract", one)
    assert code == f"LT.16873.birth_extract.{one[:16]}"
    assert (code == archive.store_code("16873", "birth_extract", other)) == (one[:16] == other[:16])


@given(st.text(max_size=70).filter(lambda text: not archive._SHA256.fullmatch(text)))
def test_what_is_no_checksum_names_no_file(given: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        archive.place(Path("archive"), given)
    with pytest.raises(ValueError, match="SHA-256"):
        archive.store_code("16873", "birth_extract", given)


@needs_engine
def test_words_that_were_read_before_are_not_read_again(tmp_path: Path, scan: bytes) -> None:
    known = read(scan).words
    assert known is not None
    first = known.lines[0][0]
    told = replace(known, lines=[[replace(first, text="Xyzzy"), *known.lines[0][1:]], *known.lines[1:]])
    with Maker(tmp_path) as maker:
        made = maker.make(scan, [told])
    with pypdfium2.PdfDocument(made.path) as document:
        text = document[0].get_textpage().get_text_range()
    assert "Xyzzy" in text
    assert all(made.checks.values())
    assert [path.name for path in tmp_path.glob(".making-*")] == []
