"""The processes of the stack, remembered across calls of `make`.

Promise: a process is ours only if its pid *and* the moment it started are the recorded ones, so a reused pid is never
signalled. Each runs in a group of its own, survives the terminal, and is ended with everything it started. What it
writes is readable by its owner only.
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
from stack.home import PRIVATE, Home, write_private

GRACE_SECONDS = 6  # then killed: every step may be, and the triggerer alone would take ten


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

    def ask_to_end(self) -> None:
        """Ask the process to end what it started and then itself; return at once."""
        if self.alive():
            # Only the leader: Airflow's supervisors wait ten seconds for children signalled behind their back.
            os.kill(self.pid, signal.SIGTERM)

    def see_end(self) -> None:
        """Return when the process that was just asked, and its group, are gone; kill them after a grace.

        :raises StackError: when even killing does not end them
        """
        if _wait_for_end(self.pid, GRACE_SECONDS):
            return
        _kill_group(self.pid)
        if not _wait_for_end(self.pid, 5):
            raise StackError(f"{self.name} (pid {self.pid}) does not end; see {self.log}.")

    def last_words(self) -> str:
        """Return one sentence on why the process is gone, with the path of its log."""
        return f"{self.name} stopped by itself; its log is {self.log}."


def _birth(pid: int) -> str | None:
    """Return when a living process was born, as the system spells it, or None. It tells boots apart."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _birth_by_ps(pid)
    except ProcessLookupError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {fields[19]}"


def _birth_by_ps(pid: int) -> str | None:
    shown = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, born = shown.stdout.strip().partition(" ")
    return born.strip() if born and not state.startswith("Z") else None


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return _birth(group) is not None or bool(_members(group))


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
        self.started_now: list[str] = []
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
                stderr=subprocess.STDOUT, start_new_session=True, umask=PRIVATE,
            )  # fmt: skip
        process = Process(name, started.pid, _birth(started.pid) or "", str(log), mark)
        self.entries[name] = process
        self.started_now.append(name)
        self.save()
        return process

    def save(self) -> None:
        """Write the register to disk."""
        write_private(self.home.processes, {name: asdict(process) for name, process in self.entries.items()})

    def stop(self, *names: str) -> list[str]:
        """End the named processes that are ours and alive, all at once, and forget them; return their names."""
        ours = [self.entries[name] for name in names if self.living(name)]
        for process in ours:
            process.ask_to_end()
        for process in ours:
            process.see_end()
        self.entries = {name: process for name, process in self.entries.items() if name not in names}
        self.save()
        return [process.name for process in ours]

    def stop_started_now(self) -> list[str]:
        """End what this very object started, and nothing that lived before; return their names."""
        return self.stop(*self.started_now)

    def stop_all(self) -> list[str]:
        """End every recorded process; return the names of those that were alive."""
        return self.stop(*self.entries)


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
