"""Where the OCR engine is missing the night goes on and scans wait; once it is there they are read and set beside their records."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from digitise import engine
from flows.catalogue import FLOWS
from flows.scanned.engine import MISSING
from relay.store.scan_tables import comparison, document
from relay.store.tables import violation
from tests.flows.province import province

SEED = 20260718


def test_scans_wait_for_the_engine_and_are_read_a_night_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    print(f"seed {SEED}")
    assert "birth" in FLOWS
    with province(tmp_path, monkeypatch, f"sqlite:///{tmp_path}/store.db", records=160, seed=SEED) as made:
        with monkeypatch.context() as without:
            without.setattr(engine, "TESSDATA", (tmp_path,))
            told = made.run("birth")["birth"]
        assert told["conservation"]["accepted"] > 0
        assert told["pages"] > 0
        assert any(MISSING[1] in one.getMessage() for one in caplog.records)

        def outcomes() -> set[str]:
            with made.wiring().store.read() as tx:
                return set(tx.execute(sa.select(document.c.outcome)).scalars())

        assert outcomes() == {"not_digitised"}
        again = made.run("birth")["birth"]
        assert again["conservation"]["holds"]
        assert outcomes() == {"read"}
        with made.wiring().store.read() as tx:
            assert tx.execute(sa.select(sa.func.count()).select_from(comparison)).scalar_one() > 0
            waiting = violation.c.rule == "scan.not_digitised"
            assert not tx.execute(sa.select(sa.func.count()).where(waiting)).scalar_one()
