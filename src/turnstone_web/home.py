"""The way in, and the pages of what is not there."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from turnstone_web.accounts import permissions as may
from turnstone_web.accounts.allowed import allowed


@allowed(may.check_can_sign_in)
def home(request: HttpRequest) -> HttpResponse:
    """Everybody begins where their work is."""
    if may.can_see_market(request.user):
        return redirect("leads")
    if may.can_see_audit(request.user):
        return redirect("audit")
    if may.can_manage_users(request.user):
        return redirect("users")
    return render(request, "welcome.html")


def _told(request: HttpRequest, what: str, do: str, status: int) -> HttpResponse:
    return render(request, "error.html", {"what": what, "do": do}, status=status)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _told(request, _("there is no such page"), _("go back, or look for it in the search"), 404)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _told(request, _("the request was refused"), _("load the page again, then repeat what you did"), 403)


def fault(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw; and a database that does not answer, or cannot be written since the disk is full. The page asks the
    database for nothing."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        what = _("the workbench's database does not answer, or has no space left")
        do = _(
            "nothing of this was recorded; try again, and tell whoever keeps the site if it returns: space, or the database server"
        )
        status = 503
    else:
        what, status = _("a fault of the software"), 500
        do = _("nothing you did is half-done; go back and try again, and report it if it returns")
    return HttpResponse(render_to_string("error.html", {"what": what, "do": do}), status=status)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: from another site, or from a page that is older than the sign-in."""
    return refused(request)
