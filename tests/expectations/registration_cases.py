"""What every suite of a civil-status book must catch about the entry itself."""

from __future__ import annotations

from collections.abc import Mapping

from tests.expectations.kit import Bad, bad

#: An entry of an old book, from before the communes of today.
OLD_BOOK = {"registered_on": "2024-05-10", "book_no": "01/2024"}


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
        bad(f"{contract}.dossier_linked", "dossier_code", dossier_code=None),
    )
