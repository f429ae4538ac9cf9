"""What copying, folding and scanning do to a sheet: three levels, and where a place of the straight sheet ends up.

Numbers are ours: light is a good office scanner, medium an old copier, heavy a photocopy of a photocopy.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from simulators.paper.ink import Patch, patchy
from simulators.province.dice import Dice

Point = tuple[float, float]
NOISE_TILE, MIDDLE = 512, 128


class Level(NamedTuple):
    """How bad a scan is: dots per inch, largest skew (degrees), blur (pixels), noise (grey steps), contrast, JPEG quality."""

    dpi: int
    skew: float
    blur: float
    noise: float
    ink: int  # grey of full ink
    paper: int  # grey of the darkest paper
    stains: int
    specks: int
    quality: int


LEVELS = {
    1: Level(300, 0.5, 0.0, 4.0, 20, 246, 0, 0, 90),
    2: Level(200, 1.5, 0.6, 9.0, 45, 218, 0, 150, 70),
    3: Level(150, 3.0, 0.75, 15.0, 78, 190, 4, 500, 40),
}


class Worn(NamedTuple):
    """A scan, and the skew in degrees (counter-clockwise) it was made with."""

    image: Image.Image
    skew: float


def age(sheet: Image.Image, patches: Sequence[Patch], level: Level, dice: Dice) -> Worn:
    """Scan a sheet with what was stamped on it."""
    skew = dice.between(-1000, 1000) / 1000 * level.skew
    turned = sheet.rotate(skew, Image.Resampling.BILINEAR, fillcolor=255)
    faded = turned.point([level.ink + grey * (255 - level.ink) // 255 for grey in range(256)])
    page = Image.merge("RGB", (faded, faded, faded))
    for patch in patches:
        _press(page, patch, skew)
    page = ImageChops.multiply(page, _paper(page.size, level, dice))
    if level.blur:
        page = page.filter(ImageFilter.GaussianBlur(level.blur))
    return Worn(_specks(_noisy(page, level, dice), level, dice), skew)


def jpeg(page: Image.Image, quality: int) -> Image.Image:
    """What is left of a page after it was saved as JPEG."""
    made = io.BytesIO()
    page.save(made, "JPEG", quality=quality)
    made.seek(0)
    return Image.open(made).convert("RGB")


def moved(point: Point, size: tuple[int, int], skew: float) -> Point:
    """Where a point of the straight sheet lies on the scan."""
    turn, middle_x, middle_y = math.radians(skew), size[0] / 2, size[1] / 2
    x, y = point[0] - middle_x, point[1] - middle_y
    return (
        middle_x + x * math.cos(turn) + y * math.sin(turn),
        middle_y - x * math.sin(turn) + y * math.cos(turn),
    )


def _press(page: Image.Image, patch: Patch, skew: float) -> None:
    mask = patch.mask.rotate(skew, Image.Resampling.BILINEAR, expand=True)
    x, y = moved(patch.centre, page.size, skew)
    left, top = round(x - mask.width / 2), round(y - mask.height / 2)
    under = page.crop((left, top, left + mask.width, top + mask.height))
    colour = Image.composite(Image.new("RGB", mask.size, patch.colour), Image.new("RGB", mask.size, "white"), mask)
    page.paste(ImageChops.multiply(under, colour), (left, top))


def _paper(size: tuple[int, int], level: Level, dice: Dice) -> Image.Image:
    """Paper that is not white: a tint, light that falls off, folds, stains."""
    small = patchy((size[0] // 8, size[1] // 8), dice, level.paper)
    pen = ImageDraw.Draw(small)
    if level.noise > 5:
        _fold(pen, small.size, dice, level.paper - 14)
    for _ in range(level.stains if dice.chance(800) else 0):
        x, y, radius = dice.below(small.width), dice.below(small.height), dice.between(4, 16)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=level.paper - 30, width=2)
    soft = small.filter(ImageFilter.GaussianBlur(0.8)).resize(size, Image.Resampling.BILINEAR)
    yellow = 255 - dice.between(4, 10) * (255 - level.paper) // 60
    return Image.merge("RGB", (soft, soft, soft.point([grey * yellow // 255 for grey in range(256)])))


def _fold(pen: ImageDraw.ImageDraw, size: tuple[int, int], dice: Dice, grey: int) -> None:
    """The crease of a sheet folded in the middle or in thirds."""
    for part in ((2,), (3, 3))[dice.below(2)]:
        y = size[1] // part + dice.between(-3, 3)
        pen.line((0, y, size[0], y + dice.between(-2, 2)), fill=grey)
    if dice.chance(300):
        x = size[0] // 2 + dice.between(-3, 3)
        pen.line((x, 0, x, size[1]), fill=grey)


def _noisy(page: Image.Image, level: Level, dice: Dice) -> Image.Image:
    tile, shift = _tile(level.noise), (dice.below(NOISE_TILE), dice.below(NOISE_TILE))
    repeats = page.height // NOISE_TILE + 1, page.width // NOISE_TILE + 1
    grain = Image.fromarray(np.tile(np.roll(tile, shift, (0, 1)), repeats)[: page.height, : page.width])
    return ImageChops.add(page, Image.merge("RGB", (grain, grain, grain)), 1, -MIDDLE)


@cache
def _tile(strength: float) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    drawn = np.random.default_rng(7).normal(MIDDLE, strength, (NOISE_TILE, NOISE_TILE))
    return drawn.round().clip(0, 255).astype(np.uint8)


def _specks(page: Image.Image, level: Level, dice: Dice) -> Image.Image:
    pen = ImageDraw.Draw(page)
    for _ in range(level.specks):
        x, y, grey = dice.below(page.width), dice.below(page.height), dice.between(50, 150)
        pen.rectangle((x, y, x + dice.below(2), y + dice.below(2)), fill=(grey, grey, grey))
    return page
