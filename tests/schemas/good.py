"""One good record of every contract, as content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

GOOD: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "good.json").read_text(encoding="utf-8"))


def frame(*contents: object) -> pl.DataFrame:
    """Contents (objects, or text as it stands) numbered from 0."""
    texts = [text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in contents]
    return pl.DataFrame(
        {"record_id": range(len(texts)), "content": texts}, schema={"record_id": pl.Int64, "content": pl.String}
    )
