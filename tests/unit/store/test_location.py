"""Where the office's database may live: mount tables, drives, and folders that sync clients look after."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from desktop.store.cloud_folders import Profile
from desktop.store.location import (
    LocationVerdict,
    Surroundings,
    judge_location,
    judge_mount,
    judge_windows_drive,
    this_pc,
)
from desktop.store.windows import DRIVE_FIXED, DRIVE_REMOTE, DRIVE_REMOVABLE, DRIVE_UNKNOWN

MOUNTS = """\
proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
may-chu:/chung /mnt/chung nfs4 rw 0 0
//may-chu/van\\040phong /mnt/Văn\\040phòng cifs rw 0 0
hoa@may-chu: /home/hoa/xa fuse.sshfs rw 0 0
/dev/sdb1 /mnt/chung/o-rieng ext4 rw 0 0
khoa /home/hoa/kín fuse.gocryptfs rw 0 0
la /mnt/la fuse.la rw 0 0
"""


@pytest.fixture
def pc(tmp_path: Path) -> Surroundings:
    """A Linux PC with a local disk and no sync client."""
    (tmp_path / "home").mkdir()
    profile = Profile(home=tmp_path / "home", variables={}, registry={})
    return Surroundings(
        platform="linux",
        profile=profile,
        mount_table=MOUNTS,
        drive_type=lambda _root: DRIVE_FIXED,
        reparse_tag=lambda _path: 0,
    )


def refused_for(client: str) -> LocationVerdict:
    return LocationVerdict(allowed=False, code="cloud_folder", detail=client)


def test_a_folder_of_ones_own_on_a_local_disk_is_fine(pc: Surroundings, tmp_path: Path) -> None:
    verdict = judge_location(tmp_path / "home" / "tgpl", pc)
    assert verdict == LocationVerdict(allowed=True, code="local")
    assert not verdict.warning


@pytest.mark.parametrize(
    ("folder", "allowed", "code"),
    [
        ("/home/hoa/tgpl", True, "local"),
        ("/mnt/chung", False, "network_share"),
        ("/mnt/chung/tgpl", False, "network_share"),
        ("/mnt/chung-khac/tgpl", True, "local"),
        ("/mnt/chung/o-rieng/tgpl", True, "local"),
        ("/mnt/Văn phòng/tgpl", False, "network_share"),
        ("/home/hoa/xa/tgpl", False, "network_share"),
        ("/home/hoa/kín/tgpl", True, "local"),
        ("/mnt/la/tgpl", True, "unknown_drive"),
    ],
)
def test_the_file_system_under_the_folder_decides(folder: str, allowed: bool, code: str) -> None:
    verdict = judge_mount(PurePosixPath(folder), MOUNTS)
    assert (verdict.allowed, verdict.code) == (allowed, code)


def test_a_mount_over_another_hides_it() -> None:
    table = "/dev/sda1 /mnt/o ext4 rw 0 0\nmay-chu:/o /mnt/o nfs rw 0 0\n"
    assert judge_mount(PurePosixPath("/mnt/o/tgpl"), table).detail == "nfs /mnt/o"


def test_no_mount_table_is_a_warning() -> None:
    verdict = judge_mount(PurePosixPath("/home/hoa"), "")
    assert verdict.warning


@pytest.mark.parametrize(
    ("folder", "kind", "allowed", "code"),
    [
        (r"C:\Users\Hoà\TGPL", DRIVE_FIXED, True, "local"),
        (r"E:\TGPL", DRIVE_REMOVABLE, True, "local"),
        (r"Z:\TGPL", DRIVE_REMOTE, False, "network_share"),
        (r"\\may-chu\chung\TGPL", DRIVE_FIXED, False, "network_share"),
        (r"\\?\UNC\may-chu\chung\TGPL", DRIVE_FIXED, False, "network_share"),
        (r"\\?\C:\TGPL", DRIVE_FIXED, True, "local"),
        (r"Q:\TGPL", DRIVE_UNKNOWN, True, "unknown_drive"),
    ],
)
def test_the_windows_drive_decides(folder: str, kind: int, allowed: bool, code: str) -> None:
    verdict = judge_windows_drive(PureWindowsPath(folder), lambda _root: kind)
    assert (verdict.allowed, verdict.code) == (allowed, code)


def test_windows_is_asked_about_the_root_of_the_drive() -> None:
    asked: list[str] = []

    def kind(root: str) -> int:
        asked.append(root)
        return DRIVE_FIXED

    judge_windows_drive(PureWindowsPath(r"d:\TGPL\nhà"), kind)
    assert asked == ["D:\\"]


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
def test_onedrive_is_known_by_its_environment(pc: Surroundings, tmp_path: Path, name: str) -> None:
    pc = replace(pc, profile=pc.profile._replace(variables={name: str(tmp_path / "OneDrive - Sở Tư pháp")}))
    assert judge_location(tmp_path / "OneDrive - Sở Tư pháp" / "tgpl", pc) == refused_for("OneDrive")
    assert judge_location(tmp_path / "OneDrive - Sở Tư pháp khác", pc).allowed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (r"Software\Microsoft\OneDrive\Accounts\Business1", "UserFolder"),
        (r"Software\SyncEngines\Providers\OneDrive\a1b2", "MountPoint"),
    ],
)
def test_onedrive_is_known_by_the_registry(pc: Surroundings, tmp_path: Path, key: str, value: str) -> None:
    pc = replace(pc, profile=pc.profile._replace(registry={key: {value: str(tmp_path / "Chung")}}))
    assert judge_location(tmp_path / "Chung", pc) == refused_for("OneDrive")


@pytest.mark.parametrize("tag", [0x9000001A, 0x9000301A, 0x80000021])
def test_a_folder_windows_marks_as_cloud_is_refused(pc: Surroundings, tmp_path: Path, tag: int) -> None:
    (tmp_path / "mây").mkdir()
    marked: Callable[[Path], int] = lambda path: tag if path.name == "mây" else 0  # noqa: E731
    pc = replace(pc, reparse_tag=marked)
    assert judge_location(tmp_path / "mây" / "tgpl", pc) == refused_for("Cloud Files")
    junction = 0xA0000003
    assert judge_location(tmp_path / "mây", replace(pc, reparse_tag=lambda _path: junction)).allowed


@pytest.mark.parametrize(
    "place", ["home/.dropbox", "appdata/Dropbox", "local/Packages/DropboxInc.Dropbox_x/LocalCache/Local/Dropbox"]
)
def test_dropbox_is_known_by_its_info_file(pc: Surroundings, tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    info = {"personal": {"path": str(tmp_path / "Hộp")}, "business": {"path": str(tmp_path / "Hộp (Sở)"), "host": 1}}
    (tmp_path / place / "info.json").write_text(json.dumps(info))
    variables = {"APPDATA": str(tmp_path / "appdata"), "LOCALAPPDATA": str(tmp_path / "local")}
    pc = replace(pc, profile=pc.profile._replace(variables=variables))
    assert judge_location(tmp_path / "Hộp (Sở)" / "tgpl", pc) == refused_for("Dropbox")


def test_google_drive_is_known_by_its_database(pc: Surroundings, tmp_path: Path) -> None:
    folder = tmp_path / "local" / "Google" / "DriveFS"
    folder.mkdir(parents=True)
    with closing(sqlcipher.connect(str(folder / "root_preference_sqlite.db"), isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE roots (root_path TEXT, last_seen_absolute_path TEXT)")
        database.execute("CREATE TABLE media (last_mount_point TEXT)")
        database.execute("INSERT INTO roots VALUES ('Tài liệu', ?)", (f"\\\\?\\{tmp_path / 'Tài liệu'}",))
        database.execute("INSERT INTO media VALUES (?), ('')", (str(tmp_path / "G"),))
        pc = replace(pc, profile=pc.profile._replace(variables={"LOCALAPPDATA": str(tmp_path / "local")}))
        assert judge_location(tmp_path / "Tài liệu" / "tgpl", pc) == refused_for("Google Drive")
        assert judge_location(tmp_path / "G", pc) == refused_for("Google Drive")
        assert judge_location(tmp_path / "khác", pc).code == "local"


def test_google_drive_is_known_by_the_registry(pc: Surroundings, tmp_path: Path) -> None:
    accounts = [{"key": "1", "value": {"mount_point_path": str(tmp_path / "Drive")}}, {"key": "2"}]
    text = json.dumps({"per_account_preferences": accounts})
    registry = {r"Software\Google\DriveFS": {"PerAccountPreferences": text}}
    pc = replace(pc, profile=pc.profile._replace(registry=registry))
    assert judge_location(tmp_path / "Drive" / "tgpl", pc) == refused_for("Google Drive")


@pytest.mark.parametrize(
    ("file", "group", "client"),
    [
        ("home/.config/Nextcloud/nextcloud.cfg", "Folders", "Nextcloud"),
        ("appdata/Nextcloud/nextcloud.cfg", "FoldersWithPlaceholders", "Nextcloud"),
        ("home/.config/ownCloud/owncloud.cfg", "Multifolders", "ownCloud"),
    ],
)
def test_nextcloud_and_owncloud_are_known_by_their_settings(
    pc: Surroundings, tmp_path: Path, file: str, group: str, client: str
) -> None:
    settings = tmp_path / file
    settings.parent.mkdir(parents=True)
    written = str(tmp_path / "Mây").replace("â", "\\xe2")
    settings.write_text(f'[Accounts]\n0\\{group}\\1\\localPath="{written}/"\n0\\{group}\\1\\paused=false\n')
    pc = replace(pc, profile=pc.profile._replace(variables={"APPDATA": str(tmp_path / "appdata")}))
    assert judge_location(tmp_path / "Mây" / "tgpl", pc) == refused_for(client)


@pytest.mark.parametrize(("mark", "client"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_a_client_is_known_by_the_mark_it_leaves(pc: Surroundings, tmp_path: Path, mark: str, client: str) -> None:
    (tmp_path / "chung" / mark).mkdir(parents=True)
    assert judge_location(tmp_path / "chung" / "a" / "tgpl", pc) == refused_for(client)


def test_a_link_into_a_cloud_folder_is_seen_through(pc: Surroundings, tmp_path: Path) -> None:
    (tmp_path / "OneDrive" / "tgpl").mkdir(parents=True)
    (tmp_path / "tgpl").symlink_to(tmp_path / "OneDrive" / "tgpl")
    pc = replace(pc, profile=pc.profile._replace(variables={"OneDrive": str(tmp_path / "OneDrive")}))
    assert judge_location(tmp_path / "tgpl", pc) == refused_for("OneDrive")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"personal": 3}', "\x00"])
def test_a_configuration_in_another_format_is_a_warning(pc: Surroundings, tmp_path: Path, content: str) -> None:
    (tmp_path / "home" / ".dropbox").mkdir()
    (tmp_path / "home" / ".dropbox" / "info.json").write_text(content)
    verdict = judge_location(tmp_path / "tgpl", pc)
    assert verdict == LocationVerdict(allowed=True, code="unknown_sync_client", detail="Dropbox")
    assert verdict.warning


def test_the_running_pc_can_be_judged(tmp_path: Path) -> None:
    assert judge_location(tmp_path, this_pc()).code in {"local", "unknown_drive"}
