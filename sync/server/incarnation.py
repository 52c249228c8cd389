"""A PC goes on under a new id, because its file was restored, rolled back or copied (SYNC §6, decisions/0006).

The new id inherits unit, people and aliases of the one it continues. Until a token of the new id is first shown, the
call may be repeated, for its answer can be lost; from then on nobody gets into the new id with the old one's token,
and the old id, if nothing goes on under it, has ended.
"""

from sqlalchemy import Connection, Table, insert, literal, select

from sync.bundle.keys import is_public_key
from sync.contract.messages import IncarnationRequest, IncarnationResponse
from sync.server import tables, tokens
from sync.server.accounts import audit
from sync.server.bulk import AnyRow
from sync.server.database import Database, now
from sync.server.refusals import Refused
from sync.server.scope import is_id


def begin(database: Database, access: str, request: IncarnationRequest) -> IncarnationResponse:
    """Let the PC with this token go on under the id it has chosen.

    The present id ends if the file was restored, or, as it bears the same name, presumably was rolled back where it
    lies; a copy leaves it to the other PC, together with the right to number.

    Raises:
        Refused: 401 as in `tokens.authenticate`; 409 ``device_enrolled_elsewhere`` if the new id is in use;
            400 ``request_malformed``.
    """
    with database.write() as connection:
        before, _ = tokens.authenticate(connection, access)
        return go_on(connection, before.id, request)


def go_on(connection: Connection, before: str, request: IncarnationRequest) -> IncarnationResponse:
    """Let the PC that has shown to be ``before`` go on under the id it has chosen; raises as `begin`."""
    sound = is_id(request.device) and "\0" not in request.device_name
    if not sound or (request.bundle_key is not None and not is_public_key(request.bundle_key)):
        raise Refused(400, "request_malformed")
    row = _locked(connection, before)
    if request.device != before:  # else its answer was lost, and the PC came back with the new token
        presumed = not request.restored and request.device_name[:200] == row.name
        _found(connection, row, request, replaces=request.restored or presumed, presumed=presumed)
    unit, device = tables.unit, tables.device
    ends = connection.scalar(select(device.c.replaces).where(device.c.id == request.device))
    holder = connection.scalar(select(unit.c.numbering_device).where(unit.c.id == row.unit))
    numbering = holder == request.device or bool(ends and holder == before)
    issued = tokens.issue(connection, request.device)
    return IncarnationResponse(tokens=issued, numbering=numbering, device=request.device)


def inherit(connection: Connection, before: str, device: str) -> None:
    """Give a new id what the one before it is known by: the accounts of its people and the unit ids made offline."""
    for table, columns in (
        (tables.device_account, ("local_id", "account")),
        (tables.unit_alias, ("local_id", "unit")),
    ):
        _copy(connection, table, columns, before, device)


def _found(
    connection: Connection, before: AnyRow, request: IncarnationRequest, *, replaces: bool, presumed: bool
) -> None:
    """Write the new id down, unless the same PC has asked before."""
    device = tables.device
    known = connection.execute(select(device).where(device.c.id == request.device)).one_or_none()
    if known is not None:
        if known.revoked_at:
            raise Refused(401, "device_revoked")
        if known.continues != before.id or tokens.is_used(connection, request.device):
            raise Refused(409, "device_enrolled_elsewhere")
        return
    connection.execute(
        insert(device).values(
            id=request.device,
            unit=before.unit,
            name=request.device_name[:200],
            code_hash=before.code_hash,
            enrolled_at=now(),
            continues=before.id,
            replaces=replaces,
            presumed=presumed,
            waiting=0,
            program=before.program,
            bundle_key=request.bundle_key,
        )
    )
    inherit(connection, before.id, request.device)
    detail = f"{before.id} {'ends' if replaces else 'goes on'}"
    audit(connection, "incarnation_begun", request.device, detail, actor=before.id)


def _locked(connection: Connection, device_id: str) -> AnyRow:
    device = tables.device
    return connection.execute(select(device).where(device.c.id == device_id).with_for_update()).one()


def _copy(connection: Connection, table: Table, columns: tuple[str, ...], before: str, device: str) -> None:
    values = select(literal(device), *(table.c[name] for name in columns)).where(table.c.device == before)
    connection.execute(insert(table).from_select(["device", *columns], values))
