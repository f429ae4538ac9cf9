"""docker-compose.yml is accepted by the oldest compose we meet, publishes one port on loopback, and its first step works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from stack.components import settings
from stack.home import ROOT

FILE = ROOT / "docker-compose.yml"
SERVICES = {"postgres", "airflow-init", "api-server", "dag-processor", "scheduler", "triggerer", "simulators"}


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]


def test_every_part_is_there_with_a_health_check(services):
    assert set(services) == SERVICES
    assert [name for name, service in services.items() if "test" not in service.get("healthcheck", {})] == []


def test_only_the_airflow_page_is_published_and_on_loopback(services):
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert published == {"api-server": ["127.0.0.1:8080:8080"]}


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not installed")
def test_compose_accepts_the_file():
    done = subprocess.run(["docker-compose", "-f", FILE, "config", "-q"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_connections_lead_where_the_simulators_listen(services):
    """The simulators take ports one after the other, in the order of their first line; the addresses must follow it."""
    command = services["simulators"]["command"]
    base = int(command[command.index("--port-base") + 1])
    order = ["onestop", "control", "population", "civil_status", "land", "school", "health", "portal"]
    order += ["reporting", "reports"]
    environment = services["scheduler"]["environment"]
    urls = {
        name: yaml.safe_load(environment[f"AIRFLOW_CONN_LIENTHONG_{name.upper()}"])["extra"]["url"]
        for name in order
        if name != "control"
    }

    assert urls == {name: f"http://127.0.0.1:{base + order.index(name)}" for name in urls}


@pytest.mark.postgres
@pytest.mark.airflow
def test_the_first_step_makes_secrets_and_airflows_database_and_may_be_repeated(postgres_server, home, tmp_path):
    ours = sa.make_url(postgres_server).set(drivername="postgresql+psycopg")
    theirs = ours.set(database="airflow_of_the_containers").render_as_string(hide_password=False)
    environment = settings(home, 8080, {}) | {
        "LIENTHONG_DATABASE_URL": ours.render_as_string(hide_password=False),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": theirs,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": theirs,
        "LIENTHONG_SECRETS": str(tmp_path / "secrets"),
        "PATH": os.environ["PATH"],
    }
    drawn = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "stack.container"], env=environment, cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        drawn.append({file.name: file.read_text() for file in Path(tmp_path / "secrets").iterdir()})

    assert drawn[0] == drawn[1]
    assert set(drawn[0]) == {"jwt", "session"}
    engine = sa.create_engine(theirs)
    assert {"dag", "dag_run", "asset"} <= set(sa.inspect(engine).get_table_names())
    engine.dispose()
