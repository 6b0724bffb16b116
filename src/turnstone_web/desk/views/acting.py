"""What can be done with a lead. Each view reads a form and calls one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_decide, check_can_see_market, check_can_unlock
from turnstone_web.audit.actions.unlock import lock, unlock
from turnstone_web.desk.actions.assign import assign
from turnstone_web.desk.actions.decide import decide
from turnstone_web.desk.actions.watch import unwatch, watch
from turnstone_web.runs import closed_mask, lead_or_404, network_or_404, ready_run


def _back(request: HttpRequest, network: str) -> HttpResponse:
    """To the page from which the form came, within this site; else to the lead."""
    to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        to = reverse("lead", args=[network])
    return redirect(to)


@allowed(check_can_decide, methods=("POST",))
def decide_lead(request: HttpRequest, network: str) -> HttpResponse:
    """Accept, reject, or open again. What is decided about is what the person saw: other evidence since then stops it."""
    view = lead_or_404(request.user, network, closed_mask())
    if request.POST.get("evidence", "") != view["evidence"]:
        raise TurnstoneError(
            "the evidence has changed since you opened the page", do="look at the lead again, then decide"
        )
    run = ready_run()
    made = decide(
        request.user, network, request.POST.get("verdict", ""), request.POST.get("reason", ""),
        evidence=view["evidence"], run=run.id if run else "",
    )  # fmt: skip
    messages.success(
        request, _("Recorded: %(verdict)s. It enters the next run.") % {"verdict": made.get_verdict_display()}
    )
    return _back(request, network)


@allowed(check_can_decide, methods=("POST",))
def assign_lead(request: HttpRequest, network: str) -> HttpResponse:
    """Give the lead to a colleague; an empty choice gives it to nobody."""
    lead_or_404(request.user, network, closed_mask())
    to = request.POST.get("to", "")
    assign(request.user, network, get_object_or_404(User, pk=to) if to.isdigit() else None)
    return _back(request, network)


@allowed(check_can_see_market, methods=("POST",))
def watch_network(request: HttpRequest, network: str) -> HttpResponse:
    """Be told when the network changes; `off` ends it."""
    network_or_404(request.user, network, closed_mask())
    run = ready_run()
    if request.POST.get("off"):
        unwatch(request.user, network)
    else:
        watch(request.user, network, run=run.id if run else "")
    return _back(request, network)


@allowed(check_can_unlock, methods=("POST",))
def unlock_network(request: HttpRequest, network: str) -> HttpResponse:
    """Show names and contacts of the network for a while; `off` masks them again."""
    network_or_404(request.user, network, closed_mask())
    if request.POST.get("off"):
        lock(request.user, network)
    else:
        minutes = request.POST.get("minutes", "60")
        made = unlock(request.user, network, request.POST.get("reason", ""), int(minutes) if minutes.isdigit() else 0)
        messages.warning(
            request,
            _("Names and contacts are shown to you until %(until)s. What you see is written down.")
            % {"until": made.until.strftime("%H:%M UTC")},
        )
    return _back(request, network)
