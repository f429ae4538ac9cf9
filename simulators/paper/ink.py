"""What is put on a sheet after printing: red round seals, rectangular stamps, signatures, handwriting; each as a mask.

A mask is white where there is ink. Its colour is multiplied onto the page, so that print under a seal stays readable.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont

from simulators.paper import fonts
from simulators.province.dice import Dice

Colour = tuple[int, int, int]
RED: Colour = (205, 40, 45)
BLUE: Colour = (35, 50, 140)


class Patch(NamedTuple):
    """A mask with the place of its centre in pixels of the straight sheet."""

    mask: Image.Image
    centre: tuple[float, float]
    colour: Colour


def seal(diameter: int, words: str, file: str, dice: Dice) -> Image.Image:
    """A round seal: two rings, the words around, a star in the middle, ink that did not take everywhere."""
    mask = Image.new("L", (diameter, diameter), 0)
    pen = ImageDraw.Draw(mask)
    thick = max(2, diameter // 60)
    pen.ellipse((1, 1, diameter - 2, diameter - 2), outline=235, width=thick)
    inset = diameter * 0.2
    pen.ellipse((inset, inset, diameter - inset, diameter - inset), outline=220, width=max(1, thick // 2))
    _around(mask, words, fonts.font(file, max(6, int(diameter * 0.085))))
    pen.polygon(_star(diameter / 2, diameter * 0.13), fill=225)
    worn = ImageChops.multiply(mask, patchy((diameter, diameter), dice, 120))
    return worn.rotate(dice.between(-25, 25), Image.Resampling.BILINEAR)


def stamp(words: str, file: str, height: int, dice: Dice) -> Image.Image:
    """A rectangular stamp, a little crooked."""
    drawn = fonts.font(file, int(height * 0.5))
    size = int(drawn.getlength(words) + height * 0.7), height
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    pen.rectangle((1, 1, size[0] - 2, size[1] - 2), outline=230, width=max(2, height // 16))
    pen.text((size[0] / 2, height / 2), words, fill=225, font=drawn, anchor="mm")
    worn = ImageChops.multiply(mask, patchy(size, dice, 130))
    return worn.rotate(dice.between(-6, 6), Image.Resampling.BILINEAR, expand=True)


def signature(width: int, dice: Dice) -> Image.Image:
    """A scribble with loops."""
    height = width // 2
    mask = Image.new("L", (width, height), 0)
    waves, lean, tall = dice.between(3, 9), dice.between(-6, 9) / 10, dice.between(18, 40) / 100
    first, wide, swing = dice.below(628) / 100, dice.between(4, 13) / 100, dice.between(15, 120) / 100
    points = []
    for step in range(160):
        along = step / 159
        turn = first + along * waves * 2 * math.pi
        high = tall * (1 - 0.6 * along) * (1 + 0.5 * math.sin(turn * swing + lean))
        x = 0.12 + 0.62 * along + wide * math.cos(turn) + lean * 0.1 * math.sin(turn)
        points.append((x * width, (0.55 + high * math.sin(turn)) * height))
    ImageDraw.Draw(mask).line(
        [*points, (width * 0.97, height * 0.4)], fill=225, width=max(2, width // 90), joint="curve"
    )
    return mask


def handwriting(words: str, drawn: ImageFont.FreeTypeFont, dice: Dice) -> Image.Image:
    """Words as if written with a pen: slanted letters of uneven size, height and distance."""
    size = int(drawn.size)
    width = int(drawn.getlength(words) * 1.12) + 2 * size
    mask = Image.new("L", (width, size * 2), 0)
    pen, x = ImageDraw.Draw(mask), size * 0.4
    for letter in words:
        uneven = fonts.font(str(drawn.path), max(6, size + dice.between(-size // 9, size // 9)))
        base = size * 1.45 + dice.between(-size // 14, size // 14)
        pen.text((x, base), letter, fill=dice.between(170, 235), font=uneven, anchor="ls", stroke_width=size // 40)
        x += uneven.getlength(letter) + dice.between(-size // 16, size // 20)
    slant = dice.between(12, 28) / 100
    return mask.transform(
        mask.size, Image.Transform.AFFINE, (1, slant, -slant * size * 1.2, 0, 1, 0), Image.Resampling.BILINEAR
    )


def patchy(size: tuple[int, int], dice: Dice, least: int) -> Image.Image:
    """Smooth spots between `least` and white: ink or paper that is not the same everywhere."""
    small = Image.new("L", (9, 9))
    small.putdata([dice.between(least, 255) for _ in range(81)])
    return small.resize(size, Image.Resampling.BICUBIC)


def _around(mask: Image.Image, words: str, drawn: ImageFont.FreeTypeFont) -> None:
    """Letters on the upper ring of a seal, each turned to its place."""
    half, radius = mask.width / 2, mask.width * 0.405
    step = min(0.2, 1.62 * math.pi / max(len(words), 1))
    first = -math.pi / 2 - step * (len(words) - 1) / 2
    side = int(drawn.size * 1.8)
    for place, letter in enumerate(words):
        angle = first + place * step
        tile = Image.new("L", (side, side), 0)
        ImageDraw.Draw(tile).text((side / 2, side / 2), letter, fill=225, font=drawn, anchor="mm")
        turned = tile.rotate(-math.degrees(angle + math.pi / 2), Image.Resampling.BILINEAR)
        at = int(half + radius * math.cos(angle) - side / 2), int(half + radius * math.sin(angle) - side / 2)
        mask.paste(turned, at, turned)


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for corner in range(10):
        far = radius if corner % 2 == 0 else radius * 0.4
        angle = -math.pi / 2 + corner * math.pi / 5
        corners.append((middle + far * math.cos(angle), middle + far * math.sin(angle)))
    return corners
