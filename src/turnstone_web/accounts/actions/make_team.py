"""Make a team, and say who is in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import Restricted, Team, User
from turnstone_web.accounts.permissions import can_see_market, check_can_manage_users
from turnstone_web.audit.record import record


def make_team(by: User, name: str) -> Team:
    """Raises TurnstoneError for no name, one that is too long, or one that is taken."""
    check_can_manage_users(by)
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise TurnstoneError("a team needs a name of up to 80 characters", do="name what it works on")
    if Team.objects.filter(name__iexact=name).exists():
        raise TurnstoneError(f"there is a team {name!r} already", do="choose another name")
    with transaction.atomic():
        made = Team.objects.create(name=name)
        record(by, "make team", "team", name)
    return made


def set_members(by: User, team: Team, users: Iterable[User]) -> None:
    """These users are in the team and no others. Raises TurnstoneError where a file or network that is restricted to this
    team would be seen by nobody any more."""
    check_can_manage_users(by)
    chosen = list(users)
    with transaction.atomic():
        before = sorted(team.members.values_list("username", flat=True))
        team.members.set(chosen)
        for one in team.restricted.prefetch_related("teams__members"):
            if not _seen_by_somebody(one):
                raise TurnstoneError(
                    f"a {one.get_kind_display().lower()} that only {team} may see would be seen by nobody",
                    do="leave somebody in it who works on leads, or lift the restriction first",
                )
        record(by, "set members", "team", team.name, before=before, after=sorted(u.username for u in chosen))


def _seen_by_somebody(one: Restricted) -> bool:
    return any(user.is_active and can_see_market(user) for team in one.teams.all() for user in team.members.all())
