"""Which keyrings are trusted with a secret, and what is said about the others."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

from desktop.store.errors import StoreError
from desktop.store.secrets import DATA_KEY, REFRESH_TOKEN, KeyringSecrets, SecretStore
from tests.fakes.secrets import SecretsInMemory


class SafeKeyring(KeyringBackend):
    """A keyring as a healthy system has it, in memory."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class PlainFileKeyring(SafeKeyring):
    """What keyrings.alt offers: a file anybody can read."""

    priority = 0.5  # type: ignore[assignment]


class BrokenKeyring(SafeKeyring):
    """A keyring that answers every question with one error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error


def made(kind: Any) -> KeyringBackend:
    """Return an instance of one of keyring's own back ends, which carry no types."""
    backend: KeyringBackend = kind()
    return backend


@pytest.fixture
def use_keyring() -> Iterator[Callable[[KeyringBackend], None]]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


Use = Callable[[KeyringBackend], None]


def test_a_secret_is_kept_and_forgotten(use_keyring: Use) -> None:
    use_keyring(SafeKeyring())
    secrets: SecretStore = KeyringSecrets("office")
    assert secrets.unavailable() is None
    assert secrets.get(REFRESH_TOKEN) is None
    secrets.put(REFRESH_TOKEN, "vé số một")
    secrets.put(REFRESH_TOKEN, "vé số hai")
    assert secrets.get(REFRESH_TOKEN) == "vé số hai"
    secrets.forget(REFRESH_TOKEN)
    secrets.forget(REFRESH_TOKEN)
    assert secrets.get(REFRESH_TOKEN) is None


def test_two_offices_on_one_pc_do_not_share_secrets(use_keyring: Use) -> None:
    use_keyring(SafeKeyring())
    KeyringSecrets("a").put(DATA_KEY, "khoá của a")
    assert KeyringSecrets("b").get(DATA_KEY) is None


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (made(fail.Keyring), "no_keyring"),
        (made(null.Keyring), "no_keyring"),
        (PlainFileKeyring(), "keyring_unsafe"),
        (BrokenKeyring(NoKeyringError()), "no_keyring"),
        (BrokenKeyring(InitError("Prompt dismissed")), "keyring_locked"),
        (BrokenKeyring(KeyringLocked()), "keyring_locked"),
        (BrokenKeyring(KeyringError()), "keyring_failed"),
        (BrokenKeyring(ConnectionResetError()), "keyring_failed"),
    ],
)
def test_a_keyring_that_cannot_be_used_is_named_with_its_reason(
    use_keyring: Use, backend: KeyringBackend, reason: str
) -> None:
    use_keyring(backend)
    secrets = KeyringSecrets("office")
    assert secrets.unavailable() == reason
    with pytest.raises(StoreError, match=reason):
        secrets.get(REFRESH_TOKEN)


def test_nothing_is_written_to_a_plain_file_keyring(use_keyring: Use) -> None:
    plain = PlainFileKeyring()
    use_keyring(plain)
    with pytest.raises(StoreError, match="keyring_unsafe"):
        KeyringSecrets("office").put(DATA_KEY, "khoá")
    assert not plain.kept


def test_a_chain_of_keyrings_is_judged_by_its_first(use_keyring: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    safe, plain = SafeKeyring(), PlainFileKeyring()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [safe, plain])
    use_keyring(made(chainer.ChainerBackend))
    KeyringSecrets("office").put(DATA_KEY, "khoá")
    assert safe.kept
    assert not plain.kept
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, safe])
    assert KeyringSecrets("office").unavailable() == "keyring_unsafe"


def test_starting_the_program_does_not_load_keyring() -> None:
    code = "import sys, desktop.store.secrets; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("reason", [None, "keyring_locked"])
def test_the_fake_keeps_the_same_promises(reason: str | None) -> None:
    secrets: SecretStore = SecretsInMemory(reason)
    outcome: list[Any] = []
    if secrets.unavailable() is None:
        secrets.put(DATA_KEY, "khoá")
        outcome.append(secrets.get(DATA_KEY))
        secrets.forget(DATA_KEY)
        outcome.append(secrets.get(DATA_KEY))
        assert outcome == ["khoá", None]
    else:
        with pytest.raises(StoreError, match="keyring_locked"):
            secrets.get(DATA_KEY)
