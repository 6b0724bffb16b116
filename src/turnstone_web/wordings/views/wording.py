"""A wording that several offers use, with its slots."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.errors import NotThere
from turnstone_web.runs import mask_for, network_or_404, ready_run, shelf
from turnstone_web.wordings.documents import wording_of

LINES, VALUES, PARTIES, PLACES = 40, 8, 60, 60


@allowed(check_can_see_market, reads="wording")
def wording(request: HttpRequest, network: str, template: str) -> HttpResponse:
    """Its fixed words and slots, its texts aligned, who posts it, under which names, when and where."""
    mask = mask_for(request.user, network)
    document = network_or_404(request.user, network, mask.closed)
    found = wording_of(settings.WORKSPACE, shelf(request.user).run, network, template, mask)
    if found is None:
        raise NotThere(
            "no poster of this network uses such a wording", do="choose one on the page Names of the network"
        )
    if mask.open:
        record(request.user, "read unmasked", "wording", network, template=template)
    view = found["view"]
    context = {
        "network": network, "lead": document["lead"], "template": template, "v": view, "slots": found["slots"], "unit": found["unit"],
        "strip": _drawn(found["steps"]),
        "lines": view["lines"][: LINES + 1], "more_lines": max(0, len(view["lines"]) - LINES - 1), "values": VALUES,
        "posters": view["posters"][:PARTIES], "claims": view["claims"][:PARTIES], "contacts": view["contacts"][:PARTIES],
        "places": view["places"][:PLACES], "unlocked": unlock_of(request.user, network), "run": ready_run(),
    }  # fmt: skip
    return render(request, "wordings/wording.html", context)


def _drawn(steps: list[list]) -> dict | None:
    """Where the bar of each step stands on a picture of 960 by 100; None without days."""
    if not steps:
        return None
    most, wide = max(offers for _, offers in steps), 960 / len(steps)
    bars = [
        {"x": round(at * wide, 1), "width": round(max(1.0, wide - 2), 1), "height": round(84 * offers / most, 1),
         "y": round(88 - 84 * offers / most, 1), "day": day, "offers": offers}
        for at, (day, offers) in enumerate(steps)
    ]  # fmt: skip
    return {"bars": bars, "first": steps[0][0], "last": steps[-1][0], "most": most}
