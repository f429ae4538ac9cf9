"""What all forms have: the heading of the state, the title, the signatures with seal and stamp."""

from __future__ import annotations

from simulators.paper import ink
from simulators.paper.fonts import BOLD, ITALIC, REGULAR
from simulators.paper.sheet import LEFT, RIGHT, Sheet

STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
STAMPS = ("BẢN SAO", "SAO Y BẢN CHÍNH", "ĐÃ SỐ HÓA", "CÔNG VĂN ĐẾN")


def heading(sheet: Sheet, office: str) -> None:
    """The office on the left, the state on the right."""
    top, right = sheet.y, 138.0
    for place, line in enumerate(office.split("\n")):
        sheet.text(50, top + place * 5.5, line, BOLD if place else REGULAR, 0.82, "m")
    sheet.text(right, top, STATE, BOLD, 0.82, "m")
    sheet.text(right, top + 5.5, MOTTO, BOLD, 0.88, "m")
    sheet.rule(right - 24, top + 7.3, right + 24, top + 7.3)
    sheet.rule(40, top + 7.3, 60, top + 7.3)
    if sheet.dice.chance(350):
        size = sheet.dice.between(8, 10)
        mask = ink.stamp(sheet.dice.pick(STAMPS), sheet.style.label.files[BOLD], int(size * sheet.scale), sheet.dice)
        sheet.mark(
            mask, sheet.dice.between(42, 60), top + sheet.dice.between(15, 20), sheet.dice.pick((ink.RED, ink.BLUE))
        )
    sheet.y = top + 20


def title(sheet: Sheet, words: str, below: str) -> None:
    """The name of the form, and the line under it."""
    sheet.centred(words, BOLD, 1.35)
    if below:
        sheet.y -= 2.5
        sheet.centred(below, BOLD if below.isupper() else ITALIC, 0.88)
    sheet.y += 1


def signed(
    sheet: Sheet, office: str, field: str, *, title: str = "", below: str = "", other: tuple[str, str] | None = None
) -> None:
    """The signature with its seal on the right; that of somebody else on the left, without one."""
    at, top = 150.0, sheet.y + 2
    sheet.text(at, top, office, BOLD, 0.95, "m")
    if title:
        sheet.value(title, at, top + 5.5, "m")
    elif below:
        sheet.text(at, top + 5.5, below, BOLD, 0.95, "m")
    name = top + 32
    sheet.value(field, at, name, "m", 2 * (RIGHT - at))
    _sign(sheet, at + 2, name - 13)
    _seal(sheet, at, name - 14)
    if other:
        sheet.text(LEFT + 32, top, other[0], BOLD, 0.95, "m")
        sheet.value(other[1], LEFT + 32, name, "m", 70)
        _sign(sheet, LEFT + 34, name - 13)
    sheet.y = name + sheet.style.leading


def _sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.mark(ink.signature(int(38 * sheet.scale), sheet.dice), x, y, ink.BLUE)


def _seal(sheet: Sheet, x: float, y: float) -> None:
    """Over the left third of the signature, as the rule for seals wants it; now and then over print above or below it."""
    dice, office = sheet.dice, sheet.facts.get("unit") or sheet.facts.get("school") or sheet.facts.get("hospital", "")
    slip = dice.between(-16, 12) if dice.chance(350) else dice.between(-3, 3)
    mask = ink.seal(
        int(34 * sheet.scale), f"{office} * {sheet.facts['province']}".upper(), sheet.style.label.files[BOLD], dice
    )
    sheet.mark(mask, x - dice.between(14, 24), y + slip, ink.RED)
