"""`dag.test()` of the product's DAGs in a fresh AIRFLOW_HOME, against a small simulated province."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stack import components
from stack.home import ROOT

pytestmark = [pytest.mark.airflow, pytest.mark.slow]

ALL = {"pull", "digitise", "normalise", "validate", "stage", "push", "receipts", "guard"}


@pytest.fixture(scope="module")
def run(register, environment):
    """Run one DAG in a process of its own; return what `in_process.py` prints."""
    components.migrate(register.home, environment)
    for arguments in (["dags", "reserialize"],):
        command = [sys.executable, "-m", "airflow", *arguments]
        subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)

    def one(dag, **conf):
        program = str(Path(__file__).with_name("in_process.py"))
        command = [sys.executable, program, str(ROOT / "dags"), dag, json.dumps(conf)]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1]), done.stdout + done.stderr

    return one


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
