"""A bad line on loopback: a proxy before a server that delays, cuts, swallows answers or answers in its place.

    with FaultProxy(server_port) as line:
        line.next(cut_answer(after=100), FINE)      # one fault a request, in this order
        line.each(lambda number: ...)               # …or chosen by the request's number, for ever
        line.lives(lambda number: 50_000)           # connections reset after so many bytes in all
        with line.down(): ...                       # nobody listens

It understands just enough HTTP/1.1 to see where a request begins (heads and ``Content-Length``) and forwards what it
gets. A client may use it as its server or as its HTTP proxy. It ends by itself after ``lifetime`` seconds.
"""

import asyncio
import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self

HOST = "127.0.0.1"
_BLOCK = 16 * 1024
_TICK = 0.02  # seconds between two pieces of a slow line
_ABSOLUTE = re.compile(rb" http://[^/ ]+")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to one request and its answer; bytes and seconds count from the beginning of each.

    Attributes:
        delay: before the answer's first byte.
        rate: bytes a second, each way.
        cut_request: reset both sides after so many bytes of the request have reached the server.
        cut_answer: reset after so many bytes of the answer have reached the client; 0: the server has done its
            work, the client never hears of it.
        politely: cut with FIN, as a program does that gives up, instead of RST.
        stall: fall silent after so many bytes of the answer, and keep the connection open.
        dribble: pause after every single byte of the answer.
        answer: said in the server's place; the server never sees the request.
    """

    delay: float = 0
    rate: int | None = None
    cut_request: int | None = None
    cut_answer: int | None = None
    politely: bool = False
    stall: int | None = None
    dribble: float | None = None
    answer: bytes | None = None


FINE = Fault()
ANSWER_LOST = Fault(cut_answer=0)


def said(status: str, body: str = "", **headers: str) -> Fault:
    """An answer the server knows nothing of: ``said("407 Proxy Authentication Required")``."""
    payload = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(payload)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Fault(answer="\r\n".join([*lines, "", ""]).encode() + payload)


def portal(status: str = "200 OK") -> Fault:
    """A captive portal: its log-in page in place of every answer."""
    return said(status, "<html><h1>Wi-Fi Khách sạn</h1></html>", Content_Type="text/html")


@dataclass
class Counts:
    """What has passed so far: bytes up (from the client) and down (to it)."""

    connections: int = 0
    requests: int = 0
    up: int = 0
    down: int = 0


class FaultProxy:
    """A bad line before ``port`` on this machine, open from entering to leaving the ``with`` block."""

    def __init__(self, port: int = 0, *, lifetime: float = 120) -> None:
        """``port`` may be left out when the proxy answers everything itself; ``lifetime`` in seconds."""
        self.counts = Counts()
        self.port = 0
        self._server_port = port
        self._lifetime = lifetime
        self._queue: deque[Fault] = deque()
        self._choose: Callable[[int], Fault] = lambda _number: FINE
        self._life: Callable[[int], int | None] = lambda _number: None
        self._over = asyncio.Event()
        self._listener: asyncio.Server | None = None
        self._talks: dict[asyncio.Task[Any] | None, _Talk] = {}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="fault proxy", daemon=True)

    @property
    def url(self) -> str:
        """Its address, as a server's or as a proxy's."""
        return f"http://{HOST}:{self.port}"

    def next(self, *faults: Fault) -> None:
        """Meet the next requests with these faults, one each, before `each` is asked again."""
        self._queue.extend(faults)

    def each(self, choose: Callable[[int], Fault]) -> None:
        """Choose the fault of every request by its number (from 1)."""
        self._choose = choose

    def lives(self, choose: Callable[[int], int | None]) -> None:
        """Choose by its number (from 1) after how many bytes, both ways together, a new connection is reset.

        0 resets it as soon as the client has said anything, be it TLS.
        """
        self._life = choose

    @contextmanager
    def down(self) -> Iterator[None]:
        """No line: connections are reset, new ones refused, until the block ends."""
        self._wait_for(self._shut())
        yield
        self._wait_for(self._listen())

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        if not self._ready.wait(timeout=10):
            raise RuntimeError("the fault proxy did not start")
        return self

    def __exit__(self, *_: object) -> None:
        """Reset every connection and end the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _wait_for(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._listen()
        self._ready.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), self._lifetime)
        await self._shut()

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._talk, HOST, self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        if self._listener is not None:
            self._listener.close()
        for talk in self._talks.values():
            talk.reset()
        await asyncio.gather(*filter(None, self._talks))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client, to its end."""
        self.counts.connections += 1
        talk = _Talk(reader, writer, self._server_port, self.counts, self._life(self.counts.connections))
        self._talks[asyncio.current_task()] = talk
        try:
            while await talk.one_request(self._next_fault):
                pass
        except (OSError, EOFError, _Reset, asyncio.CancelledError):  # the last: it came as the proxy was being shut
            talk.reset()
        finally:
            await talk.end()
            del self._talks[asyncio.current_task()]

    def _next_fault(self) -> Fault:
        self.counts.requests += 1
        return self._queue.popleft() if self._queue else self._choose(self.counts.requests)


class _Reset(Exception):
    """The script wants this connection cut."""


class _Talk:
    """One client's connection and the server's behind it."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        port: int,
        counts: Counts,
        life: int | None,
    ) -> None:
        self._reader = reader
        self._client = writer
        self._server: asyncio.StreamWriter | None = None
        self._port = port
        self._counts = counts
        self._life = life
        self._fault = FINE
        self._answered = 0
        self._answers: asyncio.Task[None] | None = None

    async def one_request(self, next_fault: Callable[[], Fault]) -> bool:
        """Forward one request under its fault; False when the client has gone."""
        if self._life == 0 and await self._reader.read(1):
            raise _Reset
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        fault = self._fault = next_fault()
        self._answered = 0
        body = _content_length(head)
        if fault.answer is not None:
            await self._swallow(head, body)
            await self._down(fault.answer[: fault.cut_answer])
            if fault.cut_answer is not None:
                raise _Reset
            return True
        await self._forward(head, body, fault)
        return True

    def reset(self) -> None:
        """RST to both sides: what is still on the way is lost, as when a line breaks."""
        for side in (self._client, self._server):
            if side is not None and not side.is_closing() and not self._fault.politely:
                raw: Any = side.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                side.transport.abort()

    async def end(self) -> None:
        """Close what is open and wait until it is."""
        if self._answers is not None:
            self._answers.cancel()
            await asyncio.gather(self._answers, return_exceptions=True)
        for side in (self._client, self._server):
            if side is not None:
                side.close()
                with suppress(OSError):
                    await side.wait_closed()

    async def _swallow(self, head: bytes, body: int) -> None:
        self._count(up=len(head) + body)
        await self._reader.readexactly(body)

    async def _forward(self, head: bytes, body: int, fault: Fault) -> None:
        if self._server is None:
            answers, self._server = await asyncio.open_connection(HOST, self._port)
            self._answers = asyncio.create_task(self._take_answers(answers))
        allowed = fault.cut_request
        piece, left = _ABSOLUTE.sub(b" ", head, count=1), body  # only proxies are told the host in the first line
        while piece:
            if allowed is not None and len(piece) >= allowed:
                await self._send(self._server, piece[:allowed])
                raise _Reset
            self._count(up=len(piece))
            await self._send(self._server, piece)
            allowed = None if allowed is None else allowed - len(piece)
            await _pace(len(piece), fault.rate)
            piece = await self._reader.read(min(left, _piece_of(fault))) if left else b""
            left -= len(piece)

    async def _take_answers(self, answers: asyncio.StreamReader) -> None:
        """Carry everything the server says to the client, under the fault of the request it belongs to."""
        try:
            while piece := await answers.read(_piece_of(self._fault)):
                await self._answer(piece)
            self._client.close()
        except (OSError, _Reset):
            self.reset()

    async def _answer(self, piece: bytes) -> None:
        fault = self._fault
        if not self._answered:
            await asyncio.sleep(fault.delay)
        for limit in (fault.cut_answer, fault.stall):
            if limit is not None and self._answered + len(piece) >= limit:
                await self._down(piece[: limit - self._answered])
                if limit == fault.stall:
                    await asyncio.Event().wait()  # until the client gives up
                raise _Reset
        if fault.dribble is None:
            await self._down(piece)
            await _pace(len(piece), fault.rate)
            return
        for byte in piece:
            await self._down(bytes([byte]))
            await asyncio.sleep(fault.dribble)

    async def _down(self, piece: bytes) -> None:
        self._answered += len(piece)
        self._count(down=len(piece))
        await self._send(self._client, piece)

    def _count(self, *, up: int = 0, down: int = 0) -> None:
        self._counts.up += up
        self._counts.down += down
        if self._life is not None:
            self._life -= up + down
            if self._life < 0:
                raise _Reset

    async def _send(self, side: asyncio.StreamWriter, piece: bytes) -> None:
        side.write(piece)
        await side.drain()


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _piece_of(fault: Fault) -> int:
    """Bytes to carry at once: on a slow line no more than passes in a tick."""
    return _BLOCK if fault.rate is None else max(1, int(fault.rate * _TICK))


async def _pace(size: int, rate: int | None) -> None:
    if rate is not None:
        await asyncio.sleep(size / rate)
