"""What became of watched networks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.desk.models import Watch


@allowed(check_can_see_market)
def alerts(request: HttpRequest) -> HttpResponse:
    """The user's own alerts, the latest first, and what they watch."""
    context = {
        "alerts": request.user.alerts.all()[:200],
        "watches": Watch.objects.filter(user=request.user).order_by("-at"),
    }
    return render(request, "desk/alerts.html", context)


@allowed(check_can_see_market, methods=("POST",))
def seen(request: HttpRequest) -> HttpResponse:
    """All alerts are seen."""
    request.user.alerts.filter(seen=None).update(seen=timezone.now())
    return redirect("alerts")
