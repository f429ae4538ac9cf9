"""`python -m stack run` and `python -m stack stop`: what `make run` and `make stop` do once .venv is there.

Promise: exit 0 with the stack left up and everything printed, or one sentence on the error stream and exit 1 (2 for
wrong configuration); a run that fails before its night began ends what it started; a second `run` is safe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from rich.console import Console

from flows.catalogue import FLOWS, flows_by_domain
from stack import components, world
from stack.api import Airflow
from stack.display import Display
from stack.errors import StackError
from stack.home import PRIVATE, Home
from stack.night import FOLLOWERS, Night
from stack.processes import Process, Register
from stack.report import report

#: The DAG that waits for its Monday; no night waits for it.
REPORT = "weekly_report"


def run(console: Console) -> None:
    """Bring the stack up, let one night pass, print what came of it."""
    from flows import tasks

    check_configuration()
    asked = world.wanted()
    home = Home.from_environment()
    os.environ["LIENTHONG_HOME"] = str(home.root)
    world.check(home, asked)
    register = Register(home)
    try:
        airflow, processes, revive = bring_up(console, register)
    except Exception:
        if ended := register.stop_started_now():
            console.print(f"Ended again: {', '.join(ended)}.", highlight=False)
        raise
    with Display(console) as display:
        night = Night(airflow, list(FLOWS), processes, display.show, say=display.say, revive=revive)
        night.begin()
        night.watch()
        night.settle(tasks.outstanding)
    with console.status("Comparing with the national ledgers"):
        differences = tasks.reconcile()
    report(console, home, airflow.address, differences)


def bring_up(console: Console, register: Register) -> tuple[Airflow, list[Process], Callable[[], list[Process]]]:
    """Start what does not live yet; return Airflow, which knows all DAGs, every process, and how to start again what ended.

    :raises StackError: when a part does not come up
    """
    home = register.home
    with console.status("Starting the simulated province and Airflow") as status:
        simulators, told = world.start(register)
        connections = world.connect(home, told)
        check_outside()
        port = components.choose_port(register)
        started = components.start(register, components.settings(home, port, connections))
        airflow = Airflow(f"http://127.0.0.1:{port}", "admin", home.airflow_passwords()["admin"])
        components.wait_until_healthy(airflow, started, status.update)
        components.wait_until_parsed(airflow, {*FLOWS, *FOLLOWERS, REPORT}, started)
        airflow.unpause(REPORT)

    def revive() -> list[Process]:
        if not simulators.alive():
            raise StackError(simulators.last_words())
        return [simulators, *components.start(register, components.settings(home, port, connections))]

    return airflow, [simulators, *started], revive


def check_configuration() -> None:
    """Read all configuration before anything is started.

    :raises FatalError: on the first mistake, in one sentence
    """
    from flows.settings import settings
    from tracking.campaigns import load_campaigns

    for flow in FLOWS.values():
        _ = flow.sources, flow.endpoint
    load_campaigns(settings().config / "campaigns.yaml", flows_by_domain=flows_by_domain())


def check_outside() -> None:
    """Ask every system of every flow whether it is there and knows us; brings the store to its shape on the way.

    :raises RelayError: when a system is away or refuses our credentials, in one sentence
    """
    from flows.night import preflight

    for flow in FLOWS:
        preflight(flow)


def stop(console: Console) -> None:
    """End everything `run` left running."""
    ended = Register(Home.from_environment()).stop_all()
    console.print(f"Stopped: {', '.join(ended)}." if ended else "Nothing was running.", highlight=False)


def main(arguments: list[str]) -> int:
    """Carry out one verb; return the exit code."""
    verbs = {"run": run, "stop": stop}
    if len(arguments) != 1 or arguments[0] not in verbs:
        print("usage: python -m stack run|stop", file=sys.stderr)
        return 2
    from relay.errors import RelayError

    os.umask(PRIVATE)
    try:
        verbs[arguments[0]](Console())
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    except RelayError as error:
        print(f"{error.vi}\n{error.en}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; the stack is left as it is: make stop ends it, make run goes on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
