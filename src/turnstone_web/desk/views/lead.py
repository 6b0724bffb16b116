"""One lead: what it rests on, how else it can be read, what would refute it, and what people decided about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import INVESTIGATORS, check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.desk.filters import LeadFilters
from turnstone_web.desk.models import Decision
from turnstone_web.desk.shared import shared
from turnstone_web.desk.standing import with_standing
from turnstone_web.desk.views.leads import of_standing
from turnstone_web.desk.waterfall import waterfall
from turnstone_web.runs import lead_or_404, mask_for, ready_run, shelf


@allowed(check_can_see_market, reads="lead")
def lead(request: HttpRequest, network: str) -> HttpResponse:
    """The page of a lead. `next` and `previous` follow the list from which one came (its filters stand in the query)."""
    mask = mask_for(request.user, network)
    view = lead_or_404(request.user, network, mask)
    if mask.open:
        record(request.user, "read unmasked", "lead", network)
    row = {
        "network_id": network,
        "evidence": view.get("evidence"),
        "decision": view["decision"],
        "new_since": view["new_since"],
    }
    with_standing([row], request.user)
    before, after, place, of = _beside(request, network)
    context = {
        "view": view,
        "network": network,
        "row": row,
        "waterfall": waterfall(view["parts"]),
        "things": shared(view["ties"]),
        "decisions": Decision.objects.filter(network=network).select_related("by"),
        "colleagues": colleagues(),
        "unlocked": unlock_of(request.user, network),
        "before": before,
        "after": after,
        "place": place,
        "of": of,
        "run": ready_run(),
    }
    return render(request, "desk/lead.html", context)


def colleagues() -> list[User]:
    """Whom a lead can be given to."""
    return list(
        User.objects.filter(is_active=True, held__role__in=INVESTIGATORS).distinct().order_by("name", "username")
    )


def _beside(request: HttpRequest, network: str) -> tuple[str, str, int, int]:
    """The networks before and after this one in the list, its place there, and how long the list is."""
    wanted = LeadFilters.of(request.GET)
    rows, _ = shelf(request.user).leads(**wanted.for_shelf())
    if not wanted.standing:
        before, after, at = rows.around(network)
        return before, after, at + 1, len(rows)
    standing = of_standing(with_standing(list(rows), request.user), wanted.standing, request.user)
    ids = ["", *(row["network_id"] for row in standing), ""]
    if network not in ids:
        return "", "", 0, len(ids) - 2
    at = ids.index(network)
    return ids[at - 1], ids[at + 1], at, len(ids) - 2
