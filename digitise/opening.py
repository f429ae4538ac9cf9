"""A file becomes one page of pixels, or a word for why it does not: broken, encrypted, empty, huge. Never another exception."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

#: Pixels of the largest page that is opened: A3 at 300 dots an inch and a little more.
MOST_PIXELS = 40_000_000
#: Pages of the longest PDF that is read: a dossier's paper, not a book.
MOST_PAGES = 50
#: Dots an inch a page of a PDF is drawn at.
DPI = 200
#: What PDFium says of a file that asks for a password.
PASSWORD = 4


class UnreadableError(ValueError):
    """The page cannot be opened; `outcome` is the word for it."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def opened(page: bytes | Path, number: int = 0) -> Any:
    """Height × width × 3, 8 bits, of a picture or of a page of a PDF, counted from 0. Raises UnreadableError."""
    try:
        content = page if isinstance(page, bytes) else page.read_bytes()
        return _pdf(content, number) if _is_pdf(content) else _picture(content)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError):
        raise UnreadableError("broken" if page else "empty") from None


def count(content: bytes) -> int:
    """How many pages a file has; 1 for a picture, and for what cannot be opened. Raises UnreadableError for more than MOST_PAGES."""
    import pypdfium2

    if not _is_pdf(content):
        return 1
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = len(document)
    except pypdfium2.PdfiumError:
        return 1  # whoever opens it is told why
    if pages > MOST_PAGES:
        raise UnreadableError("huge")
    return max(1, pages)


def _is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF")


def _picture(content: bytes) -> Any:
    import numpy as np
    from PIL import Image

    if not content:
        raise UnreadableError("empty")
    try:
        with Image.open(io.BytesIO(content)) as image:
            _bounded(image.width * image.height)
            return np.asarray(image.convert("RGB"))
    except Image.DecompressionBombError:
        raise UnreadableError("huge") from None


def _pdf(content: bytes, number: int) -> Any:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as document:
            if not len(document):
                raise UnreadableError("empty")
            page = document[number]
            width, height = page.get_size()
            _bounded(width * height * (DPI / 72) ** 2)
            return page.render(scale=DPI / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("encrypted" if getattr(error, "err_code", None) == PASSWORD else "broken") from None


def _bounded(pixels: float) -> None:
    if pixels > MOST_PIXELS:
        raise UnreadableError("huge")
