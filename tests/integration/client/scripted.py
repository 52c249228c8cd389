"""A server that keeps the outside of the protocol (header, tokens, compression) and answers as it is told."""

import json
import socket
import threading
from collections import deque
from pathlib import Path
from typing import Any, Self

import msgspec
import uvicorn
import zstandard
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from sync.contract.entry import key_of
from sync.contract.messages import (
    Answer,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    Outcome,
    RefreshRequest,
    Refusal,
    Tokens,
    UnitInfo,
    UsersResponse,
)
from sync.contract.version import PROTOCOL_HEADER

OURS = {PROTOCOL_HEADER: "1", "Content-Type": "application/json"}


def refusal(status: int, code: str, **headers: str) -> Response:
    """An answer other than 200, as the real server gives it."""
    return Response(msgspec.json.encode(Refusal(code=code)), status, {**OURS, **headers})


class ScriptedServer:
    """Runs on loopback from entering to leaving the ``with`` block.

    ``say(...)`` queues answers given in place of the usual ones; ``taken`` counts how often each entry came,
    ``calls`` holds (path, headers, unpacked body) of every request that arrived whole.
    """

    def __init__(self, *, certificate: Path | None = None) -> None:
        self.calls: list[tuple[str, dict[str, str], Any]] = []
        self.taken: dict[str, int] = {}
        self.encoding = "zstd"
        self.outcome = Outcome.APPLIED
        self.padding = ""  # rides in the epoch, to make answers long
        self._said: deque[Response | None] = deque()
        self._issued = 0
        self._good_access = ""
        self._good_refresh: list[str] = []
        # asyncio turns Nagle's delay off only where the protocol is named
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.port: int = self._socket.getsockname()[1]
        routes = [Route(path, self._serve, methods=["POST"]) for path in self._handlers]
        config = uvicorn.Config(
            Starlette(routes=routes),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            ssl_certfile=certificate,
            timeout_graceful_shutdown=1,
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._uvicorn.run, args=([self._socket],), name="scripted server")

    @property
    def url(self) -> str:
        return f"{'https' if self._uvicorn.config.ssl_certfile else 'http'}://127.0.0.1:{self.port}"

    def say(self, *answers: Response | None) -> None:
        """Give these answers to the next requests, one each; None is the usual one."""
        self._said.extend(answers)

    def new_pair(self) -> Tokens:
        """Issue tokens; the previous refresh token stays good until the new access token is first used."""
        self._issued += 1
        self._good_access = f"access-secret-{self._issued}"
        self._good_refresh = [*self._good_refresh[:1], f"refresh-secret-{self._issued}"]
        return Tokens(access=self._good_access, expires_in=900, refresh=self._good_refresh[-1])

    def expire_access(self) -> None:
        """End the access token; the refresh token stays."""
        self._good_access = ""

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.calls]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._uvicorn.should_exit = True
        self._thread.join()
        self._socket.close()

    async def _serve(self, request: Request) -> Response:
        try:
            packed = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        body = zstandard.decompress(packed)
        self.calls.append((request.url.path, dict(request.headers), json.loads(body)))
        if self._said and (said := self._said.popleft()) is not None:
            return said
        answer = self._handlers[request.url.path](self, request, body)
        if isinstance(answer, Response):
            return answer
        return self._packed(msgspec.json.encode(answer))

    def _packed(self, plain: bytes) -> Response:
        if self.encoding == "zstd":
            plain = zstandard.compress(plain)
        return Response(plain, headers={**OURS, "Content-Encoding": self.encoding})

    def _enrol(self, _request: Request, _body: bytes) -> EnrolResponse:
        unit = UnitInfo(id="unit", code="CN1", name="Chi nhánh số 1", kind="chi_nhanh")
        return EnrolResponse(unit=unit, accounts={}, numbering=False, tokens=self.new_pair(), epoch="1")

    def _token(self, _request: Request, body: bytes) -> Tokens | Response:
        offered = msgspec.json.decode(body, type=RefreshRequest).refresh
        return self.new_pair() if offered in self._good_refresh else refusal(401, "token_reused")

    def _exchange(self, request: Request, body: bytes) -> ExchangeResponse | Response:
        if refused := self._not_let_in(request):
            return refused
        keys = [key_of(raw) for raw in msgspec.json.decode(body, type=ExchangeRequest).entries]
        for key in keys:
            self.taken[key] = self.taken.get(key, 0) + 1
        answers = tuple(Answer(key=key, outcome=self.outcome, version=1) for key in keys)
        return ExchangeResponse(epoch=f"1{self.padding}", time="", feeds={}, answers=answers)

    def _users(self, request: Request, _body: bytes) -> UsersResponse | Response:
        return self._not_let_in(request) or UsersResponse(accounts={"hoa": "account"})

    def _not_let_in(self, request: Request) -> Response | None:
        if request.headers.get("Authorization") != f"Bearer {self._good_access}":
            return refusal(401, "access_expired")
        self._good_refresh = self._good_refresh[-1:]
        return None

    _handlers = {  # noqa: RUF012 - a table of methods, never changed
        "/v1/enrol": _enrol,
        "/v1/token": _token,
        "/v1/exchange": _exchange,
        "/v1/users": _users,
    }
