"""How this PC reaches the server: its address, the proxy between, the authority it is known by.

Kept by the settings screen or laid down by IT. Automatic proxy scripts (PAC, WPAD) are not run; such an office names
its proxy by hand.
"""

import ipaddress
import ssl
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

import msgspec

from sync.contract.errors import Invalid
from sync.contract.text import normalise

#: As `LineSettings.proxy`: go straight to the server, whatever the system says.
DIRECT = "direct"
_DIRECTLY = frozenset({DIRECT, "trực tiếp", "truc tiep"})


class ProxyLogin(msgspec.Struct, frozen=True):
    """Who one is to a proxy that asks."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Without the password."""
        return f"ProxyLogin({self.user!r})"


class LineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the server is and how to get there.

    Attributes:
        server: ``https://host[:port]``; ``http`` only to this very PC.
        proxy: None: as the system or the environment says; `DIRECT`; or ``http://host:port``.
        proxy_user: whom to say one is to a proxy that asks; the password is kept elsewhere.
        ca_file: PEM file of an authority to trust besides the system's (a private one, an inspecting proxy's).
    """

    server: str
    proxy: str | None = None
    proxy_user: str | None = None
    ca_file: str | None = None


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """The server answered.

    Attributes:
        seconds: how long that took, from looking its name up to its last byte.
        clock_off: how far this PC's clock is ahead, if by so much that a person should know.
    """

    seconds: float
    clock_off: timedelta | None


def checked(line: LineSettings) -> LineSettings:
    """Return what a person typed in its proper form.

    Raises:
        Invalid: ``server_address_invalid``, ``server_not_encrypted``, ``proxy_address_invalid``,
            ``proxy_login_in_address``, ``ca_file_unusable``; each with its field.
    """
    ca_file = (line.ca_file or "").strip() or None
    if ca_file is not None:
        tls_context(ca_file)
    user = (line.proxy_user or "").strip() or None
    return LineSettings(server=_server(line.server), proxy=_proxy(line.proxy), proxy_user=user, ca_file=ca_file)


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """What the system trusts, and the office's own authority.

    Raises:
        Invalid: ``ca_file_unusable``: missing, unreadable or not a PEM certificate.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError:  # ssl.SSLError is one
            raise Invalid("ca_file_unusable", field="ca_file", path=ca_file) from None
    return context


def proxies_for(proxy: str | None, server: str) -> dict[str, str]:
    """The proxy of each scheme on the way to ``server``, read anew each time: a laptop changes its network."""
    if proxy is None:
        from requests.utils import get_environ_proxies  # noqa: PLC0415 - a window that opens need not wait for requests

        return get_environ_proxies(server)
    if proxy == DIRECT:
        return {}
    return {"http": proxy, "https": proxy}


def _server(typed: str) -> str:
    parts = _address(typed, "https", Invalid("server_address_invalid", field="server"))
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise Invalid("server_address_invalid", field="server")
    if parts.scheme == "http" and not _is_this_pc(parts.hostname or ""):
        raise Invalid("server_not_encrypted", field="server")
    return f"{parts.scheme}://{parts.netloc}"


def _proxy(typed: str | None) -> str | None:
    wanted = (typed or "").strip()
    if not wanted:
        return None
    if normalise(wanted).casefold() in _DIRECTLY:
        return DIRECT
    parts = _address(wanted, "http", Invalid("proxy_address_invalid", field="proxy"))
    if parts.username is not None:  # an address is shown, copied and written down; a password is none of that
        raise Invalid("proxy_login_in_address", field="proxy")
    return f"{parts.scheme}://{parts.netloc}"


def _address(typed: str, scheme: str, error: Invalid) -> SplitResult:
    """Split an http(s) address; ``scheme`` is meant when none was typed."""
    text = typed.strip()
    if "://" not in text:
        text = f"{scheme}://{text}"
    try:
        parts = urlsplit(text)
        usable = parts.port != 0 and parts.scheme in ("http", "https") and _is_host(parts.hostname or "")
    except ValueError:  # a port that is no number, half an IPv6 address
        raise error from None
    if not usable:
        raise error
    return parts


def _is_host(host: str) -> bool:
    return bool(host) and not any(letter.isspace() or letter in "<>\"'\\^`{|}" for letter in host)


def _is_this_pc(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
