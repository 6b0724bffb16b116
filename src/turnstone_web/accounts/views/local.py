"""Signing in by the link that `turnstone serve` prints on one's own machine."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from turnstone_web.accounts.local_link import spent
from turnstone_web.accounts.models import User
from turnstone_web.audit.record import record

LOOPBACK = ("127.0.0.1", "::1")


def local(request: HttpRequest, token: str) -> HttpResponse:
    """Signs the local user in, once for each link, from this machine alone. Anything else is no page."""
    if not settings.LOCAL or request.META.get("REMOTE_ADDR") not in LOOPBACK or not spent(token):
        raise Http404
    user = User.objects.get(local=True)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record(user, "sign in by local link", "user", user.username)
    return redirect("home")


local.open = True
