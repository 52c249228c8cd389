"""Opening the office on this PC without a password: its data key in the system's keyring, for one person, if wanted.

Off unless somebody turns it on. Whoever can use that person's account on the PC can then read the office's data, so
the office decides, PC by PC. A keyring that is missing, locked or unsafe only means that the password is asked.
"""

import msgspec

from desktop.services import this_pc
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.store.errors import StoreError
from desktop.store.keys import folded_login
from desktop.store.secrets import DATA_KEY, SecretStore


def remember(office: Office, secrets: SecretStore, login: str, password: str) -> None:
    """Let ``login`` in without a password from now on.

    Raises:
        StoreError: ``wrong_password``; ``no_keyring``, ``keyring_locked``, ``keyring_unsafe``, ``keyring_failed``.
    """
    secrets.put(DATA_KEY, office.keys.unlock_with_password(login, password).hex())
    _note(office, folded_login(login))


def forget(office: Office, secrets: SecretStore) -> None:
    """Ask for the password again. Raise `StoreError` as `remember`, after which it is asked all the same."""
    _note(office, "")
    secrets.forget(DATA_KEY)


def reopen(office: Office, secrets: SecretStore) -> Session | None:
    """The session of the person this PC opens for.

    None when it opens for nobody, when the person may not sign in any more or the keyring has lost the key.

    Raises:
        StoreError: why the keyring cannot be asked, or why the office cannot be opened.
    """
    login = this_pc.load(office.home).opens_for
    kept = secrets.get(DATA_KEY) if login in office.keys.logins else None
    if kept is None:
        return None
    data_key = bytes.fromhex(kept)
    try:
        office.keys.prove(data_key)
    except StoreError:  # of an office that was here before
        return None
    return office.open_with(data_key, login)


def _note(office: Office, login: str) -> None:
    this_pc.keep(office.home, msgspec.structs.replace(this_pc.load(office.home), opens_for=login))
