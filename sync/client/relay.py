"""Another PC's bundle over this PC's line: up in pieces and the answer down in pieces, none that has passed sent twice.

Nothing is kept of it here: the server knows a bundle by its hash, and what came of it before. So whoever tries again,
after a break or a kill, goes on where it was.
"""

from typing import BinaryIO

from sync.bundle.file import fingerprint
from sync.client.files import PATIENCE, FileRefused, Patient
from sync.client.http_files import HttpFiles
from sync.contract.errors import Offline


def carry(files: HttpFiles, source: BinaryIO, target: BinaryIO) -> None:
    """Bring a bundle and write down what is answered.

    Args:
        files: the way of files.
        source: the bundle.
        target: where the answer goes.

    Raises:
        SyncError: no usable line, or what the server says of the bundle.
    """
    sha256, size = fingerprint(source)
    patient = Patient(files)
    for again in range(2):
        try:
            _bring(files, patient, source, (sha256, size), target)
            return
        except FileRefused as refused:
            if again or refused.code != "upload_unknown":  # the server has lost what was there: from the beginning
                raise


def _bring(files: HttpFiles, patient: Patient, source: BinaryIO, named: tuple[str, int], target: BinaryIO) -> None:
    sha256, size = named
    address, offset = files.begin_bundle(sha256, size)
    while offset < size:
        source.seek(offset)
        offset = patient.send(address, offset, source.read(min(patient.size, size - offset)))
    name, length = _answered(files, address)
    target.seek(0)
    target.truncate()
    while target.tell() < length:
        target.write(patient.fetch(name, target.tell(), length))


def _answered(files: HttpFiles, address: str) -> tuple[str, int]:
    """Ask for the answer until it is there: the server goes on working while the line is broken."""
    for _attempt in range(PATIENCE - 1):
        try:
            return files.answer(address)
        except Offline:
            continue
    return files.answer(address)
