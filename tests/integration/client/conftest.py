"""A PC, a bad line and a scripted server, joined."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sync.client.http import HttpTransport
from sync.client.wire import Timeouts, Wire
from sync.contract.messages import Tokens
from tests.fakes.proxy import FaultProxy
from tests.integration.client.scripted import ScriptedServer

#: Seconds; long enough for a busy machine, short enough to wait for.
IMPATIENT = Timeouts(connect=2, stall=0.4, whole=30)


class DiskFullError(Exception):
    """The store could not keep what it was given."""


class TokensInMemory:
    """A `TokenStore` that remembers every pair it was given, unless it is ``full``."""

    def __init__(self) -> None:
        self.kept: list[Tokens] = []
        self.refusals: list[str] = []
        self.full = False

    def load(self) -> Tokens | None:
        return self.kept[-1] if self.kept else None

    def keep(self, tokens: Tokens) -> None:
        if self.full:
            raise DiskFullError
        self.kept.append(tokens)

    def forget(self) -> None:
        self.kept.clear()

    def note_refusal(self, code: str) -> None:
        self.refusals.append(code)


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
            wire = Wire(url, **options)
            clocks = {"clock": options["clock"]} if "clock" in options else {}
            transport = HttpTransport(wire, "device", tokens, **clocks)
            opened.callback(transport.close)
            return transport

        yield connect


@pytest.fixture
def transport(connect: Connect, line: FaultProxy) -> HttpTransport:
    """An enrolled PC's way to the server, over the bad line."""
    return connect(line.url)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PEM file with key and certificate of a server at 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "may chu thu")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(secret + signed.public_bytes(Encoding.PEM))
    return path
