"""What rules that look beyond a record may ask: earlier records by key, and the population register by number."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flows.parents import PERSON, Known
from relay.errors import RelayError
from relay.store import Store, facts

if TYPE_CHECKING:
    import polars as pl

log = logging.getLogger(__name__)


def told_before(store: Store) -> Callable[[str, Sequence[str]], pl.DataFrame]:
    """The look-up of a suite: (kind, hashed keys) → key String, owner Int64, value String."""

    def look_up(kind: str, keys: Sequence[str]) -> pl.DataFrame:
        with store.read() as tx:
            return facts.find(tx, kind, keys)

    return look_up


def strangers_to(register: Callable[[], Known]) -> Callable[[Sequence[str]], set[str]]:
    """Who of some numbers the population register does not know. It warns only, so a register that is away makes nobody a stranger."""

    def strangers(numbers: Sequence[str]) -> set[str]:
        try:
            known = register()([f"{PERSON}|{number}" for number in numbers])
        except RelayError as error:
            log.warning("nobody was looked up in the population register: %s", error)
            return set()
        return set(numbers) - {parent.partition("|")[2] for parent in known}

    return strangers
