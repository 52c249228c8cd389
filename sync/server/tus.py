"""The addresses of files: uploads as tus 1.0 (creation, checksum), downloads by range."""

import base64
import binascii
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sync.contract.files import MAX_BYTES, PATH, TUS_HEADER, TUS_VERSION, UPLOAD_TYPE, UPLOADS_PATH
from sync.contract.version import PROTOCOL_HEADER, PROTOCOL_VERSION
from sync.server.files import CHECKSUMS, Files, Part
from sync.server.http import Endpoint
from sync.server.refusals import Refused
from sync.server.routing import bearer, coded

_COMMON = {TUS_HEADER: TUS_VERSION, PROTOCOL_HEADER: str(PROTOCOL_VERSION), "cache-control": "no-store"}
_ABILITIES = {
    "Tus-Version": TUS_VERSION,
    "Tus-Extension": "creation,checksum",
    "Tus-Max-Size": str(MAX_BYTES),
    "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
}
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")
_ENDLESS = 2**62


def routes(files: Files, let_in: Callable[[Request], None]) -> list[Route]:
    """The addresses over the use cases; ``let_in`` is how the application lets in a PC."""
    tus = _Tus(files)

    def route(path: str, method: str, endpoint: Endpoint, *, open_to_all: bool = False) -> Route:
        async def guarded(request: Request) -> Response:
            if not open_to_all:
                await run_in_threadpool(let_in, request)
            return await endpoint(request)

        return Route(path, coded(path, guarded), methods=[method])

    upload = f"{UPLOADS_PATH}/{{upload}}"
    return [
        route(PATH, "OPTIONS", tus.abilities, open_to_all=True),
        route(PATH, "POST", tus.create),
        route(upload, "HEAD", tus.offset),
        route(upload, "PATCH", tus.go_on),
        route(f"{PATH}/{{record}}", "GET", tus.fetch),
    ]


class _Tus:
    """Headers in, use case, headers out."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def abilities(self, _request: Request) -> Response:
        """What this server can do."""
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_COMMON | _ABILITIES)

    async def create(self, request: Request) -> Response:
        """An upload begins; where its bytes are there already, it says so with its offset."""
        _check_version(request)
        named, size = _metadata(request), _number(request, "Upload-Length")
        if (sha256 := named.get("bundle")) is not None:
            begun = await run_in_threadpool(self._files.begin_bundle, bearer(request), sha256, size)
        else:
            begun = await run_in_threadpool(self._files.begin, bearer(request), named.get("record", ""), size)
        headers = {"Location": f"{UPLOADS_PATH}/{begun.id}", "Upload-Offset": str(begun.offset)}
        return Response(status_code=HTTPStatus.CREATED, headers=_COMMON | headers)

    async def offset(self, request: Request) -> Response:
        """How far an upload is."""
        _check_version(request)
        upload = request.path_params["upload"]
        standing = await run_in_threadpool(self._files.standing, bearer(request), upload)
        headers = {"Upload-Offset": str(standing.offset), "Upload-Length": str(standing.size)}
        return Response(status_code=HTTPStatus.OK, headers=_COMMON | headers)

    async def go_on(self, request: Request) -> Response:
        """The next piece. What came of a piece that was cut off counts, unless it was to be checked as a whole."""
        _check_version(request)
        if request.headers.get("content-type", "") != UPLOAD_TYPE:
            raise Refused(415, "encoding_unknown")
        access, upload = bearer(request), request.path_params["upload"]
        offset, checksum = _number(request, "Upload-Offset"), request.headers.get("Upload-Checksum")
        standing = await run_in_threadpool(self._files.standing, access, upload)
        with await run_in_threadpool(self._files.spool) as piece:
            whole = await _take(request, piece, standing.size - standing.offset)
            if not whole and checksum is not None:
                raise Refused(400, "body_cut")
            end = await run_in_threadpool(self._files.append, access, upload, offset, piece, checksum)
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_COMMON | {"Upload-Offset": str(end)})

    async def fetch(self, request: Request) -> Response:
        """The bytes of an attachment, or what comes after a place in them."""
        wanted = _RANGE.fullmatch(request.headers.get("range", ""))

        def part_of(size: int) -> tuple[int, int]:
            if wanted is None:
                return 0, size
            start, last = int(wanted[1]), min(int(wanted[2] or _ENDLESS), size - 1)
            if start > last:
                raise Refused(416, "range_unknown")
            return start, last + 1 - start

        part = await run_in_threadpool(self._files.open, bearer(request), request.path_params["record"], part_of)
        status = HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK
        return StreamingResponse(part.pieces, status, _download_headers(part))


async def _take(request: Request, piece: IO[bytes], limit: int) -> bool:
    """Spool the body; whether all of it came. Raise `Refused` 413 ``body_too_large``."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise Refused(413, "body_too_large")
    try:
        async for block in request.stream():
            limit -= len(block)
            if limit < 0:
                raise Refused(413, "body_too_large")
            piece.write(block)
    except ClientDisconnect:
        return False
    return True


def _download_headers(part: Part) -> dict[str, str]:
    reference = part.reference
    last = part.start + part.size - 1
    return _COMMON | {
        "Content-Type": "application/octet-stream",  # never something a browser would run
        "Content-Length": str(part.size),
        "Content-Range": f"bytes {part.start}-{last}/{reference.size}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{reference.sha256}"',
    }


def _check_version(request: Request) -> None:
    if request.headers.get(TUS_HEADER) != TUS_VERSION:
        raise Refused(412, "tus_version")


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isdecimal() and text.isascii() and len(text) < 16):
        raise Refused(400, "request_malformed")
    return int(text)


def _metadata(request: Request) -> dict[str, str]:
    """``Upload-Metadata``: pairs of a name and a value in base64, with commas between."""
    found = {}
    try:
        for pair in request.headers.get("Upload-Metadata", "").split(","):
            name, _, value = pair.strip().partition(" ")
            found[name] = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(400, "request_malformed") from None
    return found
