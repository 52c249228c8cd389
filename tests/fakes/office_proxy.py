"""A real HTTP proxy on loopback that lets through only who shows a name and a password.

    with OfficeProxy("an", "Mật khẩu 1") as proxy:
        ...  # proxy.url; proxy.let_through, proxy.turned_away

It tunnels (``CONNECT``) and forwards plain requests; it ends with the block.
"""

import asyncio
import threading
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

HOST = "127.0.0.1"


class OfficeProxy:
    """Use as a context manager.

    Attributes:
        let_through, turned_away: requests so far.
        port: where it listens.
    """

    def __init__(self, user: str, password: str, asks: Sequence[str] = ('Basic realm="office"',)) -> None:
        """Let in who shows this name and password; ``asks`` is what it says it wants of everybody else."""
        self.let_through = 0
        self.turned_away = 0
        self.port = 0
        self._key = b"Basic " + b64encode(f"{user}:{password}".encode())
        wanted = "".join(f"Proxy-Authenticate: {each}\r\n" for each in asks)
        self._ask = f"HTTP/1.1 407 Proxy Authentication Required\r\n{wanted}Content-Length: 0\r\n\r\n".encode()
        self._ready = threading.Event()
        self._tasks: set[asyncio.Task[Any] | None] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="office proxy", daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(timeout=10):
            raise RuntimeError("the proxy did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        listener = await asyncio.start_server(self._talk, HOST, 0)
        self.port = listener.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        listener.close()
        for task in filter(None, self._tasks):
            task.cancel()
        await asyncio.gather(*filter(None, self._tasks), return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.current_task())
        with suppress(OSError, EOFError, asyncio.CancelledError):
            while await self._one(reader, writer):
                pass
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        self._tasks.discard(asyncio.current_task())

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request; False when the connection has come to its end."""
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines[1:])}
        method, target, _version = lines[0].split(b" ")
        body = b"" if method == b"CONNECT" else await reader.readexactly(int(fields.get(b"content-length", b"0")))
        if fields.get(b"proxy-authorization") != self._key:
            self.turned_away += 1
            writer.write(self._ask)
            await writer.drain()
            return True
        self.let_through += 1
        if method == b"CONNECT":
            host, _, port = target.decode().rpartition(":")
            there = await asyncio.open_connection(host, int(port))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _both_ways((reader, writer), there)
            return False
        address = urlsplit(target.decode())
        there = await asyncio.open_connection(address.hostname, address.port)
        kept = [line for line in lines[1:] if not line.lower().startswith((b"proxy-", b"connection:"))]
        first = b" ".join((method, (address.path or "/").encode(), b"HTTP/1.1"))
        there[1].write(b"\r\n".join((first, b"Connection: close", *kept)) + body)
        try:
            await _pour(there[0], writer)
        finally:
            await _close(there[1])
        return False


Side = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _both_ways(here: Side, there: Side) -> None:
    try:
        await asyncio.gather(_pour(here[0], there[1]), _pour(there[0], here[1]))
    finally:
        await _close(there[1])


async def _close(side: asyncio.StreamWriter) -> None:
    side.close()
    with suppress(OSError):
        await side.wait_closed()


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(65536):
            sink.write(piece)
            await sink.drain()
        sink.close()
