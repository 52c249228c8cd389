"""A PC, a bad line and a scripted server, joined."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from sync.client.http import HttpTransport, Timeouts
from sync.contract.messages import Tokens
from tests.fakes.proxy import FaultProxy
from tests.integration.client.scripted import ScriptedServer

#: Seconds; long enough for a busy machine, short enough to wait for.
IMPATIENT = Timeouts(connect=2, stall=0.4, whole=30)


class TokensInMemory:
    """A `TokenStore` that remembers every pair it was given."""

    def __init__(self) -> None:
        self.kept: list[Tokens] = []

    def load(self) -> Tokens | None:
        return self.kept[-1] if self.kept else None

    def keep(self, tokens: Tokens) -> None:
        self.kept.append(tokens)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def line(server: ScriptedServer) -> Iterator[FaultProxy]:
    with FaultProxy(server.port) as line:
        yield line


@pytest.fixture
def tokens(server: ScriptedServer) -> TokensInMemory:
    """The tokens of an enrolled PC."""
    tokens = TokensInMemory()
    tokens.keep(server.new_pair())
    return tokens


Connect = Callable[..., HttpTransport]


@pytest.fixture
def connect(tokens: TokensInMemory) -> Iterator[Connect]:
    """Make a transport to an address; closed after the test."""
    with ExitStack() as opened:

        def connect(url: str, **options: Any) -> HttpTransport:
            options.setdefault("timeouts", IMPATIENT)
            transport = HttpTransport(url, "device", tokens, **options)
            opened.callback(transport.close)
            return transport

        yield connect


@pytest.fixture
def transport(connect: Connect, line: FaultProxy) -> HttpTransport:
    """An enrolled PC's way to the server, over the bad line."""
    return connect(line.url)
