"""`python -m stack.container`: what the containers need before the first of them starts.

Promise: each step may be repeated; secrets are drawn once, Airflow's database is made beside the product's and brought
to its current shape. Reads LIENTHONG_DATABASE_URL, AIRFLOW__DATABASE__SQL_ALCHEMY_CONN and LIENTHONG_SECRETS.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa


def draw_secrets(folder: Path) -> None:
    """Write the signing secrets that all components share, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("jwt", "session"):
        file = folder / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(48), encoding="utf-8")


def make_database(server: str, wanted: str) -> None:
    """Create the database of the URL `wanted` on the PostgreSQL of the URL `server`, unless it is there."""
    name = sa.make_url(wanted).database or ""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as session:
        found = session.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if not found:
            session.exec_driver_sql(f"CREATE DATABASE {engine.dialect.identifier_preparer.quote(name)}")
    engine.dispose()


def main() -> int:
    """Prepare secrets and databases; return the exit code of Airflow's migration."""
    draw_secrets(Path(os.environ.get("LIENTHONG_SECRETS", "/data/secrets")))
    make_database(os.environ["LIENTHONG_DATABASE_URL"], os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    return subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
