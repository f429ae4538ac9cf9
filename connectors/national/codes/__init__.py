"""The catalogue of error codes: every code a national endpoint is known to answer, with its meaning, the fix and who can do it.

One module for each endpoint with codes of its own; what an endpoint does not say itself is looked for in `any_registry` (one record)
and in `transport` (a whole exchange). A code that stands nowhere is unknown: it is collected all the same, and shown first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from connectors.national.codes import any_registry, civil_status, health, land, portal, school, transport
from connectors.national.codes.entry import Entry

#: Instead of an endpoint: codes that any of them may answer.
ANY = ""

_FILES = {
    "civil_status": (civil_status,),
    "land": (land,),
    "school": (school,),
    "health": (health,),
    "portal": (portal,),
    ANY: (any_registry, transport),
}


@cache
def catalogue() -> Mapping[tuple[str, str], Entry]:
    """(endpoint or ANY, code) → its entry, in the order the files tell them."""
    return {
        (endpoint, entry.code): entry for endpoint, files in _FILES.items() for file in files for entry in file.CODES
    }


def lookup(endpoint: str, code: str) -> Entry | None:
    """What a code of an endpoint means; None when it is unknown."""
    known = catalogue()
    return known.get((endpoint, code)) or known.get((ANY, code))
