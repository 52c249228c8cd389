"""People who share a PC come, go and come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.services import this_pc
from desktop.services.cases import Cases
from desktop.services.history import history_of_case
from desktop.services.office import NewUser, Office, people_of
from desktop.services.remembering import remember, reopen
from desktop.services.session import Session
from desktop.store.errors import StoreError
from desktop.store.keys import KeyFile
from desktop.words.errors import words_for
from sync.contract.messages import LOGIN_LENGTH
from tests.factories import CHEAP, PASSWORD, make_office, sample_intake
from tests.fakes.secrets import SecretsInMemory

OLD, NEW = "mat khau cu", "mat khau moi"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[tuple[Office, Session]]:
    """Hòa's office, with Lan as one more person, and Hòa signed in."""
    office, session = make_office(tmp_path)
    office.add_user(session, PASSWORD, lan(OLD))
    yield office, session
    session.database.close()


def lan(password: str, name: str = "Trần Thị Lan", role: str = "van_thu_tiep_nhan") -> NewUser:
    return NewUser(login="lan", full_name=name, role=role, password=password)


def as_lan(office: Office, password: str) -> Session:
    """Lan signs in at a program of her own, as on the next morning."""
    return Office.at(office.home, cost=CHEAP).sign_in("lan", password)


def test_somebody_who_comes_back_signs_in_with_a_new_password_and_what_she_wrote_is_hers(
    shared: tuple[Office, Session],
) -> None:
    office, session = shared
    first = as_lan(office, OLD)
    case = Cases(first).take_in(sample_intake())
    first.database.close()
    office.remove_user(session, "lan")
    assert [person.login for person in people_of(session)] == ["hoa"]

    office.add_user(session, PASSWORD, lan(NEW, "Trần Thị Lan Anh", "lanh_dao_trung_tam"))

    with pytest.raises(StoreError, match="wrong_password"):
        as_lan(office, OLD)
    again = as_lan(office, NEW)
    assert again.user.id == first.user.id
    assert (again.user.full_name, again.user.role) == ("Trần Thị Lan Anh", "lanh_dao_trung_tam")
    assert {line.author for line in history_of_case(again, case)} == {"Trần Thị Lan Anh"}
    again.database.close()


def test_a_login_somebody_has_is_taken_however_it_is_typed(shared: tuple[Office, Session]) -> None:
    office, session = shared
    with pytest.raises(StoreError, match="login_taken"):
        office.add_user(session, PASSWORD, NewUser(login=" LAN", full_name="Lan khác", role="thong_ke", password=NEW))
    as_lan(office, OLD).database.close()


def test_a_disk_that_takes_no_key_file_leaves_nobody_half_added(
    shared: tuple[Office, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, session = shared
    office.remove_user(session, "lan")

    def full(_path: Path, _content: bytes) -> None:
        raise StoreError("disk_full")

    monkeypatch.setattr("desktop.store.keys.write_durably", full)
    with pytest.raises(StoreError, match="disk_full"):
        office.add_user(session, PASSWORD, lan(NEW))
    monkeypatch.undo()

    assert [person.login for person in people_of(session)] == ["hoa"]
    office.add_user(session, PASSWORD, lan(NEW))
    as_lan(office, NEW).database.close()


def test_a_power_cut_between_the_two_files_is_mended_by_adding_or_removing_again(
    shared: tuple[Office, Session],
) -> None:
    office, session = shared
    KeyFile.load(office.keys.path).remove_user("lan")  # the power failed before the database had it
    office.keys = KeyFile.load(office.keys.path, cost=CHEAP)
    office.add_user(session, PASSWORD, lan(NEW))
    as_lan(office, NEW).database.close()

    KeyFile.load(office.keys.path).remove_user("lan")
    office.keys = KeyFile.load(office.keys.path, cost=CHEAP)
    office.remove_user(session, "lan")
    assert [person.login for person in people_of(session)] == ["hoa"]


def test_a_login_of_sixty_letters_is_taken_and_one_more_is_said_at_its_field(shared: tuple[Office, Session]) -> None:
    office, session = shared
    for letters in (LOGIN_LENGTH, LOGIN_LENGTH + 1):
        long = NewUser(login="x" * letters, full_name="Tên dài", role="thong_ke", password=NEW)
        if letters == LOGIN_LENGTH:
            office.add_user(session, PASSWORD, long)
            continue
        with pytest.raises(DomainError, match=r"text_too_long \(login\)") as refused:
            office.add_user(session, PASSWORD, long)
        assert words_for(refused.value).text == "Dài quá. Nhiều nhất 60 ký tự."
    with pytest.raises(DomainError, match=r"text_too_long \(login\)"):
        make_office(office.home / "another", login="x" * 61)
    with pytest.raises(DomainError, match=r"text_too_long \(full_name\)"):
        office.add_user(session, PASSWORD, lan(NEW, name="Công Tằng " * 21))


def test_the_last_person_stays(tmp_path: Path) -> None:
    office, session = make_office(tmp_path)
    with pytest.raises(StoreError, match="last_user"):
        office.remove_user(session, "hoa")
    assert [person.login for person in people_of(session)] == ["hoa"]
    session.database.close()


def test_a_pc_that_opened_by_itself_for_somebody_who_left_asks_who_is_there(shared: tuple[Office, Session]) -> None:
    office, session = shared
    secrets = SecretsInMemory()
    remember(office, secrets, "lan", OLD)
    opened = reopen(office, secrets)
    assert opened is not None
    opened.database.close()

    office.remove_user(session, "lan")

    assert this_pc.load(office.home).opens_for == "lan"
    assert reopen(office, secrets) is None
