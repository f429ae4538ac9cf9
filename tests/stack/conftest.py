"""A stack of its own for these tests: four real Airflow components over stand-in DAGs, on free loopback ports."""

from pathlib import Path

import pytest

from stack import components
from stack.api import Airflow
from stack.home import Home
from stack.processes import Register

STANDIN = Path(__file__).parent / "standin"
CONNECTIONS = {"onestop": {"url": "http://127.0.0.1:9", "login": "lienthong", "password": "local-only"}}


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    made.make()
    return made


@pytest.fixture
def register(home):
    made = Register(home)
    yield made
    made.stop_all()


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """Yield (register, airflow, processes) of a running stand-in stack."""
    home = Home(tmp_path_factory.mktemp("stack"))
    home.make()
    register = Register(home)
    port = components.choose_port(register)
    try:
        started = components.start(register, components.settings(home, port, CONNECTIONS, STANDIN))
        airflow = Airflow(f"http://127.0.0.1:{port}", "admin", home.airflow_passwords()["admin"])
        components.wait_until_healthy(airflow, started)
        yield register, airflow, started
    finally:
        register.stop_all()
