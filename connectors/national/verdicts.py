"""A registry's words turned into verdicts: by table, matched by idempotency key, and `unknown` for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import msgspec

from relay.model import Message, Verdict, VerdictKind
from schemas.contract import contracts

UNKNOWN = Verdict("unknown")
_FAMILY = re.compile(r"E\d\d\d")
#: Codes stand in rules, figures and logs: what reads like a sentence, or like somebody's number, is not let through as one.
_CODE = re.compile(r"(?!.*\d{9})[A-Za-z0-9_.:/-]{0,20}", re.ASCII)


@dataclass(frozen=True)
class Ruling:
    """What one code means, and the contract field it is about when the registry's documentation says so."""

    kind: VerdictKind
    field: str = ""


#: Code → meaning. "E101" one code, "E1xx" the rest of a family.
Rulings = Mapping[str, Ruling]

#: What all registries but the portal say alike.
COMMON: Rulings = {
    "00": Ruling("accepted"),
    "E108": Ruling("has_children"),  # a deletion; goes again once the records that lean on this one are deleted
    "E109": Ruling("parent_unknown"),  # goes again once the parent is known
    "E1xx": Ruling("refused"),  # the shape of the request, deletion of what is not held, a key used twice
}


class Said(NamedTuple):
    """One answer inside a response, before it is matched to the message it names."""

    idempotency_key: str
    key: str
    verdict: Verdict


def field_of(contract: str, wire_name: str | None) -> str:
    """The contract's field behind a name on the wire; empty for a name the contract does not have."""
    return _fields(contract).get(wire_name or "", "")


@cache
def _fields(contract: str) -> Mapping[str, str]:
    known = contracts().get(contract)
    return {alias: name for name, alias in known.aliases.items()} if known else {}


def ruling(table: Rulings, code: str) -> Ruling:
    """The meaning of a code; of one the table does not know, `unknown`."""
    family = f"{code[:2]}xx" if _FAMILY.fullmatch(code) else code
    return table.get(code) or table.get(family) or Ruling("unknown")


def verdict(
    meaning: Ruling,
    code: str,
    *,
    field: str = "",
    receipt: object = None,
    ticket: object = None,
    returned: object = None,
    predicted: bool = False,
) -> Verdict:
    """The verdict of a meaning: unless it is only predicted, no acceptance without a receipt, no promise without a ticket.

    `field` is the contract's field the registry named itself.
    """
    proof = {"accepted": receipt, "promised": ticket}.get(meaning.kind, "none needed")
    code = code if _CODE.fullmatch(code) else "?"
    if not predicted and not (isinstance(proof, str) and proof.strip() and proof.isprintable()):
        return Verdict("unknown", code=code)
    return Verdict(
        meaning.kind,
        code=code,
        field=field or meaning.field,
        receipt=receipt if isinstance(receipt, str) else "",
        ticket=ticket if isinstance(ticket, str) else "",
        returned=_texts(returned) if meaning.kind == "accepted" else {},
    )


def in_its_words(given: Verdict, words: bytes | msgspec.Raw) -> Verdict:
    """An acceptance with the registry's whole words, which are kept as the receipt; any other verdict as it is."""
    if given.kind != "accepted":
        return given
    # Not every database keeps a null byte in a text.
    return replace(given, said=bytes(words).decode(errors="replace").replace("\x00", "\ufffd"))


def matched(messages: Sequence[Message], said: Iterable[Said]) -> dict[str, Verdict]:
    """Verdicts by idempotency key. An answer given twice, or for another record key, settles nothing."""
    keys = {message.idempotency_key: message.key for message in messages}
    found: dict[str, Verdict] = {}
    for idempotency_key, key, given in said:
        if idempotency_key in keys:
            clear = idempotency_key not in found and key in ("", keys[idempotency_key])
            found[idempotency_key] = given if clear else UNKNOWN
    return found


def agreed(told: Iterable[tuple[str | None, bool]]) -> set[str]:
    """The keys of which every mention says yes; one that is told both ways is not counted on."""
    said = list(told)
    return {key for key, yes in said if key and yes} - {key for key, yes in said if key and not yes}


def text_of(raw: msgspec.Raw) -> str | None:
    """The value if it is a text; it may be anything else, numbers beyond all bounds too."""
    try:
        return msgspec.json.decode(raw, type=str)
    except msgspec.ValidationError:
        return None


def _texts(returned: Any) -> dict[str, str]:
    if not isinstance(returned, dict):
        return {}
    return {name: value for name, value in returned.items() if isinstance(name, str) and isinstance(value, str)}
