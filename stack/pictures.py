"""`make pictures`: the pictures of the documentation, taken anew from the running stack.

Promise: a real browser looks at the real page; nothing is drawn. Needs `make run` before, and Chromium (apt.txt).
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import Page, sync_playwright

from stack.errors import StackError
from stack.home import ROOT, Home
from stack.processes import Register

IMAGES = ROOT / "docs" / "images"
#: picture → page of Airflow; ours are looked at inside Airflow's frame, as people see them.
PICTURES = {
    "airflow": "dags?limit=50",
    "progress": "plugin/lienthong-progress",
    "indices": "plugin/lienthong-indices",
    "overdue": "plugin/lienthong-overdue",
    "quality": "plugin/lienthong-quality",
    "desk": "plugin/lienthong-desk",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def browser_path() -> str:
    """Return the path of an installed Chromium.

    :raises StackError: when there is none
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise StackError("Chromium is missing: sudo apt-get install chromium, then make pictures.")
    return found


def airflow_address(home: Home) -> str:
    """Return the address of the running Airflow.

    :raises StackError: when the stack is not running
    """
    if Register(home).living("api-server") is None:
        raise StackError("The stack is not running: make run, then make pictures.")
    return f"http://127.0.0.1:{(home.airflow / 'port').read_text(encoding='utf-8')}"


def log_in(page: Page, address: str, home: Home) -> None:
    """Open Airflow as its administrator."""
    page.goto(address)
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", home.airflow_passwords()["admin"])
    page.click("button[type=submit]")
    page.wait_for_url(f"{address}/")
    page.wait_for_load_state("networkidle")


def main() -> int:
    """Take the pictures; return 0, or 1 after one sentence."""
    home = Home.from_environment()
    try:
        address, executable = airflow_address(home), browser_path()
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        page.add_init_script("localStorage.setItem('timezone', 'Asia/Ho_Chi_Minh')")
        log_in(page, address, home)
        for name, path in PICTURES.items():
            page.goto(f"{address}/{path}")
            _wait(page)
            page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png is new: {address}/{path}")
        browser.close()
    return 0


def _wait(page: Page) -> None:
    """Until the DAGs are listed, or our page stands in its frame."""
    if "/plugin/" in page.url:
        page.frame_locator("iframe").locator("h1").wait_for()
    else:
        page.get_by_role("link", name="progress").first.wait_for()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
