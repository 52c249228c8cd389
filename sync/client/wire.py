"""One connection to the server: through the proxy, known by its authority, at the pace that is set, and measured.

What goes over it is somebody else's: `sync.client.http` sends the messages of the exchange, `sync.client.probe` only
looks whether the way is free.
"""

import logging
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import msgspec
import requests
from requests.adapters import HTTPAdapter

from sync.client import bodies
from sync.client.faults import of_status, translated
from sync.client.line import ProxyLogin, proxies_for, tls_context
from sync.client.meter import Meter, Request, worked
from sync.client.pace import Pace, PacedBody
from sync.client.proxy import asked_by
from sync.contract.errors import Invalid, NeedsUser, Offline, ProtocolViolation, SyncError
from sync.contract.messages import Refusal
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_HEADER, PROTOCOL_VERSION

log = logging.getLogger(__name__)

#: A connection idle for longer is opened anew: routers forget it without telling either end. Seconds.
KEEP_ALIVE = 60.0
#: The server's clock and this PC's may differ by this much before a person is told.
CLOCKS_MAY_DIFFER = timedelta(minutes=5)
#: A request still lies in buffers, ours and the router's, when it counts as sent; while it drains at this many bytes
#: a second or more, the server's silence is no stall.
SLOWEST_LINE = 1000

_BLOCK = 64 * 1024
_MEGABIT = 125_000  # bytes
_JSON = "application/json"
_BROKEN = frozenset({"line_broke", "timed_out"})


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """Patience with the line, in seconds.

    ``stall`` is the longest silence between two pieces, so that a slow line is given all the time it needs;
    ``whole`` bounds one step, against an answer that drips without end.
    """

    connect: float = 20.0
    stall: float = 60.0
    whole: float = 900.0


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back from the server itself, as it travelled."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """One connection, for one thread. Give it back with `close`.

    Attributes:
        clock_off: how far this PC's clock is ahead of the server's when that is more than five minutes; to warn a
            person with. Nothing is ever refused for it.
    """

    def __init__(
        self,
        base_url: str,
        *,
        proxy: str | None = None,
        proxy_login: ProxyLogin | None = None,
        ca_file: str | None = None,
        timeouts: Timeouts | None = None,
        pace: Pace | None = None,
        meter: Meter | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Prepare without touching the network; ``base_url``, ``proxy``, ``ca_file`` as in `LineSettings`.

        ``pace`` bounds how fast bodies go, both ways, and ``meter`` is told of every request; both may be shared.

        Raises:
            NeedsUser: ``ca_file_unusable``.
        """
        self.clock_off: timedelta | None = None
        self._base_url = base_url.rstrip("/")
        self._proxy = proxy
        self._login = proxy_login
        self._timeouts = timeouts or Timeouts()
        self._pace = pace or Pace()
        self._meter = meter or Meter()
        self._clock = clock
        self._now = now
        self._session = _session(_trusted((base_url, proxy), ca_file), proxy_login)
        self._last_used = clock()
        self._stands = False

    def close(self) -> None:
        """Close the connection; another one is opened when it is needed."""
        self._session.close()
        self._stands = False

    def pack(self, body: bytes) -> bytes:
        """Compress a body as hard as this line is slow."""
        return bodies.pack(body, self._meter.quality().up)

    def post(self, path: str, message: bytes, access: str | None = None) -> bytes:
        """Send a JSON message; return the body of an answer 200 that came from the server itself, unpacked."""
        return self.post_packed(path, self.pack(message), access, raw=len(message))

    def post_packed(self, path: str, packed: bytes, access: str | None = None, *, raw: int = 0) -> bytes:
        """As `post`, of a body that was packed before; ``raw`` is its size before that."""
        headers = {} if access is None else {"Authorization": f"Bearer {access}"}
        headers |= {"Content-Encoding": bodies.ENCODING, "Content-Type": _JSON}
        if rate := self._meter.quality().down:
            headers["Downlink"] = f"{rate / _MEGABIT:.3g}"  # so that the answer is packed as hard as that is worth
        return judged(self.request("POST", path, packed, headers, raw=raw))

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, raw: int = 0
    ) -> Answer:
        """One request and what the server itself answers, whatever its status.

        Raises:
            SyncError: the line broke, or something in between answered in the server's place.
        """
        if self._clock() - self._last_used > KEEP_ALIVE:
            self.close()
        opened, self._stands = not self._stands, False
        with self._counted():
            request, answer = self._exchanged(method, path, body, headers or {})
        self._stands = True
        self._last_used = self._clock()
        log.debug("%s: %d, %d bytes up, %d down", path, answer.status, request.up, request.down)
        if PROTOCOL_HEADER not in answer.headers:
            raise self._meant(of_status(answer.status, answer.headers))
        self._meter.answered(msgspec.structs.replace(request, raw=raw or len(body), opened=opened))
        self._compare_clocks(answer.headers)
        return answer

    def _exchanged(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[Request, Answer]:
        url = f"{self._base_url}{path}"
        paced = PacedBody(body, self._pace)
        started = self._clock()
        with translated():
            response = self._session.request(
                method,
                url,
                data=paced if body else None,  # goes out in pieces, each with its own time; bytes would share one
                headers=dict(headers),
                timeout=(self._timeouts.connect, self._timeouts.stall + len(body) / SLOWEST_LINE),
                proxies=proxies_for(self._proxy, url),
                allow_redirects=False,
                stream=True,
            )
            first = self._clock() - started
            with response:
                received = self._read(response, started) if PROTOCOL_HEADER in response.headers else b""
        request = Request(
            raw=0,
            up=len(body),
            down=len(received),
            first=first,
            whole=self._clock() - started,
            worked=worked(response.headers),
            waited=paced.waited,
        )
        return request, Answer(status=response.status_code, headers=response.headers, body=received)

    def _read(self, response: requests.Response, started: float) -> bytes:
        """Read the body as it was sent, piece by piece, within the limits of size and time."""
        received = bytearray()
        while piece := response.raw.read1(self._pace.piece(_BLOCK), decode_content=False):
            received += piece
            started += self._pace.take(len(piece))  # what we wait for ourselves is no fault of the line
            if len(received) > bodies.MAX_PACKED_BYTES:
                raise ProtocolViolation("answer_too_large")
            if self._clock() - started > self._timeouts.whole:
                raise Offline("timed_out")
        return bytes(received)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Tell the meter of what the line broke; say what a proxy means that knows the password we showed."""
        try:
            yield
        except Offline as error:
            if error.code in _BROKEN:
                self._meter.broke()
            raise
        except NeedsUser as error:
            raise self._meant(error) from error

    def _meant(self, error: Exception) -> Exception:
        """A proxy that asks who one is: does it take a password at all, and was it shown one already?"""
        if not isinstance(error, NeedsUser) or error.code != "proxy_auth":
            return error
        kinds = asked_by(proxies_for(self._proxy, self._base_url), self._base_url, self._timeouts.connect)
        if kinds and "basic" not in map(str.lower, kinds):
            return NeedsUser("proxy_kind", kind=", ".join(kinds))
        return error if self._login is None else NeedsUser("proxy_refused")

    def _compare_clocks(self, headers: Mapping[str, str]) -> None:
        try:
            server_time = parsedate_to_datetime(headers.get("Date", ""))
        except ValueError:
            return
        ahead = self._now() - server_time.replace(tzinfo=server_time.tzinfo or UTC)
        self.clock_off = ahead if abs(ahead) > CLOCKS_MAY_DIFFER else None


class _Adapter(HTTPAdapter):
    """One connection, trusted by the system's authorities and the office's; nothing is retried behind our back.

    The proxy's password goes into a head of its own: in an address it would come up in other people's error texts.
    """

    def __init__(self, context: ssl.SSLContext | None, login: ProxyLogin | None) -> None:
        self._context = context
        self._login = login
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, **options)

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        if self._login is None:
            return dict(super().proxy_headers(proxy))
        shown = b64encode(f"{self._login.user}:{self._login.password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {shown}"}


def _trusted(addresses: Iterable[str | None], ca_file: str | None) -> ssl.SSLContext | None:
    """Whom these addresses are proved by; None where nothing is encrypted, for reading the authorities takes time."""
    if ca_file is None and not any(address and address.startswith("https:") for address in addresses):
        return None
    try:
        return tls_context(ca_file)
    except Invalid as error:
        raise NeedsUser(error.code, field=error.field, path=ca_file) from None


def _session(context: ssl.SSLContext | None, login: ProxyLogin | None) -> requests.Session:
    adapter = _Adapter(context, login)
    session = requests.Session()
    session.trust_env = False  # else a .netrc would replace our token; proxies are read by `proxies_for`
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    session.headers.update(
        {
            "Accept": _JSON,
            "Accept-Encoding": bodies.ACCEPTED,
            "User-Agent": f"tgpl-desktop/{PROGRAM_VERSION}",
            PROTOCOL_HEADER: str(PROTOCOL_VERSION),
        }
    )
    return session


def judged(answer: Answer) -> bytes:
    """The unpacked body of the server's answer 200 in JSON; anything else raises what it means."""
    if answer.status != HTTPStatus.OK or not _is_json(answer):
        raise refused(answer)
    return _plain(answer)


def refused(answer: Answer) -> SyncError:
    """What an answer other than the expected one means."""
    return of_status(answer.status, answer.headers, _refusal(_plain(answer)) if _is_json(answer) else Refusal(code=""))


def _is_json(answer: Answer) -> bool:
    return answer.headers.get("Content-Type", "").startswith(_JSON)


def _plain(answer: Answer) -> bytes:
    return bodies.unpack(answer.body, answer.headers.get("Content-Encoding", ""))


def _refusal(body: bytes) -> Refusal:
    """What the server says; with an empty code, which is none, when it cannot be read."""
    try:
        return msgspec.json.decode(body, type=Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Refusal(code="")
