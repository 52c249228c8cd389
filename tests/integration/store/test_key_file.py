"""Signing in on a PC: passwords, a lost password, several people, a damaged key file. Real files throughout."""

import json
import stat
import time
from pathlib import Path

import pytest

from desktop.store.errors import StoreError
from desktop.store.keys import Cost, KeyFile, previous_version

QUICK = Cost(memory_kib=8, passes=1, lanes=1)
PASSWORD = "Mật khẩu của Hoà"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.keys"


def create(path: Path) -> tuple[KeyFile, bytes, str]:
    return KeyFile.create(path, "hoa", PASSWORD, cost=QUICK)


def load(path: Path) -> KeyFile:
    return KeyFile.load(path, cost=QUICK)


def test_the_password_opens_the_key_file_again(path: Path) -> None:
    _, data_key, _ = create(path)
    assert load(path).unlock_with_password("hoa", PASSWORD) == data_key
    assert len(data_key) == 32


def test_the_login_may_be_typed_in_any_case(path: Path) -> None:
    _, data_key, _ = create(path)
    assert load(path).unlock_with_password(" Hoa ", PASSWORD) == data_key


def test_a_password_typed_by_another_input_method_still_fits(path: Path) -> None:
    _, data_key, _ = create(path)
    decomposed = "M\u00e2\u0323t kh\u00e2\u0309u cu\u0309a Ho\u00e0"
    assert decomposed != PASSWORD
    assert load(path).unlock_with_password("hoa", decomposed) == data_key


@pytest.mark.parametrize(("login", "password"), [("hoa", "sai"), ("hoa", ""), ("nobody", PASSWORD)])
def test_a_wrong_password_or_login_is_refused_alike(path: Path, login: str, password: str) -> None:
    keys, _, _ = create(path)
    with pytest.raises(StoreError, match="wrong_password"):
        keys.unlock_with_password(login, password)


def test_an_unknown_login_costs_as_much_time_as_a_wrong_password(path: Path) -> None:
    slow = Cost(memory_kib=16 << 10, passes=2, lanes=1)
    keys, _, _ = KeyFile.create(path, "hoa", PASSWORD, cost=slow)
    known, unknown = _seconds_refused(keys, "hoa"), _seconds_refused(keys, "nobody")
    assert unknown > known / 3


def _seconds_refused(keys: KeyFile, login: str) -> float:
    started = time.process_time()
    with pytest.raises(StoreError, match="wrong_password"):
        keys.unlock_with_password(login, "sai")
    return time.process_time() - started


def test_the_default_cost_is_not_weaker_than_the_second_choice_of_rfc_9106() -> None:
    assert Cost().memory_kib >= 64 << 10
    assert Cost().passes >= 3


def test_several_people_share_one_pc(path: Path) -> None:
    keys, data_key, _ = create(path)
    keys.add_user(data_key, "Đức", "mật khẩu thứ hai")
    again = load(path)
    assert again.logins == ["hoa", "đức"]
    assert again.unlock_with_password("đức", "mật khẩu thứ hai") == data_key
    assert again.unlock_with_password("hoa", PASSWORD) == data_key
    with pytest.raises(StoreError, match="login_taken"):
        again.add_user(data_key, "HOA", "khác")


def test_a_person_who_left_cannot_sign_in_any_more(path: Path) -> None:
    keys, data_key, _ = create(path)
    keys.add_user(data_key, "duc", "mật khẩu thứ hai")
    keys.remove_user("duc")
    with pytest.raises(StoreError, match="wrong_password"):
        load(path).unlock_with_password("duc", "mật khẩu thứ hai")
    with pytest.raises(StoreError, match="unknown_login"):
        keys.remove_user("duc")


def test_the_last_person_cannot_be_locked_out(path: Path) -> None:
    keys, _, _ = create(path)
    with pytest.raises(StoreError, match="last_user"):
        keys.remove_user("hoa")


def test_a_changed_password_replaces_the_old_one(path: Path) -> None:
    keys, data_key, _ = create(path)
    keys.change_password("hoa", PASSWORD, "mới")
    again = load(path)
    assert again.unlock_with_password("hoa", "mới") == data_key
    with pytest.raises(StoreError, match="wrong_password"):
        again.unlock_with_password("hoa", PASSWORD)
    with pytest.raises(StoreError, match="wrong_password"):
        keys.change_password("hoa", PASSWORD, "khác")


def test_a_lost_password_is_replaced_with_the_recovery_key(path: Path) -> None:
    _, data_key, printed = create(path)
    keys = load(path)
    opened = keys.unlock_with_recovery(printed.lower().replace("-", " "))
    keys.set_password(opened, "hoa", "mới")
    assert load(path).unlock_with_password("hoa", "mới") == data_key == opened


def test_the_recovery_key_of_another_office_is_told_from_a_slip(path: Path, tmp_path: Path) -> None:
    keys, _, printed = create(path)
    _, _, foreign = create(tmp_path / "other.keys")
    with pytest.raises(StoreError, match="wrong_recovery_key"):
        keys.unlock_with_recovery(foreign)
    with pytest.raises(StoreError, match="recovery_key_mistyped"):
        keys.unlock_with_recovery(printed[:-1])


def test_a_new_recovery_key_ends_the_old_one(path: Path) -> None:
    keys, data_key, old = create(path)
    new = keys.renew_recovery(data_key)
    assert load(path).unlock_with_recovery(new) == data_key
    with pytest.raises(StoreError, match="wrong_recovery_key"):
        keys.unlock_with_recovery(old)


def test_a_key_that_is_not_this_offices_is_never_sealed(path: Path) -> None:
    keys, _, _ = create(path)
    with pytest.raises(StoreError, match="wrong_key"):
        keys.add_user(b"x" * 32, "duc", "mật khẩu")
    with pytest.raises(StoreError, match="unknown_login"):
        keys.set_password(b"x" * 32, "duc", "mật khẩu")
    assert load(path).logins == ["hoa"]


def test_a_sealed_key_moved_to_another_login_does_not_open(path: Path) -> None:
    keys, data_key, _ = create(path)
    keys.add_user(data_key, "duc", "mật khẩu thứ hai")
    content = json.loads(path.read_text())
    content["users"]["hoa"] = content["users"]["duc"]
    path.write_text(json.dumps(content))
    with pytest.raises(StoreError, match="wrong_password"):
        load(path).unlock_with_password("hoa", "mật khẩu thứ hai")


def test_the_file_gives_neither_key_nor_password_away_and_is_for_its_owner(path: Path) -> None:
    _, data_key, printed = create(path)
    text = path.read_text()
    assert data_key.hex() not in text
    assert PASSWORD not in text
    assert printed not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_version_before_a_change_is_kept(path: Path) -> None:
    keys, data_key, _ = create(path)
    assert not previous_version(path).exists()
    keys.add_user(data_key, "duc", "mật khẩu thứ hai")
    assert KeyFile.load(previous_version(path)).logins == ["hoa"]
    assert stat.S_IMODE(previous_version(path).stat().st_mode) == 0o600


def test_a_second_key_file_never_replaces_the_first(path: Path) -> None:
    create(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="exists"):
        create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"format": 1}', b"\x00" * 400])
def test_a_damaged_key_file_is_named_as_such(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    with pytest.raises(StoreError, match="keys_damaged"):
        load(path)


def test_a_forged_cost_cannot_eat_the_memory_of_the_pc(path: Path) -> None:
    create(path)
    path.write_text(path.read_text().replace('"memory_kib": 8', '"memory_kib": 1000000000'))
    with pytest.raises(StoreError, match="keys_damaged"):
        load(path)


def test_a_key_file_of_a_newer_program_is_refused(path: Path) -> None:
    path.write_text('{"format": 2, "something": "new"}')
    with pytest.raises(StoreError, match="newer_keys"):
        load(path)


def test_a_missing_key_file_is_named_as_such(path: Path) -> None:
    with pytest.raises(StoreError, match="keys_missing"):
        load(path)


def test_a_write_that_fails_leaves_the_old_file_whole(path: Path) -> None:
    keys, data_key, _ = create(path)
    before = path.read_bytes()
    path.with_name(".office.keys.new").mkdir()  # the new version cannot be written
    with pytest.raises(StoreError):
        keys.add_user(data_key, "duc", "mật khẩu thứ hai")
    assert path.read_bytes() == before
    assert keys.logins == ["hoa"]
