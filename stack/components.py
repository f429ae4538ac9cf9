"""Airflow as four separate processes on loopback.

Promise: nothing listens beyond 127.0.0.1, nothing calls home, no example DAG is loaded; `airflow standalone` is not
used because its log servers bind every interface and it starts thirty workers. A living component is kept unless its
settings changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from stack.api import Airflow
from stack.errors import StackError
from stack.home import PRIVATE, ROOT, USERS, Home
from stack.processes import Process, Register, claim_port, free_port

COMPONENTS: dict[str, list[str]] = {
    "api-server": ["api-server"],
    "dag-processor": ["dag-processor"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
HEALTH_NAMES = {"metadatabase", "scheduler", "dag_processor", "triggerer"}
PORT_SETTING = "LIENTHONG_AIRFLOW_PORT"
START_SECONDS = 180
LOCK_SECONDS = 60  # SQLite's own five are too few for four writers on a busy machine
# The API server can wait for itself: one request holds the database and needs the event loop to let it go, another one blocks that
# loop waiting for the database. It must give up long before the others do; whoever asked is answered 500 and asks again.
API_LOCK_SECONDS = 10

DATABASE = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"

Connections = Mapping[str, Mapping[str, str]]


def settings(home: Home, port: int, connections: Connections, dags: Path = ROOT / "dags") -> dict[str, str]:
    """Return the environment of every Airflow component and task.

    `connections`: name → url, login, password; each becomes the Airflow Connection `lienthong_<name>`.
    """
    address = f"http://127.0.0.1:{port}"
    drawn = home.airflow_secrets()
    chosen = {
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{user}:{role}" for user, role in USERS.items()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home.passwords),
        DATABASE: f"sqlite:///{home.airflow}/airflow.db?timeout={LOCK_SECONDS}",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__SECRET_KEY": drawn["session"],
        "AIRFLOW__API_AUTH__JWT_SECRET": drawn["jwt"],
        "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "2",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "GX_ANALYTICS_ENABLED": "false",
        "LIENTHONG_HOME": str(home.root),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW_", "PYTHONDONTWRITE"))}
    return (
        kept
        | chosen
        | {f"AIRFLOW_CONN_LIENTHONG_{name.upper()}": as_connection(entry) for name, entry in connections.items()}
    )


def as_connection(entry: Mapping[str, str]) -> str:
    """Return the JSON form of an Airflow Connection for one outside system."""
    body = {
        "conn_type": "generic",
        "login": entry["login"],
        "password": entry["password"],
        "extra": {"url": entry["url"]},
    }
    return json.dumps(body)


def mark_of(environment: Mapping[str, str]) -> str:
    """Return a short hash of what a component was started with, secrets included but not readable."""
    ours = {name: value for name, value in environment.items() if name.startswith(("AIRFLOW", "LIENTHONG"))}
    return hashlib.sha256(json.dumps(ours, sort_keys=True).encode()).hexdigest()[:16]


def choose_port(register: Register) -> int:
    """Return the port of the living API server, or the wished one, or a free one.

    :raises StackError: when the wished port is taken
    """
    known = register.home.airflow / "port"
    if register.living("api-server") and known.exists():
        return int(known.read_text(encoding="utf-8"))
    wished = os.environ.get(PORT_SETTING)
    if wished is not None and not wished.isdecimal():
        raise StackError(f"{PORT_SETTING} must be a port number.")
    port = claim_port(int(wished), PORT_SETTING) if wished else free_port()
    known.write_text(str(port), encoding="utf-8")
    return port


def migrate(home: Home, environment: Mapping[str, str]) -> None:
    """Bring Airflow's metadata database to its current shape.

    :raises StackError: when Airflow cannot; the sentence names the log
    """
    log = home.logs / "migrate.log"
    with log.open("wb") as output:
        done = subprocess.run(
            _airflow("db", "migrate"),
            env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, umask=PRIVATE, check=False,
        )  # fmt: skip
    if done.returncode:
        raise StackError(f"Airflow could not prepare its database; see {log}.")


def start(register: Register, environment: Mapping[str, str]) -> list[Process]:
    """Start the components that are dead or were started with other settings; return all four."""
    mark = mark_of(environment)
    register.stop(*(name for name in COMPONENTS if (found := register.living(name)) and found.mark != mark))
    if not all(register.living(name) for name in COMPONENTS):
        register.home.airflow_passwords()
        migrate(register.home, environment)
    return [
        register.living(name) or register.start(name, _airflow(*arguments), _of(name, environment), ROOT, mark)
        for name, arguments in COMPONENTS.items()
    ]


def _of(component: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    if component != "api-server":
        return environment
    shorter = environment[DATABASE].replace(f"timeout={LOCK_SECONDS}", f"timeout={API_LOCK_SECONDS}")
    return {**environment, DATABASE: shorter}


def _airflow(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def wait_until_healthy(
    airflow: Airflow, components: list[Process], say: Callable[[str], None] = lambda _: None
) -> None:
    """Return when Airflow reports all its parts healthy.

    :raises StackError: as soon as a component dies, or when the parts are not healthy in time
    """
    end = time.monotonic() + START_SECONDS
    sick = HEALTH_NAMES
    while time.monotonic() < end:
        for component in components:
            if not component.alive():
                raise StackError(component.last_words())
        report = airflow.health()
        sick = {name for name in HEALTH_NAMES if report.get(name) != "healthy"}
        if not sick:
            return
        say(f"waiting for {', '.join(sorted(sick))}")
        time.sleep(0.5)
    logs = Path(components[0].log).parent
    raise StackError(
        f"Airflow is not healthy after {START_SECONDS} s ({', '.join(sorted(sick))}); its logs are in {logs}."
    )


def wait_until_parsed(airflow: Airflow, wanted: set[str], components: list[Process]) -> None:
    """Return when Airflow knows every DAG of `wanted`.

    :raises StackError: when a DAG file does not import, a component dies or a DAG does not appear in time
    """
    end = time.monotonic() + START_SECONDS
    missing = wanted
    while time.monotonic() < end:
        for component in components:
            if not component.alive():
                raise StackError(component.last_words())
        broken = airflow.import_errors()
        if broken:
            name, reason = sorted(broken.items())[0]
            raise StackError(f"Airflow cannot import {name}: {reason}")
        missing = wanted - airflow.dag_ids()
        if not missing:
            return
        time.sleep(0.5)
    raise StackError(f"Airflow does not know the DAGs {', '.join(sorted(missing))}; see {components[1].log}.")
