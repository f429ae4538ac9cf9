"""What is done with one scan, in a process of its own: every page read, the archive made, signature and requirements looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from digitise import engine
from digitise.opening import UnreadableError, count
from relay.store.documents import NOT_DIGITISED

if TYPE_CHECKING:
    from digitise.archive import Maker
    from digitise.reading import Reading
    from digitise.requirements import Facts, ScanRules
    from digitise.signatures import Signed

MISSING = "missing"
HUGE, BROKEN, SLOW = "huge", "broken", "slow"
Row = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """How scans are worked on. `rules`: config/scans.yaml, None for reading alone; `archive`: folder of archives, None for none."""

    rules: ScanRules | None = None
    archive: Path | None = None
    roots: Path | None = None
    #: (form, field of the contract) → least confidence, where people's checks have set one.
    thresholds: Mapping[tuple[str, str], float] = field(default_factory=dict)


def rows_of(path: Path, work: Work, maker: Maker | None = None) -> list[Row]:
    """DOCUMENT columns of each page of a scan, without its record; fields as a mapping. At least one row, whatever the file is."""
    content = path.read_bytes()
    try:
        pages = count(content)
    except UnreadableError as error:
        return [blank(error.outcome)]
    from digitise.reading import read

    readings = [read(content, number=number) for number in range(pages)]
    rows = [_row(reading, number) for number, reading in enumerate(readings)]
    if work.rules:
        rows[0] |= _of_file(content, work.rules, work.roots)
    if maker:
        archived = _archived(maker, content, readings)
        rows = [row | archived for row in rows]
    return rows


def read_rows(path: Path) -> Iterator[Row]:
    """As `rows_of`, reading alone and in this process: for whoever has one file in hand."""
    if engine.model_folder() is None:
        yield blank(NOT_DIGITISED)
    else:
        yield from rows_of(path, Work())


def _row(reading: Reading, number: int) -> Row:
    fields = {
        name: {
            "value": one.value,
            "kind": one.kind,
            "confidence": one.confidence,
            "box": list(one.box),
            "accepted": one.accepted,
            "engine": one.engine,
            "reason": one.reason,
        }
        for name, one in reading.fields.items()
    }
    sure = [one.confidence for one in reading.fields.values()]
    return blank(reading.outcome) | {
        "number": number,
        "form": reading.form,
        "engine": engine.NAME,
        "fields": fields,
        "confidence": min(sure, default=None),
        "masks": reading.masks.as_json() if reading.masks else None,
    }


def _of_file(content: bytes, rules: ScanRules, roots: Path | None) -> Row:
    """Signature of the file, and the requirements it does not keep: "rule=severity", parted by blanks."""
    from digitise.requirements import broken, facts, holds

    known: Facts = facts(content, _trusted(roots))
    severity = {True: "critical", False: "warning"}
    told = [f"{rule}={severity[holds([rule], rules)]}" for rule in broken(known, rules)]
    return {"signature": signature_word(known.signed), "broken": " ".join(told)}


@cache
def _trusted(roots: Path | None) -> tuple[Any, ...]:
    from digitise.signatures import roots as trusted

    return trusted(roots)


def signature_word(signed: Signed) -> str:
    """none, valid, invalid or unclear; behind a valid one whether its key is trusted: valid:yes, valid:no, valid:unknown."""
    if not signed.present:
        return "none"
    if signed.valid is None or signed.intact is None:
        return "unclear"
    return f"valid:{signed.trust}" if signed.valid and signed.intact and signed.whole else "invalid"


def _archived(maker: Maker, content: bytes, readings: Sequence[Reading]) -> Row:
    """Checksum and checks of the scan's archive; where none can be made, why not. It never takes the reading away."""
    from relay.errors import FatalError

    try:
        made = maker.make(content, [reading.words for reading in readings])
    except UnreadableError as error:
        return {"checks": msgspec.json.encode({"outcome": error.outcome}).decode()}
    except (OSError, FatalError) as error:
        return {"checks": msgspec.json.encode({"outcome": type(error).__name__}).decode()}
    told = {"outcome": made.outcome, **made.checks}
    return {"archive_sha256": made.sha256, "checks": msgspec.json.encode(told).decode()}


def blank(outcome: str) -> Row:
    """A page of which nothing is known but what became of it."""
    nothing = dict.fromkeys(("form", "confidence", "masks", "sha256", "archive_sha256", "checks", "signature"))
    return {
        **nothing,
        "number": 0,
        "outcome": outcome,
        "engine": engine.MISSING,
        "fields": {},
        "reused": False,
        "broken": "",
    }
