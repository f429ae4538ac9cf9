"""Our side, as one measured process: pull the pages over HTTP, diff, store, normalise with the real birth mapping, store.

`python -m benchmarks.ours ADDRESS PAGES STORE_URL` prints one JSON line: records, versions, wall_s (start-up apart), peak_mb.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import polars as pl
import requests

from connectors.mapping import mapping_for
from relay.model import PAGE, Page
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.store import Store

FLOW = "birth"


class _Identity(msgspec.Struct):
    id: str


_IDENTITIES = msgspec.json.Decoder(list[_Identity])
_RAWS = msgspec.json.Decoder(list[msgspec.Raw])


class Pages:
    """A source without a cursor: `pages` pages of an HTTP server, everything each time."""

    name = "pages"
    complete = True

    def __init__(self, address: str, pages: int) -> None:
        self.records = 0
        self._address = address
        self._pages = pages
        self._session = requests.Session()

    def pull(self, contract: str, watermark: str | None, *, since: str | None = None) -> Iterator[Page]:
        """The pages in order; a record's raw JSON is exactly as served."""
        for number in range(self._pages):
            yield self._page(number)

    def _page(self, number: int) -> Page:
        # A function of its own: while a page is worked on, no name here keeps its body in memory.
        answer = self._session.get(f"{self._address}/{number}", timeout=60)
        answer.raise_for_status()
        frame = _frame(answer.content)
        self.records += len(frame)
        return Page(frame, str(number))

    def probe(self) -> None:
        """Nothing to prove on loopback."""

    def size(self, contract: str) -> int | None:
        """It does not tell."""
        return None


def _frame(body: bytes) -> pl.DataFrame:
    # Through binary columns: a Python text per record would cost three times as much.
    raws = pl.Series([bytes(raw) for raw in _RAWS.decode(body)], dtype=pl.Binary).cast(pl.String)
    ids = pl.Series([item.id for item in _IDENTITIES.decode(body)], dtype=pl.String)
    return pl.DataFrame({"source_id": ids, "raw": raws}).select("source_id", "raw", deleted=False).select(*PAGE)


def peak_mb() -> float:
    """Highest resident memory of this process (the kernel's own mark; a child's rusage would include its parent's)."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    """One load."""
    address, pages, url = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    source, store, mapping = Pages(address, pages), Store(url), mapping_for(FLOW, "benchmark")
    store.migrate()
    began = time.perf_counter()
    versions = sum(normalise(store, FLOW, batch, mapping) for batch in pull(store, FLOW, source, "bench"))
    wall = time.perf_counter() - began
    store.close()
    print(json.dumps({"records": source.records, "versions": versions, "wall_s": wall, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
