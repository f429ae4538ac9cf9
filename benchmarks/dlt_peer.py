"""The peer's side, as one measured process in the peer's own environment: dlt loads the same pages into the same PostgreSQL.

`python dlt_peer.py ADDRESS PAGES SOCKET_FOLDER DATABASE append|merge WORK_FOLDER` prints the same JSON line as ours. Imports nothing
of ours. Tuned as its documentation advises: whole pages are yielded, CSV loader (COPY), large buffers, no progress display.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

TUNING = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    "DATA_WRITER__BUFFER_MAX_ITEMS": "20000",
    "NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION": "true",
    "EXTRACT__DATA_WRITER__DISABLE_COMPRESSION": "true",
    "NORMALIZE__WORKERS": "1",
    "LOAD__WORKERS": "1",
}


def load(address: str, pages: int, socket: str, database: str, disposition: Any, folder: str) -> int:
    """Run one pipeline; returns how many records went in."""
    import dlt
    import requests
    from dlt.common import json as dlt_json
    from dlt.destinations import postgres

    count = 0

    def records() -> Iterator[list[dict[str, str]]]:
        nonlocal count
        session = requests.Session()
        for number in range(pages):
            answer = session.get(f"{address}/{number}", timeout=60)
            answer.raise_for_status()
            page: list[dict[str, str]] = dlt_json.loadb(answer.content)
            count += len(page)
            yield page

    resource = dlt.resource(records, name="birth", write_disposition=disposition, primary_key="id")
    # libpq takes a socket's folder as host; inside an address its slashes are escaped.
    credentials = {"host": quote(socket, safe=""), "database": database, "username": "postgres", "password": "unused"}
    pipeline = dlt.pipeline("bench", pipelines_dir=folder, destination=postgres(credentials), dataset_name="bench")
    pipeline.run(resource, loader_file_format="csv").raise_on_failed_jobs()
    return count


def main() -> None:
    """One load."""
    address, pages, socket, database, disposition, folder = sys.argv[1:7]
    os.environ.update(TUNING)
    os.environ["DLT_DATA_DIR"] = folder
    began = time.perf_counter()
    count = load(address, int(pages), socket, database, disposition, folder)
    wall = time.perf_counter() - began
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"records": count, "versions": count, "wall_s": wall, "peak_mb": peak}))


if __name__ == "__main__":
    main()
