"""After each count of progress: the quality of what was pulled that day.

Promise: it counts violations and writes files; running it again writes the same figures and files.
"""

from __future__ import annotations

from airflow.sdk import DAG

from dags._forms import AS_OF, QUALITY_PAGE
from dags._tasks import COUNTED, RETRIES, quality_report

with DAG(
    dag_id="quality_report",
    dag_display_name="Báo cáo chất lượng · quality report",
    description="Pass rates, root causes and Data Docs of a day",
    doc_md=QUALITY_PAGE,
    schedule=[COUNTED],
    catchup=False,
    max_active_runs=1,
    params={"as_of": AS_OF},
    default_args=RETRIES,
    tags=["after the flows"],
):
    quality_report()
