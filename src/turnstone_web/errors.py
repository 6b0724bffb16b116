"""What went wrong, as a page: what, and what to do. No traceback reaches a user."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone.errors import PolicyDenied, TurnstoneError


class Told:
    """Middleware: Turnstone's own errors become a page that says what to do; a rule's "no" is answered with 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TurnstoneError):
            return None
        return shown(request, error)


told = Told


def shown(request: HttpRequest, error: TurnstoneError) -> HttpResponse:
    """The page of an error."""
    status = 403 if isinstance(error, PolicyDenied) else getattr(error, "status", 409)
    what = error.what.split("\n")[0]
    return render(request, "error.html", {"what": what, "error": error, "do": error.do}, status=status)


class NotThere(TurnstoneError):
    """There is no such thing, or it is not this user's to see: the answer is the same."""

    status = 404
