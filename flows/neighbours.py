"""What earlier records told, for rules that look across records: read from the store by key, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from relay.store import Store, facts

if TYPE_CHECKING:
    import polars as pl


def told_before(store: Store) -> Callable[[str, Sequence[str]], pl.DataFrame]:
    """The look-up of a suite: (kind, hashed keys) → key String, owner Int64, value String."""

    def look_up(kind: str, keys: Sequence[str]) -> pl.DataFrame:
        with store.read() as tx:
            return facts.find(tx, kind, keys)

    return look_up
