"""The catalogue of error codes beside what was really answered: unknown codes first, then what holds most records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.national.codes import ANY, catalogue, lookup
from flows.wording import UNKNOWN_CODE, WHO
from tracking.quality.codes import Seen, seen

if TYPE_CHECKING:
    from relay.store import Store

#: Codes of success are no matter for anybody; they are explained when asked for by name.
SUCCESS = ("00", "0")


@dataclass(frozen=True)
class Code:
    """One code of an endpoint (ANY: of all); texts are (Vietnamese, English), `who` one of flows.wording.WHO. Counts are of records."""

    endpoint: str
    code: str
    known: bool
    meaning: tuple[str, str]
    fix: tuple[str, str]
    who: str
    retry: bool
    source: str
    held: int = 0
    records: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def who_in_words(self) -> tuple[str, str]:
        """Who can act, in both languages."""
        return WHO[self.who]


def codes(store: Store) -> list[Code]:
    """Every code that was answered and every other one of the catalogue: unknown ones first, then by records held and heard."""
    answered = seen(store)
    told = {(one.endpoint, one.code) for one in answered} | {(ANY, one.code) for one in answered}
    silent = [key for key in catalogue() if key not in told and key[1] not in SUCCESS]
    found = [_code(one.endpoint, one.code, one) for one in answered] + [_code(*key) for key in silent]
    return sorted(found, key=lambda one: (one.known, -one.held, -one.records, one.endpoint, one.code))


def explained(store: Store, code: str) -> list[Code]:
    """What a code means at each endpoint that is known to answer it or did; empty when it stands nowhere and never came."""
    answered = {one.endpoint: one for one in seen(store) if one.code == code}
    named = {endpoint for endpoint, known in catalogue() if known == code}
    return [_code(endpoint, code, answered.get(endpoint)) for endpoint in sorted(named | answered.keys())]


def chosen(found: Sequence[Code], endpoint: str = "", *, unknown: bool = False) -> list[Code]:
    """Those of one endpoint (with what any may answer), or only unknown ones."""
    return [one for one in found if (not endpoint or one.endpoint in (endpoint, ANY)) and not (unknown and one.known)]


def _code(endpoint: str, code: str, heard: Seen | None = None) -> Code:
    known = lookup(endpoint, code)
    counts = (heard.held, heard.records, heard.first, heard.last) if heard else ()
    if known is None:
        return Code(endpoint, code, False, *UNKNOWN_CODE, "team", False, "", *counts)
    return Code(endpoint, code, True, known.meaning, known.fix, known.who, known.retry, known.source, *counts)
