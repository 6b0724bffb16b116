"""The whole market in figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.market.charts import band, bars, sparks
from turnstone_web.runs import ready_run, shelf


@allowed(check_can_see_market)
def market(request: HttpRequest) -> HttpResponse:
    """Size, prices, turnover, places, new wordings, sudden moves, and how good the data are."""
    facts = shelf(request.user).market()
    context = {
        "facts": facts,
        "offers": bars(facts["months"], "offers"),
        "orders": bars(facts["months"], "orders"),
        "posters": band(facts["months"], "at_least", "low", "high", "posters"),
        "prices": sparks(facts["prices"]),
        "turnover": facts["turnover"][::-1],
        "run": ready_run(),
    }
    return render(request, "market/market.html", context)


@allowed(check_can_see_market)
def market_json(request: HttpRequest) -> HttpResponse:
    """The same figures for programs."""
    return JsonResponse(shelf(request.user).market())
