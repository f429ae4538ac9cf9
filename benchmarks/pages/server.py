"""The pages and one plain file beside them, from one server on loopback; prints its address, then serves until ended."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Mount, Route

from ui.app import create_app

USER = "leader"


def application(plain: Path) -> Starlette:
    """Everyone is the leader of people.yaml; `plain` is handed out as it is."""
    return Starlette(
        routes=[
            Route("/plain.html", lambda _: FileResponse(plain)),
            Mount("/lienthong", create_app(lambda: USER)),
        ]
    )


def main(plain: Path) -> None:
    """Serve on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(application(plain), log_level="error"))
    server.run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
