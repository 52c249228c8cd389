"""A line between one PC and the server that loses requests, loses answers and says things twice."""

import datetime as dt
from random import Random
from typing import TypeVar

import msgspec

from desktop.store import door
from desktop.store.replica import Replica
from sync.client.journal import Batch
from sync.client.ports import Taken
from sync.contract.errors import Offline, StepFailed
from sync.contract.messages import (
    EnrolRequest,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    UsersRequest,
    UsersResponse,
)
from sync.server import enrolment, tokens
from sync.server.database import Database
from sync.server.exchange import exchange

M = TypeVar("M", bound=msgspec.Struct)


class Crash(Exception):
    """The program was killed at this point."""


class Line:
    """Implements `sync.client.ports.Transport` on the server's own use cases; bodies travel as real JSON.

    ``trouble`` is the share of steps that go wrong, between 0 and 1.
    """

    clock_off: dt.timedelta | None = None

    def __init__(self, server: Database, chance: Random) -> None:
        self._server = server
        self._epoch = server.epoch()
        self._chance = chance
        self._access = ""
        self.trouble = 0.0

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Join; the line is whole for this one act."""
        answer = enrolment.enrol(self._server, _travelled(request), self._epoch)
        self._access = answer.tokens.access
        return _travelled(answer)

    def send_users(self, request: UsersRequest) -> UsersResponse:
        """Tell of people."""
        with self._server.read() as connection:
            device, _ = tokens.authenticate(connection, self._access)
        return _travelled(enrolment.add_users(self._server, device, _travelled(request)))

    def close(self) -> None:
        """Nothing is held open."""

    def exchange(self, request: ExchangeRequest) -> ExchangeResponse:
        """One step, with whatever goes wrong on the way."""
        fault = self._fault()
        if fault == "request lost":
            raise Offline("no_line")
        if fault == "server failed":
            raise StepFailed("server_failed")
        answer = exchange(self._server, self._epoch, self._access, _travelled(request))
        if fault == "said twice":
            answer = exchange(self._server, self._epoch, self._access, _travelled(request))
        if fault == "answer lost":
            raise Offline("line_broke")
        return _travelled(answer)

    def _fault(self) -> str:
        if self._chance.random() >= self.trouble:
            return ""
        return self._chance.choice(["request lost", "answer lost", "answer lost", "said twice", "server failed"])


class CrashingReplica(Replica):
    """A local store whose program is sometimes killed while it takes an answer in."""

    chance: Random
    trouble = 0.0

    def take_in(self, batch: Batch | None, response: ExchangeResponse) -> Taken:
        """Die before the commit, or right after it."""
        if self.chance.random() < self.trouble:
            if self.chance.random() < 0.5:
                super().take_in(batch, response)
                raise Crash
            with self._database.write() as connection:
                door.apply(connection, response.answers, response.news, self._now().isoformat())
                raise Crash
        return super().take_in(batch, response)


def _travelled(message: M) -> M:
    """The message after a journey: encoded and decoded."""
    return msgspec.json.decode(msgspec.json.encode(message), type=type(message))
