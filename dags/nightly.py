"""One Airflow DAG per flow of the catalogue, every night at 01:00 in Việt Nam.

Promise: a flow in the catalogue has its DAG; there is no second list.
"""

from __future__ import annotations

from dags._night import nightly
from flows.catalogue import FLOWS

for entry in FLOWS.values():
    globals()[entry.name] = nightly(entry)
