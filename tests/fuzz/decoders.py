"""What is decoded before anything else is done with it, and what must hold whatever the bytes are.

Each target takes any bytes: it may refuse them with a code of its own, and nothing else may come out of it.
"""

import msgspec

from sync.contract import entry as entries
from sync.contract.calls import CALLS
from sync.contract.errors import Invalid
from sync.contract.messages import ExchangeRequest, ExchangeResponse
from sync.server import checks, http
from sync.server.picture import Incoming
from sync.server.refusals import Refused
from sync.server.scope import Author, People

#: A sound entry, and a step that brings it: something to begin with.
SOUND = entries.encode(
    entries.Entry(
        type="case",
        id="01a201b9-0000-7000-8000-000000000001",
        unit="u",
        author="a",
        at="2026-11-22T08:00:00+07:00",
        device="d",
        counter=1,
        group=1,
        fields={"note": "Đặng Thị Hoà", "register_year": 2026},
    )
)
STEP = b'{"device":"d","cursors":{"u":1},"feed":"u","entries":[' + SOUND + b"]}"

_ENCODINGS = ("", "identity", "gzip", "zstd")
_PEOPLE = People({"a": Author("account", "van_thu_tiep_nhan", enabled=True)}, {"u": "unit"})


def body(data: bytes) -> None:
    """A body as it travels: unpacked within its limit, then read as one of the messages."""
    if len(data) < 2:
        return
    call = CALLS[data[0] % len(CALLS)]
    encoding = _ENCODINGS[data[1] % len(_ENCODINGS)]
    try:
        message = http.read(data[2:], encoding, call.request, http.PEOPLE)
    except Refused:
        return
    msgspec.json.encode(message)
    if isinstance(message, ExchangeRequest):
        for raw in message.entries:
            entry(bytes(raw))


def entry(data: bytes) -> None:
    """One entry: read, checked, and still the bytes that were hashed."""
    received = checks.read(data, _PEOPLE)
    assert received.raw == data
    assert received.key == entries.key_of(data)
    if not isinstance(received, Incoming):
        return
    again = entries.decode(entries.encode(received.entry))
    assert again == received.entry, "an entry is not what it was after it was written and read"
    try:
        checks.fields_allowed(received.entry)
    except Invalid:
        return


def answer(data: bytes) -> None:
    """The server's answer as a PC reads it."""
    try:
        msgspec.json.decode(data, type=ExchangeResponse)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return


TARGETS = {"body": body, "entry": entry, "answer": answer}
