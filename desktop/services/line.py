"""The way of an enrolled PC to the national system, as the settings show and change it."""

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.store import settings
from sync.client.line import LineSettings, checked

_NAME = "line"


def line_of(session: Session) -> LineSettings | None:
    """The way that was chosen; None before the PC is enrolled."""
    with session.database.read() as connection:
        kept = settings.get(connection, _NAME)
    return msgspec.convert(kept, LineSettings) if kept else None


def change_line(session: Session, proxy: str | None, ca_file: str | None) -> LineSettings:
    """Go through another proxy, trust another authority; the address of the system itself stays.

    Raises:
        DomainError: ``not_enrolled``.
        Invalid: what is wrong with the proxy or the authority file.
    """
    line = line_of(session)
    if line is None:
        raise DomainError("not_enrolled")
    line = checked(LineSettings(server=line.server, proxy=proxy, ca_file=ca_file))
    with session.database.write() as connection:
        settings.put(connection, _NAME, msgspec.to_builtins(line))
    return line
