"""Monday 07:00: the report of the week before, and the evidence packs of campaigns that have just ended.

Promise: it reads the standings and writes files; running it again writes the same files.
"""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable

from dags._forms import AS_OF, WEEKLY_PAGE
from dags._tasks import RETRIES, weekly_report

with DAG(
    dag_id="weekly_report",
    dag_display_name="Báo cáo tuần · weekly report",
    description="What moved, who is late, what comes next, per sector",
    doc_md=WEEKLY_PAGE,
    schedule=CronTriggerTimetable("0 7 * * 1", timezone="Asia/Ho_Chi_Minh"),
    catchup=False,
    max_active_runs=1,
    params={"as_of": AS_OF},
    default_args=RETRIES,
    tags=["after the flows"],
):
    weekly_report()
