"""Every simulated service keeps its published OpenAPI: Schemathesis asks the running services, well and badly.

What it checks, and what it leaves out and why, stands in contracts/schemathesis.toml. A failure prints the request as curl.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from simulators.credentials import credentials
from tests.world import ROOT, World, start_world

CONFIG = Path(__file__).parent / "contracts" / "schemathesis.toml"
NAMES = ("population", "civil_status", "land", "school", "health", "portal", "reporting", "onestop")
BY_KEY = ("population", "school", "reporting")
PORTAL_LOGIN = "/XrdAdapter/RestService/forward/mapi/login"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with start_world(tmp_path_factory.mktemp("world"), records=20, communes=2) as running:
        yield running


def header(name: str, url: str) -> str:
    """The header that logs in."""
    login, password = credentials()[name]
    if name in BY_KEY:
        return f"X-Api-Key: {password}"
    if name == "health":
        return f"Authorization: Basic {base64.b64encode(f'{login}:{password}'.encode()).decode()}"
    form = {"grant_type": "client_credentials", "client_id": login, "client_secret": password}
    token = requests.post(f"{url}/oauth/token", data=form, timeout=5).json()["access_token"]
    return f"Authorization: Bearer {token}"


def session(url: str) -> str:
    """A session of the portal, which goes into the body of every call."""
    login, password = credentials()["portal"]
    account = {"username": login, "password": password}
    return str(requests.post(url + PORTAL_LOGIN, json=account, timeout=5).json()["session"])


@pytest.mark.parametrize("name", NAMES)
def test_a_service_keeps_its_published_contract(world: World, name: str) -> None:
    url = {**world.addresses["national"], "onestop": world.addresses["local"]["onestop"]}[name]
    words = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"]
    words += [str(ROOT / "schemas" / "openapi" / f"{name}.json"), "--url", url, "--no-color"]
    login = {"PORTAL_SESSION": session(url)} if name == "portal" else {}
    words += [] if name == "portal" else ["--header", header(name, url)]
    told = subprocess.run(words, cwd=ROOT, env={**os.environ, **login}, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
