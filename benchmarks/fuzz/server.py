"""The smallest HTTP server that can lie: keep-alive over raw sockets, every byte of an answer is the caller's."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import NamedTuple

_END = b"\r\n\r\n"


class Request(NamedTuple):
    """What came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Reply(NamedTuple):
    """What goes out, byte by byte, and whether the connection ends with it."""

    raw: bytes
    close: bool = False


Answer = Callable[[Request], Reply]


class Server:
    """Answers on a free loopback port with what `answer` gives, until it is closed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        held = b""
        try:
            with connection:
                while True:
                    request, held = _read(connection, held)
                    reply = self.answer(request)
                    connection.sendall(reply.raw)
                    if reply.close:
                        return
        except OSError:
            return  # the client has gone, as it may


def _read(connection: socket.socket, held: bytes) -> tuple[Request, bytes]:
    while _END not in held:
        held += _more(connection)
    head, _, held = held.partition(_END)
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    length = int(headers.get("content-length", 0))
    while len(held) < length:
        held += _more(connection)
    return Request(method, path, headers, held[:length]), held[length:]


def _more(connection: socket.socket) -> bytes:
    if not (piece := connection.recv(1 << 16)):
        raise ConnectionResetError
    return piece
