"""What every command works with: the home, the person signing in, the answer it gives."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from desktop.services import this_pc
from desktop.services.office import Office
from desktop.services.session import Clock, Session
from desktop.store.errors import StoreError
from desktop.store.home import is_free
from desktop.store.keys import Cost
from desktop.store.lock import HomeLock
from desktop.words import cli as words

HOME_VARIABLE = "TGPL_HOME"
USER_VARIABLE = "TGPL_USER"
PASSWORD_VARIABLE = "TGPL_PASSWORD"  # noqa: S105 - the variable's name
NEW_PASSWORD_VARIABLE = "TGPL_NEW_PASSWORD"  # noqa: S105
PROXY_PASSWORD_VARIABLE = "TGPL_PROXY_PASSWORD"  # noqa: S105
RECOVERY_VARIABLE = "TGPL_RECOVERY_KEY"

DONE, FAILED, MISUSED, OFFLINE, WAITS_FOR_PERSON = range(5)


class Misuse(Exception):
    """The command was written wrongly; carries the sentence that says how."""


class Answer(msgspec.Struct, frozen=True):
    """What a command has to say: the object for ``--json``, the sentences for people, the exit code."""

    data: dict[str, Any]
    text: str
    code: int = DONE
    failed: bool = False


class Shell:
    """One run of the program.

    Attributes:
        home: the office's folder; not necessarily there yet.
        login: who signs in, if it was said.
    """

    def __init__(self, args: Namespace, clock: Clock, cost: Cost | None) -> None:
        self.home = this_pc.office_folder(Path(args.home or os.environ.get(HOME_VARIABLE) or _usual_home()))
        self.login: str | None = args.user or os.environ.get(USER_VARIABLE)
        self.clock = clock
        self.cost = cost

    def office(self) -> Office:
        """The office in the home, still locked. Raise `StoreError`; ``no_office`` if none was set up here."""
        self._must_hold_office()
        return Office.at(self.home, self.clock, self.cost)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Sign in to look; a window may be open on the same home."""
        office = self.office()
        session = office.sign_in(self.login_at(office), self.password())
        session.proxy_password = os.environ.get(PROXY_PASSWORD_VARIABLE)  # else the keyring is asked
        try:
            yield session
        finally:
            session.database.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Sign in to change something, as the only program that works in this home. Raise ``home_in_use``."""
        with self.lock(), self.reading() as session:
            yield session

    def lock(self) -> HomeLock:
        """The right to write in the home. Raise `StoreError` ``no_office`` if none was set up here."""
        self._must_hold_office()
        return HomeLock(self.home)

    def _must_hold_office(self) -> None:
        """A database without its key file is an office all the same, and says so itself."""
        if is_free(self.home):
            raise StoreError("no_office", home=str(self.home))

    def login_at(self, office: Office) -> str:
        """Who signs in: as said, or the only person of this PC."""
        if self.login:
            return self.login
        logins = office.keys.logins
        if len(logins) > 1:
            raise Misuse(words.USER_MISSING.format(logins=", ".join(logins)))
        return logins[0]

    def password(self) -> str:
        """The password of who signs in."""
        return secret(PASSWORD_VARIABLE, words.ASK_PASSWORD)

    def new_password(self, variable: str = NEW_PASSWORD_VARIABLE) -> str:
        """A password that is being set: typed twice where it is typed."""
        if variable in os.environ:
            return os.environ[variable]
        first = secret(variable, words.ASK_NEW_PASSWORD)
        if secret(variable, words.ASK_AGAIN) != first:
            raise Misuse(words.PASSWORDS_DIFFER)
        return first


def _usual_home() -> Path:
    """Where the window looks too."""
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed when the home is named

    return user_data_path("TGPL", appauthor=False)


Command = Callable[[Shell, Namespace], Answer]
"""The function behind a command."""


def secret(variable: str, question: str) -> str:
    """A secret from the environment or the keyboard, never from the arguments, which every program can read."""
    if variable in os.environ:
        return os.environ[variable]
    if not sys.stdin.isatty():
        raise Misuse(words.SECRET_MISSING.format(variable=variable))
    return getpass.getpass(question)
