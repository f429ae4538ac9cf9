"""Judges shape: every record of a frame against its contract's model. One rule per field, `shape.<field>`; no value is ever carried out.

A whole stretch of good records costs one call of the compiled validator; only the errors are looked at in Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, get_args, get_origin

import msgspec
import polars as pl
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from schemas.contract import Contract
from schemas.identifiers import PERSONAL_ID, PROVINCES_OF_ISSUE
from schemas.rules import rule_text
from schemas.wording import WHOLE

__all__ = ["SCHEMA", "rule_text", "violations"]

SCHEMA = {"record_id": pl.Int64, "rule": pl.String, "field": pl.String, "severity": pl.String}
CRITICAL = "critical"
WARNING = "warning"
#: Records validated in one call; bounds the memory of their models.
STRETCH = 1_000

Fault = tuple[int, str, str, str]
_DOCUMENTS = msgspec.json.Decoder(list[msgspec.Raw])


def violations(contract: Contract, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame`: record_id Int64, content String. Returns record_id, rule, field, severity, each once."""
    found: list[Fault] = []
    for part in frame.select("record_id", "content").iter_slices(STRETCH):
        found.extend(_faults(contract, part["record_id"].to_list(), part["content"].cast(pl.Binary).to_list()))
    judged = pl.DataFrame(found, schema=SCHEMA, orient="row")
    return pl.concat([judged, _unlisted_provinces(contract, frame)]).unique(maintain_order=True)


@cache
def _validator(model: type[Any]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


def _faults(contract: Contract, ids: Sequence[int], contents: Sequence[bytes | None]) -> Iterator[Fault]:
    text = b"[" + b",".join(content or b"null" for content in contents) + b"]"
    try:
        whole = len(_validator(contract.model).validate_json(text)) == len(ids)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        whole = all(detail["loc"] for detail in details) and len(_DOCUMENTS.decode(text)) == len(ids)
        if whole:
            yield from (_fault(contract, ids[int(detail["loc"][0])], detail) for detail in details)
    if not whole:
        yield from _one_by_one(contract, ids, contents)


def _one_by_one(contract: Contract, ids: Sequence[int], contents: Sequence[bytes | None]) -> Iterator[Fault]:
    """Needed only where some content is no JSON and hides where it ends."""
    if len(ids) == 1:
        yield ids[0], f"shape.{WHOLE}", WHOLE, CRITICAL
        return
    half = len(ids) // 2
    yield from _faults(contract, ids[:half], contents[:half])
    yield from _faults(contract, ids[half:], contents[half:])


def _fault(contract: Contract, record_id: int, detail: ErrorDetails) -> Fault:
    """The field is named by the contract; a name of the record's own could be a value."""
    named = detail["loc"][1] if len(detail["loc"]) > 1 else WHOLE
    field = named if named in contract.model.model_fields else WHOLE
    return record_id, f"shape.{field}", str(field), CRITICAL


@cache
def _personal_ids(model: type[Any]) -> tuple[str, ...]:
    return tuple(
        name
        for name, info in model.model_fields.items()
        if PERSONAL_ID[1:-1] in _patterns(info.annotation, info.metadata)
    )


def _patterns(annotation: Any, metadata: Sequence[Any]) -> str:
    own = "".join(str(getattr(item, "pattern", "") or "") for item in metadata)
    if get_origin(annotation) is None:
        return own
    inner = (arg for arg in get_args(annotation) if arg is not type(None))
    return own + "".join(_patterns(arg, getattr(arg, "__metadata__", ())) for arg in inner)


def _unlisted_provinces(contract: Contract, frame: pl.DataFrame) -> pl.DataFrame:
    """A 12-digit number below 100 whose province is in no list is odd, not wrong: a warning, `shape.<field>.province`."""
    names = _personal_ids(contract.model)
    parts = [pl.DataFrame(schema=SCHEMA)]
    for name in names:
        digits = pl.col("content").str.extract(rf'"{name}":\s*"([0-9]{{3}})[0-9]{{9}}"', 1)
        odd = frame.select("record_id", digits=digits).filter(
            pl.col("digits").str.starts_with("0") & ~pl.col("digits").is_in(PROVINCES_OF_ISSUE)
        )
        parts.append(
            odd.select(
                "record_id",
                rule=pl.lit(f"shape.{name}.province"),
                field=pl.lit(name),
                severity=pl.lit(WARNING),
            )
        )
    return pl.concat(parts)
