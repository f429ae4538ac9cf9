"""An error planted into a good raw record, and whom mapping and shape blame for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.contract import contract
from tests.connectors.good_raws import content, faults, normalise, spoilt

#: kind of error → (raw changes, rule, field)
Kinds = Mapping[str, tuple[dict[str, Any], str, str]]


def only_blame(name: str, changes: dict[str, Any], rule: str, field: str) -> None:
    """The error is named by its rule, and no other field of the contract is blamed."""
    found = faults(name, spoilt(name, **changes))
    assert field in contract(name).fields
    assert (rule, field) in found
    assert {blamed for _, blamed in found} == {field}


def good(name: str, **changes: Any) -> dict[str, Any]:
    """Content of the good record with some raw values replaced."""
    return content(name, spoilt(name, **changes))


def row(name: str, **changes: Any) -> dict[str, Any]:
    """What the engine gets of it: natural_key, unit, parents …"""
    return normalise(name, spoilt(name, **changes)).frame.row(0, named=True)
