"""What a proxy that turns us away asks for: a name and a password, or a way of signing in that we do not know.

The answer to ``CONNECT`` that says so is dropped by Python's own HTTP client with all its heads, so the proxy is asked
once more, without a word of ours to anybody behind it.
"""

import http.client
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlsplit


def asked_by(proxies: Mapping[str, str], server: str, patience: float) -> tuple[str, ...]:
    """The ways of signing in that the proxy before ``server`` names, as ``("Negotiate", "NTLM")``.

    Args:
        proxies: scheme of the server's address → address of the proxy.
        server: where one wanted to go.
        patience: with the proxy, in seconds.

    Returns:
        nothing where there is no proxy, where it cannot be asked, or where it does not say.
    """
    target = urlsplit(server)
    proxy = urlsplit(proxies.get(target.scheme, ""))
    if proxy.scheme != "http" or not proxy.hostname:
        return ()
    port = target.port or (443 if target.scheme == "https" else 80)
    with closing(http.client.HTTPConnection(proxy.hostname, proxy.port or 80, timeout=patience)) as connection:
        try:
            connection.request("CONNECT", f"{target.hostname}:{port}")
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            return ()
        named = answer.headers.get_all("Proxy-Authenticate") or []
    return tuple(dict.fromkeys(each.split(maxsplit=1)[0] for each in named if each.strip()))
