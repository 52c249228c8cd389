"""A PC without a desktop behind it: the real way to the server, tokens, chains and entries; of news only the place."""

import time
from collections.abc import Sequence

import msgspec

from sync.client.http import HttpTransport
from sync.client.wire import Wire
from sync.contract.entry import chain, key_of
from sync.contract.messages import Chain, EnrolRequest, ExchangeRequest, ExchangeResponse, LocalUser, Tokens
from sync.contract.version import PROGRAM_VERSION


class Exchanged(msgspec.Struct, frozen=True):
    """What one cycle did: seconds until its entries were answered, requests, records of news, outcomes of entries."""

    answered_in: float
    requests: int
    records: int
    outcomes: list[str]


class _Tokens:
    """Where a PC keeps its tokens: in memory."""

    def __init__(self) -> None:
        self._kept: Tokens | None = None

    def load(self) -> Tokens | None:
        return self._kept

    def keep(self, tokens: Tokens) -> None:
        self._kept = tokens

    def forget(self) -> None:
        self._kept = None

    def note_refusal(self, code: str) -> None:
        """Nobody asks a light PC how it stands."""


class LightPc:
    """One PC with one person; for one thread at a time.

    Attributes:
        feed: its unit's, once it has joined.
        cursors: feed → where it stands.
    """

    def __init__(self, device: str, user: str, login: str) -> None:
        self.feed = ""
        self.cursors: dict[str, int] = {}
        self._device = device
        self._user = LocalUser(id=user, login=login, full_name="Vũ Thị Hòa", role="van_thu_tiep_nhan")
        self._tokens = _Tokens()
        self._sent: list[str] = []
        self._epoch: str | None = None
        self._directory = 0

    @property
    def access(self) -> str:
        """Its access token."""
        tokens = self._tokens.load()
        assert tokens
        return tokens.access

    def join(self, wire: Wire, code: str) -> None:
        """Join with a code, and see what there is."""
        request = EnrolRequest(code=code, device=self._device, device_name="Máy một cửa", users=(self._user,))
        self.feed = HttpTransport(wire, self._device, self._tokens).enrol(request).unit.id
        self.cycle(wire)

    def cycle(self, wire: Wire, entries: Sequence[bytes] = ()) -> Exchanged:
        """Send, and fetch until nothing is left, as `sync.client.engine` does."""
        transport = HttpTransport(wire, self._device, self._tokens)
        began = time.perf_counter()
        requests = records = 0
        outcomes: list[str] = []
        answered_in = 0.0
        going = entries
        while True:
            response = transport.exchange(self.request(going))
            requests += 1
            outcomes += [str(answer.outcome) for answer in response.answers]
            answered_in = answered_in or time.perf_counter() - began
            taken = self._take_in(response)
            records += taken
            if not going and not taken:
                return Exchanged(answered_in, requests, records, outcomes)
            going = ()

    def request(self, entries: Sequence[bytes] = ()) -> ExchangeRequest:
        """The next step; entries are numbered for their first journey."""
        self._sent += map(key_of, entries)
        return ExchangeRequest(
            device=self._device,
            cursors=self.cursors,
            feed=self.feed if entries else None,
            entries=tuple(map(msgspec.Raw, entries)),
            chain=Chain(len(self._sent), chain("", self._sent)) if entries else None,
            program=PROGRAM_VERSION,
            epoch=self._epoch,
            directory=self._directory,
        )

    def _take_in(self, response: ExchangeResponse) -> int:
        """Stand where the answer leads; return how many records it brought."""
        self._epoch = response.epoch
        if response.directory:
            self._directory = response.directory.at
        for page in response.news:
            if not page.since <= self.cursors.get(page.feed, 0) < page.to:
                raise RuntimeError("news do not join on")
            self.cursors[page.feed] = page.to
        return sum(len(page.records) for page in response.news)
