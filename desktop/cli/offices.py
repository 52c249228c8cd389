"""Commands about the office on this PC and the people who sign in."""

from argparse import Namespace
from typing import Any

import msgspec

from desktop.cli.failures import failure
from desktop.cli.shell import PASSWORD_VARIABLE, RECOVERY_VARIABLE, Answer, Command, Misuse, Shell, secret
from desktop.domain.catalogues import catalogue
from desktop.services.office import NewOffice, NewUser, Office, people_of
from desktop.services.session import Session, local_now
from desktop.store.backup import DATABASE_NAME, KEYS_NAME
from desktop.words import cli as words
from sync.contract.errors import CodedError

#: What an office of one's own needs; a PC that joins learns it from the server.
_OWN = ("unit_code", "unit_name", "kind")
_JOINING = ("server", "code")


def init(shell: Shell, args: Namespace) -> Answer:
    """Set up an office here; with a server and a code, join it and fetch what there is."""
    joins = args.server is not None or args.code is not None
    needed = ("user", *(_JOINING if joins else _OWN))
    missing = [f"--{name.replace('_', '-')}" for name in needed if not getattr(args, name)]
    if missing:
        raise Misuse(words.MISSING.format(names=", ".join(missing)))
    _known("unit_kind", args.kind)
    _known("province", args.province)
    new = NewOffice(
        unit_code=args.unit_code or args.code,  # of a PC that joins: until the server has told
        unit_name=args.unit_name or args.server,
        unit_kind=args.kind or "chi_nhanh",
        province=args.province,
        login=args.user,
        full_name=args.full_name,
        password=shell.new_password(PASSWORD_VARIABLE),
        numbering=not joins,
    )
    session, recovery_key = Office.create(shell.home, new, shell.clock, shell.cost)
    try:
        joined = _join(shell, session, args.server, args.code) if joins else None
    finally:
        session.database.close()
    unit = session.office.unit
    data = {"home": str(shell.home), "unit": _plain(unit), "recovery_key": recovery_key, "enrolled": joins}
    text = words.INIT_DONE.format(unit=unit.name, home=shell.home, key=recovery_key)
    if joined is None:
        return Answer(data, text)
    return Answer(data | joined.data, f"{text}\n{joined.text}", joined.code)


def _join(shell: Shell, session: Session, server: str, code: str) -> Answer:
    """Enrol a PC that has just been set up and fetch what there is; without the enrolment nothing stays of it."""
    from desktop.cli.syncing import cycle  # noqa: PLC0415 - an office of one's own needs no line
    from desktop.services.synchronise import Synchronise  # noqa: PLC0415

    try:
        Synchronise(session).enrol(server, code)
    except CodedError:
        session.database.close()
        for name in (DATABASE_NAME, KEYS_NAME):
            (shell.home / name).unlink()
        raise
    try:
        return cycle(session)
    except CodedError as error:  # the next `sync` goes on; the recovery key must be shown now
        return failure(error)


def enrol(shell: Shell, args: Namespace) -> Answer:
    """Make this PC known to the national system."""
    from desktop.services.synchronise import Synchronise  # noqa: PLC0415 - see `_join`

    with shell.writing() as session:
        Synchronise(session).enrol(args.server, args.code)
        office = session.office
    data = {"unit": _plain(office.unit), "server": office.server, "numbering": office.numbering}
    return Answer(data, words.ENROL_DONE.format(unit=office.unit.name, server=office.server))


def user_add(shell: Shell, args: Namespace) -> Answer:
    """Let one more person sign in."""
    _known("user_role", args.role)
    own_password = shell.password()
    new = NewUser(login=args.login, full_name=args.full_name, role=args.role, password=shell.new_password())
    with shell.lock():
        office = shell.office()
        session = office.sign_in(shell.login_at(office), own_password)
        try:
            office.add_user(session, own_password, new)
        finally:
            session.database.close()
    return Answer({"login": new.login}, words.USER_ADDED.format(login=new.login))


def user_list(shell: Shell, _args: Namespace) -> Answer:
    """Everybody who may sign in."""
    with shell.reading() as session:
        people = people_of(session)
    rows = [{"login": p.login, "full_name": p.full_name, "role": p.role} for p in people]
    return Answer({"users": rows}, "\n".join(f"{p.login}: {p.full_name} ({p.role})" for p in people))


def password(shell: Shell, _args: Namespace) -> Answer:
    """Change one's own password."""
    office = shell.office()
    login = shell.login_at(office)
    old = shell.password()
    with shell.lock():
        office.change_password(login, old, shell.new_password())
    return Answer({"login": login}, words.PASSWORD_CHANGED)


def recover(shell: Shell, _args: Namespace) -> Answer:
    """Set a new password with the printed recovery key."""
    office = shell.office()
    login = shell.login_at(office)
    key = secret(RECOVERY_VARIABLE, words.ASK_RECOVERY)
    with shell.lock():
        office.recover(key, login, shell.new_password()).database.close()
    return Answer({"login": login}, words.PASSWORD_CHANGED)


def _known(name: str, code: str | None) -> None:
    """Raise `Misuse` with the codes of the catalogue if ``code`` is none of them."""
    entries = catalogue(name).valid(local_now().date())
    if code is not None and code not in {entry.code for entry in entries}:
        choices = "; ".join(f"{entry.code} = {entry.brief}" for entry in entries)
        raise Misuse(words.UNKNOWN_CODE.format(code=code, choices=choices))


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


COMMANDS: dict[str, Command] = {
    "init": init,
    "enrol": enrol,
    "user add": user_add,
    "user list": user_list,
    "password": password,
    "recover": recover,
}
