"""Teams, for administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from turnstone_web.accounts.actions.make_team import make_team, set_members
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import Team, User
from turnstone_web.accounts.permissions import check_can_manage_users


@allowed(check_can_manage_users, methods=("POST",))
def team_new(request: HttpRequest) -> HttpResponse:
    """Makes a team."""
    make_team(request.user, request.POST.get("name", ""))
    return redirect("users")


@allowed(check_can_manage_users, methods=("POST",))
def team_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets who is in a team."""
    asked = [one for one in request.POST.getlist("members") if one.isdecimal() and len(one) < 10]
    set_members(request.user, get_object_or_404(Team, pk=pk), User.objects.filter(pk__in=asked))
    return redirect("users")
