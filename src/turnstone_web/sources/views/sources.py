"""Which files are held, under which law, for what purpose, until when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import Restricted
from turnstone_web.accounts.permissions import check_can_manage_sources
from turnstone_web.runs import workspace

STATES = ("active", "superseded", "expired")


@allowed(check_can_manage_sources, reads="sources")
def sources(request: HttpRequest) -> HttpResponse:
    """The list, overdue ones first; `format=json` for programs. Files are added and removed by the commands `add` and `expire`,
    which ask for the law and the reason; how long and for what they are held is changed on the page of each."""
    held = sorted(workspace().sources(), key=lambda s: (not s.overdue, STATES.index(s.state), s.name))
    if request.GET.get("format") == "json":
        return JsonResponse({"sources": [
            {"name": s.name, "sha256": s.sha256, "size": s.size, "kind": s.kind, "legal_basis": s.legal_basis, "purpose": s.purpose,
             "retain_until": s.retain_until, "overdue": s.overdue, "added_utc": s.added_utc, "state": s.state}
            for s in held
        ]})  # fmt: skip
    purposes: dict[tuple[str, str], int] = {}
    for s in held:
        if s.state == "active":
            purposes[s.legal_basis, s.purpose] = purposes.get((s.legal_basis, s.purpose), 0) + 1
    context = {
        "sources": held, "restricted": _restricted(), "overdue": sum(s.overdue for s in held), "purposes": sorted(purposes.items(), key=lambda p: -p[1]),
        "without_end": sum(s.retain_until is None and s.state == "active" for s in held),
    }  # fmt: skip
    return render(request, "sources/sources.html", context)


def _restricted() -> dict[str, list[str]]:
    """SHA-256 of a file -> the teams that may see it."""
    held = Restricted.objects.filter(kind=Restricted.Kind.SOURCE).prefetch_related("teams")
    return {one.thing: sorted(team.name for team in one.teams.all()) for one in held}
