"""Run as a program: `dag.test()` in a fresh AIRFLOW_HOME. Each line it is given is `[dag_id, conf]`; for each it prints run and task
states as one line that begins with "RAN "."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

dags = DagBag(sys.argv[1]).dags
for line in sys.stdin:
    dag_id, conf = json.loads(line)
    dag = dags[dag_id]
    # In process Airflow looks a deadline up by an id it gives only to a DAG it has stored; test_running.py sees one pass.
    dag.deadline = None
    run = dag.test(run_conf=conf)
    states = {task.task_id: str(task.state) for task in run.get_task_instances()}
    print("RAN", json.dumps({"run": str(run.state), "type": str(run.run_type), "tasks": states}), flush=True)
