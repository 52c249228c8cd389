"""Tells somebody who answers for PCs, on their own PC, how these stand; the status page tells the same in a browser."""

from datetime import datetime

from sync.contract.oversight import StatusRequest, StatusResponse, silent_first
from sync.contract.roles import OVERSEEING
from sync.server.database import Database, now
from sync.server.refusals import Refused
from sync.server.scope import Device, people_of
from sync.server.status import in_sight


def oversee(database: Database, device: Device, request: StatusRequest) -> StatusResponse:
    """How the PCs in sight of this one's unit stand, for a person enrolled on it.

    Raises:
        Refused: 403 ``not_overseeing``: nobody such is enrolled there, or it is not for their role.
    """
    with database.read() as connection:
        author = people_of(connection, device).authors.get(request.author)
        if author is None or not author.enabled or author.role not in OVERSEEING:
            raise Refused(403, "not_overseeing")
        units, at = in_sight(connection, device.unit, device.kind), now()
    return StatusResponse(at=at, units=tuple(silent_first(units, datetime.fromisoformat(at))))
