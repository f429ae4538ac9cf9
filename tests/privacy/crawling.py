"""Walks through the pages as one visitor, from link to link, and keeps what was shown."""

from __future__ import annotations

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import requests

#: Pages of one kind that are opened; a kind is what has the same path but for what stands in it.
ENOUGH = 5
_LINK = re.compile(r'(?:href|src)="([^"#]+)"')


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
