"""What is left to exchange, in bytes and time: only from what was measured, and unknown where nothing was."""

import msgspec

from desktop.services.synchronise import Status
from sync.client.meter import LineQuality

#: What packing leaves of a text, until this PC has measured its own.
_TYPICAL_PACKING = 0.15


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What is left.

    Attributes:
        size: bytes to send, packed; about.
        unfetched: changes made elsewhere that have not arrived; about.
        seconds: how long all of it takes if the line stays as it was; None where that was not measured.
    """

    size: int
    unfetched: int
    seconds: float | None


def outlook(
    status: Status, quality: LineQuality, *, limit: int | None = None, fetching: float | None = None
) -> Outlook:
    """Work it out.

    Args:
        status: how much there is.
        quality: what the line did of late.
        limit: bytes a second that may go at most.
        fetching: changes a second that came in so far.
    """
    size = round(status.unsent_bytes * (quality.packing or _TYPICAL_PACKING))
    sending = quality.sending if limit is None or quality.sending is None else min(quality.sending, limit)
    up, down = _seconds(size, sending), _seconds(status.unfetched, fetching)
    return Outlook(size=size, unfetched=status.unfetched, seconds=None if up is None or down is None else up + down)


def _seconds(amount: float, rate: float | None) -> float | None:
    if not amount:
        return 0.0
    return amount / rate if rate else None
