"""What this PC remembers of its window and of who signed in last: one small readable file beside the database.

It is read before anybody has signed in, so it holds nothing but choices and a login. A missing or damaged file means
the choices nobody has made yet, never an error.
"""

from pathlib import Path
from typing import Annotated

import msgspec

NAME = "this-pc.json"


class ThisPc(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices.

    Attributes:
        zoom: size of the window's type in per cent.
        scheme: ``light`` or ``dark``; None follows the system.
        compact: lower rows and controls at every height of the window.
        last_login: who signed in last.
        opens_for: whose sign-in needs no password on this PC, because the system's keyring holds the data key.
        elsewhere: the folder somebody chose for the office instead of this one.
    """

    zoom: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    scheme: Annotated[str, msgspec.Meta(pattern="^(light|dark)$")] | None = None
    compact: bool = False
    last_login: str = ""
    opens_for: str = ""
    elsewhere: str = ""


def load(home: Path) -> ThisPc:
    """What was kept in this home, or the defaults."""
    try:
        return msgspec.json.decode((home / NAME).read_bytes(), type=ThisPc)
    except (OSError, msgspec.MsgspecError):
        return ThisPc()


def keep(home: Path, choices: ThisPc) -> None:
    """Write the choices down. Raise `StoreError` if the disk does not take them."""
    from desktop.store.files import write_durably  # noqa: PLC0415 - brings the whole store; `load` must be quick

    write_durably(home / NAME, msgspec.json.format(msgspec.json.encode(choices), indent=2) + b"\n")


def office_folder(usual: Path) -> Path:
    """Where the office lies: in the usual folder, unless somebody chose another one."""
    return Path(load(usual).elsewhere or usual)


def keep_office_in(folder: Path, usual: Path) -> None:
    """Look for the office in ``folder`` from the next start on. Raise `StoreError` if that cannot be written down."""
    from desktop.store.errors import translated  # noqa: PLC0415 - see `keep`

    with translated():
        usual.mkdir(parents=True, exist_ok=True, mode=0o700)
    keep(usual, msgspec.structs.replace(load(usual), elsewhere="" if folder == usual else str(folder)))
