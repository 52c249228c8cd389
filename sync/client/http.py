"""The way to the server over HTTP: `sync.client.ports.Transport` with keep-alive, compression and rotating tokens.

Every call may be repeated: the server answers an entry by its key (SYNC §3), and the previous refresh token stays
good until the new one is first used (SYNC §4), so an answer that is lost costs a round trip and nothing else.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import BinaryIO, TypeVar

import msgspec

from sync.client import relay
from sync.client.faults import NotLetIn
from sync.client.http_files import HttpFiles
from sync.client.ports import TokenStore
from sync.client.wire import Answer, Wire, refused
from sync.contract.answers import with_keys
from sync.contract.calls import A, Call, Q
from sync.contract.errors import NEEDS_NEW_CODE, NeedsUser, ProtocolViolation, StepFailed
from sync.contract.files import HELD_PATH
from sync.contract.messages import (
    PIECE_BYTES,
    CompareRequest,
    CompareResponse,
    EnrolRequest,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    HeldResponse,
    IncarnationRequest,
    IncarnationResponse,
    RefreshRequest,
    Tokens,
    UsersRequest,
    UsersResponse,
)

log = logging.getLogger(__name__)

#: A token is renewed this long before its end, so that it does not end on the way. Seconds.
TOKEN_MARGIN = 30.0

#: A batch is to fill a piece so far: the next one may pack a little worse than the last. And it is to be no larger than
#: this in any case, in bytes.
_FULL, _LARGEST_BATCH = 0.94, 1 << 20

#: What the server says with 401 when no other token would help; anything else means: renew, or enrol again.
SHUT_OUT = frozenset({"device_revoked", "device_ended", "token_reused"})

Message = TypeVar("Message", bound=msgspec.Struct)
Result = TypeVar("Result")


class HttpTransport:
    """One way to the server, for one thread. Give it back with `close`."""

    def __init__(
        self,
        wire: Wire,
        device: str,
        tokens: TokenStore,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare without touching the network; ``wire`` is closed with this."""
        self._wire = wire
        self._device = device
        self._store = tokens
        self._clock = clock
        self._tokens: Tokens | None = None
        self._access_ends: float | None = None  # unknown for a pair from an earlier run
        self._packing: float | None = None  # size of the last large batch as a share of what it was before packing

    @property
    def clock_off(self) -> timedelta | None:
        """See `Wire.clock_off`."""
        return self._wire.clock_off

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Join with a code; the tokens are kept before this returns."""
        response = _call(self._wire, "/v1/enrol", request, EnrolResponse)
        self._keep(response.tokens)
        return response

    def exchange(self, request: ExchangeRequest) -> ExchangeResponse:
        """One step. Raise `StepFailed` ``too_large`` before anything is sent if its piece is larger than allowed."""
        response = self._call_as_device("/v1/exchange", request, ExchangeResponse, limit=PIECE_BYTES)
        return with_keys(response, request)

    def batch_bytes(self, usual: int) -> int:
        """How much raw JSON fills a piece, as far as that is known; see the port."""
        return usual if self._packing is None else min(_LARGEST_BATCH, int(_FULL * PIECE_BYTES / self._packing))

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

    def compare(self, request: CompareRequest) -> CompareResponse:
        """Ask where this PC and the server differ."""
        return self._call_as_device("/v1/compare", request, CompareResponse)

    def ask(self, call: Call[Q, A], request: Q) -> A:
        """Ask for what changes nothing."""
        return self._call_as_device(call.path, request, call.answer)

    def send_users(self, request: UsersRequest) -> UsersResponse:
        """Tell of people added on this PC."""
        return self._call_as_device("/v1/users", request, UsersResponse)

    def files(self) -> HttpFiles:
        """The way of files, over the same connection."""
        return HttpFiles(self._ask, lambda message: self._call_as_device(HELD_PATH, message, HeldResponse))

    def carry(self, source: BinaryIO, target: BinaryIO) -> None:
        """Bring a sealed file and write down what is answered to it, both piece by piece; see the port."""
        relay.carry(self.files(), source, target)

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One request as this PC, whatever the answer; a token that is over is renewed."""
        with _refusals_noted(self._store):
            tokens = self._usable_tokens()
            answer = self._wire.request(method, path, body, _shown(tokens, headers))
            if answer.status != HTTPStatus.UNAUTHORIZED:
                return answer
            refusal = refused(answer)  # without a code where an answer has no body
            if refusal.code in SHUT_OUT:
                raise refusal
            answer = self._wire.request(method, path, body, _shown(self._renewed(tokens), headers))
            if answer.status == HTTPStatus.UNAUTHORIZED:
                raise NeedsUser("enrolment_needed")
            return answer

    def _call_as_device(
        self, path: str, message: msgspec.Struct, expected: type[Message], *, limit: int | None = None
    ) -> Message:
        """Call with the access token; renew it when it is over, before or after the server says so."""
        plain = msgspec.json.encode(message)
        packed = self._wire.pack(plain)
        if limit is not None and len(plain) > limit:
            self._packing = len(packed) / len(plain)
        if limit is not None and len(packed) > limit:
            raise StepFailed("too_large")
        with _refusals_noted(self._store):
            return self._as_device(
                lambda access: _read(self._wire.post_packed(path, packed, access, raw=len(plain)), expected)
            )

    def _as_device(self, act: Callable[[str], Result]) -> Result:
        """Act with the access token; renew it when it is over, before or after the server says so."""
        tokens = self._usable_tokens()
        try:
            return act(tokens.access)
        except NotLetIn as refusal:
            if refusal.code in SHUT_OUT:
                raise
        renewed = self._renewed(tokens)
        with _no_other_token():
            return act(renewed.access)

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
            renewed = _call(self._wire, "/v1/token", request, Tokens)
        return self._keep(renewed)

    def _keep(self, tokens: Tokens) -> Tokens:
        """Keep a new pair on disk first: once it is used, the server forgets the old one."""
        self._store.keep(tokens)
        self._tokens = tokens
        self._access_ends = self._clock() + tokens.expires_in - TOKEN_MARGIN
        return tokens


def _call(wire: Wire, path: str, message: msgspec.Struct, expected: type[Message]) -> Message:
    """Call without a token: to get one."""
    return _read(wire.post(path, msgspec.json.encode(message)), expected)


def _shown(tokens: Tokens, headers: Mapping[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.access}", **headers}


def _read(body: bytes, expected: type[Message]) -> Message:
    try:
        return msgspec.json.decode(body, type=expected)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ProtocolViolation("bad_answer") from None


@contextmanager
def _refusals_noted(store: TokenStore) -> Iterator[None]:
    """What the server says against this PC itself is kept on disk: it stays true when the program ends."""
    try:
        yield
    except NeedsUser as refusal:
        if refusal.code in NEEDS_NEW_CODE:
            store.note_refusal(refusal.code)
        raise


@contextmanager
def _no_other_token() -> Iterator[None]:
    """What the server says to the last token there is, it says to this PC."""
    try:
        yield
    except NotLetIn as refusal:
        raise NeedsUser(refusal.code if refusal.code in SHUT_OUT else "enrolment_needed") from None
