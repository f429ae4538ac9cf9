"""A whole night of stand-in DAGs through Airflow's API, and what happens when a part of the stack is missing."""

import os
import signal

import pytest
import requests

from stack import components
from stack.api import Airflow
from stack.errors import StackError
from stack.night import FOLLOWERS, Night

pytestmark = [pytest.mark.airflow, pytest.mark.slow]


def test_a_night_ends_when_runs_and_their_followers_are_through(stack):
    _, airflow, started = stack
    seen = []
    night = Night(airflow, ["alpha", "beta"], started, show=seen.append, patience=120, pause=0.4)
    components.wait_until_parsed(airflow, set(night.dags), started)

    night.begin()
    night.watch()

    runs = airflow.runs()
    assert {run.state for run in runs} == {"success"}
    assert {run.kind for run in runs if run.dag == "beta"} == {"manual"}
    assert {run.kind for run in runs if run.dag == "alpha"} == {"manual", "scheduled"}
    assert {run.kind for run in runs if run.dag in FOLLOWERS} == {"asset_triggered"}
    assert [(row.dag, row.state, row.done, row.tasks) for row in seen[-1]] == [
        (dag, "success", 1, 1) for dag in ("alpha", "beta", *FOLLOWERS)
    ]


def open_messages(promised=0, unknown=0, pending=0):
    return {"promised": promised, "unknown": unknown, "pending": pending, "received": 0}


def test_reconcile_runs_again_until_nothing_is_open(stack):
    _, airflow, started = stack
    left = iter([open_messages(promised=2, unknown=1), open_messages(unknown=1), open_messages()])
    before = sum(run.dag == "reconcile" for run in airflow.runs())
    said = []

    Night(airflow, [], started, patience=120, pause=0.4, settle_patience=60, say=said.append).settle(lambda: next(left))

    assert sum(run.dag == "reconcile" and run.kind == "manual" for run in airflow.runs()) == 2
    assert sum(run.dag == "reconcile" for run in airflow.runs()) == before + 2
    assert said == [
        f"waiting for {what} messages, 60 s more at most" for what in ("2 promised + 1 unknown", "1 unknown")
    ]


def test_what_was_never_sent_takes_the_push_of_its_flow(stack):
    _, airflow, started = stack
    left = iter([open_messages(pending=4), open_messages()])
    before = sum(run.dag == "beta" for run in airflow.runs())

    Night(airflow, ["beta"], started, patience=120, pause=0.4).settle(lambda: next(left))

    assert sum(run.dag == "beta" for run in airflow.runs()) == before + 1


def test_what_stays_open_is_one_sentence(stack):
    _, airflow, started = stack
    night = Night(airflow, [], started, patience=120, pause=0.4, settle_patience=0.1, settle_pause=0.1)

    with pytest.raises(
        StackError, match=r"^3 unknown messages are still open after 0 s without a change; run make run"
    ):
        night.settle(lambda: open_messages(unknown=3))


def test_only_loopback_is_bound_and_strangers_stay_out(stack):
    _, airflow, _ = stack

    assert airflow.address.startswith("http://127.0.0.1:")
    assert requests.get(f"{airflow.address}/api/v2/dags", timeout=10).status_code == 401
    with pytest.raises(StackError, match="refused the password of admin"):
        Airflow(airflow.address, "admin", "wrong").dag_ids()


def test_a_viewer_may_look_and_not_trigger(stack):
    register, airflow, _ = stack
    clerk = Airflow(airflow.address, "canbo", register.home.airflow_passwords()["canbo"])

    assert "alpha" in clerk.dag_ids()
    with pytest.raises(StackError, match="HTTP 403"):
        clerk.trigger("alpha")


def test_living_components_are_kept_and_a_dead_one_is_named_and_started_again(stack):
    register, airflow, started = stack
    port = components.choose_port(register)
    assert airflow.address.endswith(str(port))
    triggerer = register.entries["triggerer"]
    os.killpg(triggerer.pid, signal.SIGKILL)
    os.waitpid(triggerer.pid, 0)

    with pytest.raises(StackError, match=r"triggerer stopped by itself; its log is .*triggerer\.log"):
        Night(airflow, ["alpha"], started).watch()

    from tests.stack.conftest import CONNECTIONS, STANDIN

    again, said = [], []

    def revive():
        again[:] = components.start(register, components.settings(register.home, port, CONNECTIONS, STANDIN))
        return again

    Night(airflow, ["alpha"], started, patience=120, pause=0.4, say=said.append, revive=revive).watch()
    assert len(said) == 1
    assert "triggerer stopped by itself" in said[0]
    assert [one.pid for one in again[:3]] == [one.pid for one in started[:3]]
    assert again[3].pid != started[3].pid
    components.wait_until_healthy(airflow, again)
