"""The fonts a page is set in: only those installed that really have Vietnamese letters.

A font without "ẫ" draws a box in its place and says nothing (fonts-liberation 1.x does), so every file is asked first.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

ROOT = Path("/usr/share/fonts/truetype")
TELLTALES = "ẫềỡĐựỷ"
NOWHERE = "\U0010fffd"  # no font has it: what is drawn for it is drawn for every letter the font lacks
#: Family → (folders it may lie in, beginning of the file's name, endings of regular, bold, italic).
FAMILIES = {
    "Liberation Serif": (("liberation2", "liberation"), "LiberationSerif", ("-Regular", "-Bold", "-Italic")),
    "Liberation Sans": (("liberation2", "liberation"), "LiberationSans", ("-Regular", "-Bold", "-Italic")),
    "DejaVu Sans": (("dejavu",), "DejaVuSans", ("", "-Bold", "-Oblique")),
    "DejaVu Serif": (("dejavu",), "DejaVuSerif", ("", "-Bold", "-Italic")),
    "Noto Serif": (("noto",), "NotoSerif", ("-Regular", "-Bold", "-Italic")),
    "Noto Sans": (("noto",), "NotoSans", ("-Regular", "-Bold", "-Italic")),
}
REGULAR, BOLD, ITALIC = range(3)


class FontsMissingError(Exception):
    """No font on this machine can write Vietnamese; the message is the sentence to print."""

    def __init__(self) -> None:
        super().__init__(
            "No font with Vietnamese letters is installed: run `apt-get install fonts-dejavu-core fonts-liberation2 "
            "fonts-noto-core`. / Máy chưa có phông chữ tiếng Việt: hãy cài các gói nói trên."
        )


class Family(NamedTuple):
    """Files of one family: regular, bold, italic (regular where a family lacks one of the others)."""

    name: str
    files: tuple[str, str, str]


@cache
def families(root: Path = ROOT) -> dict[str, Family]:
    """The usable families by name, in a fixed order. Raises FontsMissingError when there is none."""
    found = {}
    for name, (folders, start, endings) in FAMILIES.items():
        files = [_file(root, folders, f"{start}{ending}.ttf") for ending in endings]
        regular = files[REGULAR]
        if regular:
            found[name] = Family(name, (regular, files[BOLD] or regular, files[ITALIC] or regular))
    if not found:
        raise FontsMissingError
    return found


def chosen(*names: str) -> list[Family]:
    """Those of the named families that are usable; any usable ones when none of them is."""
    usable = families()
    return [usable[name] for name in names if name in usable] or list(usable.values())


@cache
def font(file: str, pixels: int) -> ImageFont.FreeTypeFont:
    """A font file at a height in pixels."""
    return ImageFont.truetype(file, pixels, layout_engine=ImageFont.Layout.BASIC)


def speaks_vietnamese(file: Path) -> bool:
    """True when the letters with two marks are drawn as letters, not as the box for missing ones."""
    drawn = font(str(file), 32)
    box = bytes(drawn.getmask(NOWHERE))
    return all(bytes(drawn.getmask(letter)) != box for letter in TELLTALES)


def _file(root: Path, folders: tuple[str, ...], name: str) -> str | None:
    paths = (root / folder / name for folder in folders)
    return next((str(path) for path in paths if path.exists() and speaks_vietnamese(path)), None)
