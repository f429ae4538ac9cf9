"""`dag.test()` of the product's DAGs in a fresh AIRFLOW_HOME, against a small simulated province."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stack import components
from stack.home import ROOT

pytestmark = [pytest.mark.airflow, pytest.mark.slow]

ALL = {"pull", "scans", "digitise", "normalise", "validate", "stage", "push", "receipts", "guard"}


@pytest.fixture(scope="module")
def run(register, environment):
    """Run one DAG; return its states and what was told meanwhile. One process runs them all: importing Airflow takes long."""
    components.migrate(register.home, environment)
    for arguments in (["dags", "reserialize"],):
        command = [sys.executable, "-m", "airflow", *arguments]
        subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)

    command = [sys.executable, str(Path(__file__).with_name("in_process.py")), str(ROOT / "dags")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) as process:

        def one(dag, **conf):
            process.stdin.write(json.dumps([dag, conf]) + "\n")
            process.stdin.flush()
            told = []
            for line in process.stdout:
                if line.startswith("RAN "):
                    return json.loads(line.removeprefix("RAN ")), "".join(told)
                told.append(line)
            raise AssertionError("".join(told)[-3000:])

        yield one
        process.stdin.close()


def test_a_flow_runs_through_all_its_steps(run):
    ran, _ = run("student")

    assert ran == {"run": "success", "type": "manual", "tasks": dict.fromkeys(ALL, "success")}


def test_a_dry_run_predicts_and_skips_the_rest(run):
    ran, told = run("parcel", dry_run=True)

    assert ran["run"] == "success"
    assert ran["tasks"] == {name: "success" if name == "pull" else "skipped" for name in ALL}
    assert "dry run" in told


@pytest.mark.parametrize("dag", ["reconcile", "progress", "quality_report", "weekly_report"])
def test_the_followers_run(run, dag):
    ran, _ = run(dag)

    assert ran["run"] == "success"


def test_a_night_whose_source_went_silent_is_not_green_although_everything_was_done(run, connections):
    assert run("student")[0]["run"] == "success"
    folder = Path(connections["drop"]["url"]) / "school"
    folder.rename(aside := folder.with_name(".school"))
    folder.mkdir()
    try:
        ran, told = run("student")
    finally:
        folder.rmdir()
        aside.rename(folder)

    assert ran["run"] == "failed"
    assert ran["tasks"] == {name: "failed" if name == "guard" else "success" for name in ALL}
    assert "Source drop of flow student says that it holds nothing" in told
    assert run("student")[0]["run"] == "success"
