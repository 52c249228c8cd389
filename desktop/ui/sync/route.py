"""A cheap look at whether this PC has come to a network: the routing table is asked, nothing is sent.

It only ever hastens a cycle. A network behind a proxy may have no route to the world and work all the same, so the
absence of one never keeps a cycle from being tried.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

#: Stands for the world (RFC 5737: an address nobody has), so that no name must be looked up.
_ANYWHERE = "192.0.2.1"
_PORT = 9


def address_towards(server: str) -> str | None:
    """The address by which this PC would go to ``server``, None while it is on no network. Takes microseconds.

    Args:
        server: an address such as ``https://tgpl.vidu.vn``; a name stands for anywhere in the world.
    """
    host = urlsplit(server).hostname or ""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        host, version = _ANYWHERE, 4
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, _PORT))  # of a datagram socket: chooses the route, and that is all
        except OSError:
            return None
        return str(probe.getsockname()[0])
