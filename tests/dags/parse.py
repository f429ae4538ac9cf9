"""Run as a program: prints, for each DAG file, the CPU seconds it takes beyond `airflow.sdk`, and the heavy modules it drew in."""

import json
import runpy
import sys
import time
from pathlib import Path

import airflow.sdk
import airflow.sdk.exceptions  # noqa: F401
from airflow.sdk import DAG, Asset, AssetAny, Connection, CronTriggerTimetable, Param, task  # noqa: F401  sdk loads lazily

HEAVY = ("great_expectations", "pandas", "polars", "pyarrow", "requests", "relay.store", "connectors", "expectations")

already = set(sys.modules)
took = {}
for file in sorted(Path(sys.argv[1]).glob("[a-z]*.py")):
    began = time.process_time()
    runpy.run_path(str(file))
    took[file.name] = time.process_time() - began
drawn = sorted(set(sys.modules) - already)
print(json.dumps({"seconds": took, "heavy": [name for name in HEAVY if name in drawn]}))
