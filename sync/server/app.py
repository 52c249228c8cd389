"""The HTTP application: each address a thin shell around one use case. Blocking work runs in threads."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from sync.bundle.keys import SealKey
from sync.contract import calls, openapi
from sync.contract.answers import without_keys
from sync.contract.messages import (
    CompareRequest,
    CompareResponse,
    EnrolRequest,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    HeldRequest,
    HeldResponse,
    IncarnationRequest,
    IncarnationResponse,
    RefreshRequest,
    Tokens,
    UsersRequest,
    UsersResponse,
)
from sync.contract.national import NationalRequest, NationalResponse
from sync.contract.oversight import StatusRequest, StatusResponse
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_VERSION
from sync.server import carried, enrolment, epochs, http, incarnation, tokens, tus
from sync.server.accounts import code_hash
from sync.server.blobs import Blobs, DiskBlobs
from sync.server.compare import compare
from sync.server.database import Database, ServerError, latest_revision
from sync.server.exchange import exchange
from sync.server.files import Files
from sync.server.metrics import CONTENT_TYPE_LATEST, Metrics
from sync.server.national import tell
from sync.server.oversight import oversee
from sync.server.pages.site import Site
from sync.server.refusals import Refused
from sync.server.routing import address, answer, bearer, get, nowhere, post
from sync.server.scope import Device, is_id
from sync.server.throttle import ADDRESS, SAME_AGAIN, Allowance, Failures
from sync.server.watch import Watch, facts_of


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

    def __init__(self, database: Database, blobs: Blobs, metrics: Metrics, seal_key: SealKey | None = None) -> None:
        """Raise `ServerError` ``database_not_ready`` if the schema is not this program's."""
        self.database = database
        database.epoch()  # refuses a database that is not ready
        epochs.settle_place(database)
        self.files = Files(database, blobs)
        self._metrics = metrics
        self._bundle_key = seal_key.public if seal_key else None
        self._failures = Failures(database)
        self._steps = http.Throttle(burst=2000, per_second=50)  # per PC
        self._looks = http.Throttle(burst=20, per_second=0.2)  # the same

    def let_device_in(self, request: Request) -> None:
        """Let in a PC that shows a good token, from the header alone: no stranger makes the server read a body."""
        device = self._device(request)
        self._steps.check(device.id)
        self._steps.spend(device.id)

    def health(self) -> Health:
        """Whether this process and its database work."""
        try:
            return Health("ok", self.database.epoch(), latest_revision())
        except ServerError as error:
            raise Refused(503, error.code) from None

    def enrol(self, request: Request, message: EnrolRequest) -> EnrolResponse:
        """A PC joins."""
        facts_of(request)["device"] = _id(message.device)
        tries = (SAME_AGAIN, f"{message.device} {code_hash(message.code)}"), (ADDRESS, address(request))
        self._failures.check(*tries)
        with self._counting(*tries):
            response = enrolment.enrol(self.database, message)
        return msgspec.structs.replace(response, bundle_key=self._bundle_key)

    def token(self, request: Request, message: RefreshRequest) -> Tokens:
        """The next pair of tokens.

        Nobody guesses one, so who asks is not held back for what others at the same address have shown.
        """
        facts_of(request)["device"] = _id(message.device)
        shown = SAME_AGAIN, f"{message.device} {message.refresh}"
        self._failures.check(shown)
        with self._counting(shown, (ADDRESS, address(request))):
            return tokens.refresh(self.database, message)

    def incarnation(self, request: Request, message: IncarnationRequest) -> IncarnationResponse:
        """A PC goes on under a new id."""
        return incarnation.begin(self.database, bearer(request), message)

    def users(self, request: Request, message: UsersRequest) -> UsersResponse:
        """People added on a PC later."""
        return enrolment.add_users(self.database, self._device(request), message)

    def compare(self, request: Request, message: CompareRequest) -> CompareResponse:
        """Where this PC and the server differ."""
        return compare(self.database, bearer(request), message)

    def held(self, request: Request, message: HeldRequest) -> HeldResponse:
        """Of which attachments the bytes are there."""
        return self.files.held(bearer(request), message)

    def status(self, request: Request, message: StatusRequest) -> StatusResponse:
        """How the PCs of the asker's units stand. It counts a whole tree, so not with every click."""
        device = self._device(request)
        self._looks.check(device.id)
        self._looks.spend(device.id)
        return oversee(self.database, device, message)

    def national(self, request: Request, message: NationalRequest) -> NationalResponse:
        """The country's records without anybody in them."""
        return tell(self.database, self._device(request), message)

    def exchange(self, request: Request, message: ExchangeRequest) -> ExchangeResponse:
        """One step of the exchange. The token is looked up again: the body may have been minutes on its way."""
        response = exchange(self.database, bearer(request), message, http.level_for(request))
        self._note(facts_of(request), message, response)
        return without_keys(response)

    def _device(self, request: Request) -> Device:
        with self.database.read() as connection:
            device, _ = tokens.authenticate(connection, bearer(request))
        facts_of(request).update(device=device.id, unit=device.unit)
        return device

    @contextmanager
    def _counting(self, *tries: tuple[Allowance, str]) -> Iterator[None]:
        """Count what turns out to be wrong."""
        try:
            yield
        except Refused as refused:
            if refused.status == 401:
                self._failures.note(*tries)
            raise

    def _note(self, facts: dict[str, object], request: ExchangeRequest, response: ExchangeResponse) -> None:
        """What a step brought: ids and numbers, nothing personal."""
        outcomes = [str(answer.outcome) for answer in response.answers]
        news = sum(len(page.records) for page in response.news)
        self._metrics.step(outcomes, news)
        facts.update(
            feed=request.feed and _id(request.feed),
            entries=len(request.entries),
            outcomes=sorted(set(outcomes)),
            news=news,
        )


def create_app(
    database: Database,
    blobs: Blobs | None = None,
    *,
    seal_key: SealKey | None = None,
    metrics_token: str | None = None,
) -> Starlette:
    """The application over a database that `Database.initialise` has made ready.

    Args:
        database: holds everything; the process itself keeps nothing that another one would miss.
        blobs: where files go; else where `Database.files_folder` says.
        seal_key: the installation's own, for bundles; without one it takes none.
        metrics_token: who shows it may read ``/metrics``; without one nobody may.
    """
    metrics = Metrics()
    server = Server(database, blobs or DiskBlobs(database.files_folder), metrics, seal_key)

    def show_metrics(request: Request) -> Response:
        if not metrics_token or not hmac.compare_digest(bearer(request).encode(), metrics_token.encode()):
            raise Refused(401, "token_unknown")
        return http.plain(metrics.text(), CONTENT_TYPE_LATEST)

    described_once = openapi.published_form()
    return Starlette(
        routes=[
            get("/health", lambda request: answer(request, server.health())),
            get("/metrics", show_metrics),
            get("/openapi.json", lambda _request: http.plain(described_once, "application/json")),
            post(calls.ENROL, http.PEOPLE, server.enrol),
            post(calls.TOKEN, http.TOKEN, server.token),
            post(calls.INCARNATION, http.TOKEN, server.incarnation, let_in=server.let_device_in),
            post(calls.USERS, http.PEOPLE, server.users, let_in=server.let_device_in),
            post(calls.EXCHANGE, http.STEP, server.exchange, let_in=server.let_device_in),
            post(calls.COMPARE, http.PEOPLE, server.compare, let_in=server.let_device_in),
            post(calls.HELD, http.PEOPLE, server.held, let_in=server.let_device_in),
            post(calls.STATUS, http.TOKEN, server.status, let_in=server.let_device_in),
            post(calls.NATIONAL, http.STEP, server.national, let_in=server.let_device_in),
            *Site(database).routes(),
            carried.route(database, server.files, seal_key, server.let_device_in),
            *tus.routes(server.files, server.let_device_in),
        ],
        middleware=[Middleware(Watch, metrics=metrics)],
        exception_handlers={404: nowhere, 405: nowhere},
    )


def _id(text: str) -> str:
    """An id for the log; what is none may be anything somebody typed."""
    return text if is_id(text) else "?"
