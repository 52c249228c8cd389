"""What happens to a USB stick at the centre: an invitation is written on it, and a bundle is answered."""

from pathlib import Path

from sync.contract.bundle import INVITATION_SUFFIX
from sync.server.blobs import DiskBlobs
from sync.server.bundles import answer_bundle
from sync.server.files import Files
from sync.server.installation import write_invitation
from tests.fakes.server import RunningServer


def invitation(server: RunningServer, folder: Path, unit: str = "CN1") -> tuple[Path, str]:
    """The file with which a PC joins that has no line, and the code that belongs to it."""
    path, code = folder / f"moi{INVITATION_SUFFIX}", server.enrol_code(unit)
    write_invitation(path, server.seal_key, server.base_url, code)
    return path, code


def files_of(server: RunningServer) -> Files:
    """Its use cases of papers."""
    return Files(server.database, DiskBlobs(server.files))


def answered(server: RunningServer, path: Path) -> Path:
    """What the administrator does with a bundle; where the answer lies."""
    back = path.with_name(f"back-{path.name}")
    with path.open("rb") as source, back.open("wb") as target:
        answer_bundle(server.database, files_of(server), server.seal_key, source, target)
    return back
