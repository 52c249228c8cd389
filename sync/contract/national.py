"""The country's records without anybody in them, unit by unit, for the Department's own PC (decisions/0023).

A unit comes whole, or not at all while nothing in it has changed since the PC was last told. What may leave is decided
by the server alone; ids hold within one telling of a unit and mean nothing outside of it.
"""

import msgspec

from sync.contract.fields import Wire
from sync.contract.version import PROTOCOL_VERSION


class NationalRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record with an id that means nothing elsewhere; days and moments are months (``2021-08``)."""

    type: str
    id: str
    fields: dict[str, Wire]


class NationalUnit(msgspec.Struct, frozen=True, kw_only=True):
    """All that leaves of one unit (by its id) as it stood at the position ``head`` of its feed."""

    unit: str
    head: int
    records: tuple[NationalRecord, ...]


class NationalRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody enrolled on a PC of the Department, by the id that PC gave them, asks for the country's records.

    Attributes:
        author: who asks.
        types: of the records that are needed, no others come.
        heads: unit → the position at which it was last told.
    """

    author: str
    types: tuple[str, ...]
    heads: dict[str, int] = {}
    protocol: int = PROTOCOL_VERSION


class NationalResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The units that have changed, as many as fit, as they stood ``at`` a moment (UTC); ``more``: ask again."""

    at: str
    units: tuple[NationalUnit, ...]
    more: bool = False
    protocol: int = PROTOCOL_VERSION
