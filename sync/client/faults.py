"""The one place where what goes wrong on the line, and what the server or something between refuses, gets its code.

    Offline            no_line · proxy_unreachable · timed_out · line_broke · server_busy (retry_after)
    StepFailed         server_failed · too_large
    NeedsUser          captive_portal · proxy_auth · proxy_address_invalid · certificate · program_too_old ·
                       (of a proxy that was looked at closer, `sync.client.wire`: proxy_refused · proxy_kind)
                       what the server says with 403, 409 or 410
    └── NotLetIn       what the server says with 401
    ProtocolViolation  bad_answer · what the server says of a request it cannot read

Texts of other people's exceptions hold addresses at most; bodies and tokens are never put into an error.
"""

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
import urllib3.exceptions as urllib3

from sync.contract.errors import NeedsUser, Offline, ProtocolViolation, StepFailed, SyncError
from sync.contract.messages import Refusal

_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_WHOEVER_SAYS_IT: Mapping[int, tuple[type[SyncError], str]] = {
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: (NeedsUser, "proxy_auth"),
    HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED: (NeedsUser, "captive_portal"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (StepFailed, "too_large"),
}
_TOO_OLD = frozenset({"program_too_old", "protocol_too_old"})
_FIRST_OF_5XX = 500
_A_CODE = re.compile(r"[a-z][a-z_]{0,59}")
_TUNNEL_REFUSED = re.compile(r"Tunnel connection failed: (\d{3})")


class NotLetIn(NeedsUser):
    """The server does not take this token or this enrolment code; the transport knows whether another one helps."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the line's errors of the block into `SyncError`; a defect of ours passes untouched."""
    try:
        yield
    except (requests.RequestException, urllib3.HTTPError, OSError) as error:
        known = of_line(error)
        if known is None:
            raise
        raise known from error


def of_line(error: Exception) -> SyncError | None:
    """Say what an exception of the network means; None when only a defect of the program can cause it."""
    causes = tuple(_causes(error))
    if _any(causes, requests.exceptions.InvalidSchema, requests.exceptions.InvalidProxyURL):
        return NeedsUser("proxy_address_invalid")
    if isinstance(error, ValueError):
        return None
    for cause in causes:
        if refused := _TUNNEL_REFUSED.search(str(cause)):
            return of_status(int(refused.group(1)), {})
    return _certificate(causes) or _broken(causes)


def _certificate(causes: Sequence[BaseException]) -> NeedsUser | None:
    """The other end is not who it should be, or does not speak TLS; a line cut while greeting is not meant."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NeedsUser("certificate", reason=cause.verify_message)
    cut = _any(causes, ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError, TimeoutError)
    if _any(causes, ssl.SSLError) and not cut:
        return NeedsUser("certificate", reason="handshake")
    return None


def _broken(causes: Sequence[BaseException]) -> Offline:
    if _any(causes, urllib3.NewConnectionError):  # before timeouts: urllib3 counts it among them
        return Offline("proxy_unreachable" if _any(causes, urllib3.ProxyError) else "no_line")
    if _any(causes, requests.Timeout, urllib3.TimeoutError, TimeoutError):
        return Offline("timed_out")
    return Offline("line_broke")


def of_status(status: int, headers: Mapping[str, str], said: Refusal | None = None) -> SyncError:
    """Say what an answer other than 200 means.

    Args:
        status: of the answer, or of a proxy's answer to CONNECT.
        headers: for ``Retry-After``.
        said: what the server says; None when the answer is not the server's.
    """
    if status in _BUSY:
        return Offline("server_busy", retry_after=_seconds(headers.get("Retry-After", "")))
    if status in _WHOEVER_SAYS_IT:
        family, meaning = _WHOEVER_SAYS_IT[status]
        return family(meaning)
    if status >= _FIRST_OF_5XX:
        return StepFailed("server_failed")
    return NeedsUser("captive_portal") if said is None else _refused(status, said)


def _refused(status: int, said: Refusal) -> SyncError:
    """What the server itself says to this device or this request."""
    code = said.code
    if status == HTTPStatus.UPGRADE_REQUIRED or code in _TOO_OLD:
        return NeedsUser("program_too_old")
    if not _A_CODE.fullmatch(code):
        return ProtocolViolation("bad_answer")
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return NotLetIn(code)
        case HTTPStatus.FORBIDDEN | HTTPStatus.CONFLICT | HTTPStatus.GONE:
            return NeedsUser(code, **({"unit": said.unit.name, "unit_code": said.unit.code} if said.unit else {}))
        case _:
            return ProtocolViolation(code)


def _seconds(retry_after: str) -> float | None:
    """``Retry-After`` as seconds from now, whether it names seconds or a moment."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _any(causes: Sequence[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it came from; urllib3 and requests hide causes in ``reason`` and ``args``."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
