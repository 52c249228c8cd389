"""The way to the server over HTTP: `sync.client.ports.Transport` with keep-alive, compression and rotating tokens.

Every call may be repeated: the server answers an entry by its key (SYNC §3), and the previous refresh token stays
good until the new one is first used (SYNC §4), so an answer that is lost costs a round trip and nothing else.
"""

import logging
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar

import msgspec
import requests
from requests.adapters import HTTPAdapter

from sync.client import bodies
from sync.client.faults import NotLetIn, of_status, translated
from sync.client.line import proxies_for, tls_context
from sync.client.pace import Pace, PacedBody
from sync.client.ports import TokenStore
from sync.contract.errors import Invalid, NeedsUser, Offline, ProtocolViolation, StepFailed
from sync.contract.messages import (
    PIECE_BYTES,
    EnrolRequest,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    IncarnationRequest,
    IncarnationResponse,
    RefreshRequest,
    Refusal,
    Tokens,
    UsersRequest,
    UsersResponse,
)
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_HEADER, PROTOCOL_VERSION

log = logging.getLogger(__name__)

#: A connection idle for longer is opened anew: routers forget it without telling either end. Seconds.
KEEP_ALIVE = 60.0
#: A token is renewed this long before its end, so that it does not end on the way. Seconds.
TOKEN_MARGIN = 30.0
#: The server's clock and this PC's may differ by this much before a person is told.
CLOCKS_MAY_DIFFER = timedelta(minutes=5)

#: A request still lies in buffers, ours and the router's, when it counts as sent; while it drains at this many bytes
#: a second or more, the server's silence is no stall.
SLOWEST_LINE = 1000

_BLOCK = 64 * 1024
_JSON = "application/json"

#: What the server says with 401 when no other token would help; anything else means: renew, or enrol again.
SHUT_OUT = frozenset({"device_revoked", "device_ended", "token_reused"})

Message = TypeVar("Message", bound=msgspec.Struct)


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """Patience with the line, in seconds.

    ``stall`` is the longest silence between two pieces, so that a slow line is given all the time it needs;
    ``whole`` bounds one step, against an answer that drips without end.
    """

    connect: float = 20.0
    stall: float = 60.0
    whole: float = 900.0


class HttpTransport:
    """One way to the server, for one thread. Give it back with `close`.

    Attributes:
        clock_off: how far this PC's clock is ahead of the server's when that is more than five minutes; to warn a
            person with. Nothing is ever refused for it.
    """

    def __init__(
        self,
        base_url: str,
        device: str,
        tokens: TokenStore,
        *,
        proxy: str | None = None,
        ca_file: str | None = None,
        timeouts: Timeouts | None = None,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Prepare without touching the network; ``base_url``, ``proxy``, ``ca_file`` as in `LineSettings`.

        ``pace`` bounds how fast bodies go, both ways; it may be shared with others.

        Raises:
            NeedsUser: ``ca_file_unusable``.
        """
        self.clock_off: timedelta | None = None
        self._base_url = base_url.rstrip("/")
        self._device = device
        self._store = tokens
        self._proxy = proxy
        self._timeouts = timeouts or Timeouts()
        self._pace = pace or Pace()
        self._clock = clock
        self._now = now
        self._session = _session(ca_file)
        self._tokens: Tokens | None = None
        self._access_ends: float | None = None  # unknown for a pair from an earlier run
        self._last_used = clock()

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Join with a code; the tokens are kept before this returns."""
        response = self._call("/v1/enrol", request, EnrolResponse)
        self._keep(response.tokens)
        return response

    def exchange(self, request: ExchangeRequest) -> ExchangeResponse:
        """One step. Raise `StepFailed` ``too_large`` before anything is sent if its piece is larger than allowed."""
        return self._call_as_device("/v1/exchange", request, ExchangeResponse, limit=PIECE_BYTES)

    def begin_incarnation(self, request: IncarnationRequest) -> IncarnationResponse:
        """Go on under a new id; the tokens of the answer are for the transport of that id to `keep`."""
        return self._call_as_device("/v1/incarnation", request, IncarnationResponse)

    def keep(self, tokens: Tokens) -> None:
        """Go on with this pair, kept on disk before this returns."""
        self._keep(tokens)

    def forget(self) -> None:
        """Forget the tokens: another id has taken the place of this one."""
        self._tokens = None
        self._store.forget()

    def send_users(self, request: UsersRequest) -> UsersResponse:
        """Tell of people added on this PC."""
        return self._call_as_device("/v1/users", request, UsersResponse)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _call_as_device(
        self, path: str, message: msgspec.Struct, expected: type[Message], *, limit: int | None = None
    ) -> Message:
        """Call with the access token; renew it when it is over, before or after the server says so."""
        packed = bodies.pack(msgspec.json.encode(message))
        if limit is not None and len(packed) > limit:
            raise StepFailed("too_large")
        tokens = self._usable_tokens()
        try:
            return self._send(path, packed, expected, tokens.access)
        except NotLetIn as refusal:
            if refusal.code in SHUT_OUT:
                raise
        renewed = self._renewed(tokens)
        with _no_other_token():
            return self._send(path, packed, expected, renewed.access)

    def _usable_tokens(self) -> Tokens:
        tokens = self._tokens = self._tokens or self._store.load()
        if tokens is None:
            raise NeedsUser("enrolment_needed")
        if self._access_ends is not None and self._clock() >= self._access_ends:
            return self._renewed(tokens)
        return tokens

    def _renewed(self, tokens: Tokens) -> Tokens:
        """Trade the refresh token for the next pair. If the answer is lost, the same trade works again."""
        log.info("renewing the access token")
        request = RefreshRequest(device=self._device, refresh=tokens.refresh)
        with _no_other_token():
            renewed = self._call("/v1/token", request, Tokens)
        return self._keep(renewed)

    def _keep(self, tokens: Tokens) -> Tokens:
        """Keep a new pair on disk first: once it is used, the server forgets the old one."""
        self._store.keep(tokens)
        self._tokens = tokens
        self._access_ends = self._clock() + tokens.expires_in - TOKEN_MARGIN
        return tokens

    def _call(self, path: str, message: msgspec.Struct, expected: type[Message]) -> Message:
        """Call without a token: to get one."""
        return self._send(path, bodies.pack(msgspec.json.encode(message)), expected)

    def _send(self, path: str, packed: bytes, expected: type[Message], access: str | None = None) -> Message:
        """Send one request and read its answer."""
        body = self._post(path, packed, access)
        try:
            return msgspec.json.decode(body, type=expected)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise ProtocolViolation("bad_answer") from None

    def _post(self, path: str, packed: bytes, access: str | None) -> bytes:
        """Return the unpacked body of an answer 200 that came from the server itself."""
        headers = {} if access is None else {"Authorization": f"Bearer {access}"}
        url = f"{self._base_url}{path}"
        silence = self._timeouts.stall + len(packed) / SLOWEST_LINE
        self._leave_stale_connection()
        started = self._clock()
        with translated():
            answer = self._session.post(
                url,
                data=PacedBody(packed, self._pace),  # goes out in pieces, each with its own time; bytes share one
                headers=headers,
                timeout=(self._timeouts.connect, silence),
                proxies=proxies_for(self._proxy, url),
                allow_redirects=False,
                stream=True,
            )
            with answer:
                body = self._read(answer, started) if PROTOCOL_HEADER in answer.headers else None
        self._last_used = self._clock()
        log.debug("%s: %d, %d bytes up, %d down", path, answer.status_code, len(packed), len(body or b""))
        if body is None:
            raise of_status(answer.status_code, answer.headers)
        self._compare_clocks(answer.headers)
        return _judged(answer, body)

    def _read(self, answer: requests.Response, started: float) -> bytes:
        """Read the body as it was sent, piece by piece, within the limits of size and time."""
        received = bytearray()
        while piece := answer.raw.read1(self._pace.piece(_BLOCK), decode_content=False):
            received += piece
            started += self._pace.take(len(piece))  # what we wait for ourselves is no fault of the line
            if len(received) > bodies.MAX_PACKED_BYTES:
                raise ProtocolViolation("answer_too_large")
            if self._clock() - started > self._timeouts.whole:
                raise Offline("timed_out")
        return bytes(received)

    def _leave_stale_connection(self) -> None:
        if self._clock() - self._last_used > KEEP_ALIVE:
            self._session.close()  # it opens a new one by itself

    def _compare_clocks(self, headers: Mapping[str, str]) -> None:
        try:
            server_time = parsedate_to_datetime(headers.get("Date", ""))
        except ValueError:
            return
        ahead = self._now() - server_time.replace(tzinfo=server_time.tzinfo or UTC)
        self.clock_off = ahead if abs(ahead) > CLOCKS_MAY_DIFFER else None


@contextmanager
def _no_other_token() -> Iterator[None]:
    """What the server says to the last token there is, it says to this PC."""
    try:
        yield
    except NotLetIn as refusal:
        raise NeedsUser(refusal.code if refusal.code in SHUT_OUT else "enrolment_needed") from None


class _Adapter(HTTPAdapter):
    """One connection, trusted by the system's authorities and the office's; nothing is retried behind our back."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, **options)


def _session(ca_file: str | None) -> requests.Session:
    try:
        adapter = _Adapter(tls_context(ca_file))
    except Invalid as error:
        raise NeedsUser(error.code, field=error.field, path=ca_file) from None
    session = requests.Session()
    session.trust_env = False  # else a .netrc would replace our token; proxies are read by `proxies_for`
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    session.headers.update(
        {
            "Accept": _JSON,
            "Accept-Encoding": bodies.ACCEPTED,
            "Content-Encoding": bodies.ENCODING,
            "Content-Type": _JSON,
            "User-Agent": f"tgpl-desktop/{PROGRAM_VERSION}",
            PROTOCOL_HEADER: str(PROTOCOL_VERSION),
        }
    )
    return session


def _judged(answer: requests.Response, body: bytes) -> bytes:
    """The unpacked body of the server's own answer 200; anything else raises what it means."""
    if not answer.headers.get("Content-Type", "").startswith(_JSON):
        raise of_status(answer.status_code, answer.headers, code="")
    plain = bodies.unpack(body, answer.headers.get("Content-Encoding", ""))
    if answer.status_code != HTTPStatus.OK:
        raise of_status(answer.status_code, answer.headers, _code_of(plain))
    return plain


def _code_of(body: bytes) -> str:
    """The code of a refusal; empty, which is no code, when it cannot be read."""
    try:
        return msgspec.json.decode(body, type=Refusal).code
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
