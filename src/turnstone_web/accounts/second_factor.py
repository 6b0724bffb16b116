"""Nobody gets past the door with a password alone, where the unit asks for a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever has no second factor yet sees only the pages on which one is set up."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = settings.MFA_REQUIRED and request.user.is_authenticated and not request.path.startswith(_open())
        if asked and not is_mfa_enabled(request.user):
            messages.info(request, _("Set up a second factor first: a passkey, or an app that shows codes."))
            return redirect("mfa_index")
        return get_response(request)

    return answer


def _open() -> tuple[str, ...]:
    return (reverse("mfa_index"), reverse("account_logout"), reverse("account_reauthenticate"), settings.STATIC_URL)
