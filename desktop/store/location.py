"""May the office's database live in this folder? Not on a network share, not where a sync client copies it.

SQLite's log needs memory shared between programs and locks that hold; file servers and sync clients give neither and
tear databases apart weeks later. So the program refuses such a folder before the first case is typed and says why.
What it cannot tell is a warning, not a refusal.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from desktop.store.cloud_folders import Profile, client_marking, find_cloud_folders, this_profile
from desktop.store.windows import DRIVE_FIXED, DRIVE_RAMDISK, DRIVE_REMOTE, DRIVE_REMOVABLE, drive_type

_MOUNT_TABLE = Path("/proc/self/mounts")

# fmt: off
_LOCAL_FILE_SYSTEMS = frozenset({
    "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs", "vfat", "exfat", "ntfs",
    "ntfs3", "fuseblk", "tmpfs", "overlay", "ecryptfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.gocryptfs", "fuse.encfs",
    "fuse.cryfs", "fuse.veracrypt",
})
_NETWORK_FILE_SYSTEMS = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "lustre", "glusterfs", "davfs", "fuse.sshfs",
    "fuse.rclone", "fuse.davfs2", "fuse.s3fs", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.google-drive-ocamlfuse",
    "fuse.onedriver", "fuse.smbnetfs", "fuse.curlftpfs",
})
# fmt: on

_TAG_CLOUD = 0x9000001A
_TAG_CLOUD_MASK = 0xFFFF0FFF
_TAG_ONEDRIVE = 0x80000021
"""IO_REPARSE_TAG_CLOUD with its 16 variants (any client of Windows' Cloud Files), and OneDrive's older own tag."""


@dataclass(frozen=True, slots=True)
class LocationVerdict:
    """The answer for one folder.

    ``code``: ``local`` (allowed), ``network_share``, ``cloud_folder`` (refused), ``unknown_drive``,
    ``unknown_sync_client`` (allowed, with a warning). ``detail`` names the file system, drive or client.
    """

    allowed: bool
    code: str
    detail: str = ""

    @property
    def warning(self) -> bool:
        """Whether the folder is allowed although something about it could not be told."""
        return self.allowed and self.code != _LOCAL.code


_LOCAL = LocationVerdict(allowed=True, code="local")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of the PC the verdict depends on besides the folder itself."""

    platform: str
    profile: Profile
    mount_table: str
    drive_type: Callable[[str], int]
    reparse_tag: Callable[[Path], int]


def this_pc() -> Surroundings:
    """Return the surroundings on the running PC."""
    return Surroundings(
        platform=sys.platform,
        profile=this_profile(),
        mount_table=_MOUNT_TABLE.read_text("utf-8", "surrogateescape") if _MOUNT_TABLE.exists() else "",
        drive_type=drive_type,
        reparse_tag=_reparse_tag,
    )


def judge_location(folder: Path, surroundings: Surroundings | None = None) -> LocationVerdict:
    """Return whether the database may live in ``folder``, which need not exist yet."""
    pc = surroundings or this_pc()
    real = folder.resolve()
    if pc.platform == "win32":
        drive = judge_windows_drive(PureWindowsPath(real), pc.drive_type)
    else:
        drive = judge_mount(PurePosixPath(real), pc.mount_table)
    cloud = _judge_cloud(real, pc)
    verdicts = (drive, cloud)
    refusals = (verdict for verdict in verdicts if not verdict.allowed)
    warnings = (verdict for verdict in verdicts if verdict.warning)
    return next(refusals, None) or next(warnings, _LOCAL)


def judge_windows_drive(folder: PureWindowsPath, drive_type: Callable[[str], int]) -> LocationVerdict:
    """Judge by the drive: UNC names and mapped drives are file servers."""
    drive = folder.drive.upper().removeprefix("\\\\?\\")
    if drive.startswith(("\\\\", "UNC\\")):
        return LocationVerdict(allowed=False, code="network_share", detail=folder.drive)
    kind = drive_type(f"{drive}\\")
    if kind == DRIVE_REMOTE:
        return LocationVerdict(allowed=False, code="network_share", detail=drive)
    if kind in (DRIVE_FIXED, DRIVE_REMOVABLE, DRIVE_RAMDISK):
        return _LOCAL
    return LocationVerdict(allowed=True, code="unknown_drive", detail=drive)


def judge_mount(folder: PurePosixPath, mount_table: str) -> LocationVerdict:
    """Judge by the file system ``folder`` is on, from a mount table as in ``/proc/self/mounts``."""
    point, kind = "", ""
    for line in mount_table.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            candidate = _unescaped(fields[1])
            if folder.is_relative_to(candidate) and len(candidate) >= len(point):  # a later mount hides an earlier
                point, kind = candidate, fields[2]
    if kind in _LOCAL_FILE_SYSTEMS:
        return _LOCAL
    if kind in _NETWORK_FILE_SYSTEMS:
        return LocationVerdict(allowed=False, code="network_share", detail=f"{kind} {point}")
    return LocationVerdict(allowed=True, code="unknown_drive", detail=f"{kind} {point}".strip())


def _judge_cloud(folder: Path, pc: Surroundings) -> LocationVerdict:
    found = find_cloud_folders(pc.profile)
    client = next((cloud.client for cloud in found.folders if _inside(folder, cloud.folder)), None)
    client = client or next(filter(None, map(client_marking, (folder, *folder.parents))), None)
    if client is None and any(_is_cloud_tag(pc.reparse_tag(path)) for path in (folder, *folder.parents)):
        client = "Cloud Files"
    if client is not None:
        return LocationVerdict(allowed=False, code="cloud_folder", detail=client)
    if found.doubtful:
        return LocationVerdict(allowed=True, code="unknown_sync_client", detail=", ".join(found.doubtful))
    return _LOCAL


def _inside(folder: PurePath, cloud: Path) -> bool:
    """Whether ``folder`` lies in ``cloud``, which a client may have written through a link or in another case."""
    if not cloud.is_absolute():
        return False
    return any(
        PurePath(os.path.normcase(folder)).is_relative_to(os.path.normcase(written))
        for written in (cloud, cloud.resolve())
    )


def _is_cloud_tag(tag: int) -> bool:
    return tag & _TAG_CLOUD_MASK == _TAG_CLOUD or tag == _TAG_ONEDRIVE


def _reparse_tag(path: Path) -> int:
    """Return the reparse tag Windows gives a folder; 0 where there is none."""
    try:
        return int(getattr(path.lstat(), "st_reparse_tag", 0))
    except OSError:  # the folder is yet to be made
        return 0


def _unescaped(field: str) -> str:
    """Undo the mount table's octal escapes for space, tab, newline and backslash."""
    for escape, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(escape, character)
    return field
