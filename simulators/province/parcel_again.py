"""Land with a second certificate: parcel and holder are the same, the paper is another."""

from __future__ import annotations

from simulators.province.dice import Dice
from simulators.province.doubles import misspelt, take
from simulators.province.record import Record

#: What the new paper says for itself: commune, serial, day, book, addresses, scan, line of the file, dossier.
PAPER = ("c01", "c02", "c03", "c04", "c11", "c23", "c49", "stt", "ma_ho_so")


def certified_again(second: Record, first: Record, dice: Dice) -> None:
    """The second row is of the first one's parcel and holder, whose name another clerk has written."""
    kept = {name: second.row[name] for name in PAPER if name in second.row}
    second.row.clear()
    take(second, first, "c")
    second.row |= kept
    if "c10" in first.row:
        second.row["c07"] = misspelt(first.row["c07"], dice)
