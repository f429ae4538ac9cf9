"""The OCR engine: Tesseract with Debian's Vietnamese model, one engine kept for all pages of a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TESSDATA = tuple(
    Path(folder) for folder in ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata")
)
LANGUAGE = "vie"
NAME = "tesseract-vie"
MISSING = "none"


@dataclass(frozen=True)
class Line:
    """One printed line: its text, confidence from 0 to 1, and its box (left, top, right, bottom) in pixels."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]


def model_folder() -> Path | None:
    """Where the Vietnamese model is, or None: install the Debian package tesseract-ocr-vie."""
    return next((folder for folder in TESSDATA if (folder / f"{LANGUAGE}.traineddata").exists()), None)


def read_lines(image: Path) -> list[Line]:
    """The printed lines of a page from top to bottom. Raises OSError when the page cannot be opened."""
    from PIL import Image
    from tesserocr import RIL, iterate_level

    engine = _engine()
    with Image.open(image) as page:
        engine.SetImage(page.convert("L"))
    engine.Recognize()
    lines = []
    for found in iterate_level(engine.GetIterator(), RIL.TEXTLINE):
        text, box = found.GetUTF8Text(RIL.TEXTLINE), found.BoundingBox(RIL.TEXTLINE)
        if text and text.strip() and box:
            lines.append(Line(text.strip(), found.Confidence(RIL.TEXTLINE) / 100, tuple(box)))
    return lines


@cache
def _engine() -> Any:
    from tesserocr import PSM, PyTessBaseAPI

    return PyTessBaseAPI(path=str(model_folder()), lang=LANGUAGE, psm=PSM.SINGLE_BLOCK)
