"""The piece of a scanned page a field was read from, as a picture for people who compare it with what is recorded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from digitise.opening import UnreadableError, opened

Box = tuple[int, int, int, int]
#: Pixels shown around a line, so that its neighbours can be recognised.
MARGIN = 12
#: A whole page is shown no wider than this.
WIDEST = 1600


def page_of(folder: Path, name: str) -> Path | None:
    """The file of a page in its folder; None when it is not there, or its name climbs out of the folder."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def crop(page: Path, box: Box | None, number: int = 0) -> bytes:
    """PNG of the box (left, top, right, bottom in pixels) with its surroundings, or of the whole page; of a PDF the page of this number.

    Raises OSError.
    """
    from PIL import Image

    try:
        shown = Image.fromarray(opened(page, number)).convert("L")
    except UnreadableError as error:
        raise OSError(error.outcome) from None
    if box:
        left, top, right, bottom = box
        width, height = shown.size
        around = max(left - MARGIN, 0), max(top - MARGIN, 0), min(right + MARGIN, width), min(bottom + MARGIN, height)
        shown = shown.crop(around)
    return png(shown, whole=not box)


def png(picture: Any, whole: bool = True) -> bytes:
    """A Pillow picture as PNG, a whole page no wider than people need."""
    if whole:
        picture.thumbnail((WIDEST, 2 * WIDEST))
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
