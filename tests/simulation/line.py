"""The line between the PCs and the server: the real client and the real application, and between them nothing good.

Every PC has the program's own HTTP transport; `Wire` takes the place of the socket below it; `Net` is the server's end,
its application called in process. Time that passes on the line is counted, never waited for.
"""

import asyncio
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from random import Random
from typing import Any
from unittest.mock import patch

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter

from sync.bundle.keys import SealKey
from sync.contract.messages import Refusal
from sync.contract.version import OLDEST_PROTOCOL, PROTOCOL_HEADER, PROTOCOL_VERSION
from sync.server import routing
from sync.server.app import create_app
from sync.server.blobs import Blobs
from sync.server.database import Database
from tests.fakes.former import speaking
from tests.simulation.fuse import Fuse, Killed, Side

#: Statements within which the server may be killed in one request.
STATEMENTS = 70
#: Seconds that an answer drips for: longer than the transport's patience with one step.
DRIPPING = 1000.0


class Trouble(StrEnum):
    """What goes wrong with one request."""

    LOST = "the request is lost"
    ANSWER_LOST = "the answer is lost after the commit"
    TWICE = "the request arrives twice"
    LATE = "the request arrives when its answer is no longer waited for"
    CUT = "the request is cut"
    ANSWER_CUT = "the answer is cut"
    DRIP = "the answer drips"
    STALL = "nothing comes"
    PORTAL = "a captive portal answers with HTML"
    GATEWAY = "a gateway answers for a server it cannot reach"
    BUSY = "the server is busy"
    TOO_LARGE = "something between takes no such body"
    SHUT_OUT = "the server says that the token has expired"
    SERVER_KILLED = "the server is killed at a statement"


class Sent(msgspec.Struct, frozen=True):
    """A request as it left a PC."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Reply(msgspec.Struct, frozen=True):
    """An answer as it reaches a PC; ``cut`` bytes of its body never arrive."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: int = 0


class Net:
    """The server's end: its application, the requests that are still under way, and who kills it."""

    def __init__(self, server: Database, blobs: Blobs, chance: Random, fuse: Fuse, seal_key: SealKey) -> None:
        self._app = create_app(server, blobs, seal_key=seal_key)
        self.former = False  # whether the server is one version behind
        self.oldest = OLDEST_PROTOCOL  # that it still takes
        self._loop = asyncio.Runner()
        self.fuse = fuse
        self.chance = chance
        self.computer = ""  # the one at which somebody sits now
        self._late: list[Sent] = []

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    def serve(self, sent: Sent, *, cut: bool = False, dies: bool = False) -> Reply:
        """The application's answer. Raise `Killed` if the server died over it."""
        statements = self.chance.randrange(1, STATEMENTS) if dies else None
        with self.speaking(), self.fuse.lit(Side.SERVER, statements):
            return self._loop.run(_called(self._app, sent, cut=cut))

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Let the server's program run in the block, in the version it has."""
        with speaking(former=self.former), patch.object(routing, "OLDEST_PROTOCOL", self.oldest):
            yield

    def delay(self, sent: Sent) -> None:
        """Keep a request for later."""
        self._late.append(sent)

    def deliver_late(self, share: float = 1.0) -> None:
        """Let that share of what is under way arrive, in any order; nobody waits for the answers."""
        self.chance.shuffle(self._late)
        for _ in range(len(self._late)):
            if self.chance.random() < share:
                self.serve(self._late.pop(0))


class Wire(HTTPAdapter):
    """What a PC's transport takes for the network; ``trouble`` is the share of requests that go wrong, 0 to 1."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self._net = net
        self.trouble = 0.0
        self.clock = 0.0  # seconds that have passed on this line

    def send(self, request: requests.PreparedRequest, *_arguments: Any, **_options: Any) -> requests.Response:
        """Carry one request, with whatever goes wrong on the way."""
        body = request.body.read() if isinstance(request.body, io.BytesIO) else b""
        sent = Sent(request.method or "", request.path_url, dict(request.headers), body)
        chance = self._net.chance
        if self.trouble:
            self._net.deliver_late(0.2)
        trouble = chance.choice(list(Trouble)) if chance.random() < self.trouble else None
        reply = self._carried(sent, trouble)
        source = _Body(self, reply.body[: len(reply.body) - reply.cut], drips=trouble is Trouble.DRIP)
        raw = urllib3.HTTPResponse(source, dict(reply.headers), reply.status, version=11, preload_content=False)
        return self.build_response(request, raw)

    def _carried(self, sent: Sent, trouble: Trouble | None) -> Reply:
        """The answer that reaches the PC. Raise what `requests` raises when none does."""
        net = self._net
        match trouble:
            case Trouble.LOST:
                raise requests.exceptions.ConnectionError
            case Trouble.LATE:
                net.delay(sent)
                self.clock += 60
                raise requests.exceptions.ReadTimeout
            case Trouble.STALL:
                self.clock += 60
                raise requests.exceptions.ReadTimeout
            case Trouble.CUT:
                net.serve(sent, cut=True)
                raise requests.exceptions.ConnectionError
            case Trouble.SERVER_KILLED:
                try:
                    return net.serve(sent, dies=True)
                except Killed:
                    raise requests.exceptions.ConnectionError from None
        if trouble in _IN_ITS_PLACE:
            return _IN_ITS_PLACE[trouble]
        reply = net.serve(sent)
        match trouble:
            case Trouble.ANSWER_LOST:
                raise requests.exceptions.ConnectionError
            case Trouble.ANSWER_CUT:
                if not reply.body:
                    raise requests.exceptions.ConnectionError
                return msgspec.structs.replace(reply, cut=1 + net.chance.randrange(len(reply.body)))
            case Trouble.TWICE:
                again = net.serve(sent)
                return net.chance.choice([reply, again])
        return reply


class _Body(io.BytesIO):
    """An answer's body; time passes while it drips."""

    def __init__(self, wire: Wire, body: bytes, *, drips: bool) -> None:
        super().__init__(body)
        self._wire = wire
        self._drips = drips

    def read1(self, size: int | None = -1, /) -> bytes:
        if self._drips:
            self._wire.clock += DRIPPING
        return super().read1(size)


def _own(status: int, code: str, **headers: str) -> Reply:
    """What the server itself says."""
    own = {PROTOCOL_HEADER: str(PROTOCOL_VERSION), "content-type": "application/json"}
    return Reply(status, own | headers, msgspec.json.encode(Refusal(code=code)))


_HTML = {"content-type": "text/html"}
_IN_ITS_PLACE: Mapping[Trouble | None, Reply] = {
    Trouble.PORTAL: Reply(200, _HTML, b"<html>Xin ch\xc3\xa0o</html>"),
    Trouble.GATEWAY: Reply(502, _HTML, b"<html>Bad Gateway</html>"),
    Trouble.TOO_LARGE: Reply(413, _HTML, b"<html>Too Large</html>"),
    Trouble.BUSY: _own(503, "database_unreachable", **{"retry-after": "30"}),
    Trouble.SHUT_OUT: _own(401, "token_expired"),
}


async def _called(app: Any, sent: Sent, *, cut: bool) -> Reply:
    """One call of the application; a body that is ``cut`` ends with the connection, halfway."""
    pieces: list[dict[str, Any]] = [{"type": "http.request", "body": sent.body, "more_body": False}]
    if cut:
        pieces = [{"type": "http.request", "body": sent.body[: len(sent.body) // 2], "more_body": True}]
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},  # who is gone is known when something is sent to them
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": sent.path,
        "raw_path": sent.path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), str(value).encode()) for name, value in sent.headers.items()],
        "client": None,
        "server": ("server", 80),
    }
    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return Reply(said[0]["status"], headers, b"".join(message.get("body", b"") for message in said[1:]))
