"""One good record of every contract, as content."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from schemas.contract import contracts
from tests.records import from_raw, record

GOOD: dict[str, dict[str, Any]] = {name: from_raw(name, record(name).RAW) for name in contracts()}


def frame(*contents: object) -> pl.DataFrame:
    """Contents (objects, or text as it stands) numbered from 0."""
    texts = [text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in contents]
    return pl.DataFrame(
        {"record_id": range(len(texts)), "content": texts}, schema={"record_id": pl.Int64, "content": pl.String}
    )
