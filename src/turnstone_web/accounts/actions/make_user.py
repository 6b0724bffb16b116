"""Make an account."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import Held, Role, User
from turnstone_web.accounts.permissions import check_can_manage_users
from turnstone_web.audit.record import record


def make_user(by: User, username: str, name: str, roles: list[str]) -> tuple[User, str]:
    """The account and its first password, which nobody keeps. Raises TurnstoneError for a name that is taken or cannot
    be one, and for a role that there is not."""
    check_can_manage_users(by)
    if unknown := set(roles) - set(Role.values):
        raise TurnstoneError(f"there is no role {min(unknown)!r}", do=f"choose among {', '.join(Role.values)}")
    if User.objects.filter(username__iexact=username).exists():
        raise TurnstoneError(f"there is an account {username!r} already", do="choose another name to sign in by")
    made = User(username=username, name=name)
    password = secrets.token_urlsafe(15)
    made.set_password(password)
    try:
        made.full_clean()
    except ValidationError as error:
        raise TurnstoneError("; ".join(error.messages), do="use letters, digits and @ . + - _") from None
    with transaction.atomic():
        made.save()
        Held.objects.bulk_create(Held(user=made, role=role) for role in sorted(set(roles)))
        record(by, "make account", "user", made.username, roles=sorted(set(roles)))
    return made, password
