"""Make an account."""

from __future__ import annotations

from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import Role, User
from turnstone_web.accounts.new_account import new_account
from turnstone_web.accounts.permissions import check_can_manage_users
from turnstone_web.audit.record import record


def make_user(by: User, username: str, name: str, roles: list[str]) -> tuple[User, str]:
    """The account and its first password, which nobody keeps. Raises TurnstoneError for a name that is taken or cannot
    be one, and for a role that there is not."""
    check_can_manage_users(by)
    if unknown := set(roles) - set(Role.values):
        raise TurnstoneError(f"there is no role {min(unknown)!r}", do=f"choose among {', '.join(Role.values)}")
    with transaction.atomic():
        made, password = new_account(username, name, roles)
        record(by, "make account", "user", made.username, roles=sorted(set(roles)))
    return made, password
