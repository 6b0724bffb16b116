"""The list of leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from turnstone.exports.disclaimer import disclaimer
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.desk.filters import LeadFilters
from turnstone_web.desk.standing import with_standing
from turnstone_web.part import is_part
from turnstone_web.runs import shelf

PAGE = 50
STANDINGS = (
    ("open", _("open")), ("mine", _("mine")), ("watched", _("watched")), ("changed", _("changed since")),
    ("accepted", _("accepted")), ("rejected", _("rejected")),
)  # fmt: skip


@allowed(check_can_see_market)
def leads(request: HttpRequest) -> HttpResponse:
    """Networks that are organised in a way that is rare among their peers, the rarest first; or those on which the
    system abstains. A request for a part gives the list alone."""
    wanted = LeadFilters.of(request.GET)
    found, facets = shelf(request.user).leads(**wanted.for_shelf())
    rows: Sequence[dict[str, Any]] = found
    if wanted.standing:
        rows = of_standing(with_standing(list(found), request.user), wanted.standing, request.user)
    pages = Paginator(rows, PAGE)
    here = pages.get_page(request.GET.get("page"))
    if not wanted.standing:
        with_standing(here.object_list, request.user)
    drawn(here.object_list)
    context = {
        "filters": wanted,
        "facets": facets,
        "rows": here,
        "pages": pages,
        "total": len(rows),
        "standings": STANDINGS,
        "disclaimer": disclaimer(row["kind"] for row in here),
    }
    part = "desk/leads_list.html" if is_part(request) else "desk/leads.html"
    return render(request, part, context)


def of_standing(rows: list[dict[str, Any]], standing: str, user: User) -> list[dict[str, Any]]:
    """Rows that are open, accepted, rejected, changed since they were decided, one's own, or watched."""
    tests = {
        "open": lambda row: row["verdict"] == "open",
        "accepted": lambda row: row["verdict"] == "accepted",
        "rejected": lambda row: row["verdict"] == "rejected",
        "changed": lambda row: row["changed"],
        "mine": lambda row: row["assigned"] == user,
        "watched": lambda row: row["watched"],
    }
    return [row for row in rows if tests[standing](row)] if standing in tests else rows


def drawn(rows: list[dict[str, Any]]) -> None:
    """Adds to each row where its interval stands on a scale of 100 that all rows of the page share."""
    most = max((row["high_bits"] for row in rows), default=0) or 1
    for row in rows:
        for end in ("low", "high"):
            row[f"draw_{end}"] = round(2 + 96 * row[f"{end}_bits"] / most, 1)
        row["draw_bits"] = round(2 + 96 * row["bits"] / most, 1)
