"""Which folders of this PC are copied to somebody's cloud, as the sync clients themselves have written it down.

A database in such a folder is uploaded half-written, downloaded over a newer one and locked at random. Each reader
knows one client's own configuration; none of them is documented by its maker, so what cannot be read is reported as
doubtful instead of being taken for safe.

Where the facts come from: OneDrive's environment variables and registry keys, Dropbox's ``info.json``, the
preference database of Google Drive for desktop, the Qt settings files of Nextcloud and ownCloud.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from desktop.store.windows import Registry, read_registry

_ONEDRIVE_KEYS = (r"Software\Microsoft\OneDrive\Accounts", r"Software\SyncEngines\Providers\OneDrive")
_DRIVEFS_KEY = r"Software\Google\DriveFS"
_ONEDRIVE_VALUES = ("UserFolder", "MountPoint")
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_QT_FOLDER = re.compile(r"^\d+\\(?:Folders|Multifolders|FoldersWithPlaceholders)\\.+\\localPath=(.+)$", re.MULTILINE)
_QT_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{1,4})")
_LONG_PATH_PREFIX = "\\\\?\\"

_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
}
"""What the clients leave in the folders they look after."""


class CloudFolder(NamedTuple):
    """A folder some client copies to its cloud."""

    client: str
    folder: Path


class Profile(NamedTuple):
    """The user whose sync clients are asked."""

    home: Path
    variables: Mapping[str, str]
    registry: Registry


class Found(NamedTuple):
    """The cloud folders of a profile, and the clients that are set up but could not be read."""

    folders: list[CloudFolder]
    doubtful: list[str]


def this_profile() -> Profile:
    """Return the profile of the user running the program."""
    return Profile(Path.home(), os.environ, read_registry((*_ONEDRIVE_KEYS, _DRIVEFS_KEY)))


def find_cloud_folders(profile: Profile) -> Found:
    """Ask every known client where its folders are."""
    found = Found([], [])
    for client, read in _CLIENTS.items():
        try:
            found.folders.extend(CloudFolder(client, Path(folder)) for folder in read(profile) if folder)
        except (OSError, ValueError, AttributeError, sqlcipher.Error):  # another format than the one we know
            found.doubtful.append(client)
    return found


def client_marking(folder: Path) -> str | None:
    """Return the client whose mark lies in ``folder``, or None."""
    return next((client for mark, client in _MARKERS.items() if (folder / mark).exists()), None)


def _onedrive(profile: Profile) -> Iterator[str]:
    for name in _ONEDRIVE_VARIABLES:
        yield profile.variables.get(name, "")
    for path, values in profile.registry.items():
        if path.startswith(_ONEDRIVE_KEYS):
            for name in _ONEDRIVE_VALUES:
                yield values.get(name, "")


def _dropbox(profile: Profile) -> Iterator[str]:
    stores = (folder / "Packages" for folder in _application_folders(profile, "LOCALAPPDATA"))
    places = [folder / "Dropbox" for folder in _application_folders(profile, "APPDATA", "LOCALAPPDATA")]
    places += [place for store in stores for place in store.glob("DropboxInc.Dropbox_*/LocalCache/Local/Dropbox")]
    places.append(profile.home / ".dropbox")
    for place in places:
        if (place / "info.json").exists():
            accounts = json.loads((place / "info.json").read_text(encoding="utf-8"))
            yield from (account.get("path", "") for account in accounts.values())


def _google_drive(profile: Profile) -> Iterator[str]:
    preferences = profile.registry.get(_DRIVEFS_KEY, {}).get("PerAccountPreferences")
    if preferences:
        for account in json.loads(preferences).get("per_account_preferences", []):
            mount = account.get("value", {}).get("mount_point_path", "")
            yield f"{mount}:\\" if len(mount) == 1 else mount  # a bare drive letter, or a folder
    for folder in _application_folders(profile, "LOCALAPPDATA"):
        database = folder / "Google" / "DriveFS" / "root_preference_sqlite.db"
        if database.exists():
            yield from _mirrored_by_google(database)


def _mirrored_by_google(database: Path) -> list[str]:
    """Return the mirrored folders and mount points Google Drive for desktop keeps in its own SQLite file."""
    with closing(sqlcipher.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        folders = connection.execute("SELECT last_seen_absolute_path FROM roots").fetchall()
        mounts = connection.execute("SELECT last_mount_point FROM media WHERE last_mount_point <> ''").fetchall()
    return [str(path).removeprefix(_LONG_PATH_PREFIX) for (path,) in (*folders, *mounts) if path]


def _qt_client(folder_name: str, file_name: str) -> Callable[[Profile], Iterator[str]]:
    def read(profile: Profile) -> Iterator[str]:
        places = [*_application_folders(profile, "APPDATA"), profile.home / ".config"]
        for place in places:
            settings = place / folder_name / file_name
            if settings.exists():
                for written in _QT_FOLDER.findall(settings.read_text(encoding="utf-8")):
                    yield _QT_ESCAPE.sub(lambda code: chr(int(code[1], 16)), written.strip('"'))

    return read


def _application_folders(profile: Profile, *names: str) -> list[Path]:
    return [Path(profile.variables[name]) for name in names if profile.variables.get(name)]


_CLIENTS: Mapping[str, Callable[[Profile], Iterator[str]]] = {
    "OneDrive": _onedrive,
    "Dropbox": _dropbox,
    "Google Drive": _google_drive,
    "Nextcloud": _qt_client("Nextcloud", "nextcloud.cfg"),
    "ownCloud": _qt_client("ownCloud", "owncloud.cfg"),
}
