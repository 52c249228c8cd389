"""Small secrets of this PC in the system's keyring: the refresh token and, if allowed, the unlocked data key.

Only a keyring that keeps secrets from other people is used: Windows Credential Manager, macOS Keychain, Secret
Service, KWallet. Where there is none, where it is locked or where it would write plain text, the store says so with
a reason and the program asks for the password instead. Nothing is ever kept in a plain file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from desktop.store.errors import StoreError

REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of the secret, not the secret
DATA_KEY = "data_key"

_SERVICE = "TGPL Desktop"
_SAFE_PRIORITY = 1
"""keyring's own line: below it are back ends that store plain or weakly hidden text."""


class SecretStore(Protocol):
    """Where small secrets of this PC are kept.

    Every method but `unavailable` raises `StoreError` with the reason `unavailable` would give: ``no_keyring`` (none on
    this system), ``keyring_locked`` (the user did not open it), ``keyring_unsafe`` (would keep plain text),
    ``keyring_failed`` (anything else it answered). A locked keyring may ask the user, so call from a worker thread.
    """

    def unavailable(self) -> str | None:
        """Return why secrets cannot be kept here, or None when they can."""
        ...

    def get(self, name: str) -> str | None:
        """Return a secret, or None when there is none by this name."""
        ...

    def put(self, name: str, value: str) -> None:
        """Keep a secret in place of any earlier one by this name."""
        ...

    def forget(self, name: str) -> None:
        """Remove a secret; nothing happens when there is none."""
        ...


class KeyringSecrets:
    """`SecretStore` over the system's keyring, apart for each office (``owner``: the key file's ``key_id``)."""

    def __init__(self, owner: str) -> None:
        """Name the office; the keyring is first looked for when it is used."""
        self._owner = owner
        self._found: Any = None

    def unavailable(self) -> str | None:
        """Return why secrets cannot be kept here, or None when they can."""
        try:
            self.get(REFRESH_TOKEN)
        except StoreError as error:
            return error.code
        return None

    def get(self, name: str) -> str | None:
        """Return a secret, or None when there is none by this name."""
        with _reasons():
            value: str | None = self._backend().get_password(_SERVICE, self._entry(name))
        return value

    def put(self, name: str, value: str) -> None:
        """Keep a secret in place of any earlier one by this name."""
        with _reasons():
            self._backend().set_password(_SERVICE, self._entry(name), value)

    def forget(self, name: str) -> None:
        """Remove a secret; nothing happens when there is none."""
        if self.get(name) is not None:
            with _reasons():
                self._backend().delete_password(_SERVICE, self._entry(name))

    def _entry(self, name: str) -> str:
        return f"{self._owner}/{name}"

    def _backend(self) -> Any:
        if self._found is None:
            self._found = _safe_backend()
        return self._found


def _safe_backend() -> Any:
    """Return the keyring back end of this system, or raise `StoreError` with the reason it cannot be used."""
    import keyring  # noqa: PLC0415 - looks for back ends and D-Bus on import: not at the program's start
    from keyring.backends import chainer, fail, null  # noqa: PLC0415

    backend: Any = keyring.get_keyring()
    if isinstance(backend, chainer.ChainerBackend):
        backend = backend.backends[0]  # the others would be asked when it refuses, plain files among them
    if isinstance(backend, fail.Keyring | null.Keyring):
        raise StoreError("no_keyring")
    if backend.priority < _SAFE_PRIORITY:
        raise StoreError("keyring_unsafe")
    return backend


@contextmanager
def _reasons() -> Iterator[None]:
    """Turn whatever a keyring back end raises into a `StoreError` with a reason."""
    from keyring import errors  # noqa: PLC0415 - see `_safe_backend`

    try:
        yield
    except StoreError:
        raise
    except errors.NoKeyringError as error:
        raise StoreError("no_keyring") from error
    except (errors.InitError, errors.KeyringLocked) as error:
        raise StoreError("keyring_locked") from error
    except Exception as error:  # each system's back end leaks its own: D-Bus, Win32, libsecret
        raise StoreError("keyring_failed") from error
