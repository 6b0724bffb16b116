"""Whether a part of a page is asked for, by htmx, or the whole page."""

from __future__ import annotations

from django.http import HttpRequest


def is_part(request: HttpRequest) -> bool:
    """A part; what the browser's history restores is a whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
