"""One file: what it is, how it is held, how it was held before, and changing that."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from turnstone.holding import day
from turnstone.workspace import Source, Workspace
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import Restricted
from turnstone_web.accounts.permissions import check_can_manage_sources
from turnstone_web.errors import NotThere
from turnstone_web.runs import ready_run, whole_shelf, workspace
from turnstone_web.sources.actions.change_holding import change_holding


@allowed(check_can_manage_sources, reads="source")
def source(request: HttpRequest, sha: str) -> HttpResponse:
    """The page."""
    found, place = _source_or_404(sha), workspace()
    lines = [
        e
        for e in place.log.of("added", "held", "expired")
        if sha in (e.facts.get("sha256"), *e.facts.get("sources", ()))
    ]
    held = Restricted.objects.filter(kind=Restricted.Kind.SOURCE, thing=sha).prefetch_related("teams").first()
    context = {
        "source": found, "lines": lines[::-1], "teams": held.teams.all() if held else (),
        "many": whole_shelf().rest_on(sha) if ready_run() else None,
    }  # fmt: skip
    return render(request, "sources/source.html", context)


@allowed(check_can_manage_sources, methods=("POST",))
def source_hold(request: HttpRequest, sha: str) -> HttpResponse:
    """Changes law, purpose or day, for a reason."""
    found, asked = _source_or_404(sha), request.POST
    line = change_holding(
        request.user, Workspace(settings.WORKSPACE), sha, asked.get("reason", ""), legal_basis=asked.get("legal_basis", ""),
        purpose=asked.get("purpose", ""), retain_until=day(asked.get("retain_until", "") or "unlimited"),
    )  # fmt: skip
    messages.success(request, _("Recorded: line %(line)s of the log.") % {"line": line.number})
    return redirect("source", found.sha256)


def _source_or_404(sha: str) -> Source:
    found = next((s for s in workspace().sources() if s.sha256 == sha), None)
    if found is None:
        raise NotThere("there is no such file", do="choose one under Sources")
    return found
