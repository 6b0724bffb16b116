"""Every view says who may see it, and what reading it is called in the audit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from turnstone_web.accounts.models import User
from turnstone_web.accounts.rate import Rate, count
from turnstone_web.audit.record import record
from turnstone_web.part import is_part

View = Callable[..., HttpResponse]


def allowed(
    check: Callable[[User], None], *, reads: str = "", methods: tuple[str, ...] = ("GET",), rate: Rate | None = None
) -> Callable[[View], View]:
    """Lets a view be reached only by signed-in users whom `check` lets pass, and by these methods.

    `reads`: the kind of thing that is read, which goes to the audit with the first argument of the address; without it
    (listings of nothing personal, actions that write their own line) nothing is told. `rate`: how often one person may ask."""

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                door = redirect_to_login(request.get_full_path())
                if is_part(request):  # the whole page goes there, not the part
                    return HttpResponse(headers={"HX-Redirect": door["Location"]})
                return door
            check(request.user)
            if rate is not None:
                count(request.user, rate)
            response = view(request, *args, **named)
            if reads and response.status_code < 400:
                record(request.user, f"read {reads}", reads, str(next(iter(named.values()), "")))
            return response

        guarded.check = check
        guarded.methods = methods
        guarded.reads = reads
        return guarded

    return decorated
