"""One step from every page: whom to call, and recording that it was done. Needs no run, no shelf and no network."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_refer
from turnstone_web.referral.actions.refer import LONGEST, refer
from turnstone_web.referral.contacts import contacts_now
from turnstone_web.referral.models import Reason

NETWORK = re.compile(r"network-[0-9a-f]{6,64}")


def _about(text: str) -> str:
    """The network that is meant, by its form alone: whether there is one is told to nobody here."""
    return text if NETWORK.fullmatch(text) else ""


def _page(request: HttpRequest, about: str, *, error: TurnstoneError | None = None, status: int = 200) -> HttpResponse:
    context = {
        "about": about,
        "contacts": contacts_now(),
        "reasons": Reason.choices,
        "longest": LONGEST,
        "refused": error.what.split("\n")[0] if error else "",
        "do": error.do if error else "",
        "said": request.POST,
    }
    return render(request, "referral/referral.html", context, status=status)


@allowed(check_can_refer)
def referral(request: HttpRequest) -> HttpResponse:
    """The contacts at once, what is known to help, and the form."""
    return _page(request, _about(request.GET.get("about", "")))


@allowed(check_can_refer, methods=("POST",))
def referral_record(request: HttpRequest) -> HttpResponse:
    """Records a referral. What is refused comes back with its words, so that nobody in a hurry writes them twice."""
    about = _about(request.POST.get("about", ""))
    chosen = request.POST.get("contact", "")
    contact = next((c for c in contacts_now() if str(c.pk) == chosen), None)
    try:
        if chosen and contact is None:
            raise TurnstoneError("that contact is no longer in use", do="choose whom you reached among those shown now")
        refer(
            request.user, request.POST.get("reason", ""), request.POST.get("words", ""), contact=contact, network=about
        )
    except TurnstoneError as error:
        return _page(request, about, error=error, status=409)
    messages.success(
        request,
        _("Recorded, with the time and your name. Recording calls nobody: stay until somebody has been reached."),
    )
    return redirect(reverse("referral") + ("?" + urlencode({"about": about}) if about else ""))
