"""Pages and files a digitiser must not stumble over: blank, upside down, a photo, a letter, handwriting, PDFs nobody can open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from simulators.paper import broken, fonts, ink, parts, wear
from simulators.paper.facts import Source
from simulators.paper.fonts import BOLD
from simulators.paper.page import FORMS, USUAL, Made, Page, Truth, make
from simulators.paper.sheet import LEFT, Sheet, Style
from simulators.province.dice import Dice, salt

Save = Callable[[Image.Image, Path, Truth], None]
LETTER = (
    "Kính gửi: Ủy ban nhân dân {unit}",
    "Tôi tên là {name}, hiện ở tại {home}.",
    "Gia đình tôi đề nghị quý cơ quan xem xét việc sửa chữa đoạn đường liên thôn",
    "đã xuống cấp sau đợt mưa lớn vừa qua, gây khó khăn cho việc đi lại của bà con.",
    "Rất mong nhận được sự quan tâm của chính quyền địa phương.",
    "Tôi xin chân thành cảm ơn!",
)


def blank(seed: int, number: int) -> Made:
    """The empty back of a sheet."""
    return _scanned("blank", seed, number, lambda sheet, source: None)


def letter(seed: int, number: int) -> Made:
    """A paper of no known form, though of the same state and with the same seal."""

    def write_letter(sheet: Sheet, source: Source) -> None:
        sheet.y += 4
        for line in (parts.STATE, parts.MOTTO):
            sheet.centred(line, BOLD, 0.95)
        sheet.y += 8
        sheet.centred("ĐƠN KIẾN NGHỊ", BOLD, 1.3)
        sheet.y += 4
        told = {"unit": source.commune.name, "name": source.official(), "home": source.home()}
        for line in LETTER:
            sheet.text(LEFT + 4, sheet.y, line.format(**told))
            sheet.y += 9
        sheet.text(150, sheet.y + 8, "Người viết đơn", BOLD, 1.0, "m")
        sheet.mark(ink.signature(int(38 * sheet.scale), sheet.dice), 150, sheet.y + 24, ink.BLUE)

    return _scanned("letter", seed, number, write_letter)


def photo(seed: int, number: int) -> Made:
    """A picture without any print: hills under a sky."""
    made = _scanned("photo", seed, number, lambda sheet, source: None)
    dice, size = Dice(salt(seed, "photo"), number), made.image.size
    small = Image.new("RGB", (124, 175), (150, 185, 225))
    pen = ImageDraw.Draw(small)
    for depth in range(9):
        shade = 40 + depth * 12, 90 + dice.below(60), 40 + dice.below(30)
        x, y, radius = dice.below(124), 70 + depth * 13, 25 + dice.below(40)
        pen.ellipse((x - radius, y - radius // 2, x + radius, y + radius), fill=shade)
    picture = small.filter(ImageFilter.GaussianBlur(2)).resize(size, Image.Resampling.BICUBIC)
    return made._replace(image=Image.blend(picture, made.image, 0.15))


def upside_down(seed: int, number: int) -> Made:
    """A known form that was laid on the glass the wrong way round; its boxes are where the values are."""
    made = make(Page(_form(number), seed, number, 1 + number % 3))
    width, height = made.image.size
    for field in made.truth["fields"].values():
        left, top, right, bottom = field["box"]
        field["box"] = [width - right, height - bottom, width - left, height - top]
        field["quad"] = [[width - x, height - y] for x, y in field["quad"]]
    return made._replace(image=made.image.transpose(Image.Transpose.ROTATE_180))


def handwritten(seed: int, number: int) -> Made:
    """A known form on which some of the personal fields were written with a pen."""
    return make(Page(_form(number), seed, number, 1 + number % 2, by_hand=4))


PAGES: dict[str, Callable[[int, int], Made]] = {
    "blank": blank, "upside_down": upside_down, "photo": photo, "letter": letter, "handwritten": handwritten,
}  # fmt: skip
KINDS = (*PAGES, *broken.FILES)


def write(folder: Path, seed: int, count: int, ending: str, save: Save) -> Iterator[Truth]:
    """Write so many odd pages, one kind after the other, and give the truth about each."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        if kind in PAGES:
            made = PAGES[kind](seed, number)
            truth = made.truth | {"page": f"special-{kind}-{number:05d}.{ending}", "special": kind}
            save(made.image, folder / truth["page"], truth)
            yield truth
            continue
        name = f"special-{kind}-{number:05d}.pdf"
        (folder / name).write_bytes(broken.FILES[kind]())
        yield _nothing(0) | {"page": name, "special": kind}


def _form(number: int) -> str:
    return list(FORMS)[number // len(KINDS) % len(FORMS)]


def _scanned(kind: str, seed: int, number: int, fill: Callable[[Sheet, Source], None]) -> Made:
    """A scan of a sheet that is of no form: it has no fields."""
    look, level = Dice(salt(seed, kind), number), 1 + number % 3
    family = look.pick(fonts.chosen("Liberation Serif"))
    sheet = Sheet(wear.LEVELS[level].dpi, Style(family, family), {}, look)
    fill(sheet, Source(kind, seed, number))
    worn = wear.age(sheet.image, sheet.patches, wear.LEVELS[level], look)
    truth = _nothing(level) | {"dpi": sheet.dpi, "skew": round(worn.skew, 3), "lines": sheet.lines()}
    return Made(worn.image, truth, sheet)


def _nothing(level: int) -> Truth:
    return {
        "page": "", "form": None, "level": level, "dpi": None, "layout": USUAL, "skew": 0.0, "fields": {}, "lines": [],
        "personal": [], "handwritten": [],
    }  # fmt: skip
