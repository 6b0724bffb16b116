"""Let only some teams see a file and all that rests on it, or a network; or everybody again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone_web.accounts.models import Restricted, Team, User
from turnstone_web.accounts.permissions import can_see_market, check_can_manage_sources
from turnstone_web.audit.record import record

SHORTEST = 10


def restrict(by: User, kind: str, thing: str, teams: Iterable[Team], reason: str, *, run: str = "") -> Restricted:
    """From now on only these teams see it; the teams of a restriction that is there are replaced. `run`: in which a network
    has this id. Raises TurnstoneError where nobody who works on leads is in these teams: nobody would see it."""
    check_can_manage_sources(by)
    chosen = list(teams)
    _says_why(reason)
    if kind not in Restricted.Kind.values or not thing:
        raise TurnstoneError("nothing is named that could be restricted", do="open it from its own page")
    if not any(can_see_market(user) and user.is_active for team in chosen for user in team.members.all()):
        raise TurnstoneError(
            "nobody who works on leads is in these teams; nobody would see it",
            do="choose a team with an analyst, a financial investigator, a prosecutor or a supervisor",
        )
    with transaction.atomic():
        made, fresh = Restricted.objects.select_for_update().get_or_create(
            kind=kind, thing=thing, carried=None, defaults={"reason": reason.strip(), "by": by, "run": run}
        )
        before = sorted(team.name for team in made.teams.all())
        if not fresh:
            made.reason, made.by = reason.strip(), by
            made.save(update_fields=["reason", "by"])
        for one in (made, *made.carries.all()):
            one.teams.set(chosen)
        names = sorted(team.name for team in chosen)
        record(by, "restrict", kind, thing, reason=made.reason, before=before, teams=names)
    return made


def lift(by: User, restriction: Restricted, reason: str) -> None:
    """Everybody who may see leads sees it again, and what was carried on from it, where nothing else restricts it."""
    check_can_manage_sources(by)
    _says_why(reason)
    with transaction.atomic():
        kind, thing = restriction.kind, restriction.thing
        teams = sorted(team.name for team in restriction.teams.all())
        restriction.delete()
        record(by, "lift restriction", kind, thing, reason=reason.strip(), before=teams)


def _says_why(reason: str) -> None:
    if len(reason.strip()) < SHORTEST:
        raise PolicyDenied(
            "a reason must say why", lifted_by="nobody", do="name the case, the order or the promise made"
        )
