"""`lienthong audit` and `lienthong passport`: what was delivered can be proved, here or by a stranger with a public key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands import Json, looking, show
from flows.kept_heads import read_heads
from relay.errors import FatalError

if TYPE_CHECKING:
    from relay.audit.keys import Keys
    from relay.audit.verify import Walk

audit = typer.Typer(
    help="The audit log: is it as it was written, and does everything else agree with it?", no_args_is_help=True
)

KeyFiles = Annotated[
    list[Path] | None,
    typer.Option("--key", help="Public key (PEM) to trust instead of this installation's own; may be repeated."),
]


@audit.command()
def verify(
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence", help="Hold every batch, request, answer and receipt in the store against the log too."
        ),
    ] = False,
    heads: Annotated[Path | None, typer.Option(help="Copies of heads kept elsewhere, one JSON line each.")] = None,
    passport: Annotated[Path | None, typer.Option(help="Check this passport instead; no store is needed.")] = None,
    key: KeyFiles = None,
    as_json: Json = False,
) -> None:
    """Walk the hash chain and its signed heads; names the first broken row. Exit 1 when something is broken."""
    from flows.screens.evidence import checked

    found = _passport_check(passport, key) if passport else _log_check(evidence, heads, key)
    show(found, as_json, checked)
    if not found["intact"]:
        raise typer.Exit(1)


@audit.command()
def head() -> None:
    """Print the newest signed head as JSON: give it to an auditor, who can later tell whether anything was taken away."""
    from relay.store import evidence

    with looking().store.read() as tx:
        newest = evidence.newest_head(tx)
    typer.echo(json.dumps(newest._asdict() if newest else None))


def passport(
    key: Annotated[str, typer.Argument(help="Natural key, source id, receipt or record id.")],
    flow: Annotated[str | None, typer.Option(help="Only records of this flow.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the signed document here, to be checked offline.")] = None,
    as_json: Json = False,
) -> None:
    """One record's whole life: source, batch, checks, attempts, receipt, each step with its proof. Holds no value of the record."""
    from flows.passport import passport as made
    from flows.screens.evidence import life
    from flows.sources import demand_known
    from relay.audit.keys import signer

    wiring = looking()
    if flow:
        demand_known(wiring, flow, ())
    document = made(wiring.store, signer(wiring.settings.keys), key, flow)
    if out:
        _written(out, document)
    show(document, as_json, lambda told: life(told, out))


def _log_check(evidence: bool, heads: Path | None, key: list[Path] | None) -> dict[str, Any]:
    from relay.audit.keys import public_keys
    from relay.audit.verify import walk
    from relay.delivery.proofs import contradicted
    from relay.delivery.unproven import unproven
    from relay.store import evidence as log

    wiring = looking()
    keys = public_keys(*(key or [wiring.settings.keys]))
    if heads and not heads.is_file():
        raise FatalError(
            f"There is no file {heads}; give --heads the copies that were kept elsewhere.",
            f"Không có tệp {heads}; hãy chỉ --heads tới bản sao chữ ký đã cất giữ.",
        )
    copies = read_heads(wiring.settings.kept_heads) + (read_heads(heads) if heads else [])
    with wiring.store.read() as tx:
        walked = walk(log.events(tx), log.heads(tx), keys, copies)
        deep = evidence and not walked.broken
        against = [event.seq for event in contradicted(tx)] if deep else []
        bare = list(unproven(tx)) if deep else []
    told = {**_told(walked), "copies": len(copies), "newest_copy": max((copy.seq for copy in copies), default=0)}
    return told | {"contradicted": against, "unproven": bare, "intact": not (walked.broken or against or bare)}


def _told(walked: Walk) -> dict[str, Any]:
    from relay.audit.verify import SENTENCES

    broken = walked.broken and {"row": walked.broken.seq, "what": walked.broken.what}
    sentences = SENTENCES[walked.broken.what] if walked.broken else ("", "")
    return {"events": walked.events, "heads": walked.heads, "broken": broken, "en": sentences[0], "vi": sentences[1]}


def _written(out: Path, document: dict[str, Any]) -> None:
    try:
        out.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError:
        raise FatalError(
            f"The passport cannot be written to {out}; name a file in a folder that is there.",
            f"Không ghi được lý lịch vào {out}; hãy chọn tệp trong thư mục có sẵn.",
        ) from None


def _passport_check(path: Path, key: list[Path] | None) -> dict[str, Any]:
    from relay.audit.passport import SENTENCES, faults

    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise FatalError(
            f"{path.name} cannot be read as a passport; make one with `lienthong passport KEY --out FILE`.",
            f"Không đọc được {path.name}; hãy tạo lý lịch bằng `lienthong passport KHÓA --out TỆP`.",
        ) from None
    found = faults(document, _trusted(key))
    told: dict[str, Any] = {"passport": path.name, "faults": found, "intact": not found}
    return told | {
        "en": "; ".join(SENTENCES[one][0] for one in found),
        "vi": "; ".join(SENTENCES[one][1] for one in found),
    }


def _trusted(key: list[Path] | None) -> Keys:
    from flows.settings import settings
    from relay.audit.keys import public_keys

    return public_keys(*(key or [settings().keys]))
