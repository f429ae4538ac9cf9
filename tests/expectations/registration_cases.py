"""What every suite of a civil-status book must catch about the entry itself."""

from __future__ import annotations

from collections.abc import Mapping

from tests.expectations.kit import Bad, Told, bad
from tests.records import Content

#: An entry of an old book, from before the communes of today.
OLD_BOOK = {"registered_on": "2024-05-10", "book_no": "01/2024"}


def _entry(contract: str, away: int, page: str) -> Told:
    """Another entry of the same book, so many numbers away, on this page."""

    def place(record: Content) -> str:
        number = str(int(str(record["number"])) + away)
        return "|".join(
            (str(record["registration_unit"]), str(record["book_no"]), str(record["registered_on"])[:4], number)
        )

    return Told(f"{contract}.entry", place, {"page": page})


def registration_cases(contract: str, old: Mapping[str, object] = OLD_BOOK, **late: object) -> tuple[Bad, ...]:
    """One case for each of `registration_rules`; the good record is an entry of 2026 in a commune of today.

    `old` makes it an entry of an old book, `late` what an entry made long after the event is marked with.
    """
    return (
        bad(f"{contract}.registered_in_future", "registered_on", registered_on="2026-12-01", **late),
        bad(f"{contract}.unit_valid_on_registration", "registration_unit", registration_unit="16603"),
        bad(f"{contract}.unit_not_yet_valid", "registration_unit", **{**old, "registration_unit": "11948"}),
        bad(f"{contract}.book_year_agrees", "book_no", book_no="02/2019"),
        bad(f"{contract}.signer_present", "signer", signer=None),
        bad(f"{contract}.page_follows_number", "page_no", page_no="5", told=_entry(contract, 1, "4"), number="701"),
        bad(f"{contract}.page_follows_number", "page_no", page_no="5", told=_entry(contract, -1, "6"), number="801"),
        bad(f"{contract}.dossier_linked", "dossier_code", dossier_code=None),
    )
