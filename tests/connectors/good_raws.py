"""The good raw record of each contract, and the way to spoil it."""

from __future__ import annotations

import json
from typing import Any

from connectors.mapping import mapping_for
from relay.model import Normalised
from schemas.contract import contract, contracts
from schemas.shape import violations
from tests.records import SECRET, Content, batch, record

GOOD = {name: record(name).RAW for name in contracts()}


def spoilt(name: str, **changes: Any) -> str:
    """The good record as JSON with some raw values replaced; an encounter's changes are to its XML1."""
    good = GOOD[name]
    if name == "encounter":
        return json.dumps({**good, "XML1": {**good["XML1"], **changes}}, ensure_ascii=False)
    return json.dumps({**good, **changes}, ensure_ascii=False)


def normalise(name: str, *raws: str) -> Normalised:
    """The batch through its mapping."""
    return mapping_for(name, SECRET).normalise(batch(*raws))


def content(name: str, raw: str) -> Content:
    """Content of one raw record."""
    made: Content = json.loads(normalise(name, raw).frame["content"][0])
    return made


def faults(name: str, raw: str) -> set[tuple[str, str]]:
    """(rule, field) of everything critical that mapping and shape find in one raw record."""
    made = normalise(name, raw)
    judged = violations(contract(name), made.frame.rename({"version_id": "record_id"}))
    rows = [*made.violations.iter_rows(named=True), *judged.iter_rows(named=True)]
    return {(row["rule"], row["field"]) for row in rows if row["severity"] == "critical"}
