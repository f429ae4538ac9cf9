"""Which scans a raw record names, and what each is to its dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """One file: its name under the folder of the source's scans; `role`: component (handed in) or result (given back)."""

    name: str
    role: str


def attached(raw: Mapping[str, Any]) -> list[Attachment]:
    """The files of a raw record, in the order it names them."""
    name = raw.get("tep_dinh_kem")
    return [Attachment(name, "result")] if isinstance(name, str) and name else []
