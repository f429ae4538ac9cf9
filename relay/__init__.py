"""The engine: batches, store, stages, delivery, errors. It knows no country, no domain and no Airflow."""
