"""The outside world of the local stack: the simulators, and the connections that lead to them.

Promise: `simulators` is started and asked as a program, never imported; what it prints first is where everything is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from stack.errors import StackError
from stack.home import ROOT, Home, write_private
from stack.processes import Process, Register

NAME = "simulators"
PASSED_ON = {"LIENTHONG_RECORDS": "--records", "LIENTHONG_SEED": "--seed"}
# Asked in a process of its own: the product knows the simulators on the wire only.
ASK_CREDENTIALS = """
import json
from simulators.credentials import credentials
print(json.dumps({name: login._asdict() for name, login in credentials().items()}))
"""
START_SECONDS = 600  # a million records take a while to invent


def start(register: Register) -> tuple[Process, dict[str, Any]]:
    """Start the simulators unless they live; return their process and the first line they printed, as an object.

    :raises StackError: when they end or say nothing in time
    """
    living = register.living(NAME)
    process = living or register.start(NAME, _command(register.home), _environment(), ROOT, mark="")
    return process, _first_line(process)


def connect(home: Home, told: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Write and return connections.json: name → url, login, password of every outside system.

    `told`: the first line of the simulators, `{"local": {name: url or path}, "national": {name: url}, ...}`.
    """
    logins = credentials()
    found = {
        name: {"url": str(url), "login": "", "password": "", **logins.get(name, {})}
        for name, url in {**told["local"], **told["national"]}.items()
    }
    write_private(home.connections, found)
    return found


def credentials() -> dict[str, dict[str, str]]:
    """Return name → login, password as the simulators know them.

    :raises StackError: when they do not tell
    """
    asked = [sys.executable, "-c", ASK_CREDENTIALS]
    done = subprocess.run(asked, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError("The simulators do not tell their credentials: is the folder simulators/ complete?")
    told: dict[str, dict[str, str]] = json.loads(done.stdout)
    return told


def choices(home: Home) -> dict[str, str]:
    """Return flag → value for the simulators: the environment's, else what this home was made with.

    A later `make run` without the variables must not make another province under the same store.
    """
    path = home.root / "world.json"
    made: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    chosen = made | {flag: os.environ[name] for name, flag in PASSED_ON.items() if os.environ.get(name)}
    for flag, value in chosen.items():
        if not value.isdecimal():
            raise StackError(f"The simulators take a whole number for {flag}, not {value!r}.")
    write_private(path, chosen)
    return chosen


def _command(home: Home) -> list[str]:
    options = [part for flag, value in choices(home).items() for part in (flag, value)]
    return [sys.executable, "-m", "simulators", "--home", str(home.world), *options]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _first_line(process: Process) -> dict[str, Any]:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        for line in Path(process.log).read_text(encoding="utf-8").splitlines(keepends=True):
            if line.startswith("{") and line.endswith("\n"):
                told: dict[str, Any] = json.loads(line)
                return told
        if not process.alive():
            raise StackError(process.last_words())
        time.sleep(0.2)
    raise StackError(f"The simulators did not say where they are within {START_SECONDS} s; see {process.log}.")
