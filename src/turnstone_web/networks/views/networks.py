"""The list of networks: parties that share rare things. No lead is implied."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone.exports.disclaimer import disclaimer
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.networks.filters import NetworkFilters
from turnstone_web.part import is_part
from turnstone_web.runs import shelf

PAGE = 50


@allowed(check_can_see_market)
def networks(request: HttpRequest) -> HttpResponse:
    """Networks of two parties or more, those with a lead first. A request for a part gives the list alone."""
    wanted = NetworkFilters.of(request.GET)
    found, facets = shelf(request.user).listed("network", **wanted.for_shelf())
    pages = Paginator(found, PAGE)
    here = pages.get_page(request.GET.get("page"))
    context = {
        "filters": wanted,
        "facets": facets,
        "rows": here,
        "pages": pages,
        "total": len(found),
        "disclaimer": disclaimer(row["kind"] for row in here),
    }
    part = is_part(request)
    return render(request, "networks/networks_list.html" if part else "networks/networks.html", context)
