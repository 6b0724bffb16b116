"""What of a network stands under several names."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.runs import mask_for, network_or_404, ready_run, shelf
from turnstone_web.wordings.documents import identities_of


@allowed(check_can_see_market, reads="identities")
def identities(request: HttpRequest, network: str) -> HttpResponse:
    """Texts, contacts and images against names; accounts in several towns on one day; all wordings of the network."""
    mask = mask_for(request.user, network)
    document = network_or_404(request.user, network, mask.closed)
    found = identities_of(settings.WORKSPACE, shelf(request.user).run, network, mask)
    if mask.open:
        record(request.user, "read unmasked", "identities", network)
    view = found["identities"]
    largest = max((offers for thing in view["things"] for offers in thing["under"].values()), default=1) if view else 1
    context = {
        "network": network, "lead": document["lead"], "view": view, "wordings": found["wordings"], "total": found["total"],
        "rows": [{**thing, "cells": _cells(thing, view["names"], largest)} for thing in view["things"]] if view else [],
        "unlocked": unlock_of(request.user, network), "run": ready_run(),
    }  # fmt: skip
    return render(request, "wordings/identities.html", context)


def _cells(thing: dict, names: list[dict], largest: int) -> list[dict[str, float] | None]:
    """For each name how many offers, and the radius of a circle whose area says so."""
    out: list[dict[str, float] | None] = []
    for name in names:
        offers = thing["under"].get(name["id"])
        out.append(None if offers is None else {"offers": offers, "r": round(3 + 8 * (offers / largest) ** 0.5, 1)})
    return out
