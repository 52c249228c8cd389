"""The HTTP application: its addresses, each a thin shell around one use case. Blocking work runs in threads."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.contract.files import HELD_PATH
from sync.contract.messages import (
    EnrolRequest,
    ExchangeRequest,
    ExchangeResponse,
    HeldRequest,
    IncarnationRequest,
    RefreshRequest,
    UsersRequest,
)
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_VERSION
from sync.server import enrolment, http, incarnation, tokens, tus
from sync.server.blobs import Blobs, DiskBlobs
from sync.server.database import Database, ServerError, latest_revision
from sync.server.exchange import exchange
from sync.server.failures import described
from sync.server.files import Files
from sync.server.http import Endpoint
from sync.server.refusals import Refused

_log = logging.getLogger(__name__)

M = TypeVar("M", bound=msgspec.Struct)


class Health(msgspec.Struct, frozen=True):
    """Body of ``GET /health`` of a server whose database is there, with the ``schema`` this program needs.

    Any other is answered 503 with ``database_unreachable`` or ``database_not_ready``.
    """

    status: str
    epoch: str
    schema: str
    protocol: int = PROTOCOL_VERSION
    program: str = PROGRAM_VERSION


class Server:
    """The use cases over one database, and the limits of this process."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        """Raise `ServerError` ``database_not_ready`` if the schema is not this program's."""
        self.database = database
        self.files = Files(database, blobs)
        self.epoch = database.epoch()
        self._failures = http.Throttle(burst=10, per_second=1 / 30)  # wrong codes and tokens, per address
        self._steps = http.Throttle(burst=2000, per_second=50)  # per PC

    def let_newcomer_in(self, request: Request) -> None:
        """Keep out whoever has been guessing codes and tokens."""
        self._failures.check(_address(request))

    def let_device_in(self, request: Request) -> None:
        """Let in a PC that shows a good token, from the header alone: no stranger makes the server read a body."""
        with self.database.read() as connection:
            device, _ = tokens.authenticate(connection, _bearer(request))
        self._steps.check(device.id)
        self._steps.spend(device.id)

    def health(self) -> Health:
        """Whether this process and its database work."""
        try:
            return Health("ok", self.database.epoch(), latest_revision())
        except ServerError as error:
            raise Refused(503, error.code) from None

    def enrol(self, request: Request, message: EnrolRequest) -> msgspec.Struct:
        """A PC joins."""
        return self._with_care(request, lambda: enrolment.enrol(self.database, message, self.epoch))

    def token(self, request: Request, message: RefreshRequest) -> msgspec.Struct:
        """The next pair of tokens."""
        return self._with_care(request, lambda: tokens.refresh(self.database, message))

    def incarnation(self, request: Request, message: IncarnationRequest) -> msgspec.Struct:
        """A PC goes on under a new id."""
        return self._with_care(request, lambda: incarnation.begin(self.database, _bearer(request), message))

    def users(self, request: Request, message: UsersRequest) -> msgspec.Struct:
        """People added on a PC later."""
        with self.database.read() as connection:
            device, _ = tokens.authenticate(connection, _bearer(request))
        return enrolment.add_users(self.database, device, message)

    def held(self, request: Request, message: HeldRequest) -> msgspec.Struct:
        """Of which attachments the bytes are there."""
        return self.files.held(_bearer(request), message)

    def exchange(self, request: Request, message: ExchangeRequest) -> msgspec.Struct:
        """One step of the exchange. The token is looked up again: the body may have been minutes on its way."""
        started = time.perf_counter()
        response = exchange(self.database, self.epoch, _bearer(request), message)
        _note(message, response, time.perf_counter() - started)
        return response

    def _with_care(self, request: Request, act: Callable[[], msgspec.Struct]) -> msgspec.Struct:
        """Slow down whoever guesses codes and tokens."""
        try:
            return act()
        except Refused as refused:
            if refused.status == 401:
                self._failures.spend(_address(request))
            raise


def create_app(database: Database, blobs: Blobs | None = None) -> Starlette:
    """The application over a database that `Database.initialise` has made ready.

    Files go where `Database.files_folder` says unless ``blobs`` is given.
    """
    server = Server(database, blobs or DiskBlobs(database.files_folder))
    newcomer, known = server.let_newcomer_in, server.let_device_in
    return Starlette(
        routes=[
            _get("/health", server.health),
            _post("/v1/enrol", newcomer, EnrolRequest, http.PEOPLE, server.enrol),
            _post("/v1/token", newcomer, RefreshRequest, http.TOKEN, server.token),
            _post("/v1/incarnation", known, IncarnationRequest, http.TOKEN, server.incarnation),
            _post("/v1/users", known, UsersRequest, http.PEOPLE, server.users),
            _post("/v1/exchange", known, ExchangeRequest, http.STEP, server.exchange),
            _post(HELD_PATH, known, HeldRequest, http.PEOPLE, server.held),
            *tus.routes(server.files, known, _bearer, _coded),
        ],
        exception_handlers={404: _nowhere, 405: _nowhere},
    )


def _get(path: str, handle: Callable[[], msgspec.Struct]) -> Route:
    """An address that only tells."""

    async def endpoint(request: Request) -> Response:
        return _answer(request, await run_in_threadpool(handle))

    return Route(path, _coded(endpoint), methods=["GET"])


def _post(
    path: str,
    let_in: Callable[[Request], None],
    kind: type[M],
    limits: http.Limits,
    handle: Callable[[Request, M], msgspec.Struct],
) -> Route:
    """An address that takes a message: first who sends it, then its body, then the use case."""

    def work(request: Request, body: bytes) -> Response:
        encoding = request.headers.get("content-encoding", "").strip().lower()
        return _answer(request, handle(request, http.read(body, encoding, kind, limits)))

    async def endpoint(request: Request) -> Response:
        await run_in_threadpool(let_in, request)
        return await run_in_threadpool(work, request, await http.body_of(request, limits))

    return Route(path, _coded(endpoint), methods=["POST"])


def _coded(endpoint: Endpoint) -> Endpoint:
    """Make every failure a code."""

    async def coded(request: Request) -> Response:
        try:
            return await endpoint(request)
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

    return coded


def _answer(request: Request, message: msgspec.Struct) -> Response:
    return http.answer(message, request.headers.get("accept-encoding", ""))


def _nowhere(_request: Request, _error: Exception) -> Response:
    return http.refusal(Refused(404, "not_found"))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


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
