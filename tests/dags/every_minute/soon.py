"""The product's nightly DAG of one flow, with a night every minute, so that a test sees a scheduled run (Airflow reads this)."""

from dataclasses import replace

from dags._night import nightly
from flows.catalogue import FLOWS

soon = nightly(replace(FLOWS["student"], schedule="* * * * *"))
