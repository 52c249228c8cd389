"""The key file beside the database: one random data key, sealed once per user and once for recovery.

The data key opens the database and never changes hands in the clear. Each user's copy is sealed
(AES-256-GCM) under a key made from their password (Argon2id, its cost stored with it); one more copy is
sealed under the recovery key. So a password changes without re-encrypting anything, several people share
one PC, and signing in needs no line. The file holds logins, never names. A copy of its previous version
stays beside it.

Taking a user out stops their password in this file; it does not take back a copy of file and database that
somebody made before.
"""

import secrets
import unicodedata
from pathlib import Path
from typing import Annotated, Self

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.store import recovery
from desktop.store.engine import KEY_BYTES, key_id
from desktop.store.errors import StoreError, translated
from desktop.store.files import sync_folder, write_durably

FORMAT = 1

_SALT_BYTES = 16
_NONCE_BYTES = 12
_RECOVERY_CONTEXT = b"tgpl/recovery"


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one guess at a password costs. The default takes about 0.4 s on an old two-core office PC.

    The bounds keep a damaged or forged file from asking for more memory than a PC has.
    """

    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=1 << 20)] = 64 << 10
    passes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    lanes: Annotated[int, msgspec.Meta(ge=1, le=8)] = 2


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data key under another key (AES-256-GCM)."""

    nonce: Annotated[bytes, msgspec.Meta(min_length=_NONCE_BYTES, max_length=_NONCE_BYTES)]
    box: bytes


class User(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One user's way to the data key."""

    salt: Annotated[bytes, msgspec.Meta(min_length=8, max_length=64)]
    cost: Cost
    sealed: Sealed


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as JSON; bytes are base64. ``key_id`` names the data key without giving it away."""

    format: int
    key_id: str
    recovery: Sealed
    users: dict[str, User]


class _Head(msgspec.Struct):
    format: int


class KeyFile:
    """The sealed copies of one data key, on disk. Every change is written at once."""

    def __init__(self, path: Path, content: Content, cost: Cost) -> None:
        """Hold what `create` made or `load` read; ``cost`` is for passwords set from now on."""
        self.path = path
        self._content = content
        self._cost = cost

    @classmethod
    def create(cls, path: Path, login: str, password: str, *, cost: Cost | None = None) -> tuple[Self, bytes, str]:
        """Make a new data key for ``login`` and write the file.

        Return the file, the data key and the recovery key to print; the recovery key is nowhere else.
        Raise `StoreError` ``exists`` when there is a key file already.
        """
        if path.exists():
            raise StoreError("exists", path=str(path))
        data_key = secrets.token_bytes(KEY_BYTES)
        secret = recovery.new_secret()
        content = Content(
            format=FORMAT,
            key_id=key_id(data_key),
            recovery=_seal(_recovery_key(secret), data_key, _RECOVERY_CONTEXT),
            users={},
        )
        keys = cls(path, content, cost or Cost())
        keys.add_user(data_key, login, password)
        return keys, data_key, recovery.written(secret)

    @classmethod
    def load(cls, path: Path, *, cost: Cost | None = None) -> Self:
        """Read a key file. Raise `StoreError`: ``keys_missing``, ``keys_damaged``, ``newer_keys``."""
        if not path.exists():
            raise StoreError("keys_missing", path=str(path))
        with translated():
            text = path.read_bytes()
        try:
            content = _decoded(text)
        except msgspec.MsgspecError as error:
            raise StoreError("keys_damaged", path=str(path)) from error
        return cls(path, content, cost or Cost())

    @translated()
    def settle(self, path: Path) -> None:
        """Give the file its lasting name in the same folder, in one step that a power cut leaves done or undone."""
        self.path.replace(path)
        sync_folder(path.parent)
        self.path = path

    @property
    def logins(self) -> list[str]:
        """The logins that can open the store on this PC, in order."""
        return sorted(self._content.users)

    @property
    def key_id(self) -> str:
        """The name of the data key, for telling whether a stored or restored key belongs here."""
        return self._content.key_id

    @property
    def previous(self) -> Path:
        """Where the version before the last change is kept."""
        return previous_version(self.path)

    def unlock_with_password(self, login: str, password: str) -> bytes:
        """Return the data key. Raise `StoreError` ``wrong_password``, as slowly for an unknown login."""
        login = folded_login(login)
        user = self._content.users.get(login) or self._decoy()
        try:
            return self._opened(user.sealed, _password_key(password, user.salt, user.cost), _context(login))
        except InvalidTag:
            raise StoreError("wrong_password") from None

    def unlock_with_recovery(self, text: str) -> bytes:
        """Return the data key for the recovery key as typed; set a new password with it (`set_password`).

        Raise `StoreError`: ``recovery_key_mistyped`` (not a recovery key), ``wrong_recovery_key`` (of
        another office).
        """
        key = _recovery_key(recovery.read(text))
        try:
            return self._opened(self._content.recovery, key, _RECOVERY_CONTEXT)
        except InvalidTag:
            raise StoreError("wrong_recovery_key") from None

    def add_user(self, data_key: bytes, login: str, password: str) -> None:
        """Let one more person sign in on this PC. Raise `StoreError` ``login_taken`` or ``wrong_key``."""
        login = folded_login(login)
        if login in self._content.users:
            raise StoreError("login_taken", login=login)
        self._seal_for(data_key, login, password)

    def set_password(self, data_key: bytes, login: str, password: str) -> None:
        """Replace a lost password. Raise `StoreError` ``unknown_login`` or ``wrong_key``."""
        self._seal_for(data_key, self._known(login), password)

    def change_password(self, login: str, old: str, new: str) -> None:
        """Replace a password by its owner. Raise `StoreError` ``wrong_password``."""
        self._seal_for(self.unlock_with_password(login, old), folded_login(login), new)

    def remove_user(self, login: str) -> None:
        """Take a person's way in away. Raise `StoreError` ``unknown_login`` or ``last_user``."""
        users = dict(self._content.users)
        del users[self._known(login)]
        if not users:
            raise StoreError("last_user")
        self._write(msgspec.structs.replace(self._content, users=users))

    def renew_recovery(self, data_key: bytes) -> str:
        """Make a new recovery key, to print; the old one stops working. Raise `StoreError` ``wrong_key``."""
        self.prove(data_key)
        secret = recovery.new_secret()
        sealed = _seal(_recovery_key(secret), data_key, _RECOVERY_CONTEXT)
        self._write(msgspec.structs.replace(self._content, recovery=sealed))
        return recovery.written(secret)

    def prove(self, data_key: bytes) -> None:
        """Raise `StoreError` ``wrong_key`` unless ``data_key`` is the one sealed here."""
        if not secrets.compare_digest(key_id(data_key), self._content.key_id):
            raise StoreError("wrong_key", path=str(self.path))

    def _known(self, login: str) -> str:
        login = folded_login(login)
        if login not in self._content.users:
            raise StoreError("unknown_login", login=login)
        return login

    def _decoy(self) -> User:
        """Return a user nobody is, so that an unknown login costs as much time as a wrong password."""
        return User(salt=secrets.token_bytes(_SALT_BYTES), cost=self._cost, sealed=self._content.recovery)

    def _opened(self, sealed: Sealed, key: bytes, context: bytes) -> bytes:
        data_key = AESGCM(key).decrypt(sealed.nonce, sealed.box, context)
        self.prove(data_key)
        return data_key

    def _seal_for(self, data_key: bytes, login: str, password: str) -> None:
        self.prove(data_key)
        salt = secrets.token_bytes(_SALT_BYTES)
        sealed = _seal(_password_key(password, salt, self._cost), data_key, _context(login))
        users = {**self._content.users, login: User(salt=salt, cost=self._cost, sealed=sealed)}
        self._write(msgspec.structs.replace(self._content, users=users))

    def _write(self, content: Content) -> None:
        with translated():
            before = self.path.read_bytes() if self.path.exists() else None
        if before is not None:
            write_durably(self.previous, before)
        write_durably(self.path, msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
        self._content = content


def previous_version(path: Path) -> Path:
    """Return where `KeyFile` keeps the version before the last change of the file at ``path``."""
    return path.with_name(f"{path.name}.previous")


def _decoded(text: bytes) -> Content:
    if msgspec.json.decode(text, type=_Head).format > FORMAT:
        raise StoreError("newer_keys")
    return msgspec.json.decode(text, type=Content)


def folded_login(login: str) -> str:
    """Return the login as it is compared: composed (NFC), without outer spaces, in lower case."""
    return unicodedata.normalize("NFC", login).strip().lower()


def _password_key(password: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key a password makes; composed first, as two keyboards may type one letter differently."""
    return hash_secret_raw(
        secret=unicodedata.normalize("NFC", password).encode(),
        salt=salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _recovery_key(secret: bytes) -> bytes:
    """Return the key a recovery secret makes; its 160 random bits need no slow hash."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=_RECOVERY_CONTEXT).derive(secret)


def _seal(key: bytes, data_key: bytes, context: bytes) -> Sealed:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return Sealed(nonce=nonce, box=AESGCM(key).encrypt(nonce, data_key, context))


def _context(login: str) -> bytes:
    """Return what binds a sealed copy to its login, so that copies cannot be exchanged between users."""
    return b"tgpl/user/" + login.encode()
