"""A small province and a real Airflow over the product's own DAGs, started once for the tests of a file."""

import os
import tempfile

# Before anything imports Airflow: it writes into its home on import.
os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="airflow-"))

import pytest

from stack import components, world
from stack.api import Airflow
from stack.home import ROOT, Home
from stack.processes import Register

RECORDS = "24"


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("lienthong"))
    home.make()
    made = Register(home)
    yield made
    made.stop_all()


@pytest.fixture(scope="module")
def connections(register):
    """The connections to a running simulated province."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIENTHONG_RECORDS", RECORDS)
        _, told = world.start(register)
    return world.connect(register.home, told)


@pytest.fixture(scope="module")
def dag_folder():
    """The folder Airflow reads; a test file may ask for another."""
    return ROOT / "dags"


@pytest.fixture(scope="module")
def environment(register, connections, dag_folder):
    return components.settings(register.home, components.choose_port(register), connections, dag_folder)


@pytest.fixture(scope="module")
def airflow(register, environment):
    """Airflow's API, once all four components are healthy."""
    started = components.start(register, environment)
    client = Airflow(environment["AIRFLOW__API__BASE_URL"], "admin", register.home.airflow_passwords()["admin"])
    components.wait_until_healthy(client, started)
    return client
