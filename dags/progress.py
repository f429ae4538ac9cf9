"""After each reconciliation: the day's standing.

Promise: it reads receipts and writes one standing per unit and day; running it again replaces the same day.
"""

from __future__ import annotations

from airflow.sdk import DAG

from dags._forms import AS_OF, PROGRESS_PAGE
from dags._tasks import COUNTED, RECONCILED, RETRIES, progress

with DAG(
    dag_id="progress",
    dag_display_name="Tiến độ · progress",
    description="Completion per unit against each deadline",
    doc_md=PROGRESS_PAGE,
    schedule=[RECONCILED],
    catchup=False,
    max_active_runs=1,
    params={"as_of": AS_OF},
    default_args=RETRIES,
    tags=["after the flows"],
):
    progress.override(outlets=[COUNTED])()
