"""Watches every request from outside: one line of the log and one count for each, whatever became of it."""

import logging
import time
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.server.logs import REQUEST
from sync.server.metrics import Metrics

_log = logging.getLogger("sync.server.requests")

#: Where no address matched; what was asked for is not told, anybody can put anything there.
NOWHERE = "other"


def facts_of(request: Request) -> dict[str, Any]:
    """What the log will say of this request: ids, codes and numbers; whoever learns some adds them."""
    facts: dict[str, Any] = request.state.facts
    return facts


class Watch:
    """An application that tells what another one did."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Watch ``app``."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        facts: dict[str, Any] = {"route": NOWHERE, "status": 0, "in": 0, "out": 0}
        scope.setdefault("state", {})["facts"] = facts
        REQUEST.set(uuid4().hex[:16])

        async def receive_counting() -> Message:
            message = await receive()
            facts["in"] += len(message.get("body", b""))
            return message

        async def send_counting(message: Message) -> None:
            facts["status"] = message.get("status", facts["status"])
            facts["out"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive_counting, send_counting)
        finally:
            self._tell(facts, time.perf_counter() - started)

    def _tell(self, facts: dict[str, Any], seconds: float) -> None:
        facts["ms"] = round(seconds * 1000, 1)
        _log.info("request", extra={"facts": facts})
        self._metrics.request(
            facts["route"],
            status=facts["status"],
            code=facts.get("code", ""),
            seconds=seconds,
            received=facts["in"],
            sent=facts["out"],
        )
