"""Stand-in DAGs of the product's shape, so that the stack can be tested without a record: two flows and their followers."""

import pendulum
from airflow.sdk import DAG, Asset, task

START = pendulum.datetime(2025, 7, 1, tz="Asia/Ho_Chi_Minh")
reconciled = Asset(name="standin_reconciled", uri="standin://reconciled")
counted = Asset(name="standin_counted", uri="standin://counted")


def one_step(dag_id, schedule, outlet):
    with DAG(dag_id, schedule=schedule, start_date=START, catchup=False, max_active_runs=1) as dag:

        @task(outlets=[outlet] if outlet else [])
        def step():
            from airflow.sdk import Connection

            connection = Connection.get("lienthong_onestop")
            return {"url": connection.extra_dejson["url"], "login": connection.login}

        step()
    return dag


accepted = [Asset(name=f"standin_{name}", uri=f"standin://{name}") for name in ("alpha", "beta")]
alpha = one_step("alpha", "0 1 * * *", accepted[0])
beta = one_step("beta", None, accepted[1])
reconcile = one_step("reconcile", accepted[0] | accepted[1], reconciled)
progress = one_step("progress", [reconciled], counted)
quality_report = one_step("quality_report", [counted], None)
