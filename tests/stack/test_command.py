"""`python -m stack` from outside: wrong words, wrong configuration and a taken port end in a sentence, before anything starts."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

from stack import world
from stack.errors import StackError
from stack.home import ROOT


@pytest.fixture
def stack(tmp_path):
    def call(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "stack", *arguments],
            cwd=ROOT,
            env={**os.environ, "LIENTHONG_HOME": str(tmp_path / "home"), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return call


def test_an_unknown_verb_shows_the_usage(stack):
    done = stack("dance")

    assert (done.returncode, done.stderr) == (2, "usage: python -m stack run|stop\n")


def test_stopping_nothing_is_fine(stack):
    done = stack("stop")

    assert (done.returncode, done.stdout) == (0, "Nothing was running.\n")


def test_wrong_configuration_ends_with_2_before_anything_starts(stack, tmp_path):
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    sources = config / "sources.yaml"
    sources.write_text(sources.read_text().replace("kind: onestop", "kind: telegraph"))

    done = stack("run", LIENTHONG_CONFIG=str(config))

    assert done.returncode == 2
    assert "sources.yaml, sources.onestop: kind 'telegraph' is not one of" in done.stderr
    assert len(done.stderr.splitlines()) == 2  # Vietnamese and English
    assert not (tmp_path / "home").exists()


def test_a_taken_port_is_one_sentence_and_nothing_this_run_started_is_left(stack, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = stack("run", LIENTHONG_AIRFLOW_PORT=port, LIENTHONG_RECORDS="24")

    assert done.returncode == 1
    assert done.stderr == f"Port {port} on 127.0.0.1 is taken: free it or set LIENTHONG_AIRFLOW_PORT to another.\n"
    assert "Ended again: simulators." in done.stdout
    assert stack("stop").stdout == "Nothing was running.\n"
    readable = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert (tmp_path / "home" / "world" / "province" / "civil_db.sqlite").exists()
    assert readable == []


@pytest.fixture
def province(tmp_path):
    """A complete province of 24 records and seed 1 in the home."""
    world = tmp_path / "home" / "world"
    words = ["--home", world, "--records", "24", "--only-generate"]
    subprocess.run([sys.executable, "-m", "simulators", *words], cwd=ROOT, check=True)
    return world / "province" / "settings.json"


def test_another_province_under_the_same_home_is_refused_before_anything_starts(stack, province, tmp_path):
    before = province.read_bytes()

    done = stack("run", LIENTHONG_RECORDS="30", LIENTHONG_SEED="3")

    assert done.returncode == 1
    assert done.stderr == (
        f"{tmp_path / 'home'} holds the province of LIENTHONG_RECORDS=24 LIENTHONG_SEED=1, not LIENTHONG_RECORDS=30 "
        "LIENTHONG_SEED=3: leave the variable out to go on with it, set LIENTHONG_HOME to another folder, "
        "or start anew with make clean.\n"
    )
    assert province.read_bytes() == before
    assert stack("stop").stdout == "Nothing was running.\n"


def test_another_province_is_refused_while_the_simulators_live(home, register, monkeypatch):
    monkeypatch.setenv("LIENTHONG_RECORDS", "24")
    living, told = world.start(register)
    monkeypatch.setenv("LIENTHONG_RECORDS", "30")

    with pytest.raises(StackError, match="holds the province of LIENTHONG_RECORDS=24, not LIENTHONG_RECORDS=30"):
        world.start(register)

    monkeypatch.delenv("LIENTHONG_RECORDS")
    assert world.start(register) == (living, told)
    assert register.stop("simulators") == ["simulators"]
    assert json.loads((home.world / "province" / "settings.json").read_text())["records"] == 24
    world.start(register)  # without the variable: the same province again, however large a new one would be
    assert json.loads((home.world / "province" / "settings.json").read_text())["records"] == 24


@pytest.mark.parametrize(
    ("name", "value"), [("LIENTHONG_RECORDS", "many"), ("LIENTHONG_SEED", "-1"), ("LIENTHONG_RECORDS", "1")]
)
def test_what_is_no_number_is_refused_before_anything_starts(stack, tmp_path, name, value):
    done = stack("run", **{name: value})

    least = 2 if name == "LIENTHONG_RECORDS" else 0
    assert (done.returncode, done.stderr) == (1, f"{name} must be a whole number of at least {least}, not {value!r}.\n")
    assert not (tmp_path / "home").exists()
