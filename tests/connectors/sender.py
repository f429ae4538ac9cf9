"""The simulated drop folder, opened for sending records by contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.credentials import Connection
from connectors.local.drop import Drop
from relay.model import Source
from simulators.local import drop
from simulators.local.stamps import Stamps
from simulators.province.catalogue import record_types
from simulators.province.stores import Export

MOMENT = datetime(2026, 11, 20, 8, tzinfo=UTC)
STORES = {kind.flow: kind.store for kind in record_types() if isinstance(kind.store, Export)}
#: Each (contract, ending) that units send.
FILES = [(contract, ending) for contract, store in STORES.items() for ending in store.forms]


class Sender(drop.Drop):
    """Units that send."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, Stamps(MOMENT), [store.folder for store in STORES.values()])

    def folder(self, contract: str) -> Path:
        """Where its files arrive."""
        return self.root / STORES[contract].folder

    def send(self, contract: str, stem: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """A file of a contract that has one form."""
        [(ending, form)] = STORES[contract].forms.items()
        self.write(STORES[contract].folder, stem, ending, form, rows)

    def take_back(self, contract: str, stem: str, sources: Iterable[str]) -> None:
        """A list of deletions."""
        self.withdraw(STORES[contract].folder, f"{stem}_huy", sources)


def source(root: Path, **more: Any) -> Source:
    """The drop folder as a source."""
    return Drop(Connection(str(root)), **more)


def pulled(source: Source, contract: str, watermark: str | None = None, **more: Any) -> list[tuple[str, bool, str]]:
    """All rows of all pages."""
    return [row for page in source.pull(contract, watermark, **more) for row in page.frame.rows()]
