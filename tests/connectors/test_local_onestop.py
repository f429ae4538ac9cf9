"""The one-stop source and its write-back over HTTP: complete paging, resumed watermarks, tombstones, exact data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pytest
import requests

from connectors.credentials import Connection
from connectors.local.onestop import OneStop
from connectors.local.paging import LAG, stamp
from connectors.local.write_back import OneStopWriteBack
from relay.errors import FatalError, RetryableError
from relay.model import PAGE, Source, WriteBack
from simulators.credentials import credentials
from simulators.local import onestop
from simulators.local.dossiers import Dossiers
from tests.connectors.world import QUICK, Hostile, hostile, served

START = datetime(2026, 11, 1, tzinfo=UTC)


class Desk:
    """A running one-stop system and its store."""

    def __init__(self, store: Dossiers, url: str) -> None:
        self.store = store
        self.url = url

    def put(self, *rows: tuple[str, int, dict[str, Any]]) -> None:
        self.store.put((key, at(seconds), data) for key, seconds, data in rows)

    def source(self, **more: Any) -> Any:
        return OneStop(Connection(self.url, *credentials()["onestop"]), limits=QUICK, **more)


def at(seconds: int) -> str:
    return stamp(START + timedelta(seconds=seconds))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Dossiers(tmp_path / "onestop.sqlite")
    with served({"onestop": onestop.app(store, credentials()["onestop"])}) as urls:
        yield Desk(store, urls["onestop"])
    store.close()


def test_every_change_is_read_once_in_pages_and_as_served(desk: Desk) -> None:
    data = {"MaHoSo": "H41.1", "ChuHoSo": "Nguyễn Văn Á", "Rong": "", "KhongCo": None, "Gia": 12000}
    desk.put(*((f"d{n:05d}", n // 700, data | {"MaHoSo": str(n)}) for n in range(10_700)))
    source: Source = desk.source()
    source.probe()
    pages = list(source.pull("dossier", None))
    assert [page.frame.height for page in pages] == [10_000, 700]
    whole = pl.concat(page.frame for page in pages)
    assert dict(whole.schema) == PAGE
    assert whole["source_id"].to_list() == [f"d{n:05d}" for n in range(10_700)]
    assert whole["raw"][3] == '{"MaHoSo":"3","ChuHoSo":"Nguyễn Văn Á","Rong":"","KhongCo":null,"Gia":12000}'
    assert pages[-1].watermark == at(10_699 // 700)


def test_the_watermark_reads_back_two_minutes_and_no_more(desk: Desk) -> None:
    desk.put(("old", 0, {}), ("near", 400, {}), ("last", 500, {}))
    watermark = list(desk.source().pull("dossier", None))[-1].watermark
    desk.put(("late", 390, {}), ("new", 600, {}))
    again = [key for page in desk.source().pull("dossier", watermark) for key in page.frame["source_id"]]
    assert again == ["late", "near", "last", "new"]
    assert list(desk.source().pull("dossier", at(5000))) == []


def test_since_overrides_the_watermark_and_means_a_day_in_vietnam(desk: Desk) -> None:
    midnight = int((datetime(2026, 11, 9, 17, tzinfo=UTC) - START).total_seconds())
    desk.put(("before", midnight - 1, {}), ("first", midnight, {}))
    [page] = desk.source().pull("dossier", at(9_000_000), since="2026-11-10")
    assert page.frame["source_id"].to_list() == ["first"]
    with pytest.raises(FatalError, match="2026-11-22"):
        list(desk.source().pull("dossier", None, since="hôm qua"))


def test_deleted_dossiers_are_tombstones(desk: Desk) -> None:
    desk.put(("d1", 1, {"MaHoSo": "1"}), ("d2", 2, {"MaHoSo": "2"}))
    desk.store.delete([("d1", at(3))])
    [page] = desk.source().pull("dossier", None)
    assert page.frame.rows() == [("d2", False, '{"MaHoSo":"2"}'), ("d1", True, "{}")]


def test_a_clock_gone_astray_does_not_hide_what_comes_later(desk: Desk) -> None:
    desk.put(("d1", 10, {}), ("future", 10_000_000, {}))
    now = START + timedelta(hours=1)
    [page] = desk.source(clock=lambda: now).pull("dossier", None)
    assert page.watermark == stamp(now - LAG)
    desk.put(("d2", 3700, {}))
    [page] = desk.source().pull("dossier", page.watermark)
    assert page.frame["source_id"].to_list() == ["d2", "future"]


def test_items_without_a_moment_of_change_are_delivered_and_move_nothing(bad: Hostile) -> None:
    stamps = ["", "hôm qua", None, 7, "0001-01-01T00:00:00+07:00", at(5), "31/12/2026"]
    items = [{"id": f"d{n}", "updated_at": text, "deleted": False} for n, text in enumerate(stamps)]
    items.append({"id": "without", "deleted": True})
    served_items = items
    bad.answer = lambda path, _: (
        200,
        {},
        b'{"access_token":"t"}' if "oauth" in path else msgspec.json.encode({"items": served_items}),
    )
    source = OneStop(Connection(bad.url, "a", "b"), limits=QUICK)
    [page] = source.pull("dossier", at(0))
    assert page.frame["source_id"].to_list() == [item["id"] for item in items]
    assert page.watermark == at(5)
    served_items = items[:3]
    assert [page.watermark for page in source.pull("dossier", at(0))] == [at(0)]


def test_refused_credentials_are_fatal(desk: Desk) -> None:
    with pytest.raises(FatalError, match="Credentials refused"):
        OneStop(Connection(desk.url, "lienthong", "sai"), limits=QUICK).probe()
    with pytest.raises(FatalError, match="Credentials refused"):
        OneStopWriteBack(Connection(desk.url, "lienthong", "sai"), limits=QUICK).write([{"idempotency_key": "k"}])


def test_receipts_are_written_back_in_parts_and_twice_is_once(desk: Desk) -> None:
    back: WriteBack = OneStopWriteBack(Connection(desk.url, *credentials()["onestop"]), limits=QUICK)
    items = [
        {
            "source": "civil_db",
            "source_id": f"ks{n}",
            "contract": "birth",
            "receipt": f"BN-HT-{n}",
            "returned": {"personal_id": "040226000001"},
            "accepted_at": at(n),
            "idempotency_key": f"k{n}",
        }
        for n in range(600)
    ]
    back.write(items)
    back.write(items)
    back.write([])
    kept = [item for _, item in desk.store.write_backs("birth", 0, 1000)]
    assert len(kept) == 600
    assert msgspec.json.decode(kept[7])["receipt"] == "BN-HT-7"


@pytest.fixture
def bad() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def test_answers_of_another_form_stop_the_pull_and_leave_receipts_unconfirmed(bad: Hostile) -> None:
    answers = [b"[]", b'{"items":{"id":1}}', b'{"items":[],"next_cursor":7}', b"\xff", b"[" * 9000]
    back, source = (kind(Connection(bad.url, "a", "b"), limits=QUICK) for kind in (OneStopWriteBack, OneStop))
    for body in answers:
        bad.answer = lambda path, _, body=body: (200, {}, b'{"access_token":"t"}' if "oauth" in path else body)
        with pytest.raises(FatalError):
            list(source.pull("dossier", None))
        with pytest.raises(RetryableError):
            back.write([{"idempotency_key": "k"}])


def test_a_cursor_that_stands_still_ends_the_pull(bad: Hostile) -> None:
    page = b'{"items":[],"next_cursor":"same"}'
    bad.answer = lambda path, _: (200, {}, b'{"access_token":"t"}' if "oauth" in path else page)
    with pytest.raises(FatalError):
        list(OneStop(Connection(bad.url, "a", "b"), limits=QUICK).pull("dossier", None))
    assert len(bad.heard) < 5


def test_an_unconfirmed_receipt_is_said_to_be_unconfirmed(bad: Hostile) -> None:
    answer = b'{"results":[{"idempotency_key":"k1","status":"stored"},{"idempotency_key":"k2","status":"lost"}]}'
    bad.answer = lambda path, _: (200, {}, b'{"access_token":"t"}' if "oauth" in path else answer)
    with pytest.raises(RetryableError) as caught:
        OneStopWriteBack(Connection(bad.url, "a", "b"), limits=QUICK).write(
            [{"idempotency_key": key} for key in ("k1", "k2", "k3")]
        )
    assert caught.value.ids["unconfirmed"] == 2
    assert requests.get(bad.url, timeout=1).ok
