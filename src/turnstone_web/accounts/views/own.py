"""One's own account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import Role
from turnstone_web.accounts.permissions import check_can_sign_in


@allowed(check_can_sign_in)
def own(request: HttpRequest) -> HttpResponse:
    """Roles, language, password and second factor."""
    held = [str(Role(role).label) for role in sorted(request.user.roles)]
    return render(request, "accounts/own.html", {"held": held, "languages": settings.LANGUAGES})


@allowed(check_can_sign_in, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """The language of the interface; none follows the browser."""
    chosen = request.POST.get("language", "")
    if chosen in {code for code, _ in settings.LANGUAGES} | {""}:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    return redirect("own")
