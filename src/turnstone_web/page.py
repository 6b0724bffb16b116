"""What every page knows: where one can go, as whom one is here, which run is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from turnstone import __version__
from turnstone_web.accounts import permissions as may
from turnstone_web.accounts.models import User
from turnstone_web.runs import hides


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of all pages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"version": __version__, "rooms": []}
    return {
        "version": __version__,
        "rooms": [{**room, "here": _here(request.path, room["href"])} for room in _rooms(user)],
        "may_decide": may.can_decide(user),
        "may_unlock": may.can_unlock(user),
        "may_see_market": may.can_see_market(user),
        "may_manage_sources": may.can_manage_sources(user),
        "may_see_audit": may.can_see_audit(user),
        "may_refer": may.can_refer(user),
        "may_keep_contacts": may.can_keep_contacts(user),
        "unseen": _unseen(user) if may.can_see_market(user) else 0,
    }


def _unseen(user: User) -> int:
    networks = list(user.alerts.filter(seen=None).values_list("network", flat=True))
    hidden = hides(user, networks)
    return sum(network not in hidden for network in networks)


def _here(path: str, href: str) -> bool:
    return path.startswith(href)


def _rooms(user: Any) -> list[dict[str, str]]:
    """The rooms of the workbench that are this user's, in the order of the work."""
    market = may.can_see_market(user)
    rooms = [
        (market, _("Leads"), "leads", "l"),
        (market, _("Networks"), "networks", "n"),
        (may.can_decide(user), _("Review"), "review", "r"),
        (market, _("Search"), "search", "s"),
        (market, _("Market"), "market", "m"),
        (market, _("Tasks"), "tasks", "t"),
        (may.can_run(user), _("Work"), "work", "w"),
        (may.can_manage_sources(user), _("Sources"), "sources", ""),
        (may.can_see_audit(user), _("Audit"), "audit", "a"),
        (may.can_manage_users(user), _("People"), "users", ""),
    ]
    return [{"name": name, "href": reverse(url), "key": key} for there, name, url, key in rooms if there]
