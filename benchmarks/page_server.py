"""Serves the pages of a workload over HTTP on loopback, in a process of its own so that its CPU is nobody's cost.

`python -m benchmarks.page_server FOLDER` prints its address and serves `GET /{page}` until it is stopped.
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    """A handler that serves `folder`/N.json at /N."""

    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            number = self.path.strip("/")
            page = folder / f"{number}.json"
            found = number.isdecimal() and page.is_file()
            body = page.read_bytes() if found else b"[]"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    return Pages


def main() -> None:
    """Serve until stopped."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(Path(sys.argv[1])))
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
