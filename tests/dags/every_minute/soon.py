"""The product's nightly DAG of one flow, with a night every minute that is late at once, so that a test sees a scheduled run and its
alert (Airflow reads this)."""

from dataclasses import replace
from datetime import timedelta

from dags._deadline import done_in_time
from dags._night import nightly
from flows.catalogue import FLOWS

soon = nightly(replace(FLOWS["student"], schedule="* * * * *"), done_in_time("student", timedelta(seconds=3)))
