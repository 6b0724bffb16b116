"""Searching everything of a run."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.accounts.rate import SEARCHES
from turnstone_web.audit.record import record
from turnstone_web.part import is_part
from turnstone_web.runs import shelf, workspace
from turnstone_web.search.actions.keep import drop, keep
from turnstone_web.search.models import SavedSearch
from turnstone_web.shelf.findable import MOST_NETWORKS
from turnstone_web.shelf.search_index import Found, find

PAGE, DEEPEST = 50, 40


@allowed(check_can_see_market, rate=SEARCHES)
def search(request: HttpRequest) -> HttpResponse:
    """What fits, by kind; a request for a part gives the list alone. What was looked for is written down."""
    text, kind = request.GET.get("text", "").strip()[:200], request.GET.get("kind", "")[:30]
    networked = request.GET.get("networked") == "1"
    asked = request.GET.get("page", "1")
    page = min(max(int(asked), 1), DEEPEST) if asked.isdigit() and len(asked) < 5 else 1
    found = Found((), 0, {})
    if text:
        found = _found(request.user, text, kind, networked, (page - 1) * PAGE)
        record(request.user, "search", "search", text, found=found.total)
    pages = Paginator(range(min(found.total, DEEPEST * PAGE)), PAGE)
    names = shelf(request.user).names([n for row in found.rows for n in row["networks"]]) if found.rows else {}
    context = {
        "text": text,
        "kind": kind,
        "networked": networked,
        "found": found,
        "shown": [_with_networks(row, names) for row in found.rows],
        "rows": pages.get_page(page),
        "pages": pages,
        "kept": SavedSearch.objects.filter(user=request.user),
    }
    part = is_part(request)
    return render(request, "search/search_list.html" if part else "search/search.html", context)


@allowed(check_can_see_market, methods=("POST",))
def keep_search(request: HttpRequest) -> HttpResponse:
    """Keeps a search."""
    text, kind = request.POST.get("text", ""), request.POST.get("kind", "")
    keep(request.user, workspace(), shelf(request.user).run, text, kind)
    return redirect(f"{reverse('search')}?{urlencode({'text': text, 'kind': kind})}")


@allowed(check_can_see_market, methods=("POST",))
def drop_search(request: HttpRequest, search: int) -> HttpResponse:
    """Forgets one of one's own."""
    drop(request.user, get_object_or_404(SavedSearch, pk=search, user=request.user))
    return redirect("search")


def _found(user: User, text: str, kind: str, networked: bool, first: int) -> Found:
    """A page of what fits. Whether a thing stands in a network that this user may see is not in the index: where something
    is hidden from them, as much as can be paged through is looked up and sifted."""
    seen = shelf(user)
    if not (networked and seen.hidden):
        return find(
            workspace(), seen.run, text, kind=kind, networked=networked, first=first, most=PAGE, hidden=seen.hidden
        )
    every = find(workspace(), seen.run, text, kind=kind, networked=True, most=DEEPEST * PAGE, hidden=seen.hidden)
    names = seen.names(list({n for row in every.rows for n in row["networks"]}))
    rows = tuple(row for row in every.rows if names.keys() & set(row["networks"]))
    return Found(rows[first : first + PAGE], len(rows), dict(Counter(row["kind"] for row in rows)))


def _with_networks(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """A row with the first networks that may be seen, and how many more there are of those."""
    seen = [network for network in row["networks"] if network in names]
    more = row["in_all"] - MOST_NETWORKS if len(seen) == len(row["networks"]) else len(seen) - MOST_NETWORKS
    return {**row, "links": [(network, names[network]) for network in seen[:MOST_NETWORKS]], "more": max(0, more)}
