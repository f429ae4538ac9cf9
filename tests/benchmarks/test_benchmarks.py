"""The benchmark runs from end to end on a tiny workload, and its arithmetic is right."""

from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest

from benchmarks.__main__ import main, options, size
from benchmarks.measure import Reading, cost
from benchmarks.peers import LOCK, version_of_dlt
from benchmarks.postgres import cpu_of_tree
from benchmarks.report import ratios
from benchmarks.workload import write_pages
from connectors.mapping import raw_columns


def test_smoke_ours_on_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIENTHONG_HOME", str(tmp_path))

    assert main(["--size", "500", "--runs", "1", "--store", "sqlite", "--only", "ours"]) == 0

    lines = capfd.readouterr().out.splitlines()
    said = json.loads(lines[-1])
    assert said["bench"] == "first_load"
    assert said["records"] == [50, 500]
    assert set(said["costs"]) == {"ours sqlite", "ours sqlite unchanged"}
    assert said["ratios"]["peak_memory_sqlite"] > 0
    assert any("ours sqlite unchanged" in line for line in lines[:-1])
    assert not list((tmp_path / "bench").iterdir()), "a run leaves nothing behind"


def test_the_same_record_whatever_the_size(tmp_path: Path) -> None:
    for name, records, rows in (("a", 30, 10), ("b", 20, 20)):
        (tmp_path / name).mkdir()
        write_pages(tmp_path / name, records, rows)
    first = [row for n in range(3) for row in msgspec.json.decode((tmp_path / "a" / f"{n}.json").read_bytes())]
    second = msgspec.json.decode((tmp_path / "b" / "0.json").read_bytes())
    assert first[:20] == second
    assert list(first[0]) == ["id", *raw_columns("birth")]
    assert len({row["id"] for row in first}) == 30


def reading(records: int, cpu: float, database: float, peak: float) -> Reading:
    return Reading(records, records, cpu, database, 1.0, peak)


def test_cost_is_marginal_and_start_up_apart() -> None:
    found = cost([reading(10_000, 1.5, 0.1, 100)], [reading(100_000, 4.2, 1.0, 110)])
    assert found.cpu_us == pytest.approx((5.2 - 1.6) / 90_000 * 1e6)
    assert found.database_us == pytest.approx(10.0)
    assert found.start_cpu_s == pytest.approx(1.2)


def test_ratios_take_the_fastest_peer() -> None:
    def contender(cpu: float):
        return cost([reading(10, 1, 0, 100)], [reading(20, 1 + cpu, 0, 105)])

    found = ratios(
        {
            "ours postgres": contender(0.4),
            "ours postgres unchanged": contender(0.1),
            "dlt append": contender(1.0),
            "dlt merge": contender(2.0),
        }
    )
    assert found["cpu_first_load_over_dlt"] == 0.4
    assert found["cpu_unchanged_over_dlt"] == 0.1
    assert found["peak_memory_postgres"] == 1.05


def test_cpu_of_a_tree_counts_this_process() -> None:
    import os

    before, until = cpu_of_tree(os.getpid()), time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert cpu_of_tree(os.getpid()) - before >= 0.05


def test_options() -> None:
    assert size("100k") == 100_000
    assert options(["--size", "1m"]).size == 1_000_000
    for wrong in (["--size", "505"], ["--runs", "0"], ["--store", "oracle"]):
        with pytest.raises(SystemExit):
            options(wrong)


def test_the_peer_is_locked_by_hash_and_names_no_host() -> None:
    text = LOCK.read_text()
    assert version_of_dlt()[0].isdigit()
    assert "--hash=sha256:" in text
    assert "http" not in text.replace("httpx", "")
