"""The outside world of the local stack: the simulators, and the connections that lead to them.

Promise: `simulators` is started and asked as a program, never imported; what it prints first is where everything is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stack.errors import StackError
from stack.home import ROOT, Home, write_private
from stack.processes import Process, Register

NAME = "simulators"
# Variable → what the simulators call it, and the least they take.
SETTINGS = {"LIENTHONG_RECORDS": ("records", 2), "LIENTHONG_SEED": ("seed", 0)}
# Asked in a process of its own: the product knows the simulators on the wire only.
ASK_CREDENTIALS = """
import json
from simulators.credentials import credentials
print(json.dumps({name: login._asdict() for name, login in credentials().items()}))
"""
START_SECONDS = 600  # a million records take a while to invent


def start(register: Register) -> tuple[Process, dict[str, Any]]:
    """Start the simulators unless they live; return their process and the first line they printed, as an object.

    :raises StackError: when the home holds another province than the one wanted, or they end or say nothing in time
    """
    asked = wanted()
    check(register.home, asked)
    living = register.living(NAME)
    process = living or register.start(NAME, _command(register.home, asked), _environment(), ROOT, mark="")
    told = _first_line(process)
    check(register.home, asked)  # those that live may have been making another province a moment ago
    return process, told


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


def wanted() -> dict[str, int]:
    """Return setting → number of the province that the environment asks for; what it leaves out is not in it.

    :raises StackError: when a variable is not a number the simulators take
    """
    found = {}
    for name, (setting, least) in SETTINGS.items():
        text = os.environ.get(name)
        if text and (not text.isdecimal() or int(text) < least):
            raise StackError(f"{name} must be a whole number of at least {least}, not {text!r}.")
        if text:
            found[setting] = int(text)
    return found


def check(home: Home, asked: Mapping[str, int]) -> None:
    """Return when the home has no complete province yet or the one it has is the one `asked` for.

    :raises StackError: when it is another: the store remembers how far it read, so its province must stay
    """
    try:
        found = json.loads((home.world / "province" / "settings.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    names = {setting: name for name, (setting, _) in SETTINGS.items()}
    other = {setting: value for setting, value in asked.items() if found[setting] != value}
    if other:
        held = " ".join(f"{names[setting]}={found[setting]}" for setting in other)
        given = " ".join(f"{names[setting]}={value}" for setting, value in other.items())
        raise StackError(
            f"{home.root} holds the province of {held}, not {given}: leave the variable out to go on with it, "
            "set LIENTHONG_HOME to another folder, or start anew with make clean."
        )


def _command(home: Home, asked: Mapping[str, int]) -> list[str]:
    options = [part for setting, value in asked.items() for part in (f"--{setting}", str(value))]
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
