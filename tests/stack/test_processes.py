"""Processes are ours by pid and birth, end with their children, and never take another's place."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from stack.errors import StackError
from stack.home import ROOT
from stack.processes import Register, claim_port, free_port

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN_PARENT = [
    sys.executable,
    "-c",
    "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); print(child.pid, flush=True); child.wait()",
]


def begin(register, name="sleeper", command=SLEEPER):
    process = register.start(name, command, os.environ, ROOT, mark="m")
    end = time.monotonic() + 20
    while not Path(process.log).read_text() and time.monotonic() < end:
        time.sleep(0.05)
    return process


def test_a_process_is_found_again_by_a_later_call_and_ended(register, home):
    process = begin(register)

    later = Register(home)

    assert later.living("sleeper") == process
    assert later.stop_all() == ["sleeper"]
    assert not process.alive()
    assert Register(home).entries == {}


def test_a_reused_pid_is_not_ours(register, home):
    other = subprocess.Popen(SLEEPER, stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(0.1)  # births are told apart by hundredths of a second
    ours = begin(register)
    register.entries["sleeper"] = replace(ours, pid=other.pid)
    register.save()

    assert Register(home).stop_all() == []
    assert other.poll() is None

    other.kill()
    other.wait()
    register.entries["sleeper"] = ours


def test_what_a_process_started_ends_with_it(register, monkeypatch):
    monkeypatch.setattr("stack.processes.GRACE_SECONDS", 0.3)
    process = begin(register, "stubborn", STUBBORN_PARENT)
    child = int(Path(process.log).read_text())

    register.stop("stubborn")

    stat = Path(f"/proc/{child}/stat")
    state = stat.read_text().rpartition(")")[2].split()[:1] if stat.exists() else []
    assert state in ([], ["Z"])
    assert not process.alive()


def test_the_register_is_private_and_tells_no_environment(register, home):
    begin(register)

    assert home.processes.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(home.processes.read_text())["sleeper"]) == {"name", "pid", "born", "log", "mark"}


def test_a_taken_port_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StackError, match=f"Port {port} on 127.0.0.1 is taken: .* LIENTHONG_AIRFLOW_PORT"):
            claim_port(port, "LIENTHONG_AIRFLOW_PORT")
    free = free_port()
    assert claim_port(free, "X") == free
