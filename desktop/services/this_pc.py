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
    """

    zoom: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    scheme: Annotated[str, msgspec.Meta(pattern="^(light|dark)$")] | None = None
    compact: bool = False
    last_login: str = ""
    opens_for: str = ""


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
