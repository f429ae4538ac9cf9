"""`python -m stack` from outside: wrong words, wrong configuration and a taken port end in a sentence, before anything starts."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

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


def test_a_taken_port_is_one_sentence_and_leaves_the_way_to_stop(stack):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = stack("run", LIENTHONG_AIRFLOW_PORT=port, LIENTHONG_RECORDS="24")

    assert done.returncode == 1
    assert done.stderr == f"Port {port} on 127.0.0.1 is taken: free it or set LIENTHONG_AIRFLOW_PORT to another.\n"
    assert stack("stop").stdout == "Stopped: simulators.\n"
