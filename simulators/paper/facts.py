"""What the pages tell: citizens, days and places that agree with one another, from a seed and the number of a page.

The values do not depend on the layout or on how bad the scan is: one page can be compared over all of these.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from simulators.province.dice import Dice, salt
from simulators.province.names import number_in_words, person_name
from simulators.province.people import People, Person
from simulators.province.units import Commune, choose

TODAY = date(2026, 11, 1)
PROVINCE, COMMUNES, POOL = "40", 40, 20_000
SEX = ("Nam", "Nữ")


class Source:
    """Draws the facts of one page."""

    def __init__(self, form: str, seed: int, number: int) -> None:
        self.dice = Dice(salt(seed, "paper", form), number)
        communes, self.people = world(seed)
        self.commune: Commune = self.dice.pick(communes)

    def adult(self, sex: int, born_from: int, born_to: int) -> Person:
        """Somebody born in those years."""
        return self.people.adult_of(self.dice, sex, born_from, born_to)

    def child(self, year: int) -> Person:
        """A child born in that year."""
        return self.people.pupil(self.dice.below(400_000), year)

    def official(self) -> str:
        """Who signed."""
        return person_name(self.dice, 1 + self.dice.below(2))

    def home(self) -> str:
        """An address in the page's commune."""
        return f"{self.dice.pick(('Thôn', 'Xóm', 'Khối'))} {self.dice.between(1, 15)}, {self.commune.address()}"

    def place(self) -> str:
        """A commune of the province with its name of today or of before."""
        old = [name for _, name in self.commune.predecessors]
        return self.commune.address(self.dice.pick([self.commune.name, *old]))


@cache
def world(seed: int) -> tuple[list[Commune], People]:
    """The communes and the people of a seed."""
    communes, prefixes = choose(PROVINCE, COMMUNES, seed)
    return communes, People(seed, POOL, TODAY, prefixes)


def dmy(day: date) -> str:
    """05/03/2024."""
    return f"{day:%d/%m/%Y}"


def day_in_words(day: date) -> str:
    """A day as the book writes it out: "Ngày năm tháng ba năm hai nghìn không trăm hai mươi tư" is spelt by `names`."""
    words = (number_in_words(part) for part in (day.day, day.month, day.year))
    return "Ngày {} tháng {} năm {}".format(*words)


def comma(tenths: int) -> str:
    """A number of tenths as it is printed: 1255 is "125,5"."""
    return f"{tenths // 10},{tenths % 10}"
