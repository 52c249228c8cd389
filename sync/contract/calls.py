"""Every address of the exchange, with the message it takes and the one it gives.

The server routes by this list, `sync.contract.openapi` publishes it: an address that is not here is not served.
"""

from typing import Any, Generic, TypeVar

import msgspec

from sync.contract.files import HELD_PATH
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

Q = TypeVar("Q", bound=msgspec.Struct)
A = TypeVar("A", bound=msgspec.Struct)


class Call(msgspec.Struct, Generic[Q, A], frozen=True, kw_only=True):
    """One address; a body goes there by POST, its answer comes back with 200, anything else is a `Refusal`.

    Attributes:
        path: below the server's address.
        request, answer: the messages.
        summary: what it is for.
        newcomer: whoever asks has no access token yet.
    """

    path: str
    request: type[Q]
    answer: type[A]
    summary: str
    newcomer: bool = False


ENROL = Call(
    path="/v1/enrol",
    request=EnrolRequest,
    answer=EnrolResponse,
    summary="A PC joins its unit with a code; may be repeated, for the answer can be lost.",
    newcomer=True,
)
TOKEN = Call(
    path="/v1/token",
    request=RefreshRequest,
    answer=Tokens,
    summary="The next pair of tokens; the refresh token shown stays good until the new pair is first used.",
    newcomer=True,
)
INCARNATION = Call(
    path="/v1/incarnation",
    request=IncarnationRequest,
    answer=IncarnationResponse,
    summary="A PC goes on under a new id, because its file was restored, rolled back or copied.",
)
USERS = Call(
    path="/v1/users",
    request=UsersRequest,
    answer=UsersResponse,
    summary="People who were added on a PC after it joined get their accounts.",
)
EXCHANGE = Call(
    path="/v1/exchange",
    request=ExchangeRequest,
    answer=ExchangeResponse,
    summary="One step of the exchange: entries of one feed up, their answers and the news of all feeds down.",
)
HELD = Call(
    path=HELD_PATH,
    request=HeldRequest,
    answer=HeldResponse,
    summary="Of which attachments the bytes are there.",
)
COMPARE = Call(
    path="/v1/compare",
    request=CompareRequest,
    answer=CompareResponse,
    summary="Where a PC and the server differ in a feed at the same position: buckets, their members, whole records.",
)
STATUS = Call(
    path="/v1/status",
    request=StatusRequest,
    answer=StatusResponse,
    summary="How the PCs of a unit and of those below it stand, for somebody who answers for them.",
)
NATIONAL = Call(
    path="/v1/national",
    request=NationalRequest,
    answer=NationalResponse,
    summary="The country's records without anybody in them, unit by unit, for the Department.",
)

CALLS: tuple[Call[Any, Any], ...] = (ENROL, TOKEN, INCARNATION, USERS, EXCHANGE, HELD, COMPARE, STATUS, NATIONAL)
