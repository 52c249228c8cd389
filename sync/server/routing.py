"""How a request reaches its use case: who sends it, its body, and a code for whatever goes wrong on the way."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.contract.calls import Call
from sync.contract.version import OLDEST_PROTOCOL, PROTOCOL_HEADER
from sync.server import http
from sync.server.failures import described
from sync.server.http import Endpoint
from sync.server.refusals import Refused
from sync.server.watch import facts_of

_log = logging.getLogger(__name__)

Q = TypeVar("Q", bound=msgspec.Struct)
A = TypeVar("A", bound=msgspec.Struct)


def get(path: str, handle: Callable[[Request], Response]) -> Route:
    """An address that only tells."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(handle, request)

    return Route(path, coded(path, endpoint), methods=["GET"])


def post(
    call: Call[Q, A],
    limits: http.Limits,
    handle: Callable[[Request, Q], A],
    *,
    let_in: Callable[[Request], None] | None = None,
) -> Route:
    """An address that takes a message: first who sends it (``let_in``), then its body, then the use case."""

    def work(request: Request, body: bytes) -> Response:
        started = time.perf_counter()
        encoding = request.headers.get("content-encoding", "").strip().lower()
        response = answer(request, handle(request, http.read(body, encoding, call.request, limits)))
        # A PC measures its line by its requests; what the server did meanwhile is no fault of the line.
        response.headers["server-timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        return response

    async def endpoint(request: Request) -> Response:
        if let_in:
            await run_in_threadpool(let_in, request)
        return await run_in_threadpool(work, request, await http.body_of(request, limits))

    return Route(call.path, coded(call.path, endpoint), methods=["POST"])


def coded(path: str, endpoint: Endpoint) -> Endpoint:
    """The endpoint of an address, every failure of it a code."""

    async def answered(request: Request) -> Response:
        facts = facts_of(request)
        facts["route"] = path
        try:
            _must_be_taken(request)
            return await endpoint(request)
        except Refused as refused:
            facts["code"] = refused.code
            return http.refusal(refused)
        except (InterfaceError, OperationalError) as error:
            # Not this request's fault: the PC is to come back later, and not to look for a culprit in its batch.
            facts["code"] = "database_unreachable"
            _log.error("%s: database out of reach: %s", path, type(error.orig).__name__)
            return http.refusal(Refused(503, "database_unreachable"))
        except Exception as error:  # noqa: BLE001 - the last guard: a code to the client, no values to the log
            facts["code"] = "server_failed"
            _log.error("%s failed: %s", path, described(error))
            return http.refusal(Refused(500, "server_failed"))

    return answered


def _must_be_taken(request: Request) -> None:
    """Refuse a program that says it is older than what is taken: 426 ``program_too_old``. Others say nothing."""
    spoken = request.headers.get(PROTOCOL_HEADER, "")
    if spoken.isascii() and spoken.isdecimal() and int(spoken[:9]) < OLDEST_PROTOCOL:
        raise Refused(426, "program_too_old")


def answer(request: Request, message: msgspec.Struct) -> Response:
    """A message, packed as the client likes it."""
    return http.answer(message, request.headers.get("accept-encoding", ""), level=http.level_for(request))


def nowhere(_request: Request, _error: Exception) -> Response:
    """The answer where no address matches."""
    return http.refusal(Refused(404, "not_found"))


def address(request: Request) -> str:
    """Where a request comes from; a whole branch may share it."""
    return request.client.host if request.client else ""


def bearer(request: Request) -> str:
    """The token a request shows. Raise `Refused` 401 ``token_missing``."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, "token_missing")
    return token.strip()
