"""What `make run` says at its end: how complete each campaign is, what was held back and why, and where to look.

Promise: figures come from the `lienthong` command, so that what is printed here is what anyone can ask for later.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from stack.errors import StackError
from stack.home import ROOT, USERS, Home


def report(console: Console, home: Home, airflow: str, differences: Mapping[str, int]) -> None:
    """Print completion, quarantine by reason, what reconciliation found, addresses and users.

    `differences`: {"missing": receipts the nation does not list, "extra": what it lists without a receipt of ours, "differs": what it
    lists with other content}.

    :raises StackError: when the conservation law does not hold or the command fails
    """
    shown = subprocess.run([*_lienthong("progress")], cwd=ROOT, check=False)
    console.print(quarantine_by_reason(_held_back()))
    console.print(reconciliation(differences), highlight=False, soft_wrap=True)
    console.print(f"\nAirflow: {airflow}", highlight=False)
    console.print(f"Tiến độ · progress: {airflow}/plugin/lienthong-progress", highlight=False)
    for user, password in home.airflow_passwords().items():
        console.print(f"  {user} / {password}  ({USERS[user]})", highlight=False)
    console.print(f"Nhật ký · logs: {home.logs}", highlight=False)
    console.print(
        "make stop: dừng · ends the stack.  make run: đồng bộ tiếp · syncs what changed since.", highlight=False
    )
    if shown.returncode:
        raise StackError("lienthong progress reports a broken law or failed; its message stands above.")


def reconciliation(differences: Mapping[str, int]) -> str:
    """Return the line on our receipts against the national ledgers, in red when they differ."""
    missing, extra, differs = (differences[kind] for kind in ("missing", "extra", "differs"))
    line = f"Đối chiếu quốc gia · reconciled with the nation: thiếu · missing {missing}, thừa · extra {extra}, khác · differs {differs}"
    return f"[red]{line}; xem · see: lienthong plans[/]" if missing or extra or differs else line


def quarantine_by_reason(held: list[dict[str, object]]) -> Table:
    """Return the table flow × rule → number of records held back; a record with two reasons counts under both."""
    counts: Counter[tuple[str, str]] = Counter()
    for record in held:
        rules = record["rules"]
        for rule in rules if isinstance(rules, list) else []:
            counts[str(record["flow"]), str(rule)] += 1
    table = Table(
        title=f"Cách ly theo lý do · quarantined by reason: {len(held)} bản ghi · records", title_justify="left"
    )
    for heading in ("luồng · flow", "lý do · reason"):
        table.add_column(heading)
    table.add_column("số · count", justify="right")
    for (flow, rule), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        table.add_row(flow, rule, str(count))
    return table


def _held_back() -> list[dict[str, object]]:
    asked = subprocess.run(
        _lienthong("quarantine", "list", "--json"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode:
        raise StackError(
            "lienthong quarantine list failed: " + (asked.stderr.strip().splitlines() or ["no reason given"])[-1]
        )
    held: list[dict[str, object]] = json.loads(asked.stdout)
    return [record for record in held if record["status"] == "quarantined"]


def _lienthong(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flows.cli", *arguments]
