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


def model_folder() -> Path | None:
    """Where the Vietnamese model is, or None: install the Debian package tesseract-ocr-vie."""
    return next((folder for folder in TESSDATA if (folder / f"{LANGUAGE}.traineddata").exists()), None)


@dataclass(frozen=True)
class Word:
    """One printed word: its text, confidence from 0 to 1, and its box in pixels of the page that was read."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class PageWords:
    """Words of a page, line by line. `back`: from the cleaned page to pixels of the scan; `size`: its height and width."""

    lines: list[list[Word]]
    back: list[list[float]]
    size: tuple[int, int]
    turned: bool

    def as_json(self) -> dict[str, Any]:
        """For another process."""
        lines = [[(word.text, word.confidence, word.box) for word in line] for line in self.lines]
        return {"lines": lines, "back": self.back, "size": self.size, "turned": self.turned}

    @classmethod
    def of(cls, told: dict[str, Any]) -> PageWords:
        """What `as_json` told."""
        lines = [[Word(text, sure, tuple(box)) for text, sure, box in line] for line in told["lines"]]
        return cls(lines, told["back"], tuple(told["size"]), told["turned"])


def read_words(grey: Any) -> list[list[Word]]:
    """The words of a cleaned page (numpy, 8 bits), line by line from top to bottom."""
    from tesserocr import PSM

    return _words(grey, PSM.SINGLE_BLOCK)


def read_line(grey: Any) -> list[Word]:
    """The words of a piece of a page (numpy, 8 bits) that is one printed line."""
    from tesserocr import PSM

    return [word for line in _words(grey, PSM.SINGLE_LINE) for word in line]


def _words(grey: Any, layout: int) -> list[list[Word]]:
    from PIL import Image
    from tesserocr import RIL, iterate_level

    engine = _engine()
    engine.SetPageSegMode(layout)
    engine.SetImage(Image.fromarray(grey))
    engine.SetSourceResolution(200)
    engine.Recognize()
    lines: list[list[Word]] = []
    for found in iterate_level(engine.GetIterator(), RIL.WORD):
        if found.Empty(RIL.WORD):  # a page of specks
            continue
        if found.IsAtBeginningOf(RIL.TEXTLINE) or not lines:
            lines.append([])
        text, box = found.GetUTF8Text(RIL.WORD), found.BoundingBox(RIL.WORD)
        if text and text.strip() and box:
            lines[-1].append(Word(text.strip(), found.Confidence(RIL.WORD) / 100, tuple(box)))
    return [line for line in lines if line]


def warm() -> None:
    """Load both engines, so that the first page does not wait for them."""
    _engine()
    _digit_engine()


def read_digits(crops: list[Any]) -> list[tuple[str, float]]:
    """Text and confidence of pieces of a page (numpy, 8 bits), by RapidOCR: it writes no tones but is the better with digits."""
    import cv2
    from rapidocr.ch_ppocr_rec import TextRecInput

    pages = [cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops]
    read = _digit_engine().text_rec(TextRecInput(img=pages))
    return list(zip(read.txts or (), (float(score) for score in read.scores or ()), strict=True))


@cache
def _digit_engine() -> Any:
    """Recognition only; it has no public way to load its model before the first whole page, so a blank piece loads it."""
    import numpy as np
    from rapidocr import RapidOCR

    # Two pieces at a time: six, as it comes, take 80 MB more and no less time.
    quiet = {"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1, "Rec.rec_batch_num": 2}
    made = RapidOCR(params=quiet)
    made(np.full((48, 96, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)
    return made


@cache
def _engine() -> Any:
    from tesserocr import PSM, PyTessBaseAPI

    return PyTessBaseAPI(path=str(model_folder()), lang=LANGUAGE, psm=PSM.SINGLE_BLOCK)
