"""Writes every contract as JSON Schema 2020-12 to schemas/json; a test keeps the files fresh.

    python -m schemas.export

Properties bear the English names of content; `x-wire-name` is the name on the wire. Long code lists are named, not spelt out.
The other `x-` words say what else a contract is: domain, titles, unit, key, parents, and what it makes known. Whoever must not import
the contract, the catalogue of flows and the simulated registries, reads it here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from schemas.contract import Contract, contracts, nested
from schemas.keys import Fixed, Hashed, Part, Value, YearOf

FOLDER = Path(__file__).parent / "json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _named(schema: dict[str, Any], contract: Contract) -> dict[str, Any]:
    """Adds each property's wire name, in the record and in the items of its lists."""
    models = {contract.model.__name__: contract.model}
    for info in contract.model.model_fields.values():
        if items := nested(info):
            models[items.__name__] = items  # type: ignore[assignment]
    for name, model in models.items():
        properties = (schema if name == contract.model.__name__ else schema["$defs"][name])["properties"]
        for field, info in model.model_fields.items():
            properties[field]["x-wire-name"] = info.alias
    return schema


def _parts(key: Sequence[Part]) -> list[dict[str, Any]]:
    """A key as data: {"field": …}, {"text": …}, {"year_of": …} or {"hashed": […]}."""
    names = {Value: "field", Fixed: "text", YearOf: "year_of", Hashed: "hashed"}
    return [{names[type(part)]: value} for part in key for value in asdict(part).values()]


def schema_of(contract: Contract) -> dict[str, Any]:
    """The contract as JSON Schema 2020-12."""
    made = _named(contract.model.model_json_schema(by_alias=False), contract)
    head = {"$schema": DIALECT, "$id": f"urn:lienthong:contract:{contract.name}", "title": contract.title}
    return {
        **head,
        "x-title-en": contract.title_en,
        "x-contract": contract.name,
        "x-domain": contract.domain,
        "x-unit": contract.unit,
        "x-key": _parts(contract.key),
        "x-parents": [{"kind": parent.kind, "key": _parts(parent.key)} for parent in contract.parents],
        "x-provides": [asdict(provided) for provided in contract.provides],
        **{k: v for k, v in made.items() if k != "title"},
    }


def text_of(contract: Contract) -> str:
    """The file's text."""
    return json.dumps(schema_of(contract), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for contract in contracts().values():
        (FOLDER / f"{contract.name}.json").write_text(text_of(contract), encoding="utf-8")


if __name__ == "__main__":
    main()
