"""Where a form leads after it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page from which the form came, within this site."""
    to = request.POST.get("next", "")
    return redirect(to if url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}) else otherwise)
