"""Telling people, by e-mail and webhook: one message a night with all that changed, remembered once it has left.

A channel that fails never stops a night: what it should have said is said next time. Messages hold names of campaigns and units,
never a value of a record.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from flows import sources
from flows.catalogue import FLOWS
from flows.figures import campaigns, unit_names
from flows.quality import unreviewed_states
from flows.settings import load_file
from flows.wiring import Wiring
from relay.errors import FatalError, RelayError, RetryableError
from tracking import alerts
from tracking.alerts import Change
from tracking.wording import STATES, Lang, number
from tracking.wording import day as date_text

if TYPE_CHECKING:
    import apprise

    from tracking.campaigns import Campaign

log = logging.getLogger(__name__)

REVIEWED = "reviewed"

WORDS: Mapping[str, tuple[str, str]] = {
    alerts.SILENT: ("im lặng: không có gì mới", "silent: nothing new came"),
    alerts.DEGRADED: ("suy giảm", "degraded"),
    alerts.WELL: ("đã trở lại bình thường", "well again"),
    alerts.NOT_DONE: ("chưa xong lúc 05:00", "not done by 05:00"),
    alerts.UNREVIEWED: ("chưa được xem xét", "not reviewed yet"),
    REVIEWED: ("đã được xem xét", "reviewed"),
}
TITLE = ("Liên Thông: {count} thay đổi ngày {day}", "Liên Thông: {count} changes on {day}")
UNITS = ("{count} đơn vị {state}: {names}", "{count} units {state}: {names}")
MORE = (" và {count} đơn vị khác", " and {count} more")
SOURCE = ("Nguồn {source} của luồng {flow}", "Source {source} of flow {flow}")
QUALITY = ("Báo cáo chất lượng ngày {day}", "The quality report of {day}")
NIGHT = ("Đồng bộ đêm của luồng {flow}", "The nightly sync of flow {flow}")


class AlertsConfig(BaseModel):
    """config/alerts.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channels: tuple[str, ...] = ()
    lang: Literal["vi", "en"] = "vi"
    page: str = ""
    units_listed: int = Field(default=10, ge=0)
    missed_days: int = Field(default=31, ge=0)
    silent_days: int = Field(default=7, ge=1)
    review_days: int = Field(default=3, ge=1)


def config(wiring: Wiring) -> AlertsConfig:
    """The checked configuration. Raises FatalError with one sentence."""
    return load_file(wiring.settings.config / "alerts.yaml", AlertsConfig)


def states(wiring: Wiring, day: date) -> dict[str, str]:
    """Subject → state of everything people are told about."""
    asked = config(wiring)
    degraded = {(one["flow"], one["source"]) for one in sources.looks(wiring) if one["state"] == "degraded"}
    found = alerts.of_campaigns(wiring.store, campaigns(wiring, day), day, asked.missed_days)
    found |= alerts.of_sources(wiring.store, _ways(wiring), degraded, day, asked.silent_days)
    return found | unreviewed_states(wiring, day, asked.review_days, asked.missed_days)


def silent(wiring: Wiring, day: date) -> list[tuple[str, str]]:
    """(flow, source) of every source nothing new came from for as many days as alerts.yaml says."""
    ways = _ways(wiring)
    found = alerts.of_sources(wiring.store, ways, (), day, config(wiring).silent_days)
    return [way for way in ways if found[alerts.BETWEEN.join(("source", *way))] == alerts.SILENT]


def _ways(wiring: Wiring) -> list[tuple[str, str]]:
    return [(flow, source) for flow in FLOWS for source in wiring.installation.sources_of(flow)]


def tell(wiring: Wiring, day: date) -> dict[str, int]:
    """Send every channel what it has not been told, in one message. Returns how many channels were told and how many failed."""
    asked = config(wiring)
    now = states(wiring, day) if asked.channels else {}
    done = {"told": 0, "failed": 0}
    for channel in asked.channels:
        found = alerts.changes(wiring.store, channel, now)
        if found:
            title = TITLE[asked.lang == "en"].format(count=number(len(found), asked.lang), day=date_text(day))
            done["told" if _tell(wiring, channel, found, title, message(wiring, found, day, asked)) else "failed"] += 1
    return done


def trial(wiring: Wiring, channel: str) -> bool:
    """Whether a channel takes a trial message."""
    try:
        send(wiring, channel, "Liên Thông", "Tin thử từ Liên Thông. A trial message from Liên Thông.")
    except RelayError as error:
        log.warning("%s | %s", error, error.vi)
        return False
    return True


def night_is_late(wiring: Wiring, flow: str, day: date) -> dict[str, int]:
    """Tell every channel, once a day, that the nightly sync of a flow is not done in time."""
    asked, subject = config(wiring), alerts.BETWEEN.join(("night", flow, day.isoformat()))
    english = asked.lang == "en"
    line = f"{NIGHT[english].format(flow=flow)}: {WORDS[alerts.NOT_DONE][english]} ({date_text(day)})."
    done = {"told": 0, "failed": 0}
    for channel in asked.channels:
        found = alerts.changes(wiring.store, channel, {subject: alerts.NOT_DONE})
        if found:
            done["told" if _tell(wiring, channel, found, f"Liên Thông: {line}", line) else "failed"] += 1
    return done


def _tell(wiring: Wiring, channel: str, found: Sequence[Change], title: str, body: str) -> bool:
    try:
        send(wiring, channel, title, body)
    except RelayError as error:
        log.warning("%s | %s", error, error.vi)
        return False
    alerts.told(wiring.store, channel, found)
    return True


def message(wiring: Wiring, found: Sequence[Change], day: date, asked: AlertsConfig) -> str:
    """The text: campaigns first, each with its units by state; then sources."""
    known = {one.id: one for one in campaigns(wiring, day)}
    lines = [_campaign(wiring, known[name], found, asked) for name in _campaigns(found) if name in known]
    for one in found:
        if one.subject[0] == "source":
            named = SOURCE[asked.lang == "en"].format(flow=one.subject[1], source=one.subject[2])
            lines.append(f"{named}: {_state(one.state, asked.lang)}.")
        if one.subject[0] == "quality":
            named = QUALITY[asked.lang == "en"].format(day=date_text(date.fromisoformat(one.subject[1])))
            told = one.state if one.state == alerts.UNREVIEWED else REVIEWED
            lines.append(f"{named}: {_state(told, asked.lang)}.")
    return "\n\n".join([*lines, *([asked.page] if asked.page else [])])


def _campaigns(found: Sequence[Change]) -> list[str]:
    return list(dict.fromkeys(one.subject[1] for one in found if one.subject[0] in ("campaign", "unit")))


def _campaign(wiring: Wiring, campaign: Campaign, found: Sequence[Change], asked: AlertsConfig) -> str:
    english, names = asked.lang == "en", unit_names(wiring)
    mine = [one for one in found if one.subject[1] == campaign.id]
    own = [_state(one.state, asked.lang) for one in mine if one.subject[0] == "campaign"]
    title = campaign.title_en if english else campaign.title_vi
    lines = [f"{title}: {own[0]}" if own else title]
    by_state: dict[str, list[str]] = {}
    for one in mine:
        if one.subject[0] == "unit":
            by_state.setdefault(one.state, []).append(names(campaign.domain, one.subject[2]))
    for state, units in by_state.items():
        shown = ", ".join(units[: asked.units_listed])
        left = len(units) - asked.units_listed
        more = MORE[english].format(count=number(left, asked.lang)) if left > 0 else ""
        told = UNITS[english].format(
            count=number(len(units), asked.lang), state=_state(state, asked.lang).lower(), names=shown
        )
        lines.append(f"  {told}{more}")
    return "\n".join(lines)


def _state(state: str, lang: Lang) -> str:
    return WORDS[state][lang == "en"] if state in WORDS else STATES[lang][state]


def send(wiring: Wiring, channel: str, title: str, body: str) -> None:
    """Hand a message to a channel. Raises RetryableError when it does not take it, FatalError when its address is wrong."""
    import apprise

    if not _channel(wiring, channel, apprise.Apprise()).notify(body=body, title=title):
        raise RetryableError(
            f"The channel {channel} did not take the alert; check its connection, the next run tells it again.",
            f"Kênh {channel} không nhận cảnh báo; hãy kiểm tra kết nối, lần chạy sau sẽ gửi lại.",
        )


def _channel(wiring: Wiring, name: str, made: apprise.Apprise) -> apprise.Apprise:
    known = wiring.connection(name)
    address = known.url.replace("{login}", quote(known.login, safe="")).replace(
        "{password}", quote(known.password, safe="")
    )
    if not made.add(address):
        raise FatalError(
            f"The connection of the channel {name} holds no address alerts can go to; alerts.yaml shows how one looks.",
            f"Kết nối của kênh {name} không phải địa chỉ gửi được cảnh báo; xem mẫu trong alerts.yaml.",
        )
    return made
