"""Accounts and their roles, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from turnstone_web.accounts.actions.give_roles import give_roles, set_active
from turnstone_web.accounts.actions.make_user import make_user
from turnstone_web.accounts.actions.renew import new_password, no_second_factor
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import Role, Team, User
from turnstone_web.accounts.permissions import check_can_manage_users


@allowed(check_can_manage_users, reads="accounts")
def users(request: HttpRequest) -> HttpResponse:
    """All accounts with their roles."""
    context = {
        "users": User.objects.prefetch_related("held").order_by("username"),
        "all_roles": Role.choices,
        "teams": Team.objects.prefetch_related("members").order_by("name"),
    }
    return render(request, "accounts/users.html", context)


@allowed(check_can_manage_users, methods=("POST",))
def new(request: HttpRequest) -> HttpResponse:
    """Makes an account; its first password is shown this once."""
    asked = request.POST
    made, password = make_user(
        request.user, asked.get("username", "").strip(), asked.get("name", "").strip(), asked.getlist("roles")
    )
    said = _("%(user)s can sign in with this password, which is shown only now: %(password)s")
    messages.success(request, said % {"user": made.username, "password": password})
    return redirect("users")


@allowed(check_can_manage_users, methods=("POST",))
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets somebody's roles."""
    give_roles(request.user, get_object_or_404(User, pk=pk), request.POST.getlist("roles"))
    return redirect("users")


@allowed(check_can_manage_users, methods=("POST",))
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password, shown this once; with `factor`, no second factor."""
    to = get_object_or_404(User, pk=pk)
    if request.POST.get("factor"):
        no_second_factor(request.user, to)
        said = _("%(user)s must set up a second factor at the next sign-in.")
        messages.success(request, said % {"user": to.username})
    else:
        said = _("%(user)s can sign in with this password, which is shown only now: %(password)s")
        messages.success(request, said % {"user": to.username, "password": new_password(request.user, to)})
    return redirect("users")


@allowed(check_can_manage_users, methods=("POST",))
def active(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets somebody in, or shuts them out."""
    set_active(request.user, get_object_or_404(User, pk=pk), request.POST.get("active") == "1")
    return redirect("users")
