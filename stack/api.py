"""Airflow seen from outside: its public API, as any other program of the province would use it.

Promise: every answer that is not a success becomes one sentence; a token that ran out is renewed once, silently.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from stack.errors import StackError

PATIENCE = 90  # seconds; longer than Airflow's database may be locked
ACTIVE = frozenset({"queued", "running"})


@dataclass(frozen=True)
class Run:
    """One DAG run. `kind` is Airflow's run type: manual, scheduled or asset_triggered."""

    dag: str
    run_id: str
    kind: str
    state: str
    queued_at: str

    @property
    def active(self) -> bool:
        """Say whether the run is still to end."""
        return self.state in ACTIVE


class Airflow:
    """A client of one Airflow, logged in as one user."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address
        self._login = {"username": user, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of the machine has no business between us and loopback

    def health(self) -> dict[str, str]:
        """Return part → "healthy" or another word; empty while the API server does not answer."""
        try:
            answer = self._session.get(f"{self.address}/api/v2/monitor/health", timeout=10)
            report = answer.json()
        except (requests.RequestException, ValueError):
            return {}
        return {name: str((part or {}).get("status")) for name, part in report.items()}

    def import_errors(self) -> dict[str, str]:
        """Return the DAG files that Airflow could not import, with the last line of the reason."""
        found = self._call("GET", "/importErrors")["import_errors"]
        return {entry["filename"]: (entry["stack_trace"].strip().splitlines() or ["?"])[-1] for entry in found}

    def dag_ids(self) -> set[str]:
        """Return the ids of all DAGs Airflow knows."""
        return {str(dag["dag_id"]) for dag in self._call("GET", "/dags", params={"limit": 100})["dags"]}

    def unpause(self, dag: str) -> None:
        """Let the scheduler run `dag`."""
        self._call("PATCH", f"/dags/{dag}", json={"is_paused": False})

    def trigger(self, dag: str, conf: dict[str, Any] | None = None) -> str:
        """Ask for a run of `dag` now; return its run id, which we choose, so that asking again makes no second run."""
        run_id = f"make_run__{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"
        body = {"dag_run_id": run_id, "logical_date": None, "conf": conf or {}}
        self._call("POST", f"/dags/{dag}/dagRuns", known=(409,), json=body)
        return run_id

    def runs(self, since: str | None = None) -> list[Run]:
        """Return the newest runs of all DAGs (at most 100), those queued at or after `since` (ISO, UTC) when given."""
        params: dict[str, Any] = {"limit": 100, "order_by": "-id"}
        found = self._call("GET", "/dags/~/dagRuns", params=params)["dag_runs"]
        runs = [
            Run(one["dag_id"], one["dag_run_id"], one["run_type"], one["state"], one["queued_at"] or "")
            for one in found
        ]
        return [run for run in runs if since is None or run.active or run.queued_at >= since]

    def tasks(self, run: Run) -> dict[str, int]:
        """Return task state → number of task instances of one run ("none" before a state is set)."""
        found = self._call("GET", f"/dags/{run.dag}/dagRuns/{run.run_id}/taskInstances", params={"limit": 100})
        counts: dict[str, int] = {}
        for task in found["task_instances"]:
            state = task["state"] or "none"
            counts[state] = counts.get(state, 0) + 1
        return counts

    def asset_events_waiting(self, dag: str) -> bool:
        """Say whether `dag` has asset events it was not run for yet."""
        answer = self._request("GET", f"/dags/{dag}/assets/queuedEvents")
        return answer.status_code == 200 and bool(answer.json()["queued_events"])

    def _call(self, method: str, path: str, known: tuple[int, ...] = (), **arguments: Any) -> dict[str, Any]:
        """Return the answer's body; a server error is asked again, a status of `known` is as good as success."""
        for pause in (0.5, 2, 5, None):
            answer = self._request(method, path, **arguments)
            if answer.status_code < 500 or pause is None:
                break
            time.sleep(pause)
        if not answer.ok and answer.status_code not in known:
            raise StackError(f"Airflow refused {method} {path}: HTTP {answer.status_code}.")
        body: dict[str, Any] = answer.json()
        return body

    def _request(self, method: str, path: str, **arguments: Any) -> requests.Response:
        address = f"{self.address}/api/v2{path}"
        try:
            answer = self._session.request(method, address, timeout=PATIENCE, **arguments)
            if answer.status_code == 401:
                self._authenticate()
                answer = self._session.request(method, address, timeout=PATIENCE, **arguments)
        except requests.RequestException as error:
            raise StackError(f"Airflow does not answer at {self.address} ({type(error).__name__}).") from error
        return answer

    def _authenticate(self) -> None:
        answer = self._session.post(f"{self.address}/auth/token", json=self._login, timeout=PATIENCE)
        if answer.status_code != 201:
            raise StackError(
                f"Airflow refused the password of {self._login['username']}: remove passwords.json and run again."
            )
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
