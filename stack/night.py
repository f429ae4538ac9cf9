"""One night: every flow is asked for through Airflow's API and watched until nothing is left to do.

Promise: the night is over only when no run is active, no asset event waits for its DAG, no national system owes a
promised receipt, and no message is unsent or without a clear answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from stack.api import Airflow, Run
from stack.errors import StackError
from stack.processes import Process

FOLLOWERS = ("reconcile", "progress", "quality_report")
DONE = frozenset({"success", "skipped"})
REVIVALS = 3
OPEN = ("promised", "unknown", "pending")
# Longer than the three minutes for which a request of a killed push is left alone, because it may still be under way.
SETTLE_SECONDS = 300


@dataclass(frozen=True)
class Row:
    """What the live display shows of one DAG: its newest run's state, and how many of its tasks are done."""

    dag: str
    state: str
    done: int
    tasks: int
    runs: int


@dataclass
class Night:
    """The runs of one `make run`, from the moment it began. `patience` and `pause` between two looks are seconds.

    `settle_patience` and `settle_pause` are their like for what is open after the runs; `say` gets one line at a time; `revive` starts
    again what ended by itself.
    """

    airflow: Airflow
    flows: Sequence[str]
    processes: Sequence[Process]
    show: Callable[[list[Row]], None] = lambda _: None
    patience: float = 4 * 3600
    pause: float = 1.5
    settle_patience: float = SETTLE_SECONDS
    settle_pause: float = 15
    say: Callable[[str], None] = lambda _: None
    revive: Callable[[], Sequence[Process]] | None = None
    revived: int = 0
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    @property
    def dags(self) -> tuple[str, ...]:
        """Return the flows and the DAGs that follow them."""
        return (*self.flows, *FOLLOWERS)

    def begin(self) -> None:
        """Unpause everything and ask for one run per flow."""
        for dag in self.dags:
            self.airflow.unpause(dag)
        for flow in self.flows:
            self.airflow.trigger(flow)

    def watch(self) -> None:
        """Return when the night is quiet: two looks in a row without an active run or a waiting asset event.

        :raises StackError: when a process dies, a run fails or patience ends
        """
        end = time.monotonic() + self.patience
        quiet = 0
        while quiet < 2:
            self._check_processes()
            # Events are looked at before runs: an event consumed in between shows as a run.
            waiting = any(self.airflow.asset_events_waiting(dag) for dag in FOLLOWERS)
            runs = [run for run in self.airflow.runs(self.began) if run.dag in self.dags]
            self.show([self._row(dag, [run for run in runs if run.dag == dag]) for dag in self.dags])
            quiet = 0 if waiting or any(run.active for run in runs) else quiet + 1
            if time.monotonic() > end:
                raise StackError(
                    f"The night is not over after {self.patience:.0f} s; watch on at {self.airflow.address}."
                )
            time.sleep(self.pause)
        self._check_runs(runs)

    def settle(self, outstanding: Callable[[], Mapping[str, int]]) -> None:
        """Run `reconcile` again until nothing is promised, unknown or pending by `outstanding`.

        :raises StackError: when `settle_patience` seconds passed in which no more was settled
        """
        left = fewest = _open(outstanding())
        end = time.monotonic() + self.settle_patience
        while sum(left.values()):
            if time.monotonic() > end:
                raise StackError(
                    f"{_spelt(left)} messages are still open after {self.settle_patience:.0f} s without a change; "
                    "run make run again later."
                )
            self.say(f"waiting for {_spelt(left)} messages, {max(end - time.monotonic(), 0):.0f} s more at most")
            self._once_more(left)
            left = _open(outstanding())
            if sum(left.values()) < sum(fewest.values()):
                fewest, end = left, time.monotonic() + self.settle_patience
            elif sum(left.values()):
                time.sleep(self.settle_pause)

    def _once_more(self, left: Mapping[str, int]) -> None:
        # Reconcile asks for what is unclear and sends what came free of it; what was never sent takes its flow's push.
        for dag in self.flows if left["pending"] == sum(left.values()) else ("reconcile",):
            self.airflow.trigger(dag)
        self.watch()

    def _row(self, dag: str, runs: list[Run]) -> Row:
        if not runs:
            return Row(dag, "waiting", 0, 0, 0)
        shown = next((run for run in runs if run.state == "running"), runs[0])
        counts = self.airflow.tasks(shown)
        return Row(dag, shown.state, sum(counts.get(state, 0) for state in DONE), sum(counts.values()), len(runs))

    def _check_processes(self) -> None:
        for process in self.processes:
            if process.alive():
                continue
            if self.revive is None or self.revived == REVIVALS:
                raise StackError(process.last_words())
            # On a busy machine a component may give up on its locked database; what it did stands there, and it goes on.
            self.say(f"{process.last_words()} It is started again.")
            self.processes, self.revived = self.revive(), self.revived + 1
            return

    def _check_runs(self, runs: list[Run]) -> None:
        failed = [run for run in runs if run.state == "failed"]
        if failed:
            names = ", ".join(sorted({run.dag for run in failed}))
            first = f"{self.airflow.address}/dags/{failed[-1].dag}/runs/{failed[-1].run_id}"
            raise StackError(f"Failed: {names}; Airflow shows why, beginning with {first}")


def _open(outstanding: Mapping[str, int]) -> dict[str, int]:
    return {name: outstanding[name] for name in OPEN}


def _spelt(left: Mapping[str, int]) -> str:
    return " + ".join(f"{count} {name}" for name, count in left.items() if count)
