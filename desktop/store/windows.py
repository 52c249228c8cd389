"""What only Windows can tell about itself; on other systems the answers are empty."""

import sys
from collections.abc import Iterable, Mapping

Registry = Mapping[str, Mapping[str, str]]
"""Keys under HKEY_CURRENT_USER, with the text values of each."""

DRIVE_UNKNOWN, DRIVE_REMOVABLE, DRIVE_FIXED, DRIVE_REMOTE, DRIVE_RAMDISK = 0, 2, 3, 4, 6
"""What `drive_type` answers."""

if sys.platform == "win32":
    import ctypes
    import winreg

    def drive_type(root: str) -> int:
        """Return what kind of drive ``root`` (``C:\\``) is."""
        return int(ctypes.windll.kernel32.GetDriveTypeW(root))

    def read_registry(paths: Iterable[str]) -> Registry:
        """Return the keys at and below ``paths``; those that are not there are left out."""
        keys: dict[str, Mapping[str, str]] = {}
        for path in paths:
            _read_below(path, keys)
        return keys

    def _read_below(path: str, keys: dict[str, Mapping[str, str]]) -> None:
        try:
            key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, path)
        except OSError:  # the program it belongs to was never installed
            return
        with key:
            children, values, _ = winreg.QueryInfoKey(key)
            named = (winreg.EnumValue(key, index) for index in range(values))
            keys[path] = {name: text for name, text, _ in named if isinstance(text, str)}
            names = [winreg.EnumKey(key, index) for index in range(children)]
        for name in names:
            _read_below(rf"{path}\{name}", keys)
else:

    def drive_type(_root: str) -> int:
        """Return `DRIVE_UNKNOWN`: there are no drives here."""
        return DRIVE_UNKNOWN

    def read_registry(_paths: Iterable[str]) -> Registry:
        """Return nothing: there is no registry here."""
        return {}
