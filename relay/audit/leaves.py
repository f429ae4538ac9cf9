"""What of one message stands behind an event of the log: short texts of ids and hashes, spelt alike by whoever writes or checks them."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from relay.model import Message, Verdict


def pulled(version_id: int, raw_hash: str) -> str:
    """A version as it came from its source; `raw_hash`: of its raw record, or "deleted"."""
    return _spelt("pulled", version_id, raw_hash)


def sent(message: Message) -> str:
    """A message as it left us."""
    content = "" if message.content is None else fingerprint(message.content)
    return _spelt("sent", message.version_id, message.idempotency_key, message.key, message.op, content)


def answered(message: Message, verdict: Verdict) -> str:
    """An answer as it came, with the receipt or ticket, and for a receipt the endpoint's whole words about this message."""
    said = fingerprint(verdict.said.encode()) if verdict.kind == "accepted" and verdict.said else ""
    return _spelt(
        "answered", message.version_id, message.idempotency_key, verdict.kind, verdict.code, proof(verdict), said
    )


def proof(verdict: Verdict) -> str:
    """The receipt, else the ticket, else nothing."""
    return verdict.receipt or verdict.ticket


def fingerprint(content: bytes) -> str:
    """BLAKE2b-256 in hex."""
    return blake2b(content, digest_size=32).hexdigest()


def _spelt(*parts: int | str) -> str:
    return msgspec.json.encode(parts).decode()
