"""Run as a program: `dag.test()` of one DAG in a fresh AIRFLOW_HOME; prints run and task states as its last line."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

folder, dag_id, conf = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
dag = DagBag(folder).dags[dag_id]
# In process Airflow looks a deadline up by an id it gives only to a DAG it has stored; test_running.py sees one pass.
dag.deadline = None
run = dag.test(run_conf=conf)
states = {task.task_id: str(task.state) for task in run.get_task_instances()}
print(json.dumps({"run": str(run.state), "type": str(run.run_type), "tasks": states}))
