"""The process archives are made in: `python -m digitise.archive_worker`, started by digitise.archive.

One scan a line comes in as JSON (`scan`, `to`); a line goes out for every page that was read, and one at the end: `outcome`, `pages`,
`checks`. Its memory is limited, its temporary files lie in TMPDIR, and it writes no logs: ocrmypdf's quote what they read.
"""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from digitise import engine, signatures
from digitise.engine import PageWords
from digitise.opening import DPI, MOST_PIXELS, PASSWORD, UnreadableError

#: Address space of the process; a page of 40 million pixels takes about a third.
MOST_MEMORY = 3 << 30
MOST_BYTES, MOST_PAGES = 200_000_000, 200
LOGGERS = ("ocrmypdf", "pikepdf", "pdfminer", "img2pdf", "fpdf", "fontTools", "PIL", "py.warnings", *signatures.LOGGERS)
#: Dots an inch below which a picture's word for its resolution is not believed, as in ocrmypdf; and above, ours.
LEAST_DPI, HIGHEST_DPI = 97, 1200
#: Inches of the long side of A4, for pictures that do not tell their resolution.
A4 = 11.69
#: Flavour of PDF/A; the namespace in which a file's metadata claim one.
FLAVOUR, CLAIM = "2b", "{http://www.aiim.org/pdfa/ns/id/}"
MADE, PLAIN, KEPT = "made", "plain", "kept: signed"


def make(scan: Path, to: Path, on_page: Callable[[int], None], words: Path | None = None) -> dict[str, Any]:
    """A searchable PDF/A of a scan at `to`; a signed PDF is copied as it is. Raises UnreadableError.

    `words`: file with the words of its pages, where they were read before.
    """
    from digitise import archive_plugin
    from digitise.archive_checks import checks

    turned: list[int] = []

    def page(number: int, over: bool) -> None:
        on_page(number)
        turned.extend([number] if over else [])

    archive_plugin.on_page = page
    archive_plugin.known = [told and PageWords.of(told) for told in json.loads(words.read_bytes())] if words else []
    content = scan.read_bytes()
    if len(content) > MOST_BYTES:
        raise UnreadableError("huge")
    if signatures.of(content).present:
        to.write_bytes(content)
        return {"outcome": KEPT, "pages": _pages(content), "checks": checks(to)}
    if content[:1024].lstrip().startswith(b"%PDF"):
        pages = _pages(content)
        written = _written(scan, to, {"mode": _mode(scan)})
    else:
        pages, ready, dpi = _picture(content)
        scan.write_bytes(ready)
        written = _written(scan, to, {"image_dpi": dpi})
    if not written:
        to.write_bytes(content)
        return {"outcome": KEPT, "pages": pages, "checks": checks(to)}
    _put_right(to, turned)
    found = checks(to)
    return {"outcome": MADE if all(found.values()) else PLAIN, "pages": pages, "checks": found}


def _written(scan: Path, to: Path, asked: dict[str, Any]) -> bool:
    """Let ocrmypdf write; False where it found a signature that we did not. No Ghostscript: it would pack the pictures anew."""
    import ocrmypdf
    from ocrmypdf import exceptions

    fixed: dict[str, Any] = {
        "output_type": "auto",
        "pdfa_backend": "internal",
        "optimize": 0,
        "tagged_pdf_mode": "ignore",
    }
    fixed |= {"jobs": 1, "progress_bar": False, "language": [engine.LANGUAGE], "plugins": ["digitise.archive_plugin"]}
    try:
        ocrmypdf.ocr(scan, to, **(fixed | asked))
    except exceptions.DigitalSignatureError:
        return False
    except exceptions.EncryptedPdfError:
        raise UnreadableError("encrypted") from None
    return True


def _put_right(to: Path, turned: Sequence[int]) -> None:
    """Pages scanned upside down are shown upright (a mark on the page; the picture stays), and no file calls itself PDF/A unapproved."""
    import pikepdf
    from pikepdf import pdfa

    approved = pdfa.validate_written(to, FLAVOUR).verdict == "pass"
    if approved and not turned:
        return
    with pikepdf.open(to, allow_overwriting_input=True) as document:
        for number in turned:
            document.pages[number].rotate(180, relative=True)
        if not approved:
            with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
                for name in [name for name in told if name.startswith(CLAIM)]:
                    del told[name]
        document.save(to, **(pdfa.resolve_save_kwargs(FLAVOUR) if approved else {}))


def _pages(content: bytes) -> int:
    """Number of pages, all of them of a bearable size. Raises UnreadableError."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as document:
            count = len(document)
            if not count:
                raise UnreadableError("empty")
            if count > MOST_PAGES or any(_wide(document[number].get_size()) for number in range(count)):
                raise UnreadableError("huge")
            return count
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("encrypted" if getattr(error, "err_code", None) == PASSWORD else "broken") from None


def _wide(size: tuple[float, float]) -> bool:
    return size[0] * size[1] * (DPI / 72) ** 2 > MOST_PIXELS


def _mode(scan: Path) -> str:
    """A text layer that came with the scan is replaced, what is printed as text stays; in forms and tagged files pages with text stay."""
    import pikepdf

    with pikepdf.open(scan) as document:
        return "skip" if "/AcroForm" in document.Root or "/StructTreeRoot" in document.Root else "redo"


def _picture(content: bytes) -> tuple[int, bytes, int | None]:
    """Pages, bytes that go into a PDF as they are, and the resolution to assume where the picture tells none to be believed.

    Pictures of a kind PDF/A does not take (transparent, CMYK, formats of other worlds) are written anew without loss.
    """
    from PIL import Image

    _whole(content)
    with Image.open(io.BytesIO(content)) as image:
        pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
        if pages > MOST_PAGES:
            raise UnreadableError("huge")
        told = min(image.info.get("dpi") or (0,))
        assumed = None if LEAST_DPI <= told <= HIGHEST_DPI else max(LEAST_DPI, round(max(image.size) / A4))
        taken = image.format in ("JPEG", "PNG", "TIFF") and image.mode in ("1", "L", "RGB")
        if taken and "transparency" not in image.info:
            return pages, content, assumed
        made, white = io.BytesIO(), Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        white.convert("RGB").save(made, "PNG", dpi=(float(told), float(told)) if assumed is None else None)
        return 1, made.getvalue(), assumed


def _whole(content: bytes) -> None:
    """Raises UnreadableError for a picture that is too large; whatever Pillow raises for one that ends early or is none."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableError("huge")
            image.draft(
                "L", (image.width // 8, image.height // 8)
            )  # a JPEG is unpacked small: only its wholeness is asked
            image.load()
    except Image.DecompressionBombError:
        raise UnreadableError("huge") from None


def _answer(asked: dict[str, str], on_page: Callable[[int], None]) -> dict[str, Any]:
    """What becomes of a scan; an error is a word and the type it had, never what it said."""
    try:
        return make(Path(asked["scan"]), Path(asked["to"]), on_page, Path(asked["words"]) if "words" in asked else None)
    except UnreadableError as error:
        return {"unreadable": error.outcome, "error": "UnreadableError"}
    except MemoryError:
        return {"unreadable": "huge", "error": "MemoryError"}
    except Exception as error:  # ocrmypdf, pikepdf, PDFium and Pillow raise what they like on a damaged file
        return {"unreadable": "broken", "error": type(error).__name__}


def _hushed() -> None:
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())


def main() -> int:
    """Answer until the other side closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.captureWarnings(True)
    _hushed()

    def told(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")

    for line in sys.stdin:
        told(_answer(json.loads(line), lambda number: told({"page": number})))
    return 0


if __name__ == "__main__":
    sys.exit(main())
