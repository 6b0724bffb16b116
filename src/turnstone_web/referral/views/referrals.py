"""What was recorded, for those who answer for it: in the order of time, and how many for each reason."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_audit
from turnstone_web.referral.models import Reason, Referral

PAGE = 100


@allowed(check_can_see_audit, reads="referrals")
def referrals(request: HttpRequest) -> HttpResponse:
    """All referrals, the latest first."""
    many = dict(Referral.objects.order_by().values_list("reason").annotate(Count("pk")))
    made = Referral.objects.select_related("by", "contact")
    context = {
        "counts": [(label, many.get(value, 0)) for value, label in Reason.choices],
        "referrals": Paginator(made, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "referral/referrals.html", context)
