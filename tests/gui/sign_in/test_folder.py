"""The data are to lie somewhere else: another folder is chosen, judged, used, and found again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.services import this_pc
from desktop.store.location import LocationVerdict, judge_location
from desktop.ui.sign_in.notice_page import NoticePage
from desktop.ui.sign_in.page import GatePage
from desktop.ui.sign_in.sign_in_page import SignInPage
from desktop.ui.sign_in.welcome import WelcomePage
from tests.factories import LOGIN, PASSWORD, make_office
from tests.gui.sign_in.conftest import Door, OpenDoor


def choose(door: Door, page: GatePage, folder: Path) -> None:
    """Press the button and choose a folder in the dialog."""
    press(page, "Chọn thư mục khác…")
    dialog = next(each for each in door.gate.findChildren(QFileDialog) if each.isVisible())
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


def press(page: QWidget, words: str) -> None:
    next(button for button in page.findChildren(QPushButton) if button.text() == words).click()


def welcome_at(door: Door, folder: Path) -> WelcomePage:
    """The first page, once it says that the data will lie in this folder."""
    door.wait_until(lambda: isinstance(door.gate.page, WelcomePage) and door.gate.entry.home == folder)
    page = door.wait_for(WelcomePage)
    assert any(label.text().endswith(str(folder)) for label in page.findChildren(type(page.banner._title)))
    return page


def test_an_empty_folder_on_another_disk_is_used_as_it_is(open_door: OpenDoor, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    door = open_door()

    choose(door, door.wait_for(WelcomePage), disk)

    welcome_at(door, disk)
    assert this_pc.office_folder(tmp_path / "office") == disk


def test_a_folder_full_of_other_things_gets_a_folder_of_ours(open_door: OpenDoor, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    (disk / "photos").mkdir(parents=True)
    door = open_door()

    choose(door, door.wait_for(WelcomePage), disk)

    welcome_at(door, disk / "TGPL")
    assert this_pc.office_folder(tmp_path / "office") == disk / "TGPL"


def test_a_folder_that_goes_to_a_cloud_is_refused_with_words_and_nothing_changes(
    open_door: OpenDoor, tmp_path: Path
) -> None:
    (tmp_path / "cloud" / ".stfolder").mkdir(parents=True)
    door = open_door()
    page = door.wait_for(WelcomePage)

    choose(door, page, tmp_path / "cloud")

    door.wait_until(lambda: "tự chép lên đám mây" in page.banner.words())
    assert this_pc.office_folder(tmp_path / "office") == tmp_path / "office"
    assert [path.name for path in (tmp_path / "cloud").iterdir()] == [".stfolder"]


def test_a_network_share_is_refused_with_words(
    open_door: OpenDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(folder: Path) -> LocationVerdict:
        share = LocationVerdict(allowed=False, code="network_share", detail="cifs")
        return share if folder.name == "share" else judge_location(folder)

    monkeypatch.setattr("desktop.store.location.judge_location", judge)
    door = open_door()
    page = door.wait_for(WelcomePage)

    choose(door, page, tmp_path / "share")

    door.wait_until(lambda: "ổ đĩa mạng" in page.banner.words())


def test_where_the_usual_folder_will_not_do_another_one_is_offered(open_door: OpenDoor, tmp_path: Path) -> None:
    (tmp_path / "office" / ".stfolder").mkdir(parents=True)
    (tmp_path / "disk").mkdir()
    door = open_door()

    choose(door, door.wait_for(NoticePage), tmp_path / "disk")

    welcome_at(door, tmp_path / "disk")


def test_an_office_that_lies_there_already_asks_for_the_password(open_door: OpenDoor, tmp_path: Path) -> None:
    make_office(tmp_path / "disk")[1].database.close()
    door = open_door()

    choose(door, door.wait_for(WelcomePage), tmp_path / "disk" / "office")

    door.wait_for(SignInPage).answered.emit(LOGIN, PASSWORD)
    assert door.wait_opened().office.home == tmp_path / "disk" / "office"


def test_a_disk_that_is_not_plugged_in_is_said_and_no_second_office_is_offered(
    open_door: OpenDoor, tmp_path: Path
) -> None:
    this_pc.keep_office_in(tmp_path / "unplugged", tmp_path / "office")

    page = open_door().wait_for(NoticePage)

    assert page.accessibleName() == "Không mở được tệp dữ liệu"
    assert not (tmp_path / "unplugged").exists()


def test_whoever_comes_back_to_the_usual_folder_is_there_at_the_next_start_too(
    open_door: OpenDoor, tmp_path: Path
) -> None:
    usual = tmp_path / "office"
    this_pc.keep_office_in(tmp_path / "unplugged", usual)
    door = open_door()
    choose(door, door.wait_for(NoticePage), usual)
    welcome_at(door, usual)
    assert this_pc.office_folder(usual) == usual
