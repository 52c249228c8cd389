"""The address of bundles: a sealed file up, the sealed answer down, both through temporary files of the machine."""

from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import BinaryIO

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sync.bundle.keys import SealKey
from sync.contract.bundle import LARGEST, PATH, UPLOAD_HEADER
from sync.contract.errors import BundleError
from sync.contract.files import PATH as FILES_PATH
from sync.contract.version import PROTOCOL_HEADER, PROTOCOL_VERSION
from sync.server.bundles import answer_bundle
from sync.server.database import Database
from sync.server.files import Files
from sync.server.refusals import Refused
from sync.server.routing import bearer, coded

_STEP = 64 * 1024
_HEADERS = {"cache-control": "no-store", PROTOCOL_HEADER: str(PROTOCOL_VERSION)}


def route(database: Database, files: Files, own: SealKey | None, let_in: Callable[[Request], None]) -> Route:
    """The address over one installation; without a key it answers 409 ``bundles_off``.

    Args:
        database: the server's.
        files: its use cases of papers.
        own: its key.
        let_in: how the application lets in the PC that carries the file.
    """

    def work(source: BinaryIO) -> Response:
        if own is None:
            raise Refused(409, "bundles_off")
        with ExitStack() as kept:
            target = kept.enter_context(TemporaryFile())
            try:
                answer_bundle(database, files, own, source, target)
            except BundleError as error:
                raise Refused(409, error.code) from None
            return _answer(target, kept.pop_all().close)

    def work_through(access: str, upload: str) -> Response:
        """The bundle came in pieces, and so does the answer go."""
        if own is None:
            raise Refused(409, "bundles_off")
        size, pieces = files.bundle(access, upload)
        if pieces is not None:
            with TemporaryFile() as source, TemporaryFile() as target:
                source.writelines(pieces)
                try:
                    answer_bundle(database, files, own, source, target)
                except BundleError as error:
                    raise Refused(409, error.code) from None
                size = files.keep_answer(access, upload, target)
        headers = {"location": f"{FILES_PATH}/{upload}", "upload-length": str(size)}
        return Response(status_code=HTTPStatus.CREATED, headers=headers | _HEADERS)

    async def endpoint(request: Request) -> Response:
        await run_in_threadpool(let_in, request)
        if (upload := request.headers.get(UPLOAD_HEADER)) is not None:
            return await run_in_threadpool(work_through, bearer(request), upload)
        with TemporaryFile() as source:
            await _spool(request, source)
            return await run_in_threadpool(work, source)

    return Route(PATH, coded(PATH, endpoint), methods=["POST"])


async def _spool(request: Request, target: BinaryIO) -> None:
    """Write the body into a file. Raise `Refused` 413 ``body_too_large``, 400 ``body_cut``."""
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > LARGEST:
                raise Refused(413, "body_too_large")
            await run_in_threadpool(target.write, piece)
    except ClientDisconnect:
        raise Refused(400, "body_cut") from None


def _answer(source: BinaryIO, close: Callable[[], None]) -> Response:
    """A response that is a file, written up to where it stands; it is closed once it is sent."""
    headers = {"content-length": str(source.tell())} | _HEADERS
    source.seek(0)
    pieces = iter(lambda: source.read(_STEP), b"")
    kind = "application/octet-stream"
    return StreamingResponse(pieces, headers=headers, media_type=kind, background=BackgroundTask(close))
