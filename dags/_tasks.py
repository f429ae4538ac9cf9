"""The steps of a night as Airflow tasks: each calls the function of its name in `flows.tasks` and nothing else.

Promise: only a RetryableError is tried again; every other error fails its task at once. Ids and counts are logged and
passed on, never a value; an unexpected error shows where it happened but not its message, which may hold one.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset, Connection, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

if TYPE_CHECKING:
    from connectors.credentials import Connection as Credentials

log = logging.getLogger(__name__)

RETRIES = {
    "retries": 4,
    "retry_delay": timedelta(seconds=20),
    "retry_exponential_backoff": 2,
    "max_retry_delay": timedelta(minutes=20),
}
#: Tasks that read a night's scans side by side.
SHARES = 8
VALUE_FREE = (ImportError, AttributeError, NameError)  # their messages name code, never data
RECONCILED = Asset(name="reconciled", uri="lienthong://ledgers/reconciled", group="lienthong")
COUNTED = Asset(name="counted", uri="lienthong://figures/counted", group="lienthong")


def accepted(flow: str) -> Asset:
    """Return the asset that says: this flow's receipts of a run are in."""
    return Asset(name=f"accepted_{flow}", uri=f"lienthong://flows/{flow}/accepted", group="lienthong")


def connection(name: str) -> Credentials:
    """Return the Airflow Connection `lienthong_<name>` as address and account.

    :raises FatalError: when Airflow has none, or it has no url among its extras
    """
    from connectors.credentials import Connection as Credentials
    from relay.errors import FatalError

    try:
        found = Connection.get(f"lienthong_{name}")
        return Credentials(found.extra_dejson["url"], found.login or "", found.password or "")
    except Exception:
        raise FatalError(
            f"Airflow has no usable Connection lienthong_{name}: it needs login, password and an extra named url.",
            f"Airflow chưa có kết nối lienthong_{name} dùng được: cần tài khoản, mật khẩu và mục url trong extra.",
            connection=name,
        ) from None


@contextmanager
def errors_for_airflow() -> Iterator[None]:
    """Let Airflow retry what is retryable, and fail the task at once on everything else."""
    from relay.errors import FatalError, RetryableError

    try:
        yield
    except (RetryableError, AirflowSkipException):
        raise
    except FatalError as error:
        raise AirflowFailException(f"{error} | {error.vi}") from None
    except Exception as error:
        told = f": {error}" if isinstance(error, VALUE_FREE) else ""
        log.error("unexpected %s%s\n%s", type(error).__name__, told, "".join(traceback.format_tb(error.__traceback__)))
        raise AirflowFailException(f"unexpected {type(error).__name__}; the log says where") from None


def carry_out(step: str, *arguments: Any, **options: Any) -> Any:
    """Call `flows.tasks.<step>` with this Airflow's connections; log and return what it returns."""
    with errors_for_airflow():
        from flows import tasks

        result = getattr(tasks, step)(*arguments, connections=connection, **options)
    log.info("%s %s → %s", step, " ".join(map(str, arguments)), result)
    return result


def flat(pulled: Iterable[Iterable[int]]) -> list[int]:
    """Return the batch ids of all sources as one list."""
    return [batch for batches in pulled for batch in batches]


def shares(lots: list[Any]) -> list[Any]:
    """Return the lots in at most SHARES parts of one after another, and one empty part where there are none: a task runs for each."""
    size = -(-len(lots) // SHARES) or 1
    return [lots[start : start + size] for start in range(0, len(lots), size)] or [[]]


@task
def pull(flow: str, source: str, params: Any = None, run_id: str | None = None) -> list[int]:
    """Read what changed in one source; return batch ids. On a dry run log the prediction and return none."""
    options = {name: params[name] for name in ("since", "units", "dry_run")}
    batches: list[int] = carry_out("pull", flow, source, run_id, **options)
    return batches


@task
def scans(flow: str, pulled: Any, params: Any = None) -> list[Any]:
    """Share the scans of the batches out to a few tasks; on a dry run stop here, so that everything after is skipped."""
    if params["dry_run"]:
        raise AirflowSkipException("dry run: the prediction is in the log of pull; nothing is stored or sent")
    return shares(carry_out("scans", flow, flat(pulled)))


@task
def digitise(flow: str, lots: Any) -> Any:
    """Read the scans of one share."""
    return carry_out("digitise", flow, lots)


@task
def normalise(flow: str, pulled: Any) -> Any:
    """Translate the batches into their contract."""
    return carry_out("normalise", flow, flat(pulled))


@task
def validate(flow: str, pulled: Any, params: Any = None) -> Any:
    """Judge the batches by their suite."""
    return carry_out("validate", flow, flat(pulled), as_of=params["as_of"])


@task
def stage(flow: str, pulled: Any) -> Any:
    """Put what passed into the outbox."""
    return carry_out("stage", flow, flat(pulled))


@task
def push(flow: str, params: Any = None, run_id: str | None = None) -> Any:
    """Deliver the outbox of one flow, or that of some units."""
    return carry_out("push", flow, run_id, units=params["units"])


@task
def receipts(flow: str, run_id: str | None = None) -> Any:
    """Ask for promised receipts and carry them back to the source."""
    return carry_out("receipts", flow, run_id)


@task
def guard(flow: str) -> Any:
    """Fail when a source was suddenly empty or shrunken, so that such a night is never green."""
    return carry_out("guard", flow)


@task
def settle() -> Any:
    """Poll tickets and send children whose parent was accepted."""
    return carry_out("settle")


@task
def reconcile() -> Any:
    """Compare our receipts with what the nation lists."""
    return carry_out("reconcile")


@task
def progress(params: Any = None) -> Any:
    """Write the day's standing per unit."""
    return carry_out("progress", as_of=params["as_of"])


@task
def weekly_report(params: Any = None) -> Any:
    """Write the report of a week and the evidence packs that are due."""
    return carry_out("weekly_report", as_of=params["as_of"])


@task
def quality_report(params: Any = None) -> Any:
    """Count how the records of a day fared and write its Data Docs."""
    return carry_out("quality_report", as_of=params["as_of"])
