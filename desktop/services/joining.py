"""A PC that has never seen the office joins it: its unit comes from the national system, not from what is typed.

The office on this PC is one only when the answer has come. The answer can be lost after the server has used the code
up, so the id under which this PC asked outlives the attempt: the same code from the same id is let in again.
"""

import hashlib
from pathlib import Path

import msgspec

from desktop.services.line import keep_proxy_password
from desktop.services.office import NewOffice, founding
from desktop.services.session import Clock, Session, local_now
from desktop.services.synchronise import Synchronise
from desktop.store.errors import translated
from desktop.store.files import write_durably
from desktop.store.keys import Cost
from sync.client.line import LineSettings, checked
from sync.contract.errors import SyncError
from sync.contract.identity import new_id

ATTEMPT_NAME = "joining.json"

#: After these the server has certainly let nobody in: the next attempt is a new one.
_REFUSALS = frozenset({"code_unknown", "code_expired", "code_used", "device_revoked", "device_enrolled_elsewhere"})

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
    proxy_user: str | None = None
    proxy_password: str | None = None
    ca_file: str | None = None


class _Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """That this PC asked to join: the id it gave itself, and a fingerprint of where and with which code."""

    device: str
    asked: str


def join(home: Path, newcomer: Newcomer, clock: Clock = local_now, cost: Cost | None = None) -> tuple[Session, str]:
    """Set this PC up as one more of an office the national system knows; it numbers nothing by itself.

    What the office has recorded so far is not here yet: run `Synchronise.cycle` next. Should that break off, the PC has
    joined all the same and goes on fetching at the next cycle.

    Returns:
        The session, and the recovery key of this PC to print.

    Raises:
        DomainError: ``required``, ``text_too_long``, ``password_short`` with the field.
        Invalid: what is wrong with the address, proxy or authority file.
        StoreError: why the folder cannot hold an office, see `Office.create`.
        SyncError: the code was refused, or no answer came; no office is in the folder. Trying again with the same code
            is right after a line that broke, even if the server had let this PC in.
    """
    line = checked(
        LineSettings(
            server=newcomer.server, proxy=newcomer.proxy, proxy_user=newcomer.proxy_user, ca_file=newcomer.ca_file
        )
    )
    attempt = _attempt(home, line.server, newcomer.code)
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
    with founding(home, new, clock, cost, device=attempt.device) as (session, recovery_key):
        write_durably(home / ATTEMPT_NAME, msgspec.json.encode(attempt))
        try:
            Synchronise(session).enrol(
                line.server,
                newcomer.code,
                proxy=line.proxy,
                proxy_user=line.proxy_user,
                proxy_password=newcomer.proxy_password,
                ca_file=line.ca_file,
                take_over=True,
            )
        except SyncError as error:
            if error.code in _REFUSALS:
                _forget_attempt(home)
            raise
    _forget_attempt(home)
    if newcomer.proxy_password:
        keep_proxy_password(session, newcomer.proxy_password)
    return session, recovery_key


def _attempt(home: Path, server: str, code: str) -> _Attempt:
    """The attempt that is being repeated, else a new one."""
    letters = "".join(code.upper().split()).replace("-", "")
    asked = hashlib.sha256(f"{server}\n{letters}".encode()).hexdigest()
    try:
        kept = msgspec.json.decode((home / ATTEMPT_NAME).read_bytes(), type=_Attempt)
    except (OSError, msgspec.MsgspecError):
        kept = None
    return kept if kept is not None and kept.asked == asked else _Attempt(device=new_id(), asked=asked)


@translated()
def _forget_attempt(home: Path) -> None:
    (home / ATTEMPT_NAME).unlink(missing_ok=True)
