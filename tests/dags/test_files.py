"""The DAG files as Airflow reads them: they import, quickly, and say what they do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.catalogue import FLOWS
from stack.components import settings
from stack.home import ROOT, Home

FOLDER = ROOT / "dags"
PARSE_SECONDS = 0.3
STEPS = ["pull", "scans", "digitise", "normalise", "validate", "stage", "push", "receipts", "guard"]


@pytest.fixture(scope="module")
def bag():
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(str(FOLDER))


@pytest.fixture(scope="module")
def parsed(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("parse"))
    home.make()
    command = [sys.executable, str(Path(__file__).with_name("parse.py")), str(FOLDER)]
    done = subprocess.run(command, env=settings(home, 8080, {}), cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_every_dag_imports_without_errors(bag):
    assert bag.import_errors == {}
    assert set(bag.dags) == {*FLOWS, "reconcile", "progress", "quality_report", "weekly_report"}


def test_files_parse_within_the_budget(parsed):
    assert set(parsed["seconds"]) == {
        "nightly.py",
        "progress.py",
        "quality_report.py",
        "reconcile.py",
        "weekly_report.py",
    }
    assert max(parsed["seconds"].values()) < PARSE_SECONDS


def test_nothing_heavy_is_imported_to_read_a_dag(parsed):
    assert parsed["heavy"] == []


def test_dag_files_stay_thin():
    assert {file.name for file in FOLDER.glob("[a-z]*.py") if len(file.read_text().splitlines()) > 60} == set()


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_runs_at_night_step_after_step(bag, flow):
    dag = bag.dags[flow]

    assert [task.task_id for task in dag.topological_sort()] == STEPS
    assert dag.max_active_runs == 1
    assert not dag.catchup
    assert dag.timetable.expression == "0 1 * * *"
    assert str(dag.timetable.timezone) == "Asia/Ho_Chi_Minh"
    assert [asset.uri for asset in dag.get_task("receipts").outlets] == [f"lienthong://flows/{flow}/accepted"]


@pytest.mark.parametrize("flow", FLOWS)
def test_the_trigger_form_explains_every_parameter_in_both_languages(bag, flow):
    params = bag.dags[flow].params

    assert list(params) == ["since", "units", "dry_run", "as_of"]
    for name in params:
        param = params.get_param(name)
        assert " · " in param.schema["title"]
        assert len(param.description) > 40
    assert params.get_param("since").schema["format"] == "date"


def test_every_dag_has_a_page_of_its_own(bag):
    pages = {dag.doc_md for dag in bag.dags.values()}

    assert len(pages) == len(bag.dags)
    for flow in FLOWS.values():
        assert flow.title_vi in bag.dags[flow.name].doc_md
        assert flow.title_en in bag.dags[flow.name].doc_md


def test_followers_are_chained_by_assets(bag):
    def uris(dag):
        return {asset.uri for asset in dag.timetable.asset_condition.objects}

    assert uris(bag.dags["reconcile"]) == {f"lienthong://flows/{flow}/accepted" for flow in FLOWS}
    assert uris(bag.dags["progress"]) == {"lienthong://ledgers/reconciled"}
    assert uris(bag.dags["quality_report"]) == {"lienthong://figures/counted"}
    assert [asset.uri for asset in bag.dags["progress"].get_task("progress").outlets] == ["lienthong://figures/counted"]


def test_each_step_exists_under_the_same_name_in_flows():
    from flows import tasks

    for step in (*STEPS, "settle", "reconcile", "progress"):
        assert callable(getattr(tasks, step))
