"""Tokens survive a restart, whether the keyring can be used or not, and never lie in a plain file."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from desktop.store.engine import Database
from desktop.store.secrets import REFRESH_TOKEN
from desktop.store.tables import settings
from desktop.store.tokens import DeviceTokens
from sync.client.ports import TokenStore
from sync.contract.errors import NeedsUser
from sync.contract.messages import Tokens
from tests.fakes.secrets import SecretsInMemory

KEY = b"k" * 32
FIRST, SECOND, THIRD = (Tokens(access=f"vào-{n}", expires_in=900, refresh=f"đổi-{n}") for n in (1, 2, 3))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.create(tmp_path / "office.db", KEY)
    with database.write() as connection:
        settings.create(connection)
    yield database
    database.close()


def in_file(database: Database) -> list[object]:
    with database.read() as connection:
        return [row.value for row in connection.execute(settings.select())]


def test_a_pc_that_never_joined_has_none(database: Database) -> None:
    assert DeviceTokens(database, "device", SecretsInMemory()).load() is None
    assert DeviceTokens(database, "device", SecretsInMemory("no_keyring")).load() is None


def test_a_usable_keyring_keeps_them_and_the_file_does_not(database: Database) -> None:
    secrets = SecretsInMemory()
    store: TokenStore = DeviceTokens(database, "device", secrets)
    store.keep(FIRST)
    store.keep(SECOND)
    assert DeviceTokens(database, "device", secrets).load() == SECOND
    assert in_file(database) == ["keyring"]


@pytest.mark.parametrize("reason", ["no_keyring", "keyring_locked", "keyring_unsafe", "keyring_failed"])
def test_without_a_keyring_they_lie_in_the_encrypted_file(database: Database, tmp_path: Path, reason: str) -> None:
    secrets = SecretsInMemory(reason)
    DeviceTokens(database, "device", secrets).keep(FIRST)
    DeviceTokens(database, "device", secrets).keep(SECOND)
    assert DeviceTokens(database, "device", secrets).load() == SECOND
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert SECOND.refresh.encode() not in on_disk


def test_a_keyring_that_was_locked_for_a_while_does_not_bring_old_tokens_back(database: Database) -> None:
    secrets = SecretsInMemory()
    store = DeviceTokens(database, "device", secrets)
    store.keep(FIRST)
    secrets.reason = "keyring_locked"
    store.keep(SECOND)
    secrets.reason = None
    assert store.load() == SECOND
    store.keep(THIRD)
    assert store.load() == THIRD
    assert in_file(database) == ["keyring"]


def test_a_locked_keyring_is_to_be_opened_not_taken_for_a_pc_that_never_joined(database: Database) -> None:
    secrets = SecretsInMemory()
    store = DeviceTokens(database, "device", secrets)
    store.keep(FIRST)
    secrets.reason = "keyring_locked"
    with pytest.raises(NeedsUser, match="keyring_locked"):
        store.load()
    secrets.reason = None
    assert store.load() == FIRST


@pytest.mark.parametrize("reason", ["no_keyring", "keyring_unsafe"])
def test_a_file_copied_to_a_computer_without_a_keyring_needs_a_new_code(database: Database, reason: str) -> None:
    DeviceTokens(database, "device", SecretsInMemory()).keep(FIRST)
    with pytest.raises(NeedsUser, match="tokens_out_of_reach"):
        DeviceTokens(database, "device", SecretsInMemory(reason)).load()


def test_power_off_between_keyring_and_file_leaves_a_pair_the_server_takes(database: Database) -> None:
    """The older pair is found; it is good until the newer one is first used."""
    secrets = SecretsInMemory("keyring_locked")
    DeviceTokens(database, "device", secrets).keep(FIRST)
    secrets.reason = None
    secrets.put(REFRESH_TOKEN, msgspec.json.encode(SECOND).decode())  # and then the power failed
    assert DeviceTokens(database, "device", secrets).load() == FIRST


def test_power_off_in_the_middle_of_joining_loses_nothing(database: Database) -> None:
    secrets = SecretsInMemory()
    secrets.put(REFRESH_TOKEN, msgspec.json.encode(FIRST).decode())
    assert DeviceTokens(database, "device", secrets).load() == FIRST


def test_a_secret_another_program_wrote_is_no_pair(database: Database) -> None:
    secrets = SecretsInMemory()
    secrets.put(REFRESH_TOKEN, "not ours")
    assert DeviceTokens(database, "device", secrets).load() is None
