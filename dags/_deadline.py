"""What Airflow calls when a nightly sync is not done in time.

Promise: the scheduler only learns the name of this function; everything heavy is imported when it is called.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DeadlineAlert, DeadlineReference, SyncCallback  # type: ignore[attr-defined]  # exported lazily

#: A night begins at 01:00 and is done by 05:00.
IN_TIME = timedelta(hours=4)


def done_in_time(flow: str, interval: timedelta = IN_TIME) -> DeadlineAlert:
    """Return the alert of a flow: counted from the run's own time, so that a run started by hand has none."""
    called = SyncCallback("dags._deadline.night_is_late", kwargs={"flow": flow})
    return DeadlineAlert(DeadlineReference.DAGRUN_LOGICAL_DATE, interval, called, name=f"{flow}: 05:00")


def night_is_late(flow: str, **context: Any) -> None:
    """Tell the channels of alerts.yaml. Raises when the configuration is wrong; a channel that fails is logged."""
    from dags._tasks import connection
    from flows.alerting import night_is_late as tell
    from flows.wiring import Wiring
    from tracking.campaigns import local_today

    tell(Wiring(connection), flow, local_today())
