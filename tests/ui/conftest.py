"""The pages over a store of their own, served on a free loopback port; the header X-User stands for Airflow's login."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from flows.figures import keep_standing
from relay.store import Store
from tests.tracking.filling import Filling
from tests.ui import serving
from tracking.campaigns import local_today
from ui import installation

CONFIG = Path(__file__).parents[2] / "config"

#: A landowner's name that stands in the store and may stand on no page.
SECRET = "Nguyễn Thị Bí Mật"

PEOPLE = """people:
  - {user: admin, roles: [engineer], units: ["*"]}
  - {user: leader, roles: [leader], units: ["*"]}
  - {user: clerk, roles: [clerk], units: ["16690"]}
  - {user: auditor, roles: [auditor], units: ["*"]}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    (config / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    units = config / "units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace('province: "40"\n', ""), encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_HOME", str(tmp_path))
    monkeypatch.setenv("LIENTHONG_CONFIG", str(config))
    return tmp_path


@pytest.fixture
def filled(home: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Parcels of two communes, most of them accepted over the last days, and the standings of these days."""
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", store.url)
    fill = Filling(store)
    now = datetime.now(UTC)
    for back in range(6, 0, -1):
        fill.accepted(3, now - timedelta(days=back), unit="16690", owner=SECRET)
        fill.accepted(1, now - timedelta(days=back), unit="17272", owner=SECRET)
    fill.open(2, unit="16690")
    fill.open(9, unit="17272")
    fill.batch("parcel", 24 + 11)
    installation.wiring.cache_clear()
    for back in range(6, -1, -1):
        keep_standing(installation.wiring(), local_today() - timedelta(days=back))
    return store


@pytest.fixture
def served(filled: Store) -> Iterator[str]:
    """The address of the pages."""
    with serving.served() as address:
        yield address
    installation.wiring.cache_clear()


Get = Callable[..., requests.Response]


@pytest.fixture
def get(served: str) -> Get:
    """GET a path as a user."""

    def asked(path: str, user: str | None = "admin", **parameters: str) -> requests.Response:
        headers = {"X-User": user} if user else {}
        return requests.get(served + path, headers=headers, params=parameters, allow_redirects=False, timeout=30)

    return asked
