"""A PC that has never seen the office joins it: its unit comes from the national system, not from what is typed."""

from pathlib import Path

import msgspec

from desktop.services.office import NewOffice, Office
from desktop.services.session import Clock, Session, local_now
from desktop.services.synchronise import Synchronise
from desktop.store.backup import DATABASE_NAME, KEYS_NAME
from desktop.store.errors import translated
from desktop.store.keys import Cost
from sync.client.line import LineSettings, checked
from sync.contract.errors import CodedError

#: What stands for the unit between set-up and the server's answer; nobody ever sees it.
_NOT_KNOWN_YET = "chi_nhanh"


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of somebody whose PC joins: where to, the code their centre handed out, and who they are."""

    server: str
    code: str
    login: str
    full_name: str
    password: str
    proxy: str | None = None
    ca_file: str | None = None


def join(home: Path, newcomer: Newcomer, clock: Clock = local_now, cost: Cost | None = None) -> tuple[Session, str]:
    """Set this PC up as one more of an office the national system knows; it numbers nothing by itself.

    What the office has recorded so far is not here yet: run `Synchronise.cycle` next. Should that break off, the PC has
    joined all the same and goes on fetching at the next cycle.

    Returns:
        The session, and the recovery key of this PC to print.

    Raises:
        DomainError: ``required``, ``password_short`` with the field.
        Invalid: what is wrong with the address, proxy or authority file.
        StoreError: why the folder cannot hold an office, see `Office.create`.
        SyncError: no line, or the code was refused; nothing stays in the folder.
    """
    checked(LineSettings(server=newcomer.server, proxy=newcomer.proxy, ca_file=newcomer.ca_file))
    new = NewOffice(
        unit_code=_NOT_KNOWN_YET,
        unit_name=_NOT_KNOWN_YET,
        unit_kind=_NOT_KNOWN_YET,
        province=None,
        login=newcomer.login,
        full_name=newcomer.full_name,
        password=newcomer.password,
        numbering=False,
    )
    session, recovery_key = Office.create(home, new, clock, cost)
    try:
        enrolling = Synchronise(session)
        enrolling.enrol(newcomer.server, newcomer.code, proxy=newcomer.proxy, ca_file=newcomer.ca_file)
    except CodedError:
        session.database.close()
        with translated():
            for name in (DATABASE_NAME, KEYS_NAME):
                (home / name).unlink()
        raise
    return session, recovery_key
