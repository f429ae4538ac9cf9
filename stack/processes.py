"""The processes of the stack, remembered across calls of `make`.

Promise: a process is ours only if its pid *and* the moment it started are the recorded ones, so a reused pid is never
signalled. Each runs in a group of its own, survives the terminal, and is ended with everything it started.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from stack.errors import StackError
from stack.home import Home, write_private

GRACE_SECONDS = 15


@dataclass(frozen=True)
class Process:
    """One recorded process. `mark` tells what it was started with, so that a change of settings is noticed."""

    name: str
    pid: int
    born: str
    log: str
    mark: str

    def alive(self) -> bool:
        """Say whether this very process still runs (a zombie does not)."""
        return _birth(self.pid) == self.born

    def stop(self) -> None:
        """End the process and its group; return when they are gone."""
        if not self.alive():
            return
        for sign, patience in ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGKILL, 5)):
            _signal_group(self.pid, sign)
            if _wait_for_end(self.pid, patience):
                return
        raise StackError(f"{self.name} (pid {self.pid}) does not end; see {self.log}.")

    def last_words(self) -> str:
        """Return one sentence on why the process is gone, with the path of its log."""
        return f"{self.name} stopped by itself; its log is {self.log}."


def _birth(pid: int) -> str | None:
    """Return the start time of a living process as the system spells it, or None."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _birth_by_ps(pid)
    except ProcessLookupError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def _birth_by_ps(pid: int) -> str | None:
    shown = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, born = shown.stdout.strip().partition(" ")
    return born.strip() if born and not state.startswith("Z") else None


def _signal_group(pid: int, sign: signal.Signals) -> None:
    try:
        os.killpg(pid, sign)
    except ProcessLookupError:
        return


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return _birth(group) is not None or any(_members(group))


def _members(group: int) -> list[int]:
    """Return the living members of a process group, where the system can tell."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] not in "ZX" and int(fields[2]) == group:
            found.append(int(folder.name))
    return found


def _wait_for_end(group: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not _group_alive(group):
            return True
        time.sleep(0.1)
    return False


class Register:
    """The processes recorded in stack.json, by name."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.entries: dict[str, Process] = {}
        if home.processes.exists():
            recorded = json.loads(home.processes.read_text(encoding="utf-8"))
            self.entries = {name: Process(**entry) for name, entry in recorded.items()}

    def living(self, name: str) -> Process | None:
        """Return the recorded process of that name if it still runs."""
        process = self.entries.get(name)
        return process if process is not None and process.alive() else None

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], cwd: Path, mark: str) -> Process:
        """Start `command` detached, with its output in a log file of its own, and record it."""
        log = self.home.logs / f"{name}.log"
        with log.open("wb") as output:
            started = subprocess.Popen(
                command, cwd=cwd, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        process = Process(name, started.pid, _birth(started.pid) or "", str(log), mark)
        self.entries[name] = process
        self.save()
        return process

    def save(self) -> None:
        """Write the register to disk."""
        write_private(self.home.processes, {name: asdict(process) for name, process in self.entries.items()})

    def stop(self, name: str) -> None:
        """End one process and forget it."""
        process = self.entries.get(name)
        if process is not None:
            process.stop()
            del self.entries[name]
            self.save()

    def stop_all(self) -> list[str]:
        """End every process, the last started first; return the names of those that were alive."""
        ended = [name for name, process in self.entries.items() if process.alive()]
        for process in self.entries.values():
            if process.alive():
                _signal_group(process.pid, signal.SIGTERM)  # all at once: together they take no longer than the slowest
        for name in reversed(list(self.entries)):
            self.stop(name)
        return ended


def free_port() -> int:
    """Return a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def claim_port(number: int, setting: str) -> int:
    """Return `number` when nobody listens there.

    :raises StackError: when the port is taken; the sentence names the `setting` to change
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            raise StackError(f"Port {number} on 127.0.0.1 is taken: free it or set {setting} to another.") from error
    return number
