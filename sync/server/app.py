"""The HTTP application: five addresses, each a thin shell around one use case. Blocking work runs in threads."""

import logging
import time
from collections.abc import Awaitable, Callable

import msgspec
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.contract.messages import EnrolRequest, ExchangeRequest, ExchangeResponse, RefreshRequest, UsersRequest
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_VERSION
from sync.server import enrolment, http, tokens
from sync.server.database import Database, ServerError
from sync.server.exchange import exchange
from sync.server.failures import described
from sync.server.refusals import Refused

_log = logging.getLogger(__name__)

Handler = Callable[[Request, bytes], msgspec.Struct]


class Health(msgspec.Struct, frozen=True):
    """Body of ``GET /health``."""

    status: str
    epoch: str
    protocol: int = PROTOCOL_VERSION
    program: str = PROGRAM_VERSION


class Server:
    """The use cases over one database, and the limits of this process."""

    def __init__(self, database: Database) -> None:
        """Raise `ServerError` ``database_not_ready`` if the schema is not this program's."""
        self.database = database
        self.epoch = database.epoch()
        self._failures = http.Throttle(burst=10, per_second=1 / 30)  # wrong codes and tokens, per address
        self._steps = http.Throttle(burst=2000, per_second=50)  # per access token

    def health(self, _request: Request, _body: bytes) -> Health:
        """Whether this process and its database work."""
        try:
            return Health("ok", self.database.epoch())
        except ServerError:
            raise Refused(503, "database_unreachable") from None

    def enrol(self, request: Request, body: bytes) -> msgspec.Struct:
        """A PC joins."""
        message = http.read(body, _encoding(request), EnrolRequest)
        return self._with_care(request, lambda: enrolment.enrol(self.database, message, self.epoch))

    def token(self, request: Request, body: bytes) -> msgspec.Struct:
        """The next pair of tokens."""
        message = http.read(body, _encoding(request), RefreshRequest)
        return self._with_care(request, lambda: tokens.refresh(self.database, message))

    def users(self, request: Request, body: bytes) -> msgspec.Struct:
        """People added on a PC later."""
        with self.database.read() as connection:
            device, _ = tokens.authenticate(connection, _bearer(request))
        return enrolment.add_users(self.database, device, http.read(body, _encoding(request), UsersRequest))

    def exchange(self, request: Request, body: bytes) -> msgspec.Struct:
        """One step of the exchange."""
        access = _bearer(request)
        self._steps.check(access)
        self._steps.spend(access)
        started = time.perf_counter()
        message = http.read(body, _encoding(request), ExchangeRequest)
        response = exchange(self.database, self.epoch, access, message)
        _note(message, response, time.perf_counter() - started)
        return response

    def _with_care(self, request: Request, act: Callable[[], msgspec.Struct]) -> msgspec.Struct:
        """Slow down whoever guesses codes and tokens."""
        address = request.client.host if request.client else ""
        self._failures.check(address)
        try:
            return act()
        except Refused as refused:
            if refused.status == 401:
                self._failures.spend(address)
            raise


def create_app(database: Database) -> Starlette:
    """The application over a database that `Database.initialise` has made ready."""
    server = Server(database)
    return Starlette(
        routes=[
            Route("/health", _endpoint(server.health), methods=["GET"]),
            Route("/v1/enrol", _endpoint(server.enrol), methods=["POST"]),
            Route("/v1/token", _endpoint(server.token), methods=["POST"]),
            Route("/v1/users", _endpoint(server.users), methods=["POST"]),
            Route("/v1/exchange", _endpoint(server.exchange), methods=["POST"]),
        ],
        exception_handlers={404: _nowhere, 405: _nowhere},
    )


def _endpoint(handle: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Wrap a use case: body in, message out, every failure a code."""

    def work(request: Request, body: bytes) -> Response:
        try:
            return http.answer(handle(request, body), request.headers.get("accept-encoding", ""))
        except Refused as refused:
            _log.info("refused %s %s", request.url.path, refused.code)
            return http.refusal(refused)
        except (InterfaceError, OperationalError) as error:
            # Not this request's fault: the PC is to come back later, and not to look for a culprit in its batch.
            _log.error("%s: database out of reach: %s", request.url.path, type(error.orig).__name__)
            return http.refusal(Refused(503, "database_unreachable"))
        except Exception as error:  # noqa: BLE001 - the last guard: a code to the client, no values to the log
            _log.error("%s failed: %s", request.url.path, described(error))
            return http.refusal(Refused(500, "server_failed"))

    async def endpoint(request: Request) -> Response:
        try:
            body = await http.body_of(request)
        except Refused as refused:
            return http.refusal(refused)
        return await run_in_threadpool(work, request, body)

    return endpoint


def _nowhere(_request: Request, _error: Exception) -> Response:
    return http.refusal(Refused(404, "not_found"))


def _encoding(request: Request) -> str:
    return request.headers.get("content-encoding", "").strip().lower()


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, "token_missing")
    return token.strip()


def _note(request: ExchangeRequest, response: ExchangeResponse, seconds: float) -> None:
    """One line for each step: ids and numbers, nothing personal."""
    _log.info(
        "exchange device=%s feed=%s entries=%d outcomes=%s news=%d ms=%.0f",
        request.device,
        request.feed or "-",
        len(request.entries),
        ",".join(sorted({answer.outcome for answer in response.answers})) or "-",
        sum(len(page.records) for page in response.news),
        seconds * 1000,
    )
