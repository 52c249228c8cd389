"""Commands about the office on this PC and the people who sign in."""

from argparse import Namespace

import msgspec

from desktop.cli.failures import failure
from desktop.cli.shell import (
    PASSWORD_VARIABLE,
    PROXY_PASSWORD_VARIABLE,
    RECOVERY_VARIABLE,
    Answer,
    Command,
    Misuse,
    Shell,
    secret,
)
from desktop.domain.catalogues import ROLES_OF_AN_OFFICE, catalogue
from desktop.services.office import NewOffice, NewUser, Office, people_of
from desktop.services.session import Session, local_now
from desktop.words import cli as words
from sync.contract.errors import CodedError


def init(shell: Shell, args: Namespace) -> Answer:
    """Set up an office here; with a server and a code, join one and fetch what it has."""
    if args.server is not None or args.code is not None:
        return _join(shell, args)
    _need(args, "user", "unit_code", "unit_name", "kind")
    _known("unit_kind", args.kind)
    _known("province", args.province)
    new = NewOffice(
        unit_code=args.unit_code,
        unit_name=args.unit_name,
        unit_kind=args.kind,
        province=args.province,
        login=args.user,
        full_name=args.full_name,
        password=shell.new_password(PASSWORD_VARIABLE),
    )
    session, recovery_key = Office.create(shell.home, new, shell.clock, shell.cost)
    session.database.close()
    return _set_up(shell, session, recovery_key)


def _join(shell: Shell, args: Namespace) -> Answer:
    from desktop.cli.syncing import cycle  # noqa: PLC0415 - an office of one's own needs no line
    from desktop.services.joining import Newcomer, join  # noqa: PLC0415

    _need(args, "user", "server", "code")
    newcomer = Newcomer(
        server=args.server,
        code=args.code,
        login=args.user,
        full_name=args.full_name,
        password=shell.new_password(PASSWORD_VARIABLE),
        proxy=args.proxy,
        proxy_user=args.proxy_user,
        proxy_password=_proxy_password(args),
        ca_file=args.ca_file,
    )
    session, recovery_key = join(shell.home, newcomer, shell.clock, shell.cost)
    try:
        fetched = cycle(shell, session)
    except CodedError as error:  # the next `sync` goes on; the recovery key must be shown now
        fetched = failure(error)
    finally:
        session.database.close()
    joined = _set_up(shell, session, recovery_key)
    return Answer(joined.data | fetched.data, f"{joined.text}\n{fetched.text}", fetched.code)


def _set_up(shell: Shell, session: Session, recovery_key: str) -> Answer:
    office = session.office
    data = {
        "home": str(shell.home),
        "unit": msgspec.to_builtins(office.unit),
        "recovery_key": recovery_key,
        "enrolled": office.enrolled,
    }
    return Answer(data, words.INIT_DONE.format(unit=office.unit.name, home=shell.home, key=recovery_key))


def enrol(shell: Shell, args: Namespace) -> Answer:
    """Make this PC known to the national system; one that it has refused joins again, on the way it knows."""
    from desktop.services.line import keep_proxy_password, line_of  # noqa: PLC0415 - see `_join`
    from desktop.services.synchronise import Synchronise  # noqa: PLC0415

    with shell.writing() as session:
        service = Synchronise(session)
        known = line_of(session)
        if known and service.status().shut_out and args.server in (None, known.server):
            service.enrol_again(args.code)
            return _enrolled(session)
        if known is None:
            _need(args, "server")
        password = _proxy_password(args)
        line = {"proxy": args.proxy, "proxy_user": args.proxy_user, "ca_file": args.ca_file}
        service.enrol(args.server, args.code, **line, proxy_password=password, take_over=service.nothing_recorded)
        kept = not password or keep_proxy_password(session, password)
        done = _enrolled(session)
    return done if kept else Answer(done.data, f"{done.text}\n{_not_kept()}")


def _enrolled(session: Session) -> Answer:
    office = session.office
    data = {"unit": msgspec.to_builtins(office.unit), "server": office.server, "numbering": office.numbering}
    return Answer(data, words.ENROL_DONE.format(unit=office.unit.name, server=office.server))


def _proxy_password(args: Namespace) -> str | None:
    return secret(PROXY_PASSWORD_VARIABLE, words.ASK_PROXY_PASSWORD) if args.proxy_user else None


def _not_kept() -> str:
    return words.PROXY_PASSWORD_NOT_KEPT.format(variable=PROXY_PASSWORD_VARIABLE)


def user_add(shell: Shell, args: Namespace) -> Answer:
    """Let one more person sign in."""
    _known("user_role", args.role, group=ROLES_OF_AN_OFFICE)
    login = shell.login_at(shell.office())
    own_password = shell.password()
    new = NewUser(login=args.login, full_name=args.full_name, role=args.role, password=shell.new_password())
    with shell.lock():
        office = shell.office()
        session = office.sign_in(login, own_password)
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


def _known(name: str, code: str | None, *, group: str | None = None) -> None:
    """Raise `Misuse` with the codes of the catalogue, or of one group of it, if ``code`` is none of them."""
    entries = catalogue(name).valid(local_now().date(), group=group)
    if code is not None and code not in {entry.code for entry in entries}:
        choices = "; ".join(f"{entry.code} = {entry.brief}" for entry in entries)
        raise Misuse(words.UNKNOWN_CODE.format(code=code, choices=choices))


def _need(args: Namespace, *names: str) -> None:
    missing = [f"--{name.replace('_', '-')}" for name in names if not getattr(args, name)]
    if missing:
        raise Misuse(words.MISSING.format(names=", ".join(missing)))


COMMANDS: dict[str, Command] = {
    "init": init,
    "enrol": enrol,
    "user add": user_add,
    "user list": user_list,
    "password": password,
    "recover": recover,
}
