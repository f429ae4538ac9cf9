"""After any flow: settle what was promised or waits for a parent, then compare with the nation.

Promise: it runs once however many flows ended meanwhile, and changes nothing that a person has not approved.
"""

from __future__ import annotations

from airflow.sdk import DAG, AssetAny

from dags._forms import RECONCILE_PAGE
from dags._tasks import RECONCILED, RETRIES, accepted, reconcile, settle
from flows.catalogue import FLOWS

with DAG(
    dag_id="reconcile",
    dag_display_name="Đối chiếu · reconcile",
    description="Settle promised receipts and released children, then compare with the national ledgers",
    doc_md=RECONCILE_PAGE,
    schedule=AssetAny(*(accepted(name) for name in FLOWS)),
    catchup=False,
    max_active_runs=1,
    default_args=RETRIES,
    tags=["after the flows"],
):
    settle() >> reconcile.override(outlets=[RECONCILED])()
