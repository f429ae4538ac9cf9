"""A record's passport checked offline: nothing is needed but the document and a public key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from relay.audit import merkle
from relay.audit.chain import Event, Head, spelt
from relay.audit.keys import Keys, Signer, signed_by
from relay.audit.verify import walk_one

#: What can be wrong, in English and Vietnamese.
SENTENCES = {
    "shape": ("this is no passport", "đây không phải lý lịch bản ghi"),
    "signature": (
        "the passport was changed, or was signed by an unknown key",
        "lý lịch đã bị sửa hoặc ký bằng khóa không quen biết",
    ),
    "event": ("an event of the audit log was changed", "một sự kiện của nhật ký đã bị sửa"),
    "head": ("an event is not covered by a signed head", "một sự kiện không có chữ ký"),
    "leaf": ("a step is not part of the event it names", "một bước không thuộc sự kiện nêu tên"),
    "foreign": ("a proof is about another record", "một bằng chứng thuộc bản ghi khác"),
    "unproven": ("a receipt is shown without its proof", "một biên nhận không có bằng chứng"),
}


def signed(document: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """The document with the signature of the installation that made it."""
    named = {**document, "key_id": signer.key_id}
    return {**named, "signature": signer.sign(spelt(named).encode())}


def faults(document: Mapping[str, Any], keys: Keys) -> list[str]:
    """What is wrong with a passport, as names of SENTENCES; of a good one, nothing."""
    try:
        return list(dict.fromkeys(_faults(document, keys)))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, msgspec.MsgspecError):
        return ["shape"]


def _faults(document: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    named = {name: value for name, value in document.items() if name != "signature"}
    if not signed_by(keys, document["key_id"], document["signature"], spelt(named).encode()):
        yield "signature"
    mine = {version["version_id"] for version in document["versions"]}
    proven: set[str] = set()
    for proof in document["proofs"]:
        yield from _wrong_proof(proof, keys)
        kind, version_id, *rest = msgspec.json.decode(proof["leaf"])
        if version_id not in mine:
            yield "foreign"
        if kind == "answered" and rest[1] == "accepted":
            proven.add(rest[3])
    shown = {version["receipt"]["receipt"] for version in document["versions"] if version["receipt"]}
    if shown - proven:
        yield "unproven"


def _wrong_proof(proof: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    event, head = Event(**proof["event"]), Head(**proof["head"])
    if wrong := walk_one(event, head, keys):
        yield "event" if wrong.what == "edited" else "head"
    body = msgspec.json.decode(event.body)
    kind = msgspec.json.decode(proof["leaf"])[0]
    if kind != event.kind or merkle.climb(merkle.leaf(proof["leaf"]), proof["path"]) != body["root"]:
        yield "leaf"
