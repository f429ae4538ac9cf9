"""What a printed value means in the terms of a contract: a code for a label, an ISO day for a day as it is written here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from digitise.forms import Form, form
from flows.desk.fields import choices, settable, typed
from relay.errors import RecordError


def meant(flow: str, field: str, printed: str) -> str | None:
    """The contract's value; None where the text is none of the field's, or the field is no text."""
    if codes := choices(flow, field):
        return _by_label(flow, field).get(printed.lower()) or (printed if printed in codes else None)
    try:
        value = typed(flow, field, printed)
    except RecordError:
        return None
    return value if isinstance(value, str) else None


@cache
def _by_label(flow: str, field: str) -> Mapping[str, str]:
    return {label.lower(): code for code, label in choices(flow, field).items()}


def named(flow: str, form_name: str | None, fields: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The fields of a page under the names of the flow's contract, with what they mean there.

    A page of a form that proves a record of another type keeps its own names and means nothing to this one.
    """
    declared = form(form_name) if form_name else None
    if declared is None or declared.contract != flow:
        return {name: {**one, "meant": None} for name, one in fields.items()}
    known, found = set(settable(flow)), {}
    cells = _cells(declared)
    for own, one in fields.items():
        name = declared.means.get(own, own)
        told = meant(flow, name, one["value"]) if name in known and name not in cells else None
        found[name] = {**one, "meant": told, **cells.get(name, {})}
    return found


def _cells(declared: Form) -> dict[str, dict[str, str]]:
    """Name of a table's cell → which item of which list of the record it is, and for which record."""
    listed = declared.listed
    if listed is None:
        return {}
    return {
        name: {
            "list": listed.list_field,
            "item": listed.names.get(row, row),
            "when": listed.column_field,
            "is": listed.columns[place],
        }
        for row, names in declared.rows.items()
        for place, name in enumerate(names)
    }
