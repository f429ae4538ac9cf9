"""The pages on a free loopback port; the header X-User stands for Airflow's login."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import HTTPException, Request

from ui.app import create_app


def who(request: Request) -> str:
    if not (user := request.headers.get("X-User")):
        raise HTTPException(401, "nobody")
    return user


@contextmanager
def served() -> Iterator[str]:
    """The address of the pages, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(create_app(who), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
