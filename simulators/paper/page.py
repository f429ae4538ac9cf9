"""`draw`: one page of a form as a scan, and the truth about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from PIL import Image

from simulators.paper import birth_extract, fonts, health_page, held_back, land_certificate, school_report, varied, wear
from simulators.paper.facts import Source
from simulators.paper.sheet import Box, Sheet, Style
from simulators.province.dice import Dice, salt

FORMS: dict[str, ModuleType] = {
    "birth_extract": birth_extract,
    "land_certificate": land_certificate,
    "school_report": school_report,
    "health_page": health_page,
}
USUAL, VARIED, HELD_BACK = "usual", "varied", "held_back"
LAYOUTS = (USUAL, VARIED, HELD_BACK)
Truth = dict[str, Any]


class Page(NamedTuple):
    """Which page: `number` decides what it tells, all of it together how it looks; so many fields are written by hand."""

    form: str
    seed: int
    number: int
    level: int
    layout: str = USUAL
    by_hand: int = 0


class Made(NamedTuple):
    """A page: the scan, the truth about it, and the straight sheet it is a scan of."""

    image: Image.Image
    truth: Truth
    sheet: Sheet


def draw(form: str, seed: int, number: int, level: int, layout: str = USUAL) -> tuple[Image.Image, Truth]:
    """A page and its truth; the same arguments and the same installed fonts give the same page.

    Raises KeyError for an unknown form or level, FontsMissingError where no font can write Vietnamese.
    """
    made = make(Page(form, seed, number, level, layout))
    return made.image, made.truth


def make(page: Page, known: Mapping[str, str] | None = None) -> Made:
    """As `draw`; values that are `known` (by field, as printed) stand in the place of invented ones, "" leaves a line empty."""
    sheet, how = filled(page, known), wear.LEVELS[page.level]
    worn = wear.age(sheet.image, sheet.patches, how, sheet.dice)
    image = wear.jpeg(worn.image, how.quality) if how.quality < 90 else worn.image
    image.info["dpi"] = (how.dpi, how.dpi)
    return Made(image, _truth(page, sheet, worn), sheet)


def filled(page: Page, known: Mapping[str, str] | None = None) -> Sheet:
    """The straight, clean sheet a page is a scan of."""
    look = Dice(salt(page.seed, "look", page.form, page.level, page.layout), page.number)
    values = FORMS[page.form].facts(Source(page.form, page.seed, page.number)) | (known or {})
    by_hand = _written(page.form, page.by_hand, look)
    sheet = Sheet(wear.LEVELS[page.level].dpi, _style(page.layout, look), values, look, by_hand)
    _drawer(page.form, page.layout)(sheet)
    return sheet


def save(image: Image.Image, path: Path, truth: Truth) -> None:
    """Write a page; the same page gives the same bytes."""
    dpi, level = truth["dpi"], wear.LEVELS.get(truth["level"], wear.LEVELS[1])
    if path.suffix == ".pdf":
        day = time.gmtime(0)
        image.save(path, "PDF", resolution=dpi, quality=level.quality, creationDate=day, modDate=day)
    elif path.suffix == ".png":
        image.save(path, "PNG", dpi=(dpi, dpi), compress_level=1)
    else:
        image.save(path, "JPEG", dpi=(dpi, dpi), quality=level.quality)


def _drawer(form: str, layout: str) -> Callable[[Sheet], None]:
    if layout == VARIED:
        return lambda sheet: varied.draw(form, sheet)
    drawer: Callable[[Sheet], None] = held_back.DRAWN[form] if layout == HELD_BACK else FORMS[form].usual
    return drawer


def _style(layout: str, dice: Dice) -> Style:
    """Labels and values of a form are often not set in one font: it was printed once and is filled in elsewhere."""
    rise, bold = dice.between(0, 6) / 10, dice.chance(250)
    if layout == HELD_BACK:
        able, leader = fonts.chosen(*held_back.FAMILIES), dice.pick(held_back.LEADERS)
        return Style(
            dice.pick(able), dice.pick(able), dice.pick((11.0, 11.5)), bold_values=bold, rise=rise, leader=leader
        )
    if layout == VARIED:
        able = fonts.chosen(*varied.FAMILIES)
        return Style(
            dice.pick(able), dice.pick(able), dice.pick((10.0, 10.5, 11.0)), leading=6.3, bold_values=bold, rise=rise
        )
    label = dice.pick(fonts.chosen("Liberation Serif", "Liberation Serif", "Liberation Sans"))
    value = label if dice.chance(400) else dice.pick(fonts.chosen("Liberation Serif", "Liberation Sans", "DejaVu Sans"))
    points, leader = 12.0 if "Serif" in label.name else 11.0, dice.pick((".", ".", ". "))
    return Style(label, value, points, bold_values=bold, rise=rise, leader=leader)


def _written(form: str, count: int, dice: Dice) -> Collection[str]:
    """Which fields are written by hand: `count` of the personal ones."""
    names = list(FORMS[form].PERSONAL)
    return frozenset(names.pop(dice.below(len(names))) for _ in range(min(count, len(names))))


def _truth(page: Page, sheet: Sheet, worn: wear.Worn) -> Truth:
    size = sheet.image.size
    fields = {}
    for name, printed in sheet.fields.items():
        quad = [wear.moved(corner, size, worn.skew) for corner in _corners(printed.box)]
        fields[name] = {
            "value": printed.value,
            "box": _around(quad),
            "quad": [[round(x, 1), round(y, 1)] for x, y in quad],
        }
    return {
        "page": "", "form": page.form, "level": page.level, "dpi": sheet.dpi, "layout": page.layout, "skew": round(worn.skew, 3),
        "fields": fields, "lines": sheet.lines(),
        "personal": [name for name in FORMS[page.form].PERSONAL if name in fields],
        "handwritten": sorted(name for name in sheet.by_hand if name in fields),
    }  # fmt: skip


def _corners(box: Box) -> tuple[wear.Point, ...]:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _around(quad: list[wear.Point]) -> list[int]:
    across, down = zip(*quad, strict=True)
    return [int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1]
