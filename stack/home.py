"""Where the local stack keeps its things: one folder, LIENTHONG_HOME.

Promise: nobody but its owner can look into it, for it holds personal data; secrets are written once and survive every
later `make run`.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PRIVATE = 0o077  # umask of everything the stack starts
OURS = frozenset({"lienthong.db", "airflow", "world", "bench"})  # what tells a home from any other folder
# Airflow's role of each local user; what the pages show them is in config/people.yaml, which does not know canbo.
USERS = {
    "admin": "admin",
    "leader": "viewer",
    "clerk": "viewer",
    "reviewer": "viewer",
    "auditor": "viewer",
    "canbo": "viewer",
}


@dataclass(frozen=True)
class Home:
    """The folder of one local stack; every path in it has a name here."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return the home of LIENTHONG_HOME (default `.lienthong` in the project), made if missing."""
        path = Path(os.environ.get("LIENTHONG_HOME") or ".lienthong")
        home = cls(path if path.is_absolute() else ROOT / path)
        home.make()
        return home

    def make(self) -> None:
        """Create the folders, closed to others; a second call changes nothing."""
        ours = _ours(self.root)
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if ours:
            self.root.chmod(0o700)
        for folder in (self.world, self.airflow, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)

    @property
    def world(self) -> Path:
        """State of the simulators."""
        return self.root / "world"

    @property
    def airflow(self) -> Path:
        """AIRFLOW_HOME."""
        return self.root / "airflow"

    @property
    def logs(self) -> Path:
        """One log file per process of the stack."""
        return self.root / "logs"

    @property
    def connections(self) -> Path:
        """Address and credentials of every outside system, by name."""
        return self.root / "connections.json"

    @property
    def processes(self) -> Path:
        """The processes `make run` left running."""
        return self.root / "stack.json"

    @property
    def passwords(self) -> Path:
        """The password file of Airflow's users."""
        return self.root / "passwords.json"

    def airflow_passwords(self) -> dict[str, str]:
        """Return user → password, drawn at random when a user is first seen."""
        known = self._once(self.passwords, {user: secrets.token_urlsafe(12) for user in USERS})
        if missing := USERS.keys() - known.keys():
            known |= {user: secrets.token_urlsafe(12) for user in sorted(missing)}
            write_private(self.passwords, known)
        return known

    def airflow_secrets(self) -> dict[str, str]:
        """Return the signing secrets that all Airflow components share, drawn at random on the first call."""
        drawn = {"jwt": secrets.token_urlsafe(48), "session": secrets.token_urlsafe(32)}
        return self._once(self.root / "secrets.json", drawn)

    def _once(self, path: Path, fresh: dict[str, str]) -> dict[str, str]:
        if not path.exists():
            write_private(path, fresh)
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found


def _ours(folder: Path) -> bool:
    """Say whether we may close `folder` to others: it is new, empty or a home already, never say /tmp or a project."""
    if not folder.exists():
        return True
    names = {entry.name for entry in folder.iterdir()}
    mine = folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & stat.S_ISVTX
    return mine and (not names or bool(names & OURS))


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write `content` as JSON so that it is complete or absent, and readable by its owner only."""
    aside = path.with_name(path.name + ".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
    aside.replace(path)
