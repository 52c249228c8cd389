"""What people of an office are told when their unit was merged into another (SYNC §5; decisions/0009)."""

import msgspec

from desktop.services.session import OfficeInfo, Session
from desktop.store import directory
from desktop.store.engine import Connection


def merged(session: Session) -> tuple[str, str] | None:
    """Names of the unit this office was and of the one it has become, until somebody has read it."""
    with session.database.read() as connection:
        return directory.notice(connection)


def note_read(session: Session) -> None:
    """Somebody has read it."""
    with session.database.write() as connection:
        directory.note_read(connection)


def books(connection: Connection, office: OfficeInfo) -> list[OfficeInfo]:
    """The office as the unit it is, and as each it was, whose Sổ may still have cases without a number."""
    return [office, *(msgspec.structs.replace(office, unit=unit) for unit in directory.former(connection))]
