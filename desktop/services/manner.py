"""How an office wants its PC to synchronise: paused, text alone, not at some hours, not faster than so much.

Kept for the PC, not for a person: whoever sits there shares the line. A cycle somebody asks for runs at any hour.
"""

import datetime as dt
import re
from typing import Any

import msgspec

from desktop.services.session import Session
from desktop.store import settings
from sync.contract.errors import Invalid

_NAME = "sync_manner"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
#: Below it a piece of 64 KB takes longer than half a minute, and the line is better left alone.
LOWEST_LIMIT = 16
_HIGHEST_LIMIT = 1_000_000


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """What the office has chosen.

    Attributes:
        paused: nothing goes by itself until somebody resumes.
        text_only: attachments stay here until this is switched off; texts go.
        quiet_from, quiet_until: local times ``HH:MM`` between which nothing goes by itself; over midnight if the first
            is the later one.
        limit: kbit/s that all bodies together may take of the line.
    """

    paused: bool = False
    text_only: bool = False
    quiet_from: str | None = None
    quiet_until: str | None = None
    limit: int | None = None

    @property
    def bytes_per_second(self) -> int | None:
        """The limit, for `sync.client.pace.Pace`."""
        return None if self.limit is None else self.limit * 1000 // 8

    def is_quiet(self, now: dt.datetime) -> bool:
        """Whether it is one of the hours at which nothing goes by itself."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        time = f"{now:%H:%M}"
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= time < self.quiet_until
        return time >= self.quiet_from or time < self.quiet_until


def manner_of(session: Session) -> Manner:
    """What was chosen on this PC."""
    with session.database.read() as connection:
        return msgspec.convert(settings.get(connection, _NAME, {}), Manner)


def keep_manner(session: Session, manner: Manner) -> None:
    """Write down what was chosen."""
    with session.database.write() as connection:
        settings.put(connection, _NAME, msgspec.to_builtins(manner))


def with_changes(before: Manner, **changes: Any) -> Manner:
    """Choose something else; ``changes`` are fields of `Manner`, those left out stay.

    Raises:
        Invalid: ``time_invalid``, ``quiet_hours_incomplete`` or ``limit_invalid``, with the field.
    """
    manner = msgspec.structs.replace(before, **changes)
    for name in ("quiet_from", "quiet_until"):
        time = getattr(manner, name)
        if time is not None and not _TIME.fullmatch(time):
            raise Invalid("time_invalid", field=name)
    if manner.quiet_from == manner.quiet_until and manner.quiet_from is not None:
        raise Invalid("quiet_hours_incomplete", field="quiet_until")
    if (manner.quiet_from is None) != (manner.quiet_until is None):
        raise Invalid("quiet_hours_incomplete", field="quiet_until" if manner.quiet_until is None else "quiet_from")
    if manner.limit is not None and not LOWEST_LIMIT <= manner.limit <= _HIGHEST_LIMIT:
        raise Invalid("limit_invalid", field="limit", lowest=LOWEST_LIMIT)
    return manner
