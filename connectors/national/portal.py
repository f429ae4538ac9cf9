"""The national public-service portal (MOCK): dossiers, looked up, then delivered as new or as updates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec

from connectors.credentials import Auth, Connection
from connectors.http import UNREADABLE, Limits
from connectors.national.content_hash import hash_content
from connectors.national.endpoint import NationalEndpoint, Wire
from connectors.national.portal_dossier import Item, dossier, held_by, item, items
from connectors.national.portal_session import DESTINATION, Answer, PortalSession
from connectors.national.verdicts import Ruling, Rulings, Said, agreed, in_its_words, ruling, verdict
from relay.model import Listed, Message, Verdict


class _Listed(msgspec.Struct, rename={"key": "MaHoSo", "deleted": "IsDeleted"}):
    key: str
    hash: str
    deleted: str


class Portal(NationalEndpoint):
    """Endpoint `portal`; `agency` is our code (madonvi), `destination` the adapter's dstcode."""

    name = "portal"
    rulings: ClassVar[Rulings] = {
        "00": Ruling("accepted"),
        "0": Ruling("accepted"),  # some services say success as a number
        "E501": Ruling("refused", "code"),
        "E503": Ruling("refused", "status"),
        "E504": Ruling("refused", "applicant_name"),
        "E1xx": Ruling("refused"),  # deletion of what it does not hold, a key used twice
        "E5xx": Ruling("refused"),
    }

    def __init__(
        self,
        connection: Connection,
        wire: Wire,
        *,
        limits: Limits | None = None,
        agency: str = "",
        destination: str = DESTINATION,
    ) -> None:
        super().__init__(connection, wire, limits=limits)
        self._portal = PortalSession(self.name, connection, agency, destination, limits)
        self._known: set[str | None] = set()

    def auth(self, connection: Connection) -> Auth:
        """Nothing in the headers: the session goes into the body."""
        return Auth()

    def probe(self) -> None:
        """Logs in."""
        self._portal.open()

    def listing(self, contract: str, bucket: str = "") -> Iterator[list[Listed]]:
        """Pages in order of the dossier's code."""
        after = ""
        while True:
            answer = self._portal.read("LayDanhSachHoSo", {"after": after, "limit": 1000})
            try:
                items = [msgspec.json.decode(raw, type=_Listed) for raw in answer.result]
            except UNREADABLE:
                raise self.not_understood() from None
            listed = [Listed(item.key, item.hash, item.deleted == "1") for item in items]
            yield self.in_order(listed, after, answer.next)
            if answer.next is None:
                return
            after = answer.next

    def content_hash(self, content: bytes) -> str:
        """The hash of the dossier with the portal's times."""
        return hash_content(msgspec.json.encode(dossier(self._wire(content))))

    def push(self, contract: str, messages: Sequence[Message]) -> list[Verdict]:
        """Look up which dossiers the portal knows, then deliver the new ones and the known ones."""
        self._known = {held.key for held in self._look_up(messages) if held.found}
        return super().push(contract, messages)

    def holds(self, contract: str, keys: Sequence[str]) -> set[str]:
        """The codes among `keys` that the portal finds and does not show as deleted."""
        parts = (keys[at : at + self.batch_size] for at in range(0, len(keys), self.batch_size))
        told = (held for part in parts for held in self._found(part))
        return agreed((held.key, bool(held.found) and held.deleted == "0") for held in told).intersection(keys)

    def _look_up(self, messages: Sequence[Message]) -> Iterator[Item]:
        return self._found(list(dict.fromkeys(message.key for message in messages)))

    def _found(self, codes: Sequence[str]) -> Iterator[Item]:
        return items(self._portal.read("TraCuuHoSo", {"mahoso": list(codes)}).result)

    def _portions(self, messages: Sequence[Message]) -> list[Sequence[Message]]:
        """The portal wants to be told whether dossiers are new or updated, one kind in a call."""
        new = [message for message in messages if message.key not in self._known]
        known = [message for message in messages if message.key in self._known]
        return [part for part in (new, known) if part]

    def _deliver(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        updating = str(messages[0].key in self._known)
        answer = self._portal.send("DongBoHoSoMC", {"isUpdating": updating, "data": self._data(messages)})
        return self._said(contract, answer, check=False)

    def _predict(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        return self._said(contract, self._portal.read("KiemTraHoSo", {"data": self._data(messages)}), check=True)

    def _data(self, messages: Sequence[Message]) -> list[dict[str, object]]:
        return [item(m, dossier(self._wire(m.content)) if m.content is not None else None) for m in messages]

    def _said(self, contract: str, answer: Answer, *, check: bool) -> Iterator[Said]:
        for said in items(answer.result):
            code = str(said.error_code)
            given = verdict(ruling(self.rulings, code), code, receipt=said.receipt, predicted=check)
            yield Said(said.idempotency_key or "", said.key or "", in_its_words(given, said.words))

    def _inquire(self, contract: str, messages: Sequence[Message]) -> Iterator[Said]:
        """The portal tells by dossier what it holds now, and by which delivery: another one's is not ours."""
        told: dict[str | None, list[Item]] = {}
        for found in self._look_up(messages):
            told.setdefault(found.key, []).append(found)
        for message in messages:
            yield Said(message.idempotency_key, message.key, held_by(message, told.get(message.key, [])))
