"""Plugin for ocrmypdf: the text layer is read off the cleaned page, by the engine that reads fields, in this process.

ocrmypdf draws the page, this module cleans and reads it, and ocrmypdf writes the words invisibly over the page as it was scanned.
Only digitise.archive_worker loads it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import ocrmypdf
from ocrmypdf.models.ocr_element import Baseline, BoundingBox, OcrClass, OcrElement
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence

from digitise import engine
from digitise.clean import Cleaned, clean
from digitise.engine import PageWords, Word
from digitise.opening import MOST_PIXELS, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrmypdf import OcrOptions

#: Share of a line's height below its base line, where the tails of g and the dots of ạ are; ours.
BELOW = 0.25
#: Confidence and number of words from which a page is taken to stand upright; ours, as digitise.reading judges.
SURE, SOME = 0.6, 10
#: Dots an inch a page is drawn at, at most: reading gains nothing above.
MOST_DPI = 300
#: Share by which a picture may miss the edge of the page it fills.
FILLS = 0.01
#: Called with the number of every page that was read, counted from 0, and whether it stands on its head.
on_page: Callable[[int, bool], None] = lambda number, turned: None  # noqa: E731
#: Words of the scan's pages that were read before; a page without is read here.
known: list[PageWords | None] = []


class CleanedPages(OcrEngine):
    """Tesseract with Debian's Vietnamese model on the page that digitise.clean made."""

    def __str__(self) -> str:
        return engine.NAME

    @staticmethod
    def version() -> str:
        """Version of the library, not of the program."""
        from importlib.metadata import version

        return version("tesserocr")

    @staticmethod
    def creator_tag(options: OcrOptions) -> str:
        """What the file says about who read it."""
        return f"{engine.NAME}, cleaned page"

    @staticmethod
    def languages(options: OcrOptions) -> set[str]:
        """Vietnamese only."""
        return {engine.LANGUAGE}

    @staticmethod
    def get_orientation(input_file: Path, options: OcrOptions) -> OrientationConfidence:
        """Not asked: pages are never turned, only read the right way up."""
        return OrientationConfidence(0, 0.0)

    @staticmethod
    def supports_generate_ocr() -> bool:
        """Words and boxes are handed over directly."""
        return True

    @staticmethod
    def generate_ocr(input_file: Path, options: OcrOptions, page_number: int = 0) -> tuple[OcrElement, str]:
        """The words of a page, and its text."""
        words = known[page_number] if page_number < len(known) else None
        page, text, turned = layer(opened(input_file), _dpi(input_file), words)
        on_page(page_number, turned)
        return page, text

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: OcrOptions) -> None:
        """Not offered: words are handed over directly."""
        raise NotImplementedError

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: OcrOptions) -> None:
        """Not offered: words are handed over directly."""
        raise NotImplementedError


@ocrmypdf.hookimpl
def get_ocr_engine(options: Any) -> OcrEngine:
    """ocrmypdf asks here for its engine."""
    return CleanedPages()


@ocrmypdf.hookimpl
def rasterize_pdf_page(input_file: Path, output_file: Path, raster_dpi: Any, page_dpi: Any, pageno: int) -> Path:
    """The picture of the page as the scanner gave it, or the page drawn: in colour (the cleaner wants the red channel), packed lightly.

    A tiny picture of many pixels cannot blow a page up: it stays within MOST_DPI and digitise.opening.MOST_PIXELS.
    """
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(input_file) as document:
        page = document[pageno - 1]
        page.set_cropbox(*page.get_mediabox())
        wide, high = page.get_size()
        pixels = _as_scanned(page)
        if pixels is None:
            dpi = min(raster_dpi.to_scalar(), MOST_DPI, 72 * math.sqrt(MOST_PIXELS / (wide * high)))
            drawn = page.render(scale=dpi / 72, rev_byteorder=True)
            pixels = np.ascontiguousarray(drawn.to_numpy()[:, :, :3])
            drawn.close()
    units = (
        page_dpi.to_scalar() / raster_dpi.to_scalar() if page_dpi else 1.0
    )  # a page may be measured in more than points
    told = pixels.shape[1] / (wide / 72) * units
    Image.fromarray(pixels).save(output_file, "PNG", dpi=(told, told), compress_level=1)
    return output_file


def _as_scanned(page: Any) -> Any:
    """The pixels of the one picture that fills a page, upright; None where there is more to draw. Drawing it would blur it a little."""
    import pypdfium2.raw as pdfium

    kinds = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE)
    objects = list(page.get_objects(max_depth=3))
    pictures = [one for one in objects if one.type == pdfium.FPDF_PAGEOBJ_IMAGE]
    if page.get_rotation() or len(pictures) != 1 or any(one.type not in kinds for one in objects):
        return None
    across, up, left, high, *_ = pictures[0].get_matrix().get()
    (wide, tall), (columns, rows) = page.get_size(), pictures[0].get_px_size()
    fills = abs(across / wide - 1) < FILLS and abs(high / tall - 1) < FILLS and up == left == 0
    if not fills or not columns * rows <= MOST_PIXELS or abs(columns / rows * tall / wide - 1) > FILLS:
        return None
    return _coloured(pictures[0].get_bitmap(render=False), 72 * columns / wide)


def _coloured(bitmap: Any, dpi: float) -> Any:
    """Red, green and blue of a bitmap, no finer than it is read."""
    import cv2

    pixels = (
        bitmap.to_numpy()
        if bitmap.mode in ("L", "BGR", "BGRX")
        else np.array(bitmap.to_pil().convert("RGB"))[:, :, ::-1]
    )
    if dpi > MOST_DPI:
        scale = MOST_DPI / dpi
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    return np.ascontiguousarray(pixels[:, :, 2::-1])


def _dpi(path: Path) -> float:
    from PIL import Image

    with Image.open(path) as image:
        return float(image.info.get("dpi", (72, 72))[0])


def layer(rgb: Any, dpi: float, words: PageWords | None = None) -> tuple[OcrElement, str, bool]:
    """The words of a page as ocrmypdf wants them: in pixels of the page as it was scanned, with the slope of their lines; its text;
    whether the page stands on its head, and the words with it.
    """
    page, lines, turned = _as_read(words, rgb) if words else _read(rgb)
    height, width = rgb.shape[:2]
    if turned:  # the cleaned page stands on its head over the scan
        page = page.over_head(width, height)
    made = OcrElement(OcrClass.PAGE, bbox=BoundingBox(0, 0, width, height), dpi=dpi)
    made.children = [line for words in lines if (line := _line(words, page, turned)) is not None]
    return made, "\n".join(" ".join(word.text for word in words) for words in lines), turned


def _as_read(words: PageWords, rgb: Any) -> tuple[Cleaned, list[list[Word]], bool]:
    """Words that were read before, of the same picture, perhaps a finer one."""
    scale = rgb.shape[1] / words.size[1]
    return Cleaned(rgb, rgb, np.asarray(words.back) * scale), words.lines, words.turned


def _read(rgb: Any) -> tuple[Cleaned, list[list[Word]], bool]:
    page = clean(rgb)
    lines = _words(page)
    if not _poor(lines):
        return page, lines, False
    other = clean(rgb[::-1, ::-1])
    again = _words(other)
    return (page, lines, False) if _poor(again) else (other, again, True)


def _words(page: Cleaned) -> list[list[Word]]:
    try:
        return engine.read_words(page.grey)
    except RuntimeError:  # what tesserocr says of a page without a word
        return []


def _poor(lines: list[list[Word]]) -> bool:
    """Whether most words are guesses."""
    sure = [word.confidence for words in lines for word in words if len(word.text) > 2]
    return len(sure) < SOME or sum(sure) / len(sure) < SURE


def _line(words: list[Word], page: Cleaned, turned: bool) -> OcrElement | None:
    """A line whose box begins at its left end and whose slope is that of the scan: so the renderer needs no box around the slant."""
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    top, bottom = min(word.box[1] for word in words), max(word.box[3] for word in words)
    if right <= left or bottom <= top:
        return None
    (along, _, x), (across, down, y) = page.back
    children = [_word(word, page) for word in words]
    if turned:
        made = OcrElement(
            OcrClass.LINE, bbox=BoundingBox(*_ordered(page.box((left, top, right, bottom)))), textangle=180.0
        )
    else:
        start = (along * left + page.back[0][1] * bottom + x, across * left + down * bottom + y)
        height = (bottom - top) * down
        box = BoundingBox(start[0], start[1] - height, start[0] + (right - left) * along, start[1])
        made = OcrElement(OcrClass.LINE, bbox=box, baseline=Baseline(across / along, -BELOW * height))
    made.children, made.language = children, "vie"
    return made


def _word(word: Word, page: Cleaned) -> OcrElement:
    box = BoundingBox(*_ordered(page.box(word.box)))
    return OcrElement(OcrClass.WORD, bbox=box, text=word.text, confidence=word.confidence)


def _ordered(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return left, top, max(right, left + 1), max(bottom, top + 1)
