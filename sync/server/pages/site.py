"""The addresses of the status page. Each is a thin shell; whatever is refused is told in a sentence."""

import hmac
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sync.contract.oversight import SILENT_DAYS
from sync.server import accounts, http
from sync.server import sign_in as sessions
from sync.server.database import Database
from sync.server.national import national
from sync.server.pages import words
from sync.server.pages.overview import as_csv, overview
from sync.server.refusals import Refused
from sync.server.routing import address, coded
from sync.server.scope import UnitKind
from sync.server.sign_in import Viewer
from sync.server.watch import facts_of

HOME = "/status"
_SIGN_IN = f"{HOME}/sign-in"
_SIGN_OUT = f"{HOME}/sign-out"
_REVOKE = f"{HOME}/revoke"
_CSV = f"{HOME}/units.csv"
_NATIONAL = f"{HOME}/national.ndjson"
_STYLE = f"{HOME}/style.css"

#: A form with a password.
_FORM = http.Limits(4 * 1024, 4 * 1024)
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}

_templates = Environment(
    loader=PackageLoader("sync.server.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_templates.globals |= {
    "kinds": words.KINDS,
    "paths": {
        "home": HOME,
        "sign_in": _SIGN_IN,
        "sign_out": _SIGN_OUT,
        "revoke": _REVOKE,
        "csv": _CSV,
        "national": _NATIONAL,
        "style": _STYLE,
    },
}

_DAYS = re.compile("[1-9][0-9]{0,2}")

Form = dict[str, str]


class Site:
    """The pages over one database."""

    def __init__(self, database: Database) -> None:
        """Serve from this database."""
        self._database = database
        self._style = files("sync.server.pages").joinpath("style.css").read_bytes()

    def routes(self) -> list[Route]:
        """Every address."""
        return [
            _page(HOME, self.home),
            _page(_SIGN_IN, lambda _request: _html("sign_in.html", failed="", unit="", login="")),
            _form(_SIGN_IN, self.sign_in),
            _form(_SIGN_OUT, self.sign_out),
            _page(_REVOKE, self.ask_to_revoke),
            _form(_REVOKE, self.revoke),
            _page(_CSV, self.csv),
            _page(_NATIONAL, self.national),
            _page(_STYLE, lambda _request: http.plain(self._style, "text/css; charset=utf-8")),
        ]

    def home(self, request: Request) -> Response:
        """The overview."""
        viewer = self._viewer(request)
        with self._database.read() as connection:
            shown = overview(connection, viewer, _days(request))
        return _html("overview.html", viewer=viewer, shown=shown)

    def csv(self, request: Request) -> Response:
        """The overview for a spreadsheet; that it was taken is written down."""
        viewer = self._viewer(request)
        with self._database.read() as connection:
            body = as_csv(overview(connection, viewer, _days(request)))
        with self._database.write() as connection:
            accounts.audit(connection, "status_downloaded", viewer.unit, actor=viewer.account)
        return _download(http.plain(body, "text/csv; charset=utf-8"), "tinh-hinh-dong-bo.csv")

    def national(self, request: Request) -> Response:
        """The country's records without anybody in them, for the department; that they were taken is written down."""
        viewer = self._viewer(request)
        if viewer.kind != UnitKind.CUC:
            raise Refused(403, "no_right")
        with self._database.write() as connection:
            accounts.audit(connection, "national_exported", "all", actor=viewer.account)

        def lines() -> Iterator[bytes]:
            with self._database.read() as connection:
                yield from national(connection)

        return _download(StreamingResponse(lines(), media_type="application/x-ndjson"), "toan-quoc.ndjson")

    def sign_in(self, request: Request, form: Form) -> Response:
        """Begin a session, or say in the form what is wrong."""
        unit, login = form.get("unit", "").strip(), form.get("login", "").strip()
        try:
            secret = sessions.sign_in(self._database, unit, login, form.get("password", ""), address=address(request))
        except Refused as refused:
            facts_of(request)["code"] = refused.code
            sentence = words.PAGE_REFUSALS[refused.code]
            return _html("sign_in.html", refused.status, failed=sentence, unit=unit, login=login)
        response = RedirectResponse(HOME, 303, _HEADERS)
        secure = request.url.scheme == "https"
        response.set_cookie(_cookie(request), secret, path="/", secure=secure, httponly=True, samesite="strict")
        return response

    def sign_out(self, request: Request, form: Form) -> Response:
        """End the session."""
        self._check(self._viewer(request), form)
        sessions.sign_out(self._database, _secret(request))
        response = RedirectResponse(_SIGN_IN, 303, _HEADERS)
        response.delete_cookie(_cookie(request), path="/", secure=request.url.scheme == "https", httponly=True)
        return response

    def ask_to_revoke(self, request: Request) -> Response:
        """Ask before a PC is shut out."""
        viewer = self._viewer(request)
        device, unit = self._revocable(viewer, request.query_params.get("device", ""))
        return _html("revoke.html", viewer=viewer, device=device, unit=unit)

    def revoke(self, request: Request, form: Form) -> Response:
        """Shut out a PC."""
        viewer = self._viewer(request)
        self._check(viewer, form)
        device, _ = self._revocable(viewer, form.get("device", ""))
        with self._database.write() as connection:
            accounts.revoke_device(connection, device.id, actor=viewer.account)
        return RedirectResponse(HOME, 303, _HEADERS)

    def _revocable(self, viewer: Viewer, device_id: str) -> tuple[Any, Any]:
        """A PC the viewer sees and may shut out, with its unit. Raise `Refused` 404 for any other."""
        with self._database.read() as connection:
            groups = overview(connection, viewer, SILENT_DAYS).groups
        found = [(row, group) for group in groups for row in group.rows if row.id == device_id and row.revocable]
        if not found:
            raise Refused(404, "not_found")
        return found[0]

    def _viewer(self, request: Request) -> Viewer:
        with self._database.read() as connection:
            viewer = sessions.viewer_of(connection, _secret(request))
        facts_of(request).update(account=viewer.account, unit=viewer.unit)
        return viewer

    def _check(self, viewer: Viewer, form: Form) -> None:
        if not hmac.compare_digest(form.get("key", "").encode(), viewer.form_key.encode()):
            raise Refused(403, "form_foreign")


def _page(path: str, show: Callable[[Request], Response]) -> Route:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_guarded, request, lambda: show(request))

    return Route(path, coded(path, endpoint), methods=["GET"])


def _form(path: str, act: Callable[[Request, Form], Response]) -> Route:
    async def endpoint(request: Request) -> Response:
        body = await http.body_of(request, _FORM)

        def read_and_act() -> Response:
            _check_origin(request)
            return act(request, _fields(body))

        return await run_in_threadpool(_guarded, request, read_and_act)

    return Route(path, coded(path, endpoint), methods=["POST"])


def _guarded(request: Request, act: Callable[[], Response]) -> Response:
    """Tell a person what was refused; who is not signed in gets there."""
    try:
        return act()
    except Refused as refused:
        facts_of(request)["code"] = refused.code
        if refused.code == "signed_out":
            return RedirectResponse(_SIGN_IN, 303, _HEADERS)
        return _html("refused.html", refused.status, sentence=words.PAGE_REFUSALS[refused.code])


def _check_origin(request: Request) -> None:
    """Refuse a form that stands on somebody else's page."""
    origin = request.headers.get("origin")
    try:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:  # it is no address at all
        own = False
    if not own:
        raise Refused(403, "form_foreign")


def _fields(body: bytes) -> Form:
    try:
        found = parse_qs(body.decode(), max_num_fields=10)
    except ValueError:
        raise Refused(400, "request_malformed") from None
    return {name: values[0] for name, values in found.items()}


def _days(request: Request) -> int:
    text = request.query_params.get("days", "")
    return int(text) if _DAYS.fullmatch(text) else SILENT_DAYS


def _cookie(request: Request) -> str:
    """Its name; where the line is encrypted, browsers keep it from every other host and page."""
    return "__Host-tgpl" if request.url.scheme == "https" else "tgpl"


def _secret(request: Request) -> str:
    return request.cookies.get(_cookie(request), "")


def _download(response: Response, name: str) -> Response:
    response.headers.update({**_HEADERS, "content-disposition": f'attachment; filename="{name}"'})
    return response


def _html(template: str, status: int = 200, **values: Any) -> Response:
    body = _templates.get_template(template).render(values)
    return Response(body, status, _HEADERS, media_type="text/html; charset=utf-8")
