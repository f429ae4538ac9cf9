"""The local stack: prepares a machine, starts the simulated world and Airflow on loopback, and stops them again.

Promise: nothing here knows a record. The room starts processes, asks them for their health and speaks to Airflow
through its API only.
"""
