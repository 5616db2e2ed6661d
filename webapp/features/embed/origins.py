"""Which sites may hold the widget: exact origins, nothing like a pattern."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


def origin(text: str) -> str:
    """Return an origin as browsers write it: `https://desk.example`, with the port only when it is not the usual one.

    Raises ValueError for anything that is more or less than an origin: a path, a user, a wildcard, `null`.
    """
    given = text.strip()
    problem = ValueError(
        f"{given!r} is no origin. Give scheme, host and port as the browser shows them, such as https://desk.example"
    )
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise problem from None
    host = (parts.hostname or "").lower()
    bare = parts.path in {"", "/"} and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in _PORTS or not bare or any(c in given for c in "*?#;,'\"\\ \t\r\n"):
        raise problem
    if ":" in host:
        try:
            host = f"[{ipaddress.IPv6Address(host).compressed}]"
        except ValueError:
            raise problem from None
    elif not _HOST.fullmatch(host):
        raise problem
    return f"{parts.scheme}://{host}" + ("" if port is None or port == _PORTS[parts.scheme] else f":{port}")
