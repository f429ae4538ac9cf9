"""Walks through the pages as one visitor, from link to link, and keeps what was shown."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from urllib.parse import urljoin, urlsplit

import requests
import uvicorn

from tests.ui.conftest import who
from ui.app import create_app

#: Pages of one kind that are opened; a kind is what has the same path but for what stands in it.
ENOUGH = 5
_LINK = re.compile(r'(?:href|src)="([^"#]+)"')


@contextmanager
def served() -> Iterator[str]:
    """The address of the pages; the header X-User stands for Airflow's login."""
    server = uvicorn.Server(uvicorn.Config(create_app(who), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def crawl(base: str, user: str, *starts: str) -> dict[str, bytes]:
    """Address → what the visitor was shown there, refusals included."""
    shown: dict[str, bytes] = {}
    opened: Counter[str] = Counter()
    waiting = deque(urljoin(base, start) for start in starts)
    while waiting:
        address = waiting.popleft()
        kind = "/".join(urlsplit(address).path.split("/")[:3]) + urlsplit(address).path[-4:]
        if address in shown or opened[kind] >= ENOUGH or urlsplit(address).netloc != urlsplit(base).netloc:
            continue
        opened[kind] += 1
        answer = requests.get(address, headers={"X-User": user}, timeout=60)
        assert answer.status_code < 500, (user, kind, answer.status_code)
        shown[address] = answer.content
        waiting.extend(urljoin(answer.url, unescape(link)) for link in _LINK.findall(answer.text))
    return {address.removeprefix(base): body for address, body in shown.items()}
