"""Carries out one case on prepared ground and judges it: the blow, the recovery, and one more run that must have nothing to do."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import requests

from benchmarks.chaos import outside, product
from benchmarks.chaos.case import Case, Happening, Outcome
from benchmarks.chaos.ground import Ground, PostgreSql, make_room
from benchmarks.chaos.groups import Group, keeper, leans_outside
from benchmarks.chaos.oracle import Ledgers, judge, ledgers, live, manifest, promised
from benchmarks.chaos.points import Messages, Passing, Point

#: What of a path says that something is delivered or asked about, by registry.
DELIVERIES = {
    "civil_status": "/v1/records",
    "land": "/v1/records",
    "school": "/v1/records",
    "health": "/v1/envelopes",
    "portal": "HoSo",
}
#: Every try lives this much later: a killed process's requests are asked about after a lease, a breaker lets go after a pause.
PATIENCE = timedelta(minutes=16)
TRIES = 8
LEAST = 4
#: A run that takes longer hangs.
LONGEST_S = 90


class OracleError(Exception):
    """A run without faults did not leave in the ledgers what the manifest promises: no run could be judged by it."""


@dataclass(frozen=True)
class Reference:
    """What a run without faults did: the ledgers it left, the labels it passed, the messages it sent."""

    truth: Ledgers
    labels: Mapping[str, int]
    messages: int


def rehearse(ground: Ground, stage: str, flows: Group) -> Reference:
    """A run without faults. Raises OracleError unless the ledgers hold what the manifest promises."""
    messages = Messages()
    with ground.fresh(stage, f"rehearsal-{stage}-{flows[0]}") as (home, url), outside.running(home) as world:
        passed = home / "labels.json"
        where = product.Installation(home / "product", url, world.known, silence_s=30)

        def work() -> int:
            passing = Passing()
            code = product.run(where, flows, messages, passing)
            passed.write_text(json.dumps(passing.passed))
            return code

        code = _ended(outside.forked(work))
        truth = ledgers(world.urls, flows)
        if code != product.FINE or not _as_promised(
            flows, live(truth), promised(manifest(world.places.manifest), flows)
        ):
            raise OracleError(
                f"the rehearsal of {'+'.join(flows)} ({stage}) ended with {code} and other keys than promised"
            )
        if any(row.applied != 1 for row in truth.values()):
            raise OracleError(f"the rehearsal of {'+'.join(flows)} ({stage}) applied something twice")
        return Reference(truth, json.loads(passed.read_text()), messages.count)


def _as_promised(flows: Group, found: set[tuple[str, str]], good: set[tuple[str, str]]) -> bool:
    """All that is good is there, and nothing else; but what leans on records of another group waits for them."""
    return found <= good if leans_outside(flows) else found == good


def carry_out(
    ground: Ground, case: Case, reference: Reference, tamper: Callable[[Path], None] = lambda _: None
) -> Outcome:
    """Do what the case says, let the product recover, and judge. `tamper` is done to the ledgers before the judgement."""
    free = case.free_kb if case.happening == Happening.FULL else 0
    with ground.fresh(case.stage, f"run-{case.number}", tmpfs_kb=free) as (home, url), outside.running(home) as world:
        trial = _Trial(ground, case, product.Installation(home / "product", url, world.known), Messages())
        trial.order_faults(world)
        trial.blow()
        began = time.monotonic()
        tries = trial.recover()
        took = time.monotonic() - began
        unsettled, law_broken = trial.state()
        repeated = trial.messages.count - reference.messages
        sent_before = trial.messages.count
        trial.run(jump=PATIENCE * (tries + 1))
        unsettled += trial.messages.count - sent_before  # one more run must have nothing to send
        tamper(home / "national")
        lost, doubled = judge(ledgers(world.urls, case.flows), reference.truth)
    requests_again = -(-max(0, repeated) // product.BATCH)
    note = "" if tries < TRIES else "never came through"
    return Outcome(case, lost, doubled, unsettled, law_broken, requests_again, took, tries, note)


@dataclass
class _Trial:
    """A product under test, and how it is treated."""

    ground: Ground
    case: Case
    where: product.Installation
    messages: Messages

    def order_faults(self, world: outside.Outside) -> None:
        """Every registry of the case misbehaves as often as it says: at its deliveries, or whatever it is asked first."""
        fault = {"kind": self.case.fault, "times": self.case.times, "after_commit": self.case.after_commit}
        fault |= {"seconds": 0.1 if self.case.fault == "latency" else 0.9}
        for name in {keeper(flow) for flow in self.case.flows}:
            order = [fault | {"match": DELIVERIES[name] if self.case.aimed else ""}]
            requests.put(f"{world.urls[name]}/_faults", json=order, timeout=10).raise_for_status()

    def blow(self) -> None:
        """What the case is about."""
        first, *more = self.case.points
        match self.case.happening:
            case Happening.TOGETHER:
                for child in [self._forked(Passing()) for _ in range(2)]:
                    _ended(child)
            case Happening.FULL:
                _ended(self._forked(Passing()))
                make_room(self.where.home)
            case Happening.JUMP:
                _ended(self._forked(Passing({first: self._jump} | dict.fromkeys(more, _kill))))
            case Happening.RESTART:
                self._restart_at(first)
            case _:
                for number, point in enumerate(self.case.points):
                    _ended(self._forked(Passing({point: _kill}), PATIENCE * number))

    def recover(self) -> int:
        """Run until a run comes through and nothing is left open. Returns how many runs it took."""
        for number in range(1, TRIES + 1):
            if self.run(jump=PATIENCE * (number + len(self.case.points))) == product.FINE and not self.state()[0]:
                return number
        return TRIES

    def run(self, jump: timedelta) -> int:
        """One undisturbed run, so much later."""
        return _ended(self._forked(Passing(), jump))

    def state(self) -> tuple[int, int]:
        """(what may still move by itself, 1 when the law is broken), as the product tells it."""
        from relay.delivery.outstanding import outstanding
        from relay.store import Store
        from relay.store.law import conservation

        store = Store(self.where.database_url)
        try:
            open_ = sum(sum(outstanding(store, flow).values()) for flow in self.case.flows)
            return open_, int(not conservation(store).holds)
        finally:
            store.close()

    def _forked(self, passing: Passing, jump: timedelta = timedelta()) -> int:
        return outside.forked(lambda: product.run(self.where, self.case.flows, self.messages, passing, jump))

    def _jump(self) -> None:
        from relay import clock

        clock.jump(timedelta(days=self.case.jump_days))

    def _restart_at(self, point: Point) -> None:
        """The process stops at the point until the database server has crashed and come back."""
        reached, go = os.pipe(), os.pipe()

        def wait() -> None:
            os.write(reached[1], b"x")
            os.read(go[0], 1)

        child = self._forked(Passing({point: wait}))
        os.close(reached[1])
        if select.select([reached[0]], [], [], LONGEST_S)[0] and os.read(reached[0], 1):
            assert isinstance(self.ground.databases, PostgreSql)
            self.ground.databases.restart()
        os.write(go[1], b"x")
        _ended(child)
        for end in (reached[0], *go):
            os.close(end)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _ended(child: int) -> int:
    """The exit code of a process; one that hangs is killed."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGKILL


def by_label(
    references: Mapping[tuple[str, Group], Reference],
) -> dict[tuple[str, Group], Mapping[str, int]]:
    """What each rehearsal passed."""
    return {place: Counter(reference.labels) for place, reference in references.items()}


def rehearse_all(ground: Ground, groups: Sequence[Group], stages: Sequence[str]) -> dict[tuple[str, Group], Reference]:
    """A rehearsal of every stage with every group; one that sends next to nothing has nothing to lose."""
    found = {(stage, flows): rehearse(ground, stage, flows) for stage in stages for flows in groups}
    return {place: reference for place, reference in found.items() if reference.messages >= LEAST}
