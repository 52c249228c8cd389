"""Where this PC's tokens for the server live between two runs: the keyring, or the encrypted file where there is none.

A pair is one secret, so that it is replaced as a whole. The file says where the newest pair is: it holds the pair
itself while the keyring cannot be used, else a mark. Should the power fail between the two, the older pair is found,
and the server takes it: it stays good until the newer one is first used (SYNC §4).
"""

import logging
from typing import Any

import msgspec
from sqlalchemy import Connection

from desktop.store import settings, shut_out
from desktop.store.engine import Database
from desktop.store.errors import StoreError
from desktop.store.secrets import REFRESH_TOKEN, KeyringSecrets, SecretStore
from sync.contract.errors import NeedsUser
from sync.contract.messages import Tokens

log = logging.getLogger(__name__)

_IN_KEYRING = "keyring"
#: This computer has no keyring, so it is another one's: the file was copied from there.
_NONE_HERE = frozenset({"no_keyring", "keyring_unsafe"})


class DeviceTokens:
    """`sync.client.ports.TokenStore` of one PC (``device``: its id), over the office's file and the keyring."""

    def __init__(self, database: Database, device: str, secrets: SecretStore | None = None) -> None:
        """Read nothing yet: a keyring may ask the user, so the first use belongs to a worker thread."""
        self._database = database
        self._name = f"tokens {device}"
        self._secrets = secrets or KeyringSecrets(device)

    def load(self) -> Tokens | None:
        """Return the last pair, or None before enrolment.

        Raises:
            NeedsUser: the pair is in a keyring that cannot be used now; reasons as in `SecretStore`, or
                ``tokens_out_of_reach`` where there is none that could be.
            StoreError: the encrypted file cannot be read.
        """
        kept = self._in_file()
        if kept is not None and kept != _IN_KEYRING:
            return msgspec.convert(kept, Tokens)
        try:
            secret = self._secrets.get(REFRESH_TOKEN)
        except StoreError as reason:
            if kept == _IN_KEYRING:
                raise NeedsUser("tokens_out_of_reach" if reason.code in _NONE_HERE else reason.code) from reason
            return None
        return _read(secret)

    def keep(self, tokens: Tokens) -> None:
        """Keep a new pair durably. Raise `StoreError` when neither place takes it."""
        try:
            self._secrets.put(REFRESH_TOKEN, msgspec.json.encode(tokens).decode())
        except StoreError as reason:
            log.info("the tokens go into the encrypted file: %s", reason.code)
            self._write_file(msgspec.to_builtins(tokens))
        else:
            if self._in_file() != _IN_KEYRING:
                self._write_file(_IN_KEYRING)

    def forget(self) -> None:
        """Keep none any more; a keyring that cannot be used now keeps what nobody asks for."""
        with self._database.write() as connection:
            settings.drop(connection, self._name)
        try:
            self._secrets.forget(REFRESH_TOKEN)
        except StoreError as reason:
            log.info("old tokens stay in the keyring: %s", reason.code)

    def note_refusal(self, code: str) -> None:
        """Keep that the server refuses this PC, until it lets it in again (`desktop.store.shut_out`)."""
        with self._database.write() as connection:
            shut_out.note(connection, code)

    def _in_file(self) -> Any:
        with self._database.read() as connection:
            return settings.get(connection, self._name)

    def _write_file(self, value: Any) -> None:
        with self._database.write() as connection:
            settings.put(connection, self._name, value)


def take_over(connection: Connection, before: Connection, device: str) -> None:
    """Let a restored file have the pair that the file it replaces kept for this id; the keyring needs no such thing."""
    name = f"tokens {device}"
    if (kept := settings.get(before, name)) is not None:
        settings.put(connection, name, kept)


def _read(secret: str | None) -> Tokens | None:
    """A secret another program has meddled with is none: the PC enrols again."""
    if secret is None:
        return None
    try:
        return msgspec.json.decode(secret, type=Tokens)
    except msgspec.DecodeError:
        log.info("the keyring holds no pair of tokens")
        return None
