"""The whole of Airflow at work: a night that the scheduler itself starts, and a person at the trigger form."""

import json
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from relay.store import Store
from stack import components
from stack.errors import StackError
from stack.home import ROOT
from tests.privacy.living import everybody, files, leaks
from tests.privacy.marked import mark_province

pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(600)]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 240


@pytest.fixture(scope="module")
def dag_folder():
    return Path(__file__).parent / "every_minute"


@pytest.fixture(scope="module")
def hook():
    """What a webhook of the alerts was given, and its port."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    yield got, server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def connections(connections, hook, marks, tmp_path_factory):
    """The province with people where no people belong, and a channel for alerts."""
    config = tmp_path_factory.mktemp("alerted") / "config"
    shutil.copytree(ROOT / "config", config)
    text = (config / "alerts.yaml").read_text(encoding="utf-8")
    (config / "alerts.yaml").write_text(text.replace("channels: []", "channels: [hook]"), encoding="utf-8")
    address = {"url": f"json://127.0.0.1:{hook[1]}/", "login": "-", "password": "-"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIENTHONG_CONFIG", str(config))
        yield {**connections, "hook": address}


@pytest.fixture(scope="module")
def marks(register, connections):
    """Marked identities in every source, and a school database that fails once, quoting what it was sent."""
    echo = [{"match": "", "kind": "echo", "times": 8}]
    requests.put(f"{connections['school']['url']}/_faults", json=echo, timeout=5).raise_for_status()
    return mark_province(register.home.world / "province", f"{datetime.now(UTC) - timedelta(minutes=1):%FT%T.000000Z}")


@pytest.fixture(scope="module")
def client(airflow, register):
    components.wait_until_parsed(airflow, {"student"}, [register.entries[name] for name in components.COMPONENTS])
    return airflow


def ended(airflow, kind):
    """Wait for the first run of this kind to end."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = [run for run in airflow.runs() if run.kind == kind and not run.active]
        if found:
            return found[-1]
        time.sleep(1)
    raise AssertionError(f"no {kind} run ended within {PATIENCE} s")


def test_the_scheduler_starts_a_night_by_itself_and_it_succeeds(client):
    client.unpause("student")

    run = ended(client, "scheduled")

    assert run.state == "success"
    assert client.tasks(run) == {"success": 9}


def test_a_night_that_is_not_done_in_time_is_told(client, hook):
    end = time.monotonic() + PATIENCE
    while not hook[0] and time.monotonic() < end:
        time.sleep(1)

    assert "Đồng bộ đêm của luồng student: chưa xong lúc 05:00" in hook[0][0]["message"]


def test_a_parameter_outside_its_schema_is_refused_before_anything_runs(client):
    before = len(client.runs())

    for conf in ({"since": "yesterday"}, {"units": ["a b"]}, {"dry_run": "perhaps"}):
        with pytest.raises(StackError, match="HTTP 400"):
            client.trigger("student", conf)

    assert len(client.runs()) >= before
    assert not [run for run in client.runs() if run.kind == "manual"]


@pytest.fixture
def page(client, register):
    """A page of a real browser, logged in as the administrator."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(locale="en-GB", viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(60_000)
        page.goto(f"{client.address}/dags/student")
        page.fill("input[name=username]", "admin")
        page.fill("input[name=password]", register.home.airflow_passwords()["admin"])
        page.click("button[type=submit]")
        page.wait_for_url(f"{client.address}/dags/student")
        yield page
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed; apt.txt names it")
def test_a_person_fills_the_trigger_form_and_sees_the_run_turn_green(client, page):
    from playwright.sync_api import expect

    page.get_by_role("button", name="Trigger").first.click()
    form = page.get_by_role("dialog")
    expect(form.get_by_text("Chạy thử · Dry run")).to_be_visible()
    expect(form.get_by_text("Read again everything that changed since this day")).to_be_visible()
    form.locator("[name=element_since]").fill("2026-01-01")
    form.locator("[name=element_as_of]").fill("2026-11-20")
    form.get_by_text("Advanced Options").click()
    form.locator("[name=dagRunId]").fill("by_hand")
    form.get_by_role("button", name="Trigger", exact=True).click()
    expect(form).to_be_hidden()

    page.goto(f"{client.address}/dags/student/runs/by_hand")
    state = page.get_by_test_id("state-badge").first
    expect(state).to_have_text("Success", timeout=PATIENCE * 1000)

    colour = state.evaluate("badge => getComputedStyle(badge).backgroundColor")
    hue = float(colour.removeprefix("oklch(").rstrip(")").split()[2])
    assert 120 < hue < 170, f"{colour} is not green"
    run = next(run for run in client.runs() if run.run_id == "by_hand")
    assert run.state == "success"


def test_nobody_is_found_in_airflow(client, register, marks):
    store = Store(f"sqlite:///{register.home.root}/lienthong.db")
    people = everybody(store, marks)
    places = dict(files(register.home.root))
    with closing(sqlite3.connect(register.home.airflow / "airflow.db")) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            places[f"airflow.db: {table}"] = "\n".join(map(repr, db.execute(f'SELECT * FROM "{table}"'))).encode()
    assert len(people) > 100
    assert places["airflow.db: xcom"].count(b"\n") > 10
    assert any(name.endswith("attempt=2.log") for name in places), "no task failed"
    assert leaks(people, marks, places.items()) == {}
    store.close()
