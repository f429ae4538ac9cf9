"""The weekly report and the evidence pack of a campaign, written under LIENTHONG_HOME/reports for their owner alone."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from flows.catalogue import flows_by_domain
from flows.figures import campaigns, unit_names
from flows.wiring import Wiring
from relay.audit import merkle
from relay.audit.chain import spelt
from relay.audit.keys import Keys, signed_by, signer
from relay.errors import FatalError
from relay.store import Store, evidence
from relay.store.figure_tables import standing
from relay.store.tables import content, record
from tracking.campaigns import Campaign, chosen
from tracking.reports import render
from tracking.reports.week import KEPT, Week, week
from tracking.wording import Lang

MANIFEST = "manifest.json"
EPOCH = (1980, 1, 1, 0, 0, 0)


def report(wiring: Wiring, day: date, lang: Lang = "vi") -> list[Path]:
    """Write the report of the week that ends with `day`. Returns its files: HTML, PDF, XLSX."""
    found = week(wiring.store, campaigns(wiring, day), day, unit_names(wiring))
    if not found.campaigns:
        raise _nothing_kept(day)
    folder = wiring.settings.home / "reports" / found.name
    return [_write(folder / name, body) for name, body in _files(found, lang).items()]


def last_sunday(day: date) -> date:
    """The last day of the week before the one `day` lies in."""
    return day - timedelta(days=day.isoweekday())


def pack(wiring: Wiring, campaign: str, day: date) -> Path:
    """Write the evidence pack of a campaign as of `day`, or of its last day once that has passed.

    In it: the report, all figures, digests of what the nation accepted, the audit log's head, and a signed list of them.
    """
    [one] = chosen(campaigns(wiring, day), campaign)
    day = min(day, one.last_day or day)
    found = week(wiring.store, [one], day, unit_names(wiring))
    if not found.campaigns:
        raise _nothing_kept(day)
    files = {**_files(found, "vi"), "figures.json": _json(_figures(wiring.store, one, day))}
    files["ledger-digests.json"] = _json(_digests(wiring.store, one.flows_in(flows_by_domain())))
    with wiring.store.read() as tx:
        newest = evidence.newest_head(tx)
    files["audit-head.json"] = _json(newest._asdict() if newest else None)
    body = _zipped(wiring, one.id, day, files)
    return _write(wiring.settings.home / "reports" / "evidence" / f"{one.id}-{day.isoformat()}.zip", body)


class NothingKeptError(FatalError):
    """There is no standing to report: a report of nothing would say that nobody is late."""


def _nothing_kept(day: date) -> NothingKeptError:
    return NothingKeptError(
        f"No standing was kept up to {day.isoformat()}, so there is nothing to report; the progress step of a night keeps one.",
        f"Chưa có số liệu tiến độ nào tính đến {day.isoformat()} nên không lập được báo cáo; bước progress hằng đêm sẽ ghi số liệu.",
    )


def due_packs(wiring: Wiring, day: date) -> list[Path]:
    """The packs of campaigns whose last day has just passed; one that is there already is left as it is."""
    made = []
    for one in campaigns(wiring, day):
        last = one.last_day
        if last is not None and last < day <= last + KEPT:
            path = wiring.settings.home / "reports" / "evidence" / f"{one.id}-{last.isoformat()}.zip"
            if not path.exists():
                with suppress(NothingKeptError):  # it ended before this installation began
                    made.append(pack(wiring, one.id, last))
    return made


def faults(path: Path, keys: Keys) -> list[str]:
    """What is wrong with a pack: names of files that were changed, added or taken away; "signature" when nobody we know signed it."""
    try:
        with zipfile.ZipFile(path) as held:
            files = {name: held.read(name) for name in held.namelist()}
        manifest = json.loads(files.pop(MANIFEST))
        listed: dict[str, str] = manifest["files"]
        named = {name: value for name, value in manifest.items() if name != "signature"}
        signed = signed_by(keys, manifest["key_id"], manifest["signature"], spelt(named).encode())
    except (KeyError, TypeError, ValueError, AttributeError, OSError, zipfile.BadZipFile):
        raise FatalError(
            f"{path.name} is no evidence pack, or is damaged; ask for it again.",
            f"{path.name} không phải hồ sơ minh chứng hoặc đã hỏng; hãy yêu cầu gửi lại.",
        ) from None
    wrong = [name for name in sorted({*files, *listed}) if _hash(files.get(name)) != listed.get(name)]
    return [*wrong, *([] if signed else ["signature"])]


def _files(found: Week, lang: Lang) -> dict[str, bytes]:
    page = render.html(found, lang)
    return {"report.html": page.encode(), "report.pdf": render.pdf(page), "report.xlsx": render.workbook(found)}


def _figures(store: Store, one: Campaign, day: date) -> list[dict[str, Any]]:
    """Every standing of the campaign up to `day`, by unit and day."""
    query = sa.select(standing).where(standing.c.campaign == one.id, standing.c.day <= day.isoformat())
    with store.read() as tx:
        return [
            dict(row._mapping) for row in tx.execute(query.order_by(standing.c.view, standing.c.unit, standing.c.day))
        ]


def _digests(store: Store, flows: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Flow → how many records the nation has acknowledged, and one hash over their keys and contents in the order of the keys.

    Whoever holds the national ledger can make the same hash of it.
    """
    found: dict[str, dict[str, Any]] = {}
    with store.read() as tx:
        for flow in flows:
            leaves = [merkle.leaf(text) for text in _held(tx, flow)]
            found[flow] = {"records": len(leaves), "root": merkle.root(leaves)}
    return found


def _held(tx: sa.Connection, flow: str) -> Iterator[str]:
    query = (
        sa.select(content.c.natural_key, record.c.accepted_hash)
        .join(content, content.c.version_id == record.c.accepted_version_id)
        .where(record.c.flow == flow, record.c.accepted_deleted.is_(False))
    )
    # Sorted here: the two databases do not order texts alike.
    yield from sorted(f"{key}\n{hashed}" for key, hashed in tx.execute(query))


def _zipped(wiring: Wiring, campaign: str, day: date, files: Mapping[str, bytes]) -> bytes:
    by = signer(wiring.settings.keys)
    named = {"campaign": campaign, "day": day.isoformat(), "key_id": by.key_id}
    manifest = {**named, "files": {name: _hash(body) for name, body in files.items()}}
    signed = {**manifest, "signature": by.sign(spelt(manifest).encode())}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in {**files, MANIFEST: _json(signed)}.items():
            made.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _hash(body: bytes | None) -> str | None:
    return None if body is None else hashlib.sha256(body).hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _write(path: Path, body: bytes) -> Path:
    """Whole or not at all, and for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.touch(0o600)
    aside.write_bytes(body)
    aside.replace(path)
    return path
