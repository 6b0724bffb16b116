"""Who needs to know a file or a network."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from turnstone_web.accounts.actions.restrict import lift, restrict
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import Restricted, Team, User
from turnstone_web.accounts.permissions import check_can_manage_sources
from turnstone_web.errors import NotThere
from turnstone_web.runs import closed_mask, ready_run, shelf, whole_shelf, workspace


@allowed(check_can_manage_sources, reads="need to know")
def needs(request: HttpRequest) -> HttpResponse:
    """Everything that only some teams may see."""
    held = Restricted.objects.select_related("by").prefetch_related("teams").order_by("kind", "-at")
    files = {s.sha256: s.name for s in workspace().sources()}
    networks = [one.thing for one in held if one.kind == Restricted.Kind.NETWORK]
    names = shelf(request.user).names(networks) if networks and ready_run() else {}
    rows = [{"one": one, "name": files.get(one.thing) or names.get(one.thing, "")} for one in held]
    return render(request, "accounts/needs.html", {"rows": rows})


@allowed(check_can_manage_sources, reads="need to know")
def need(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """One file or network: who may see it now, and choosing who may."""
    held = list(
        Restricted.objects.filter(kind=kind, thing=thing).select_related("by", "carried").prefetch_related("teams")
    )
    own = next((one for one in held if one.carried is None), None)
    context: dict[str, Any] = {
        "kind": kind, "thing": thing, "name": _name(request.user, kind, thing, known=bool(held)), "held": held, "own": own,
        "teams": Team.objects.prefetch_related("members").order_by("name"),
        "many": whole_shelf().rest_on(thing) if kind == Restricted.Kind.SOURCE and ready_run() else None,
        "chosen": {team.pk for team in own.teams.all()} if own else set(),
    }  # fmt: skip
    return render(request, "accounts/need.html", context)


@allowed(check_can_manage_sources, methods=("POST",))
def need_set(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """Restricts it to the teams that are chosen; with `lift`, to none."""
    known = Restricted.objects.filter(kind=kind, thing=thing, carried=None).first()
    _name(request.user, kind, thing, known=known is not None)
    reason = request.POST.get("reason", "")
    if request.POST.get("lift"):
        lift(request.user, get_object_or_404(Restricted, kind=kind, thing=thing, carried=None), reason)
        messages.success(request, _("Whoever may see leads sees it again."))
    else:
        chosen = Team.objects.filter(
            pk__in=[pk for pk in request.POST.getlist("teams") if pk.isdecimal() and len(pk) < 10]
        )
        run = ready_run()
        restrict(
            request.user, kind, thing, chosen, reason, run=run.id if run and kind == Restricted.Kind.NETWORK else ""
        )
        messages.success(request, _("Only these teams see it now, and what rests on it."))
    return redirect("needs")


def _name(user: User, kind: str, thing: str, *, known: bool) -> str:
    """What it is called. Raises NotThere for a file that is not held, and for a network that this user does not see and
    that is not restricted: `known` ones can be lifted by whoever manages sources, without seeing them."""
    if kind == Restricted.Kind.SOURCE:
        name = next((s.name for s in workspace().sources() if s.sha256 == thing), "")
    elif kind == Restricted.Kind.NETWORK:
        found = shelf(user).network(thing, closed_mask()) if ready_run() else None
        name = found["lead"]["title"] if found else ""
    else:
        name = ""
    if not name and not known:
        raise NotThere("there is no such file or network", do="open it from its own page")
    return name
