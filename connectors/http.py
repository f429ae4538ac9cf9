"""One polite HTTP session per outside system: reads are retried, a push is sent once, failures say what to do next.

A push without a clear answer raises NoClearAnswer: it may have been applied, so ask before sending it again.
No error raised here carries a body, a query or a personal value.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
import requests
import urllib3
from requests.exceptions import InvalidHeader, InvalidSchema, InvalidURL, MissingSchema, SSLError
from tenacity import RetryCallState, Retrying, retry_if_exception_type

from connectors.credentials import Auth, Connection
from relay.errors import FatalError, RetryableError

JSON = "application/json"
#: What decoding a hostile or broken body can raise.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_PIECE = 256 * 1024


class NoClearAnswer(Exception):  # noqa: N818 - an outcome, not a fault of ours
    """The request left us and no trustworthy answer came back: it may or may not have been applied."""


class BatchRejectedError(FatalError):
    """The request was turned down whole (HTTP 400, 413, 422) and nothing of it was applied; a smaller one may pass."""


@dataclass(frozen=True)
class Limits:
    """How patient we are: seconds to connect, of silence, for a whole answer, between attempts, and after which no further attempt is
    begun; bytes of one answer.
    """

    connect_s: float = 5.0
    silence_s: float = 60.0
    answer_s: float = 120.0
    attempts: int = 4
    longest_wait_s: float = 20.0
    patience_s: float = 60.0
    answer_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer."""

    status: int
    body: bytes = field(repr=False)
    retry_after: int = 0


class Http:
    """A kept-alive session to one system. `name` is the system's name as it appears in errors."""

    def __init__(self, name: str, connection: Connection, auth: Auth, limits: Limits | None = None) -> None:
        self.name = name
        self._base = connection.url.rstrip("/")
        self._auth = auth
        self._limits = limits or Limits()
        self._session = requests.Session()
        # The environment could slip in a proxy or a .netrc password; only the connection decides.
        self._session.trust_env = False
        self._session.verify = connection.ca_bundle or True

    def read(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: bytes | None = None,
        content_type: str = JSON,
    ) -> bytes:
        """The body of an idempotent request, retried while that can help. Raises RetryableError or FatalError."""

        def attempt() -> bytes:
            try:
                return self._checked(self._authorised(method, path, params, body, content_type)).body
            except NoClearAnswer:
                raise self._unavailable() from None

        return self._retrying()(attempt)

    def send(self, path: str, body: bytes, *, content_type: str = JSON) -> bytes:
        """Post until it was taken, once. RetryableError: nothing was applied. NoClearAnswer: ask first. FatalError: a person must act.

        Only what was turned away before anything was done ("not now") is posted again, after the time asked for.
        """
        return self._retrying()(lambda: self._checked(self._authorised("POST", path, None, body, content_type))).body

    def _retrying(self) -> Retrying:
        return Retrying(
            retry=retry_if_exception_type(RetryableError),
            stop=self._enough,
            wait=self._wait,
            reraise=True,
        )

    def _enough(self, state: RetryCallState) -> bool:
        # Asked to stay away for longer than we may hold the task, we leave it to the next run.
        late = (state.seconds_since_start or 0.0) > self._limits.patience_s
        return late or state.attempt_number >= self._limits.attempts or _asked(state) > self._limits.longest_wait_s

    def _wait(self, state: RetryCallState) -> float:
        backoff = min(0.2 * 2.0**state.attempt_number, self._limits.longest_wait_s)
        # Jitter is added on top: going back before the asked moment would only be refused again.
        return max(_asked(state), backoff) + random.uniform(0, 0.25 * backoff)

    def _authorised(
        self, method: str, path: str, params: Mapping[str, str | int] | None, body: bytes | None, content_type: str
    ) -> Answer:
        answer = self._once(method, path, params, body, content_type, self._credentials())
        if answer.status in (401, 403):
            # The request was turned away at the door, so sending it again doubles nothing.
            self._auth.forget()
            answer = self._once(method, path, params, body, content_type, self._credentials())
        return answer

    def _credentials(self) -> Mapping[str, str]:
        login = self._auth.login()
        if login is not None:
            # Fetching a token is a read: whatever goes wrong here, the request itself has not left us.
            try:
                answer = self._once("POST", login.path, None, login.body, login.content_type, {})
                if answer.status in (400, 401, 403):
                    raise self.refused(answer.status)
                learned = self._auth.learn(self._checked(answer).body)
            except NoClearAnswer:
                raise self._unavailable() from None
            if not learned:
                raise self._unavailable(status=answer.status)
        return self._auth.headers()

    def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        body: bytes | None,
        content_type: str,
        credentials: Mapping[str, str],
    ) -> Answer:
        limits = self._limits
        try:
            with self._session.request(
                method,
                self._base + path,
                params=params,
                data=body,
                headers={"Content-Type": content_type, **credentials} if body is not None else credentials,
                timeout=(limits.connect_s, limits.silence_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, self._body(response), _seconds(response.headers.get("Retry-After")))
        except (InvalidURL, MissingSchema, InvalidSchema, InvalidHeader):
            raise self._misconfigured("address") from None
        except UnicodeError:
            # Only a key or token becomes a header, and this one holds letters no header can carry.
            raise self.refused(0) from None
        except requests.ConnectionError as error:
            raise self._disconnected(error) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
            raise NoClearAnswer from None

    def _body(self, response: requests.Response) -> bytes:
        """The whole body, within the size and the time allowed."""
        pieces: list[bytes] = []
        size, until = 0, time.monotonic() + self._limits.answer_s
        while piece := response.raw.read1(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > self._limits.answer_bytes or time.monotonic() > until:
                raise NoClearAnswer
        return b"".join(pieces)

    def _checked(self, answer: Answer) -> Answer:
        status = answer.status
        if 200 <= status < 300:
            return answer
        if status in (401, 403):
            raise self.refused(status)
        if status in (429, 503):
            # Both say "not now" before doing anything.
            raise self._unavailable(status=status, retry_after=answer.retry_after)
        if status == 408 or status >= 500:
            raise NoClearAnswer
        kind = BatchRejectedError if status in (400, 413, 422) else FatalError
        raise kind(
            f"{self.name} does not accept this kind of request (HTTP {status}); compare address and version.",
            f"{self.name} không nhận yêu cầu dạng này (HTTP {status}); hãy đối chiếu địa chỉ và phiên bản.",
            system=self.name,
            status=status,
        )

    def _disconnected(self, error: requests.ConnectionError) -> Exception:
        """Refused before a byte left us, an untrusted certificate, or broken off in the middle."""
        if isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return self._misconfigured("certificate")
        reason = getattr(error.args[0], "reason", None) if error.args else None
        never_left = isinstance(error, requests.ConnectTimeout) or isinstance(
            reason, urllib3.exceptions.NewConnectionError
        )
        return self._unavailable() if never_left else NoClearAnswer()

    def _unavailable(self, **ids: int) -> RetryableError:
        return RetryableError(
            f"{self.name} does not answer or asks us to slow down; nothing was lost, try again later.",
            f"{self.name} chưa trả lời hoặc yêu cầu gửi chậm lại; dữ liệu vẫn còn nguyên, hãy thử lại sau.",
            system=self.name,
            **ids,
        )

    def refused(self, status: int) -> FatalError:
        """The error for a login the system does not accept."""
        return FatalError(
            f"Credentials refused by {self.name}; check the login and password of its connection.",
            f"{self.name} từ chối đăng nhập; hãy kiểm tra tài khoản và mật khẩu của kết nối.",
            system=self.name,
            status=status,
        )

    def _misconfigured(self, what: str) -> FatalError:
        return FatalError(
            f"The {what} configured for {self.name} cannot be used; correct its connection.",
            f"Cấu hình kết nối của {self.name} không dùng được ({what}); hãy sửa lại kết nối.",
            system=self.name,
        )


def _seconds(header: str | None) -> int:
    """Retry-After in seconds; the date form is rare and treated as absent."""
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 7 else 0


def _asked(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return float(error.ids.get("retry_after", 0)) if isinstance(error, RetryableError) else 0.0
