"""What the stack hands to Airflow: secrets that last, connections by name, nothing of the caller's own Airflow."""

import json

from stack.components import mark_of, settings
from stack.home import Home
from stack.report import reconciliation


def test_secrets_are_drawn_once_and_private(home):
    first = (home.airflow_passwords(), home.airflow_secrets())

    assert (Home(home.root).airflow_passwords(), Home(home.root).airflow_secrets()) == first
    assert set(first[0]) == {"admin", "leader", "clerk", "reviewer", "auditor", "canbo"}
    assert home.passwords.stat().st_mode & 0o777 == 0o600


def test_each_outside_system_becomes_a_connection(home):
    environment = settings(home, 8080, {"civil_db": {"url": "sqlite:////x.db", "login": "a", "password": "b"}})

    assert json.loads(environment["AIRFLOW_CONN_LIENTHONG_CIVIL_DB"]) == {
        "conn_type": "generic",
        "login": "a",
        "password": "b",
        "extra": {"url": "sqlite:////x.db"},
    }


def test_the_callers_airflow_does_not_leak_in(home, monkeypatch):
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "True")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    monkeypatch.setenv("AIRFLOW_CONN_SOMEWHERE", "x")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    environment = settings(home, 8080, {})

    assert environment["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert "AIRFLOW_CONN_SOMEWHERE" not in environment
    assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_a_changed_address_changes_the_mark_and_the_mark_hides_it(home):
    one, other = ({"drop": {"url": url, "login": "", "password": "geheim"}} for url in ("/a", "/b"))

    marks = {mark_of(settings(home, 8080, connections)) for connections in (one, other)}

    assert len(marks) == 2
    assert "geheim" not in "".join(marks)


def test_a_home_is_closed_to_others_also_when_it_was_open(tmp_path):
    for before in ((), ("airflow", "logs")):
        root = tmp_path / f"home{len(before)}"
        for name in before:
            (root / name).mkdir(parents=True)
            root.chmod(0o755)
        Home(root).make()

        assert {path.stat().st_mode & 0o777 for path in (root, *root.iterdir())} == {0o700}


def test_a_folder_of_other_things_keeps_its_mode(tmp_path):
    (tmp_path / "letters").mkdir()
    tmp_path.chmod(0o755)

    Home(tmp_path).make()

    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "world").stat().st_mode & 0o777 == 0o700


def test_the_report_tells_what_the_nation_lists_otherwise():
    nothing = {"missing": 0, "extra": 0, "differs": 0}
    assert reconciliation(nothing).endswith("missing 0, thừa · extra 0, khác · differs 0")
    for kind in nothing:
        told = reconciliation(nothing | {kind: 3})
        assert told.startswith("[red]")
        assert f"{kind} 3" in told
        assert told.endswith("; xem · see: lienthong plans[/]")
