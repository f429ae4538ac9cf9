"""How the nightly DAG of a flow is made.

Promise: a run never overlaps another of its flow, missed nights are not made up one by one, and each step can be killed
and run again with the same result. There is no start date: letting a flow loose by day starts nothing before the night.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable

from dags._deadline import done_in_time
from dags._forms import night_page, night_params
from dags._tasks import RETRIES, accepted, digitise, guard, normalise, pull, push, receipts, scans, stage, validate
from flows.catalogue import Flow


def nightly(flow: Flow, deadline: Any = None) -> DAG:
    """Return the DAG of one flow; `deadline`: when it has to be done by, 05:00 unless given."""
    with DAG(
        dag_id=flow.name,
        dag_display_name=f"{flow.title_vi} · {flow.name}",
        description=flow.title_en,
        doc_md=night_page(flow),
        schedule=CronTriggerTimetable(flow.schedule, timezone="Asia/Ho_Chi_Minh"),
        catchup=False,
        max_active_runs=1,
        params=night_params(),
        default_args=RETRIES,
        deadline=deadline or done_in_time(flow.name),
        tags=["nightly", flow.domain],
    ) as dag:
        pulled = pull.partial(flow=flow.name).expand(source=list(flow.sources))
        digitised = digitise.partial(flow=flow.name).expand(lots=scans(flow.name, pulled))
        normalised = normalise(flow.name, pulled)
        validated = validate(flow.name, pulled)
        staged = stage(flow.name, pulled)
        received = receipts.override(outlets=[accepted(flow.name)])(flow.name)
        digitised >> normalised >> validated >> staged >> push(flow.name) >> received >> guard(flow.name)
    return dag
