"""The pages in a real browser inside a real Airflow: signed in, drilled down, exported, and without an accessibility violation."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
import requests

from stack import components
from stack.home import ROOT
from tests.oracle import ledger

pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NIGHT = """
from flows import tasks
from flows.catalogue import FLOWS
from flows.night import run_flow
for flow in FLOWS:
    run_flow(flow)
tasks.settle()
tasks.progress()
tasks.quality_report()
"""
PAGES = ("progress", "quality", "deliveries", "indices", "overdue", "leads", "passport")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def night(register, connections):
    """One night of the province, run without Airflow: what the pages show."""
    environment = {**os.environ, "LIENTHONG_HOME": str(register.home.root), "GX_ANALYTICS_ENABLED": "false"}
    environment.pop("LIENTHONG_DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", NIGHT], cwd=ROOT, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def address(register, environment, night):
    """Airflow's API server alone, which is what serves the pages."""
    register.home.airflow_passwords()
    components.migrate(register.home, environment)
    command = [sys.executable, "-m", "airflow", "api-server"]
    process = register.start("api-server", command, environment, ROOT, mark="pages")
    base = environment["AIRFLOW__API__BASE_URL"]
    for _ in range(240):
        assert process.alive(), process.last_words()
        try:
            requests.get(f"{base}/api/v2/version", timeout=1)
            return base
        except requests.ConnectionError:
            time.sleep(0.5)
    raise AssertionError("the api-server did not answer")


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


def signed_in(browser, address, register, user="admin", **options):
    page = browser.new_page(viewport={"width": 1280, "height": 900}, **options)
    page.set_default_timeout(60_000)
    page.goto(f"{address}/auth/login")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", register.home.airflow_passwords()[user])
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]}).response["violations"]
    return {one["id"]: [node["target"] for node in one["nodes"]][:3] for one in found}


needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed; apt.txt names it")


@needs_browser
def test_every_page_is_reached_from_airflows_navigation_and_is_accessible(browser, address, register):
    page = signed_in(browser, address, register)
    for name in PAGES:
        page.goto(f"{address}/plugin/lienthong-{name}")
        heading = page.frame_locator("iframe").locator("h1")
        heading.wait_for()
        assert page.goto(f"{address}/lienthong/{name}").status == 200
        assert violations(page) == {}, name
    page.goto(f"{address}/")
    page.get_by_text("Tiến độ").first.click()
    page.frame_locator("iframe").locator("h1").wait_for()


@needs_browser
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_person_drills_down_from_campaign_to_unit_and_takes_the_table_home(browser, address, register, language):
    page = signed_in(browser, address, register)
    page.goto(f"{address}/lienthong/progress?lang={language}")
    page.locator("main a[href*='/progress/land-rolling']").first.click()
    page.wait_for_url("**/progress/land-rolling*")
    assert violations(page) == {}
    assert page.locator("figure img").evaluate("image => image.complete && image.naturalWidth > 0")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert book.active.max_row == len(rows) == page.locator("section table tbody tr").count() - 5 + 1
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/units/*")
    assert violations(page) == {}
    assert page.locator("h1").inner_text().startswith(rows[1][0])


@needs_browser
def test_a_passport_is_found_and_its_signed_document_verifies(browser, address, register, tmp_path):
    page = signed_in(browser, address, register)
    page.goto(f"{address}/lienthong/passport")
    page.get_by_role("searchbox").fill(first_record(register))
    page.keyboard.press("Enter")
    page.locator("table").first.wait_for()
    assert violations(page) == {}
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JSON").click()
    waiting.value.save_as(tmp_path / "passport.json")
    environment = {**os.environ, "LIENTHONG_HOME": str(register.home.root)}
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "audit",
        "verify",
        "--passport",
        str(tmp_path / "passport.json"),
        "--json",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["intact"], done.stderr


@needs_browser
def test_pages_work_by_keyboard_and_on_a_phone(browser, address, register):
    page = signed_in(browser, address, register)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.goto(f"{address}/lienthong/progress/land-rolling").status == 200
    assert violations(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_strangers_are_refused_and_viewers_are_limited(address, register):
    anonymous = {name: requests.get(f"{address}/lienthong/{name}", timeout=30).status_code for name in PAGES}
    assert anonymous == dict.fromkeys(PAGES, 401)
    assert requests.get(f"{address}/lienthong/static/style.css", timeout=30).status_code == 401
    login = {"username": "canbo", "password": register.home.airflow_passwords()["canbo"]}
    token = requests.post(f"{address}/auth/token", json=login, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    viewer = {
        name: requests.get(f"{address}/lienthong/{name}", headers=headers, timeout=30).status_code for name in PAGES
    }
    assert viewer == {
        "progress": 200,
        "quality": 200,
        "indices": 200,
        "overdue": 200,
        "deliveries": 403,
        "leads": 403,
        "passport": 403,
    }


def first_record(register):
    import sqlite3

    with sqlite3.connect(register.home.root / "lienthong.db") as db:
        return str(
            db.execute("SELECT record_id FROM record WHERE accepted_version_id IS NOT NULL LIMIT 1").fetchone()[0]
        )


@needs_browser
def test_a_clerk_corrects_a_group_a_reviewer_approves_and_the_next_sync_delivers(
    browser, address, register, connections
):
    clerk = signed_in(browser, address, register, "clerk")
    clerk.goto(f"{address}/lienthong/desk")
    assert violations(clerk) == {}
    clerk.locator("a[href*='/desk/cause/birth/shape.child_name']").first.click()
    clerk.wait_for_url("**/desk/cause/birth/**")
    group = clerk.locator("form.alike").first
    group.locator("input[name='set:child_name']").fill("Phan Thị Bàn Sửa")
    group.locator("input[name=reason]").fill("Theo sổ hộ tịch")
    group.get_by_role("button").click()
    clerk.wait_for_url("**/desk/propose*")
    assert violations(clerk) == {}
    clerk.locator("form button").click()
    clerk.wait_for_url("**/desk/decision/*")
    decision = clerk.url
    assert clerk.get_by_role("button", name="Duyệt").count() == 0, "the same person cannot do both"

    reviewer = signed_in(browser, address, register, "reviewer")
    reviewer.goto(decision)
    assert violations(reviewer) == {}
    with reviewer.expect_navigation():
        reviewer.get_by_role("button", name="Duyệt").click()
    again = "from flows.night import run_flow\nfrom flows import tasks\nrun_flow('birth')\ntasks.settle()"
    environment = {**os.environ, "LIENTHONG_HOME": str(register.home.root), "GX_ANALYTICS_ENABLED": "false"}
    environment.pop("LIENTHONG_DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", again], cwd=ROOT, env=environment, check=True, capture_output=True)

    record, key, looks = carried(register, int(decision.rsplit("/", 1)[1].partition("?")[0]))
    registry = json.loads((register.home.root / "connections.json").read_text(encoding="utf-8"))["civil_status"]["url"]
    assert ledger(registry, "birth")[key]["applied"] == 1, "the registry's own ledger holds the record"
    assert looks >= 1, "the clerk's look at the values is in the access log"
    reviewer.goto(f"{address}/lienthong/passport?key={record}")
    life = reviewer.locator("main").inner_text()
    for told in ("đề nghị", "clerk", "đã duyệt", "reviewer", "BN-HT-"):
        assert told in life, life
    assert "Phan Thị Bàn Sửa" not in life


def carried(register, decision):
    """The record a decision corrected, its natural key now, and how often the clerk looked at its values."""
    import sqlite3

    with sqlite3.connect(register.home.root / "lienthong.db") as db:
        record, version = db.execute(
            "SELECT record_id, next_version_id FROM correction WHERE decision_id = ?", (decision,)
        ).fetchone()
        [(status,)] = db.execute("SELECT status FROM version WHERE version_id = ?", (version,))
        assert status == "accepted"
        [(key,)] = db.execute("SELECT natural_key FROM content WHERE version_id = ?", (version,))
        [(looks,)] = db.execute("SELECT count(*) FROM viewing WHERE who = 'clerk' AND record_id = ?", (record,))
    return record, key, looks
