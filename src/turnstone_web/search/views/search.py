"""Searching everything of a run."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.runs import shelf, workspace
from turnstone_web.search.actions.keep import drop, keep
from turnstone_web.search.models import SavedSearch
from turnstone_web.shelf.search_index import Found, find

PAGE, DEEPEST = 50, 40


@allowed(check_can_see_market)
def search(request: HttpRequest) -> HttpResponse:
    """What fits, by kind; a request for a part gives the list alone. What was looked for is written down."""
    text, kind = request.GET.get("text", "").strip()[:200], request.GET.get("kind", "")[:30]
    networked = request.GET.get("networked") == "1"
    asked = request.GET.get("page", "1")
    page = min(max(int(asked), 1), DEEPEST) if asked.isdigit() and len(asked) < 5 else 1
    found = Found((), 0, {})
    if text:
        found = find(workspace(), shelf().run, text, kind=kind, networked=networked, first=(page - 1) * PAGE, most=PAGE)
        record(request.user, "search", "search", text, found=found.total)
    pages = Paginator(range(min(found.total, DEEPEST * PAGE)), PAGE)
    context = {
        "text": text,
        "kind": kind,
        "networked": networked,
        "found": found,
        "rows": pages.get_page(page),
        "pages": pages,
        "names": _names([n for row in found.rows for n in row["networks"]]),
        "kept": SavedSearch.objects.filter(user=request.user),
    }
    part = request.headers.get("X-Part") == "list"
    return render(request, "search/search_list.html" if part else "search/search.html", context)


@allowed(check_can_see_market, methods=("POST",))
def keep_search(request: HttpRequest) -> HttpResponse:
    """Keeps a search."""
    text, kind = request.POST.get("text", ""), request.POST.get("kind", "")
    keep(request.user, workspace(), shelf().run, text, kind)
    return redirect(f"{reverse('search')}?{urlencode({'text': text, 'kind': kind})}")


@allowed(check_can_see_market, methods=("POST",))
def drop_search(request: HttpRequest, search: int) -> HttpResponse:
    """Forgets one of one's own."""
    drop(request.user, get_object_or_404(SavedSearch, pk=search, user=request.user))
    return redirect("search")


def _names(networks: list[str]) -> dict[str, str]:
    return shelf().names(networks) if networks else {}
