"""People are told once of every change of state, by mail and webhook; a channel that fails is told again and stops nothing."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from connectors.credentials import Connection
from flows import alerting
from flows.figures import keep_standing
from flows.wiring import Wiring
from relay.store import Store
from relay.store.figure_tables import alert, standing
from tests.tracking.filling import Filling
from tracking.campaigns import local_today

CONFIG = Path(__file__).parents[2] / "config"


class Mailbox:
    """A mail server on loopback that keeps what it is given, or refuses everything."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.refuses = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return "554 not now"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain", "html"))
        self.texts.append(f"{mail['subject']}\n{body.get_content() if body else ''}")
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def hook() -> Iterator[tuple[list[Any], int]]:
    got: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    yield got, server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def wiring(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mailbox: tuple[Mailbox, int],
    hook: tuple[list[Any], int],
) -> Wiring:
    """An installation with a mail and a hook channel, and land that is far behind in two communes."""
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    lines = (config / "alerts.yaml").read_text(encoding="utf-8").replace("channels: []", "channels: [mail, hook]")
    (config / "alerts.yaml").write_text(lines.replace("units_listed: 10", "units_listed: 1"), encoding="utf-8")
    for name, value in {"HOME": tmp_path, "CONFIG": config, "DATABASE_URL": store.url}.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    fill = Filling(store)
    for unit in ("16690", "17272"):
        for back in range(1, 9):
            fill.accepted(1, datetime.now(UTC) - timedelta(days=back), unit=unit)
        fill.open(200, unit=unit)
    known = {
        "mail": Connection(f"mailto://127.0.0.1:{mailbox[1]}?from=a@example.org&to=b@example.org&mode=insecure"),
        "hook": Connection(f"json://127.0.0.1:{hook[1]}/lienthong"),
    }
    made = Wiring(known.__getitem__)
    keep_standing(made, local_today())
    return made


def states(store: Store, campaign: str, state: str) -> None:
    with store.begin() as tx:
        tx.execute(standing.update().where(standing.c.campaign == campaign).values(state=state))


def test_a_change_is_told_once_on_every_channel(
    wiring: Wiring, mailbox: tuple[Mailbox, int], hook: tuple[list[Any], int]
) -> None:
    states(wiring.store, "land-rolling", "late")
    assert alerting.tell(wiring, local_today()) == {"told": 2, "failed": 0}
    [mail], [post] = mailbox[0].texts, hook[0]
    assert "Liên Thông" in mail
    assert "Làm giàu, làm sạch dữ liệu đất đai – kỳ đang chạy: Dự báo trễ" in mail
    assert "2 đơn vị dự báo trễ: Phường Trường Vinh và 1 đơn vị khác" in mail
    assert "đất đai" in post["message"]
    assert alerting.tell(wiring, local_today()) == {"told": 0, "failed": 0}
    assert len(mailbox[0].texts) == len(hook[0]) == 1


def test_a_state_that_worsens_and_one_that_is_well_again_are_told(wiring: Wiring, mailbox: tuple[Mailbox, int]) -> None:
    for state, said in (("at_risk", "Nguy cơ trễ"), ("missed", "Quá hạn"), ("on_track", "đã trở lại bình thường")):
        states(wiring.store, "land-rolling", state)
        alerting.tell(wiring, local_today())
        assert f"kỳ đang chạy: {said}" in mailbox[0].texts[-1]
    assert len(mailbox[0].texts) == 3
    with wiring.store.read() as tx:
        assert "land-rolling" not in str(tx.execute(sa.select(alert.c.subject)).fetchall())


def test_a_channel_that_fails_is_told_again_and_the_other_is_not(
    wiring: Wiring, mailbox: tuple[Mailbox, int], hook: tuple[list[Any], int], caplog: pytest.LogCaptureFixture
) -> None:
    states(wiring.store, "land-rolling", "late")
    mailbox[0].refuses = True
    assert alerting.tell(wiring, local_today()) == {"told": 1, "failed": 1}
    assert "The channel mail did not take the alert" in caplog.text
    mailbox[0].refuses = False
    assert alerting.tell(wiring, local_today()) == {"told": 1, "failed": 0}
    assert (len(mailbox[0].texts), len(hook[0])) == (1, 1)


def test_a_crash_before_it_is_remembered_repeats_that_message_only(
    wiring: Wiring, mailbox: tuple[Mailbox, int], hook: tuple[list[Any], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    states(wiring.store, "land-rolling", "late")

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracking.alerts.told", killed)
    with pytest.raises(KeyboardInterrupt):
        alerting.tell(wiring, local_today())
    monkeypatch.undo()
    alerting.tell(wiring, local_today())
    alerting.tell(wiring, local_today())
    assert (len(mailbox[0].texts), len(hook[0])) == (2, 1)


def test_a_source_that_fell_silent_is_told(wiring: Wiring, mailbox: tuple[Mailbox, int]) -> None:
    Filling(wiring.store).batch("birth", 5)
    with wiring.store.begin() as tx:
        tx.execute(sa.text("UPDATE batch SET source = 'civil_db'"))
    alerting.tell(wiring, local_today())
    assert "Nguồn civil_db của luồng birth: im lặng: không có gì mới." in mailbox[0].texts[-1]


def test_what_is_long_past_is_not_told(wiring: Wiring, mailbox: tuple[Mailbox, int]) -> None:
    states(wiring.store, "land-2025", "missed")
    alerting.tell(wiring, local_today())
    assert all("2025" not in text for text in mailbox[0].texts)


def test_a_late_night_is_told_once_a_day(wiring: Wiring, mailbox: tuple[Mailbox, int]) -> None:
    for day in (local_today(), local_today(), date(2026, 1, 1)):
        alerting.night_is_late(wiring, "birth", day)
    assert [text.count("chưa xong lúc 05:00") > 0 for text in mailbox[0].texts] == [True, True]


def test_without_channels_nothing_is_sent_or_remembered(wiring: Wiring) -> None:
    path = wiring.settings.config / "alerts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[mail, hook]", "[]"), encoding="utf-8")
    states(wiring.store, "land-rolling", "late")
    assert alerting.tell(wiring, local_today()) == {"told": 0, "failed": 0}
    with wiring.store.read() as tx:
        assert tx.execute(sa.select(alert)).fetchall() == []


def test_a_trial_tells_of_every_channel_whichever_is_broken(
    wiring: Wiring, mailbox: tuple[Mailbox, int], hook: tuple[list[Any], int]
) -> None:
    mailbox[0].refuses = True
    assert {channel: alerting.trial(wiring, channel) for channel in ("mail", "hook")} == {"mail": False, "hook": True}
    assert len(hook[0]) == 1
