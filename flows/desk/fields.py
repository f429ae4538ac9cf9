"""Fields as a person sees and types them: which can be set, which code lists stand behind them, and what a typed text means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from relay.errors import RecordError
from schemas.contract import Contract, contract
from schemas.kinds import OneOf
from schemas.shape import rule_text

#: Day, month and year, or month and year, as people write them here.
_WRITTEN = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def settable(flow: str) -> tuple[str, ...]:
    """The contract's fields a person can set: all but lists."""
    known = contract(flow)
    return tuple(name for name in known.fields if not str(known.polars_schema[name]).startswith("List"))


@cache
def choices(flow: str, field: str) -> Mapping[str, str]:
    """Code → Vietnamese label of the field's code list; empty where there is none."""
    known = contract(flow)
    if field not in known.fields:
        return {}
    info = known.model.model_fields[field]
    found = next(_lists((info.annotation, *info.metadata)), None)
    return found.labels if found else {}


def _lists(parts: Any) -> Iterator[OneOf]:
    for part in parts:
        if isinstance(part, OneOf):
            yield part
        else:
            yield from _lists((*get_args(part), *getattr(part, "__metadata__", ())))


def spelt(flow: str, field: str, value: Any) -> str:
    """A value as people read it: a code with its label, a day as it is written here; any other as it stands, "–" for none."""
    if value is None or value == "":
        return "–"
    text = str(value)
    if label := choices(flow, field).get(text):
        return f"{text} – {label}"
    found = _ISO.fullmatch(text)
    return "/".join(reversed(found.groups())) if found else text


def typed(flow: str, field: str, text: str) -> Any:
    """The value a typed text means: as it stands, a date or decimal as written here, a whole number; None for nothing typed.

    Raises RecordError with the rule's sentence when it is none of these. The text itself is in no error.
    """
    known = contract(flow)
    if field not in settable(flow):
        raise RecordError(
            f"{field} cannot be set at the desk; correct it in the source.",
            f"Không sửa được “{known.titles.get(field, field)}” tại bàn sửa; hãy sửa tại hệ thống nguồn.",
            rule=f"shape.{field}",
            field=field,
        )
    text = text.strip()
    if not text:
        return None
    for meant in _meanings(text):
        try:
            return _adapter(known.name, field).validate_python(meant)
        except ValidationError:
            continue
    said = rule_text(known, f"shape.{field}")
    raise RecordError(f"{said.en} {said.hint_en}", f"{said.vi} {said.hint_vi}", rule=f"shape.{field}", field=field)


@cache
def _adapter(name: str, field: str) -> TypeAdapter[Any]:
    known: Contract = contract(name)
    info = known.model.model_fields[field]
    # The field's own constraints stand beside its annotation.
    kind: Any = info.annotation
    for rule in info.metadata:
        kind = _with(kind, rule)
    return TypeAdapter(kind, config={"strict": True})


def _with(kind: Any, rule: Any) -> Any:
    from typing import Annotated

    return Annotated[kind, rule]


def _meanings(text: str) -> Iterator[Any]:
    yield text
    if found := _WRITTEN.fullmatch(text):
        day, month, year = found.groups()
        yield f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if re.fullmatch(r"-?\d+,\d+", text):
        yield text.replace(",", ".")
    if re.fullmatch(r"-?\d{1,15}", text):
        yield int(text)
