"""A real Secret Service (gnome-keyring) in a D-Bus session of its own: open, locked, absent.

Needs the Debian packages gnome-keyring and dbus.
"""

import subprocess
import sys
from pathlib import Path

USE = """
from desktop.store.secrets import KeyringSecrets
secrets = KeyringSecrets("van-phong")
print(secrets.unavailable())
if secrets.unavailable() is None:
    secrets.put("refresh_token", "Vé của chị Hoà")
    print(KeyringSecrets("van-phong").get("refresh_token"))
    secrets.forget("refresh_token")
    print(secrets.get("refresh_token"))
"""
UNLOCKED = 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
LOCKED = 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; exec "$@"'


def run(home: Path, *prefix: str) -> list[str]:
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    done = subprocess.run(
        [*prefix, sys.executable, "-c", USE],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def in_session(script: str) -> tuple[str, ...]:
    return ("dbus-run-session", "--", "sh", "-c", script, "sh")


def test_an_open_keyring_keeps_and_forgets_a_secret(tmp_path: Path) -> None:
    assert run(tmp_path, *in_session(UNLOCKED)) == ["None", "Vé của chị Hoà", "None"]


def test_a_locked_keyring_is_named_as_locked(tmp_path: Path) -> None:
    assert run(tmp_path, *in_session(LOCKED)) == ["keyring_locked"]


def test_a_pc_without_a_keyring_is_named_as_such(tmp_path: Path) -> None:
    assert run(tmp_path) == ["no_keyring"]
