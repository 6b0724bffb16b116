"""No text with a NUL gets in: PostgreSQL keeps none, and no person types one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from turnstone.errors import TurnstoneError
from turnstone_web.errors import NotThere, shown

NUL = "\x00"


def no_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address with a NUL is not there; a query or form with one is refused."""

    def answer(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return shown(request, NotThere("there is no such page", do="go back, or look for it in the search"))
        if any(NUL in text for text in _texts(request)):
            return shown(request, TurnstoneError(_("a text holds a character that is none"), do=_("write it anew")))
        return get_response(request)

    return answer


def _texts(request: HttpRequest) -> Iterator[str]:
    for fields in (request.GET, request.POST):
        for name, values in fields.lists():
            yield name
            yield from values
