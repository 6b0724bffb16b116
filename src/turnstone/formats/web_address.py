"""Addresses of pages, as far as it takes to know whose page it is and which pictures it shows."""

from __future__ import annotations

import re

_PARTS = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?")


def host_of(address: str) -> str | None:
    """The host in lower case without `www.`, user and port; None where the address has none."""
    host = (_PARTS.match(address.strip()) or [None] * 3)[2]
    if not host:
        return None
    host = re.sub(r":\d*$", "", host.rpartition("@")[2]).lower().rstrip(".")
    return host.removeprefix("www.") or None


def absolute(base: str, address: str) -> str:
    """`address` as seen from the page at `base` (RFC 3986, section 5), without its fragment."""
    address = "".join(address.split())
    scheme, host, path, query = (part or "" for part in _split(address))
    if scheme:
        return scheme.lower() + (f"//{host.lower()}" if host else "") + path + query
    base_scheme, base_host, base_path, base_query = (part or "" for part in _split(base))
    if host:
        return f"{base_scheme.lower()}//{host.lower()}{path}{query}"
    if not path:
        path, query = base_path, query or base_query
    elif not path.startswith("/"):
        path = base_path[: base_path.rfind("/") + 1] + path
    return f"{base_scheme.lower()}//{base_host.lower()}{_without_dots(path)}{query}"


def _split(address: str) -> tuple[str | None, ...]:
    match = _PARTS.match(address)
    return match.groups() if match else (None,) * 4


def _without_dots(path: str) -> str:
    out: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if len(out) > 1:
                out.pop()
        elif part != ".":
            out.append(part)
    if parts[-1] in (".", ".."):
        out.append("")
    return "/".join(out) or "/"
