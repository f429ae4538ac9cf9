"""The portal's way of talking: one path for everything, the session in the body, every answer inside HTTP 200."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.credentials import Auth, Connection
from connectors.http import UNREADABLE, BatchRejectedError, Http, Limits, NoClearAnswer
from relay.errors import FatalError, RetryableError

FORWARD = "/XrdAdapter/RestService/forward/mapi"
DESTINATION = "VN:GOV:000.00.00.G22:vpcpdvcprovider"

#: error_code → what happened. Success is the number 0 at some services and the text "00" at others.
SUCCESS = ("0", "00")
EXPIRED = "-401"
REFUSED = ("-401", "-403")
REJECTED = ("-400", "-413")
NO_SERVICE = "-404"


class Answer(msgspec.Struct):
    """A call's answer; `result` is read one by one, so that one broken item spoils no other."""

    error_code: int | str
    result: list[msgspec.Raw] = []
    next: str | None = None
    session: str | None = None


_ANSWER = msgspec.json.Decoder(Answer)
_ENCODER = msgspec.json.Encoder()


class PortalSession:
    """A session kept in memory, opened again once when the portal says it has expired."""

    def __init__(
        self, name: str, connection: Connection, agency: str, destination: str, limits: Limits | None = None
    ) -> None:
        self._http = Http(name, connection, Auth(), limits)
        self._name = name
        self._connection = connection
        self._agency = agency
        self._query = f"?dstcode={quote(destination, safe='')}"
        self._session = ""

    def open(self) -> None:
        """Log in. Raises FatalError when the account is refused, RetryableError when the portal is away."""
        account = {"username": self._connection.login, "password": self._connection.password}
        body = self._http.read("POST", f"{FORWARD}/login{self._query}", body=_ENCODER.encode(account))
        try:
            answer = _ANSWER.decode(body.decode())
        except UNREADABLE:
            raise self._away() from None
        if str(answer.error_code) in REFUSED:
            raise self._http.refused(-int(answer.error_code))
        if str(answer.error_code) not in SUCCESS or not answer.session:
            raise self._away()
        self._session = answer.session

    def read(self, service: str, fields: Mapping[str, Any]) -> Answer:
        """An idempotent call. Raises RetryableError or FatalError."""
        try:
            return self._call(service, fields, once=False)
        except (NoClearAnswer, *UNREADABLE):
            raise self._away() from None

    def send(self, service: str, fields: Mapping[str, Any]) -> Answer:
        """A call with an effect, made once. Raises NoClearAnswer or a decoding error when it may have been applied."""
        return self._call(service, fields, once=True)

    def _call(self, service: str, fields: Mapping[str, Any], *, once: bool) -> Answer:
        if not self._session:
            self.open()
        answer = self._exchange(service, fields, once=once)
        if str(answer.error_code) == EXPIRED:
            # Turned away at the door: nothing was applied, so the same call may go again in a new session.
            self.open()
            answer = self._exchange(service, fields, once=once)
        return self._checked(answer)

    def _exchange(self, service: str, fields: Mapping[str, Any], *, once: bool) -> Answer:
        head = {"session": self._session, "madonvi": self._agency, "service": service}
        body, path = _ENCODER.encode(head | dict(fields)), f"{FORWARD}/g{self._query}"
        said = self._http.send(path, body) if once else self._http.read("POST", path, body=body)
        return _ANSWER.decode(said.decode())

    def _checked(self, answer: Answer) -> Answer:
        code = str(answer.error_code)
        if code in SUCCESS:
            return answer
        if code in REFUSED:
            raise self._http.refused(-int(code))
        if code in REJECTED:
            raise BatchRejectedError(*_NOT_ACCEPTED, system=self._name, status=-int(code))
        if code == NO_SERVICE:
            raise FatalError(*_NOT_ACCEPTED, system=self._name, status=404)
        raise NoClearAnswer

    def _away(self) -> RetryableError:
        return RetryableError(
            "The portal gave no usable answer; nothing was lost, try again later.",
            "Cổng dịch vụ công chưa trả lời được; dữ liệu vẫn còn nguyên, hãy thử lại sau.",
            system=self._name,
        )


_NOT_ACCEPTED = (
    "The portal does not accept this kind of call; compare address, agency code and version.",
    "Cổng dịch vụ công không nhận lời gọi dạng này; hãy đối chiếu địa chỉ, mã đơn vị và phiên bản.",
)
