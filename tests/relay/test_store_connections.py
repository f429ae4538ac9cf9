"""A long run makes many stores in one process; PostgreSQL's connections do not pile up behind them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from relay.audit.keys import signer
from relay.store import Store

CLIENTS = sa.text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")


@pytest.mark.postgres
def test_a_store_nobody_holds_gives_its_connections_back_at_once(postgres_url: str, tmp_path: Path) -> None:
    first = Store(postgres_url, signer(tmp_path / "keys"))
    before = _open(first)
    for _ in range(5):
        assert _open(Store(postgres_url, signer(tmp_path / "keys"))) > before
    assert _comes_back_to(before, first)
    held = [Store(postgres_url, signer(tmp_path / "keys")) for _ in range(3)]
    assert [_open(store) for store in held] == [before + 1, before + 2, before + 3]
    del held
    assert _comes_back_to(before, first)
    first.close()


def _open(store: Store) -> int:
    with store.read() as tx:
        return int(tx.execute(CLIENTS).scalar_one())


def _comes_back_to(count: int, store: Store) -> bool:
    """A connection closed here is gone from the server's list when its process has ended, which a busy machine takes its time for."""
    for _ in range(200):
        if _open(store) == count:
            return True
        time.sleep(0.1)
    return False
