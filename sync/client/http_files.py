"""Files over HTTP: tus 1.0 up, ranges down; each piece is one request of the connection the texts use too."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from sync.client.files import FileRefused
from sync.client.wire import Answer, refused
from sync.contract.bundle import PATH as BUNDLE_PATH
from sync.contract.bundle import UPLOAD_HEADER
from sync.contract.errors import CodedError, ProtocolViolation
from sync.contract.files import (
    PATH,
    TUS_HEADER,
    TUS_VERSION,
    UPLOAD_TYPE,
    UPLOADS_PATH,
    checksum_of,
    metadata_of,
)
from sync.contract.messages import HeldRequest, HeldResponse

#: What the server says of one file, and means of no other.
_OF_THE_FILE = frozenset(
    {
        *("file_unknown", "file_missing", "file_differs", "file_damaged"),
        *("upload_unknown", "offset_differs", "range_unknown", "checksum_differs"),
    }
)
_TUS = {TUS_HEADER: TUS_VERSION}

#: One request as this PC, whatever the answer: method, path, body, headers.
Ask = Callable[[str, str, bytes, Mapping[str, str]], Answer]


class HttpFiles:
    """`sync.client.files.FileTransport` over one connection."""

    def __init__(self, ask: Ask, held: Callable[[HeldRequest], HeldResponse]) -> None:
        self._ask = ask
        self._held = held

    def held(self, records: Sequence[str]) -> frozenset[str]:
        """Of which attachments the server has the bytes."""
        return frozenset(self._held(HeldRequest(records=tuple(records))).held)

    def begin(self, record: str, size: int) -> tuple[str, int]:
        """Begin an upload; see the port."""
        headers = {"Upload-Length": str(size), "Upload-Metadata": metadata_of(record)}
        return self._begun(self._done("POST", PATH, b"", headers, HTTPStatus.CREATED))

    @staticmethod
    def _begun(answer: Answer) -> tuple[str, int]:
        address = answer.headers.get("Location", "")
        if not address.startswith(f"{UPLOADS_PATH}/"):
            raise ProtocolViolation("bad_answer")
        return address, _number(answer, "Upload-Offset")

    def begin_bundle(self, sha256: str, size: int) -> tuple[str, int]:
        """Begin to bring a bundle, or find how much of it is there already; its address and that."""
        headers = {"Upload-Length": str(size), "Upload-Metadata": metadata_of(sha256, "bundle")}
        return self._begun(self._done("POST", PATH, b"", headers, HTTPStatus.CREATED))

    def answer(self, address: str) -> tuple[str, int]:
        """Have a bundle answered that is there: under which name the answer is fetched, and its size."""
        headers = {UPLOAD_HEADER: address.rpartition("/")[2]}
        answer = self._done("POST", BUNDLE_PATH, b"", headers, HTTPStatus.CREATED)
        return answer.headers.get("Location", "").rpartition("/")[2], _number(answer, "Upload-Length")

    def offset(self, address: str) -> int | None:
        """How much of an upload is there; see the port."""
        answer = self._ask("HEAD", address, b"", _TUS)
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY):
            return None
        if answer.status != HTTPStatus.OK:
            raise refused(answer)
        return _number(answer, "Upload-Offset")

    def send(self, address: str, offset: int, piece: bytes) -> int:
        """Send a piece; see the port."""
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": UPLOAD_TYPE,
            "Upload-Checksum": checksum_of(hashlib.sha256(piece).digest()),
        }
        return _number(self._done("PATCH", address, piece, headers, HTTPStatus.NO_CONTENT), "Upload-Offset")

    def fetch(self, record: str, start: int, size: int) -> bytes:
        """A stretch of a file; see the port."""
        wanted = {"Range": f"bytes={start}-{start + size - 1}", "Accept-Encoding": "identity"}
        answer = self._done("GET", f"{PATH}/{record}", b"", wanted, HTTPStatus.PARTIAL_CONTENT)
        if len(answer.body) != size:
            raise ProtocolViolation("bad_answer")
        return answer.body

    def _done(self, method: str, path: str, body: bytes, headers: Mapping[str, str], expected: int) -> Answer:
        answer = self._ask(method, path, body, _TUS | dict(headers))
        if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise FileRefused("file_too_large")
        if answer.status != expected:
            raise _of_the_file(refused(answer))
        return answer


def _of_the_file(error: CodedError) -> CodedError:
    return FileRefused(error.code) if error.code in _OF_THE_FILE else error


def _number(answer: Answer, name: str) -> int:
    text = answer.headers.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        raise ProtocolViolation("bad_answer")
    return int(text)
