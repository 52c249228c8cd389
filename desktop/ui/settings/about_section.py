"""Which program this is, and whose work it stands on."""

from platform import python_version

from PySide6.QtCore import qVersion

from desktop.ui.settings.section import Facts, Section
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import label
from desktop.words import _
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_VERSION

#: What ships with the program, and under which licence.
_PARTS = (
    ("Python", "PSF-2.0"),
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLCipher", "BSD-3-Clause"),
    ("SQLite", _("thuộc phạm vi công cộng")),
    ("OpenSSL", "Apache-2.0"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("msgspec, zstandard", "BSD-3-Clause"),
    ("argon2-cffi, keyring, openpyxl, platformdirs", "MIT"),
    ("cryptography", "Apache-2.0, BSD-3-Clause"),
    ("requests", "Apache-2.0"),
    ("Noto Sans", "OFL-1.1"),
    ("Lucide", "ISC"),
)


class AboutSection(Section):
    """Versions and licences."""

    def __init__(self) -> None:
        super().__init__(_("Giới thiệu"))
        program = Card(_("Phần mềm trợ giúp pháp lý"))
        program.body.addWidget(Facts(versions()))
        program.body.addWidget(label(_("Phần mềm tự do theo giấy phép Apache 2.0."), role=Role.MUTED, wrap=True))
        parts = Card(_("Được xây dựng trên"))
        parts.body.addWidget(Facts(_PARTS))
        for shown in (program, parts):
            self.add(shown)


def versions() -> list[tuple[str, str]]:
    """What to tell somebody who is asked for help."""
    return [
        (_("Phiên bản"), PROGRAM_VERSION),
        (_("Giao thức đồng bộ"), str(PROTOCOL_VERSION)),
        ("Python", python_version()),
        ("Qt", qVersion()),
    ]
