"""The way of an enrolled PC to the national system, as the settings show, change and try it."""

import logging

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.store import settings
from desktop.store.errors import StoreError
from desktop.store.secrets import KeyringSecrets, SecretStore
from sync.client.line import LineSettings, ProxyLogin, Reached, checked

log = logging.getLogger(__name__)

_NAME = "line"
_PASSWORD = "proxy_password"  # noqa: S105 - the name of the secret, not the secret


def line_of(session: Session) -> LineSettings | None:
    """The way that was chosen; None before the PC is enrolled."""
    with session.database.read() as connection:
        kept = settings.get(connection, _NAME)
    return msgspec.convert(kept, LineSettings) if kept else None


def change_line(
    session: Session, proxy: str | None, ca_file: str | None, proxy_user: str | None = None
) -> LineSettings:
    """Go through another proxy, trust another authority; the address of the system itself stays.

    Raises:
        DomainError: ``not_enrolled``.
        Invalid: what is wrong with the proxy or the authority file.
    """
    line = line_of(session)
    if line is None:
        raise DomainError("not_enrolled")
    line = checked(LineSettings(server=line.server, proxy=proxy, proxy_user=proxy_user, ca_file=ca_file))
    with session.database.write() as connection:
        settings.put(connection, _NAME, msgspec.to_builtins(line))
    return line


def keep_proxy_password(session: Session, password: str, secrets: SecretStore | None = None) -> bool:
    """Keep the proxy's password in the system's keyring; a keyring may ask the person, so on a lane.

    Returns:
        False where there is no keyring that keeps secrets: then it is known until the program ends, and is in no file.
    """
    session.proxy_password = password
    try:
        (secrets or KeyringSecrets(_NAME)).put(_PASSWORD, password)
    except StoreError as reason:
        log.info("the proxy's password is kept in memory alone: %s", reason.code)
        return False
    return True


def proxy_login_of(session: Session, line: LineSettings, secrets: SecretStore | None = None) -> ProxyLogin | None:
    """Who to be to a proxy that asks; None without a name, or without a password that is known."""
    if line.proxy_user is None:
        return None
    if session.proxy_password is None:
        try:
            session.proxy_password = (secrets or KeyringSecrets(_NAME)).get(_PASSWORD)
        except StoreError as reason:
            log.info("the proxy's password cannot be read: %s", reason.code)
    return ProxyLogin(line.proxy_user, session.proxy_password) if session.proxy_password else None


def try_line(session: Session) -> Reached:
    """Look whether the way to the system is free; takes up to half a minute, so on a lane.

    Raises:
        DomainError: ``not_enrolled``.
        SyncError: what is wrong, see `sync.client.probe.probe`.
    """
    from sync.client.probe import probe  # noqa: PLC0415 - loads requests, which nothing else here needs

    line = line_of(session)
    if line is None:
        raise DomainError("not_enrolled")
    return probe(line, proxy_login_of(session, line))
