# One image for every part of the stack: Airflow, the `lienthong` command and the simulators.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    GX_ANALYTICS_ENABLED=false \
    AIRFLOW_HOME=/data/airflow \
    LIENTHONG_HOME=/data/lienthong

WORKDIR /app

# The browser and the office of apt.txt are for tests only.
COPY apt.txt ./
RUN apt-get update \
    && grep -vE 'chromium|libreoffice|uno' apt.txt | xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.lock ./
RUN pip install --require-hashes --no-deps --compile -r requirements.lock

COPY . .
RUN pip install --no-build-isolation --no-deps --editable . \
    && python -m compileall -q relay schemas connectors expectations digitise tracking flows dags stack simulators \
    && useradd --create-home --uid 10001 lienthong \
    && mkdir -p /data/airflow /data/lienthong /data/secrets \
    && chown -R lienthong:lienthong /data

USER lienthong
VOLUME /data
ENTRYPOINT []
CMD ["lienthong", "--help"]
