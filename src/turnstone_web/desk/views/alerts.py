"""What became of watched networks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.desk.models import Watch
from turnstone_web.runs import hides


@allowed(check_can_see_market)
def alerts(request: HttpRequest) -> HttpResponse:
    """The user's own alerts, the latest first, and what they watch."""
    alerts, watches = (
        list(request.user.alerts.all()[:200]),
        list(Watch.objects.filter(user=request.user).order_by("-at")),
    )
    hidden = hides(request.user, [one.network for one in (*alerts, *watches)])
    context = {
        "alerts": [one for one in alerts if one.network not in hidden],
        "watches": [one for one in watches if one.network not in hidden],
    }
    return render(request, "desk/alerts.html", context)


@allowed(check_can_see_market, methods=("POST",))
def seen(request: HttpRequest) -> HttpResponse:
    """All alerts are seen."""
    request.user.alerts.filter(seen=None).update(seen=timezone.now())
    return redirect("alerts")
