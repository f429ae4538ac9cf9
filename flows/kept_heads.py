"""Copies of the audit log's heads, kept outside the store: they alone can tell of rows taken from its end."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from relay.audit.chain import Head
from relay.errors import FatalError


def keep_head(kept: Path, newest: Head | None) -> None:
    """Add the newest head to the copies outside the store; the same head is not added twice."""
    if newest and newest not in read_heads(kept):
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(newest._asdict()) + "\n")


def read_heads(path: Path) -> list[Head]:
    """Copies of heads; none when there is no such file. Raises FatalError for a line that is none."""
    try:
        return [Head(**msgspec.json.decode(line)) for line in path.read_bytes().splitlines() if line.strip()]
    except FileNotFoundError:
        return []
    except (TypeError, msgspec.MsgspecError):
        raise FatalError(
            f"{path.name} holds a line that is no head of an audit log; look who wrote it, or name another file with --heads.",
            f"{path.name} có dòng không phải chữ ký nhật ký; hãy xem ai đã ghi, hoặc chọn tệp khác bằng --heads.",
        ) from None
